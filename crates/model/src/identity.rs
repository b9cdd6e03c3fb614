//! Who an event is about. A pure decision; the store looks up what is known and writes the rest.
//!
//! E-mail and user id *identify*; anonymous ids *attach*. What a browser sends can be written by
//! anybody who opens the page, so it may create contacts and attach itself to them, but never
//! joins two that are known, and never takes one over.

use std::fmt;

use email_address::Options;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ContactId, ParseError};

macro_rules! identity_text {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The longest one taken, in bytes.
            pub const MAX: usize = 512;

            /// Any characters but control characters, not empty.
            pub fn parse(text: &str) -> Result<Self, ParseError> {
                let text = text.trim();
                if text.is_empty() {
                    return Err(ParseError::new($what, "it is empty"));
                }
                if text.len() > Self::MAX {
                    return Err(ParseError::new($what, "it is longer than 512 bytes"));
                }
                if text.chars().any(char::is_control) {
                    return Err(ParseError::new($what, "it contains control characters"));
                }
                Ok(Self(text.to_owned()))
            }

            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

identity_text!(
    /// The id of a person in the sender's own system.
    UserId, "user id"
);
identity_text!(
    /// The id of a device or browser.
    AnonymousId, "anonymous id"
);
identity_text!(
    /// The id of a company in the sender's own system.
    CompanyKey, "company key"
);

/// An e-mail address, normalised: trimmed, lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Checks the form (RFC 5321, with international characters) and normalises.
    ///
    /// The local part is folded to lower case although the standard lets it matter: no provider
    /// of note tells `Ana@` from `ana@`, while people type both.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let options =
            Options::default().without_display_text().without_domain_literal().with_required_tld();
        let text = text.trim().to_lowercase();
        email_address::EmailAddress::parse_with_options(&text, options)
            .map_err(|error| ParseError::new("e-mail address", error.to_string()))?;
        Ok(Self(text))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// One thing that a contact can be recognised by. Unique over all contacts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKey {
    /// The id in the sender's own system.
    UserId(UserId),
    /// The address.
    Email(EmailAddress),
    /// A device or browser.
    AnonymousId(AnonymousId),
}

impl IdentityKey {
    /// The kind as stored: `user_id`, `email`, `anonymous_id`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::UserId(_) => "user_id",
            Self::Email(_) => "email",
            Self::AnonymousId(_) => "anonymous_id",
        }
    }

    /// The text as stored.
    pub fn value(&self) -> &str {
        match self {
            Self::UserId(id) => id.as_str(),
            Self::Email(address) => address.as_str(),
            Self::AnonymousId(id) => id.as_str(),
        }
    }
}

/// What an incoming item says about whom it concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdentityKeys {
    /// The contact itself, where the sender knows our id.
    pub contact: Option<ContactId>,
    /// The id in the sender's own system.
    pub user_id: Option<UserId>,
    /// The address; only of an *identify* or a source that identifies by address.
    pub email: Option<EmailAddress>,
    /// The device.
    pub anonymous_id: Option<AnonymousId>,
    /// Of an *alias*: the id that was used so far, a device's or a user's.
    pub previous: Option<String>,
}

impl IdentityKeys {
    /// Every key that has to be looked up to resolve these.
    pub fn to_look_up(&self) -> Vec<IdentityKey> {
        let user = self.user_id.clone().map(IdentityKey::UserId);
        let email = self.email.clone().map(IdentityKey::Email);
        let anonymous = self.anonymous_id.clone().map(IdentityKey::AnonymousId);
        user.into_iter().chain(email).chain(anonymous).chain(self.previous_keys()).collect()
    }

    fn previous_keys(&self) -> impl Iterator<Item = IdentityKey> {
        let previous = self.previous.as_deref();
        let user = previous.and_then(|id| UserId::parse(id).ok()).map(IdentityKey::UserId);
        let device =
            previous.and_then(|id| AnonymousId::parse(id).ok()).map(IdentityKey::AnonymousId);
        device.into_iter().chain(user)
    }
}

/// Who vouches for what an item says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// A key that is in a web page, for everybody to read.
    Browser,
    /// A key that only the customer's servers have, an import, a person who signed in.
    Server,
}

/// What is known of the contact that a key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The contact.
    pub contact: ContactId,
    /// It has a user id.
    pub has_user_id: bool,
    /// It has an address.
    pub has_email: bool,
}

impl Known {
    const fn is_anonymous(self) -> bool {
        !self.has_user_id && !self.has_email
    }
}

/// Why a key was not attached. Counted and shown on the source's page; the event itself counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The address belongs to another contact with a user id of its own.
    EmailOfAnother,
    /// The previous id of an alias belongs to another known person.
    AliasOfTwoKnown,
    /// A browser may not do this to a contact that is known.
    BrowserMayNot,
    /// A browser may not say what a company is: it would concern its other contacts.
    BrowserMayNotTellOfCompanies,
    /// A company's properties are more than its contacts can carry.
    CompanyTooLarge,
}

/// What to do about an item's identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolution {
    /// Whom it concerns; absent: somebody new.
    pub contact: Option<ContactId>,
    /// The keys to attach to that contact.
    pub attach: Vec<IdentityKey>,
    /// The contacts that turn out to be the same person; they become part of it.
    pub merge: Vec<ContactId>,
    /// What was not done, and why.
    pub refused: Vec<Refusal>,
}

/// Decides whom an item concerns, given what `look_up` knows of each key.
pub fn resolve(
    keys: &IdentityKeys,
    trust: Trust,
    look_up: impl Fn(&IdentityKey) -> Option<Known>,
) -> Resolution {
    if let Some(contact) = keys.contact {
        return Resolution { contact: Some(contact), ..Resolution::default() };
    }
    let find = |key: Option<IdentityKey>| key.as_ref().and_then(&look_up);
    let by_user = find(keys.user_id.clone().map(IdentityKey::UserId));
    let by_email = find(keys.email.clone().map(IdentityKey::Email));
    let by_device = find(keys.anonymous_id.clone().map(IdentityKey::AnonymousId));
    let by_previous = keys.previous_keys().find_map(|key| look_up(&key));

    let claims_user = keys.user_id.is_some();
    // A user id that is new may be given to a contact without one: to a device that nobody
    // has claimed, and, by somebody who can vouch for it, to a known address.
    let claimable = |known: &Known| {
        !claims_user || known.is_anonymous() || (trust == Trust::Server && !known.has_user_id)
    };
    let primary = by_user
        .or_else(|| by_email.filter(|known| claimable(known) && trust == Trust::Server))
        .or_else(|| by_previous.filter(|known| claimable(known)))
        .or_else(|| {
            by_device.filter(|known| claimable(known) && takes_email(keys, *known, by_email))
        })
        .or_else(|| by_email.filter(|known| known.is_anonymous()));
    let mut resolution =
        Resolution { contact: primary.map(|known| known.contact), ..Resolution::default() };

    let mut is_free = |other: Option<Known>, refusal: Refusal| match other {
        None => true,
        Some(other) if Some(other.contact) == resolution.contact => false,
        Some(other) if other.is_anonymous() && resolution.contact.is_some() => {
            resolution.merge.push(other.contact);
            false
        }
        Some(other) => {
            let other_is_known_by_less = !other.has_user_id && resolution.contact.is_some();
            if trust == Trust::Server && other_is_known_by_less && refusal != Refusal::BrowserMayNot
            {
                resolution.merge.push(other.contact);
            } else if refusal != Refusal::BrowserMayNot {
                resolution.refused.push(if trust == Trust::Browser {
                    Refusal::BrowserMayNot
                } else {
                    refusal
                });
            }
            false
        }
    };
    let attach_user = claims_user && by_user.is_none();
    let email_free = is_free(by_email, Refusal::EmailOfAnother);
    let previous_free = is_free(by_previous, Refusal::AliasOfTwoKnown);
    // A device used by two known people stays with the first one, without a complaint.
    let device_free = is_free(by_device, Refusal::BrowserMayNot);
    resolution.merge.dedup();

    let browser_overwrites =
        trust == Trust::Browser && primary.is_some_and(|known| known.has_email);
    if attach_user {
        resolution.attach.extend(keys.user_id.clone().map(IdentityKey::UserId));
    }
    if email_free && keys.email.is_some() {
        if browser_overwrites {
            resolution.refused.push(Refusal::BrowserMayNot);
        } else {
            resolution.attach.extend(keys.email.clone().map(IdentityKey::Email));
        }
    }
    if device_free {
        resolution.attach.extend(keys.anonymous_id.clone().map(IdentityKey::AnonymousId));
    }
    if previous_free {
        resolution.attach.extend(keys.previous_keys().next());
    }
    resolution
}

/// Whether a device's contact can be the one an identify with an address speaks of: not if it
/// has another address, since then somebody else uses the device now.
fn takes_email(keys: &IdentityKeys, device: Known, by_email: Option<Known>) -> bool {
    keys.email.is_none() || !device.has_email || by_email == Some(device)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANONYMOUS: Known = Known { contact: ContactId(1), has_user_id: false, has_email: false };
    const BY_EMAIL: Known = Known { contact: ContactId(2), has_user_id: false, has_email: true };
    const BY_USER: Known = Known { contact: ContactId(3), has_user_id: true, has_email: false };
    const BY_BOTH: Known = Known { contact: ContactId(4), has_user_id: true, has_email: true };

    /// `user=U email=a@b.co device=D previous=P`, each key known as `U:3` says, or new as `U`.
    fn check(trust: Trust, item: &str, expect: &str) {
        let mut keys = IdentityKeys::default();
        let mut known = Vec::new();
        for part in item.split(' ') {
            let (kind, value) = part.split_once('=').unwrap();
            let (value, owner) = value.split_once(':').map_or((value, None), |(v, o)| (v, Some(o)));
            let key = match kind {
                "user" => IdentityKey::UserId(UserId::parse(value).unwrap()),
                "email" => IdentityKey::Email(EmailAddress::parse(value).unwrap()),
                _ => IdentityKey::AnonymousId(AnonymousId::parse(value).unwrap()),
            };
            match (&key, kind) {
                (IdentityKey::UserId(id), _) => keys.user_id = Some(id.clone()),
                (IdentityKey::Email(address), _) => keys.email = Some(address.clone()),
                (IdentityKey::AnonymousId(_), "previous") => keys.previous = Some(value.into()),
                (IdentityKey::AnonymousId(id), _) => keys.anonymous_id = Some(id.clone()),
            }
            if let Some(owner) = owner {
                let all = [ANONYMOUS, BY_EMAIL, BY_USER, BY_BOTH];
                let owner = ContactId(owner.parse().unwrap());
                known.push((key, *all.iter().find(|one| one.contact == owner).unwrap()));
            }
        }
        let look_up =
            |key: &IdentityKey| known.iter().find(|(one, _)| one == key).map(|(_, known)| *known);
        let resolution = resolve(&keys, trust, look_up);
        let contact = resolution.contact.map_or("new".into(), |id| id.0.to_string());
        let attach: Vec<_> = resolution.attach.iter().map(|key| key.value().to_owned()).collect();
        let merge: Vec<_> = resolution.merge.iter().map(|id| id.0.to_string()).collect();
        let found = format!(
            "{contact} +[{}] merge[{}] {:?}",
            attach.join(" "),
            merge.join(" "),
            resolution.refused
        );
        assert_eq!(found, expect, "{trust:?} {item}");
    }

    #[test]
    fn a_server_identifies() {
        let server = |item, expect| check(Trust::Server, item, expect);
        server("device=D", "new +[D] merge[] []");
        server("device=D:1", "1 +[] merge[] []");
        server("user=U device=D", "new +[U D] merge[] []");
        server("user=U device=D:1", "1 +[U] merge[] []");
        server("user=U:3 device=D:1", "3 +[] merge[1] []");
        server("user=U:3 device=D:4", "3 +[] merge[] []");
        server("user=U email=a@b.co:2", "2 +[U] merge[] []");
        server("user=U:3 email=a@b.co:2", "3 +[] merge[2] []");
        server("user=U:3 email=a@b.co:4", "3 +[] merge[] [EmailOfAnother]");
        server("user=U email=a@b.co:4", "new +[U] merge[] [EmailOfAnother]");
        server("user=U:3 email=new@b.co", "3 +[new@b.co] merge[] []");
    }

    #[test]
    fn an_alias_joins_what_is_not_known_twice() {
        let server = |item, expect| check(Trust::Server, item, expect);
        server("user=U previous=P:1", "1 +[U] merge[] []");
        server("user=U:3 previous=P:1", "3 +[] merge[1] []");
        server("user=U:3 previous=P:4", "3 +[] merge[] [AliasOfTwoKnown]");
        server("user=U:3 previous=P:3", "3 +[] merge[] []");
        server("user=U:3 previous=P", "3 +[P] merge[] []");
    }

    #[test]
    fn a_browser_never_joins_or_takes_over_a_known_contact() {
        let browser = |item, expect| check(Trust::Browser, item, expect);
        browser("user=U device=D:1", "1 +[U] merge[] []");
        browser("user=U:3 device=D:1", "3 +[] merge[1] []");
        browser("user=U:3 email=a@b.co:2", "3 +[] merge[] [BrowserMayNot]");
        browser("user=U email=a@b.co:2", "new +[U] merge[] [BrowserMayNot]");
        browser("user=U:4 email=new@b.co", "4 +[] merge[] [BrowserMayNot]");
        browser("device=D:1 email=a@b.co:2", "1 +[] merge[] [BrowserMayNot]");
    }

    #[test]
    fn addresses_are_normalised_or_refused() {
        assert_eq!(EmailAddress::parse(" Ana@Example.COM ").unwrap().as_str(), "ana@example.com");
        let long = format!("{}@example.com", "a".repeat(65));
        for wrong in [
            "",
            "ana",
            "a..b@x.co",
            "ana@",
            "@x.co",
            "a b@x.co",
            "ana@localhost",
            &long,
            "Ana <ana@x.co>",
        ] {
            assert!(EmailAddress::parse(wrong).is_err(), "{wrong}");
        }
    }
}
