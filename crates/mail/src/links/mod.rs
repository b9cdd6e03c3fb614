//! Links that tell who followed them: every link of a mail is exchanged for one to us that leads on,
//! and the HTML gets a pixel and a link that only machines follow.
//!
//! A link that would run something (`javascript:`, perhaps from a contact's value) leads nowhere.
//! Never exchanged: `mailto:`, `tel:`, `#`, whatever is no page, and links that are ours already (the
//! unsubscribe link must work even if tracking breaks). Not here: what a click means (`reader`), the
//! answer to it (the router's: [`PIXEL`] uncached and without a cookie, or a redirect to the URL inside
//! the token).

mod html;
mod text;
mod token;

use runnel_model::EffectId;
use url::Url;

use crate::template::Bodies;
pub use token::{NotOurs, Purpose, Signer, TARGET_BYTES_MAX, Token};

/// A picture of one transparent point: the smallest GIF there is, 43 bytes.
pub const PIXEL: [u8; 43] =
    *b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\
\x01\0\x01\0\0\x02\x02D\x01\0;";

/// Where tracked links lead: the public address of the installation.
#[derive(Clone)]
pub struct Links {
    base: Url,
    signer: Signer,
}

impl Links {
    /// `base` is the public address, for example `https://go.example.com/`: links are
    /// `base/l/TOKEN`, `base/o/TOKEN.gif` and `base/u/TOKEN`.
    pub fn new(mut base: Url, signer: Signer) -> Self {
        if let Ok(mut path) = base.path_segments_mut() {
            path.pop_if_empty().push("");
        }
        Self { base, signer }
    }

    /// Where this mail is unsubscribed from: the page for people, and the target of the one-click
    /// POST. It has no topic if it is about all mail.
    pub fn unsubscribe(&self, mail: EffectId, topic: &str) -> Url {
        self.url("u", mail, Purpose::Unsubscribe(topic.to_owned()), "")
    }

    /// Exchanges the links of a mail and adds pixel and honeypot. The same mail gives the same links.
    pub fn track(&self, mail: EffectId, bodies: &Bodies) -> Bodies {
        let mut exchange = |href: &str| self.tracked(mail, href);
        let html =
            bodies.html.as_ref().map(|html| html::rewrite(html, &mut exchange, &self.end(mail)));
        Bodies { text: text::rewrite(&bodies.text, &mut exchange), html }
    }

    /// Reads what came back in a path, with or without `.gif`.
    pub fn read(&self, token: &str) -> Result<Token, NotOurs> {
        self.signer.read(token.strip_suffix(".gif").unwrap_or(token))
    }

    fn tracked(&self, mail: EffectId, href: &str) -> Option<String> {
        if token::is_script(href) {
            return Some("#".to_owned());
        }
        let target = token::leads_to(href)?;
        let is_ours = target.as_str().starts_with(self.base.as_str());
        (!is_ours).then(|| self.url("l", mail, Purpose::Click(target), "").into())
    }

    /// Neither is read out or reached by keyboard: people do not find the link, machines do.
    fn end(&self, mail: EffectId) -> String {
        let trap = self.url("l", mail, Purpose::Honeypot, "");
        let pixel = self.url("o", mail, Purpose::Open, ".gif");
        format!(
            "<a href=\"{trap}\" aria-hidden=\"true\" tabindex=\"-1\" style=\"display:none\"></a>\
             <img src=\"{pixel}\" alt=\"\" width=\"1\" height=\"1\" style=\"border:0\">"
        )
    }

    fn url(&self, folder: &str, mail: EffectId, purpose: Purpose, ending: &str) -> Url {
        let token = self.signer.sign(&Token { mail, purpose });
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend([folder, &format!("{token}{ending}")]);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: EffectId = EffectId(5);

    fn links() -> Links {
        Links::new(Url::parse("https://go.example.com/t").unwrap(), Signer::new(&[7; 32]))
    }

    fn track(html: &str) -> String {
        let bodies = Bodies { text: String::new(), html: Some(html.to_owned()) };
        links().track(MAIL, &bodies).html.unwrap()
    }

    /// What the tokens in a text are for, in order.
    fn purposes(text: &str) -> Vec<Purpose> {
        let tokens = text.split("https://go.example.com/t/").skip(1).filter_map(|rest| {
            let path = rest.split(['"', ' ', ')']).next()?;
            Some(links().read(path.split_once('/')?.1).unwrap().purpose)
        });
        tokens.collect()
    }

    #[test]
    fn a_link_keeps_query_fragment_and_unicode() {
        let html = track("<a href='https://x.co/ż?a=1&amp;b=ж b#c'>x</a>");
        let Purpose::Click(url) = &purposes(&html)[0] else { panic!("{html}") };
        assert_eq!(url.as_str(), "https://x.co/%C5%BC?a=1&b=%D0%B6%20b#c");
    }

    #[test]
    fn what_is_no_page_or_is_ours_is_not_exchanged() {
        let unsubscribe = links().unsubscribe(MAIL, "");
        for href in ["mailto:a@x.co", "tel:+48123", "#top", "sms:1", "/a", unsubscribe.as_str()] {
            let html = format!("<a href=\"{href}\">x</a>");
            assert!(track(&html).starts_with(&html), "{href}");
        }
    }

    #[test]
    fn a1_a_link_that_would_run_something_leads_nowhere() {
        for href in ["javascript:alert(1)", " JaVa\nScript:x", "data:text/html,x", "vbscript:x"] {
            let html = track(&format!("<a href=\"{href}\">x</a>"));
            assert!(html.starts_with("<a href=\"#\">x</a>"), "{html}");
        }
    }

    #[test]
    fn our_own_website_is_no_link_of_ours() {
        assert_eq!(purposes(&track("<a href='https://go.example.com/shop'>x</a>")).len(), 3);
    }

    #[test]
    fn html_ends_with_a_trap_and_a_pixel_that_people_do_not_notice() {
        let html = track("<body><p>x</p></body>");
        assert_eq!(purposes(&html), [Purpose::Honeypot, Purpose::Open]);
        assert!(html.ends_with("style=\"border:0\"></body>"), "{html}");
        assert!(PIXEL.starts_with(b"GIF89a\x01\0\x01\0") && PIXEL.ends_with(b";"));
    }

    #[test]
    fn a_text_has_the_same_links_and_neither_trap_nor_pixel() {
        let bodies = Bodies { text: "Go (https://x.co/a).".into(), html: None };
        let tracked = links().track(MAIL, &bodies);
        assert_eq!(purposes(&tracked.text).len(), 1);
        assert!(tracked.text.ends_with(")."), "{}", tracked.text);
        assert_eq!(tracked, links().track(MAIL, &bodies), "a retry sends the same bytes");
    }

    #[test]
    fn an_unsubscribe_link_says_which_mail_and_topic() {
        let url = links().unsubscribe(MAIL, "news");
        let token = links().read(url.path_segments().unwrap().next_back().unwrap()).unwrap();
        let purpose = Purpose::Unsubscribe("news".into());
        assert_eq!(token, Token { mail: MAIL, purpose });
    }
}
