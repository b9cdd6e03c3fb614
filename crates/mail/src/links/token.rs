//! What a link in a mail carries: whose mail it was, what it is for, and where it leads, signed so
//! that nobody can make one up or lead a reader elsewhere through our host.
//!
//! ```text
//! base64url( version 1 · purpose 1 · mail 16 · extra … · HMAC-SHA256 cut to 16 )
//! ```
//!
//! The mail's id is the effect's: it says whose mail, which step, which pass. The extra part is the
//! address that a click leads to, or the topic that an unsubscribe is about. A token is a capability: it
//! opens one page or counts one click, and never signs anybody in.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use runnel_model::EffectId;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use url::Url;

/// The format of what is signed. Old mails are opened for years: a reader keeps every version.
const VERSION: u8 = 1;
/// 128 bits of the code: forging one takes more tries than there will ever be.
const CODE_BYTES: usize = 16;
const HEAD_BYTES: usize = 18;
/// The longest target, in bytes. With it a line of HTML stays within what readers take.
pub const TARGET_BYTES_MAX: usize = 2_048;
/// The longest token: what is longer is not looked at.
const TOKEN_BYTES_MAX: usize = (HEAD_BYTES + TARGET_BYTES_MAX + CODE_BYTES).div_ceil(3) * 4;

/// Signs tokens and reads them. One key per installation.
#[derive(Clone)]
pub struct Signer(Hmac<Sha256>);

/// What a token is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A link was clicked: it leads here.
    Click(Url),
    /// The link that no person sees was followed.
    Honeypot,
    /// The pixel was fetched.
    Open,
    /// Somebody wants no more mail: of this topic, or of any if it is empty. GET only asks, POST acts.
    Unsubscribe(String),
}

/// A token that was read and is ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The mail it was in.
    pub mail: EffectId,
    /// What it is for.
    pub purpose: Purpose,
}

/// The token is not ours, or was changed. Nothing more is said: whoever tries gets no help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this link is not valid")]
pub struct NotOurs;

impl Signer {
    /// With a key derived from the installation's master key.
    pub fn new(master: &[u8; 32]) -> Self {
        let mut derive = keyed(master);
        derive.update(b"mail links");
        Self(keyed(&derive.finalize().into_bytes()))
    }

    /// The token as it stands in a URL: letters, digits, `-` and `_`.
    pub fn sign(&self, token: &Token) -> String {
        let mut bytes = vec![VERSION, token.purpose.number()];
        bytes.extend_from_slice(&token.mail.0.to_be_bytes());
        bytes.extend_from_slice(token.purpose.extra().as_bytes());
        let code = self.code(&bytes);
        bytes.extend_from_slice(&code);
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a token that came back.
    pub fn read(&self, text: &str) -> Result<Token, NotOurs> {
        if text.len() > TOKEN_BYTES_MAX {
            return Err(NotOurs);
        }
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| NotOurs)?;
        let (signed, given) =
            bytes.len().checked_sub(CODE_BYTES).map(|end| bytes.split_at(end)).ok_or(NotOurs)?;
        if !bool::from(self.code(signed).ct_eq(given)) {
            return Err(NotOurs);
        }
        parse(signed).ok_or(NotOurs)
    }

    fn code(&self, signed: &[u8]) -> [u8; CODE_BYTES] {
        let mut mac = self.0.clone();
        mac.update(signed);
        let code: [u8; 32] = mac.finalize().into_bytes().into();
        std::array::from_fn(|index| code[index])
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

/// Only bytes that we signed come here, of this version or of one to come.
fn parse(signed: &[u8]) -> Option<Token> {
    let (head, extra) = signed.split_at_checked(HEAD_BYTES)?;
    let (&[version, purpose], mail) = head.split_first_chunk::<2>()?;
    if version != VERSION {
        return None;
    }
    let extra = std::str::from_utf8(extra).ok()?;
    let purpose = match purpose {
        1 => Purpose::Click(leads_to(extra)?),
        2 => Purpose::Honeypot,
        3 => Purpose::Open,
        4 => Purpose::Unsubscribe(extra.to_owned()),
        _ => return None,
    };
    Some(Token { mail: EffectId(u128::from_be_bytes(mail.try_into().ok()?)), purpose })
}

/// Where a click may lead: to a page. The parser drops line ends and encodes what is not ASCII, so
/// that the result can stand in a `Location` header.
pub fn leads_to(href: &str) -> Option<Url> {
    let url = Url::parse(href.trim()).ok()?;
    let is_page = matches!(url.scheme(), "http" | "https") && url.has_host();
    (is_page && url.as_str().len() <= TARGET_BYTES_MAX).then_some(url)
}

/// Whether a reader's program would run what is in this address.
pub fn is_script(href: &str) -> bool {
    let url = Url::parse(href.trim());
    url.is_ok_and(|url| matches!(url.scheme(), "javascript" | "vbscript" | "data"))
}

impl Purpose {
    const fn number(&self) -> u8 {
        match self {
            Self::Click(_) => 1,
            Self::Honeypot => 2,
            Self::Open => 3,
            Self::Unsubscribe(_) => 4,
        }
    }

    fn extra(&self) -> &str {
        match self {
            Self::Click(url) => url.as_str(),
            Self::Unsubscribe(topic) => topic,
            Self::Honeypot | Self::Open => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MAIL: EffectId = EffectId(0x0123_4567_89AB_CDEF_0123_4567_89AB_CDEF);

    fn signer() -> Signer {
        Signer::new(&[7; 32])
    }

    fn click(url: &str) -> Token {
        Token { mail: MAIL, purpose: Purpose::Click(leads_to(url).unwrap()) }
    }

    #[test]
    fn what_was_signed_is_read_back() {
        let unsubscribe = Purpose::Unsubscribe("новости".into());
        for purpose in [Purpose::Honeypot, Purpose::Open, unsubscribe] {
            let token = Token { mail: MAIL, purpose };
            assert_eq!(signer().read(&signer().sign(&token)), Ok(token));
        }
        let token = click("https://x.co/a?b=1&c=ж#d");
        assert_eq!(signer().read(&signer().sign(&token)), Ok(token));
    }

    #[test]
    fn a_token_of_this_version_is_read_for_good() {
        let opened = Token { mail: MAIL, purpose: Purpose::Open };
        insta::assert_snapshot!(signer().sign(&opened), @"AQMBI0VniavN7wEjRWeJq83vxz2Pp3IEqA3luxTMm_EOew");
    }

    #[test]
    fn a6_a_click_leads_only_to_a_page_that_we_wrote() {
        for never in
            ["javascript:alert(1)", "//evil.co", "/a", "data:text/html,x", "ftp://x.co", ""]
        {
            assert_eq!(leads_to(never), None, "{never}");
        }
        let url = leads_to("https://x.co/\r\nSet-Cookie: a=b?x=\nж").unwrap();
        assert!(url.as_str().bytes().all(|byte| byte.is_ascii_graphic()), "{url}");
        assert_eq!(leads_to(&format!("https://x.co/{}", "a".repeat(2_048))), None);
    }

    #[test]
    fn a8_another_key_or_a_shorter_text_is_not_ours() {
        let signed = signer().sign(&click("https://x.co"));
        assert_eq!(Signer::new(&[8; 32]).read(&signed), Err(NotOurs));
        for end in 0..signed.len() {
            assert_eq!(signer().read(&signed[..end]), Err(NotOurs));
        }
        assert_eq!(signer().read(&"A".repeat(1 << 20)), Err(NotOurs));
    }

    #[test]
    fn a8_one_purpose_does_not_pass_for_another() {
        let opened = signer().sign(&Token { mail: MAIL, purpose: Purpose::Open });
        let mut bytes = BASE64_URL_SAFE_NO_PAD.decode(opened).unwrap();
        bytes[1] = 4;
        assert_eq!(signer().read(&BASE64_URL_SAFE_NO_PAD.encode(bytes)), Err(NotOurs));
    }

    proptest! {
        #[test]
        fn a8_a_changed_byte_is_seen(at in 0_usize..60, bit in 0_u8..8) {
            let mut bytes = BASE64_URL_SAFE_NO_PAD
                .decode(signer().sign(&click("https://example.com/long/enough"))).unwrap();
            bytes[at] ^= 1 << bit;
            prop_assert_eq!(signer().read(&BASE64_URL_SAFE_NO_PAD.encode(bytes)), Err(NotOurs));
        }
    }
}
