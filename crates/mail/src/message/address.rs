//! An address as a server can be given it. `runnel_model::EmailAddress` has checked and normalised
//! the form; here its domain becomes `xn--` and what no server would take is refused.

use lettre::Address;
use runnel_model::EmailAddress;

/// Octets (RFC 5321, 4.5.3.1): of the part before the @, of the domain, of both as a path.
const LOCAL_MAX: usize = 64;
const DOMAIN_MAX: usize = 253;
const ADDRESS_MAX: usize = 254;

/// An address that can be mailed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailable(Address);

/// Why an address can never be mailed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{address} cannot be mailed: {why}")]
pub struct NotMailable {
    /// The address.
    pub address: String,
    /// What is wrong with it.
    pub why: &'static str,
}

impl Mailable {
    /// As it is written on the envelope and in headers.
    pub fn of(address: &EmailAddress) -> Result<Self, NotMailable> {
        let wrong = |why| NotMailable { address: address.to_string(), why };
        let (local, domain) =
            address.as_str().rsplit_once('@').ok_or_else(|| wrong("it has no @"))?;
        if address.as_str().chars().any(|c| c.is_control() || c == '<' || c == '>') {
            return Err(wrong("it has a character that ends a command"));
        }
        let domain = idna::domain_to_ascii(domain).map_err(|_| wrong("its domain has no name"))?;
        if local.len() > LOCAL_MAX || domain.len() > DOMAIN_MAX {
            return Err(wrong("it is too long"));
        }
        if local.len() + 1 + domain.len() > ADDRESS_MAX {
            return Err(wrong("it is too long"));
        }
        Address::new(local, domain).map(Self).map_err(|_| wrong("a server would not take it"))
    }

    /// `local@xn--domain`.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// The domain, for limits per domain: ASCII, lower case.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    /// Whether only a server with SMTPUTF8 can take it.
    pub fn needs_smtputf8(&self) -> bool {
        !self.as_str().is_ascii()
    }

    pub(super) fn to_lettre(&self) -> Address {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expect: &str) {
        let parsed = EmailAddress::parse(address).unwrap_or_else(|e| panic!("{address}: {e}"));
        let got = match Mailable::of(&parsed) {
            Ok(mailable) => mailable.as_str().to_owned(),
            Err(error) => error.why.to_owned(),
        };
        assert_eq!(got, expect, "{address}");
    }

    #[test]
    fn i5_a_domain_is_given_in_ascii() {
        check(" Ana@Example.COM ", "ana@example.com");
        check("ana@żółw.pl", "ana@xn--w-uga1v8h.pl");
        check("иван@пример.рф", "иван@xn--e1afmkfd.xn--p1ai");
        check("a+tag@bücher.example", "a+tag@xn--bcher-kva.example");
        check("o'neil@x.co", "o'neil@x.co");
    }

    #[test]
    fn i5_what_no_server_would_take_is_refused() {
        let long = format!("{}@{}com", "a".repeat(60), "abcdefgh.".repeat(22));
        check(&long, "it is too long");
        check("\"a<b>\"@x.co", "it has a character that ends a command");
        for never in ["a..b@x.co", "a b@x.co", "ana@", "a\r\nRCPT@x.co", "a@x..co", ".a@x.co"] {
            assert!(EmailAddress::parse(never).is_err(), "{never}");
        }
    }

    #[test]
    fn only_the_part_before_the_at_needs_smtputf8() {
        let needs =
            |text| Mailable::of(&EmailAddress::parse(text).unwrap()).unwrap().needs_smtputf8();
        assert!(needs("иван@example.com"));
        assert!(!needs("ivan@пример.рф"));
    }
}
