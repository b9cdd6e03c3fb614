//! Whom each item of a batch concerns, given what was looked up and what earlier items changed.
//!
//! No statements here: `runnel_model::resolve` decides, this is the memory it looks things up in.

use std::collections::HashMap;

use runnel_model::{ContactId, IdentityKey, IdentityKeys, Known, Refusal, Trust, resolve};

/// What is known by now.
#[derive(Debug, Default)]
pub(super) struct Who {
    owners: HashMap<IdentityKey, ContactId>,
    kinds: HashMap<ContactId, Kinds>,
    /// Contacts that were named by id and exist, with what they were part of before this batch.
    named: HashMap<ContactId, ContactId>,
    /// What contacts have become part of in this batch.
    merged: HashMap<ContactId, ContactId>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Kinds {
    user_id: bool,
    email: bool,
}

/// Whom one item concerns.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) contact: ContactId,
    pub(super) attach: Vec<IdentityKey>,
    pub(super) merge: Vec<ContactId>,
    pub(super) refused: Vec<Refusal>,
}

impl Who {
    pub(super) fn knows_identity(&mut self, key: IdentityKey, known: Known) {
        let kinds = Kinds { user_id: known.has_user_id, email: known.has_email };
        self.owners.insert(key, known.contact);
        self.kinds.insert(known.contact, kinds);
    }

    pub(super) fn knows_contact(&mut self, id: ContactId, now: ContactId) {
        self.named.insert(id, now);
    }

    /// What a contact has become part of in this batch: itself, if nothing.
    pub(super) fn now(&self, contact: ContactId) -> ContactId {
        let mut contact = contact;
        while let Some(winner) = self.merged.get(&contact) {
            contact = *winner;
        }
        contact
    }

    /// Decides, and remembers for the items that follow. None: it names a contact that does not
    /// exist.
    pub(super) fn resolve(
        &mut self,
        keys: &IdentityKeys,
        trust: Trust,
        new: impl FnOnce() -> ContactId,
    ) -> Option<Found> {
        if let Some(named) = keys.contact {
            let contact = self.now(*self.named.get(&named)?);
            return Some(Found { contact, attach: vec![], merge: vec![], refused: vec![] });
        }
        let resolution = resolve(keys, trust, |key| self.known(key));
        let contact = resolution.contact.unwrap_or_else(new);
        self.learn(contact, &resolution.attach, &resolution.merge);
        let (attach, merge) = (resolution.attach, resolution.merge);
        Some(Found { contact, attach, merge, refused: resolution.refused })
    }

    fn known(&self, key: &IdentityKey) -> Option<Known> {
        let contact = self.now(*self.owners.get(key)?);
        let kinds = self.kinds.get(&contact).copied().unwrap_or_default();
        Some(Known { contact, has_user_id: kinds.user_id, has_email: kinds.email })
    }

    fn learn(&mut self, contact: ContactId, attach: &[IdentityKey], merge: &[ContactId]) {
        let mut kinds = self.kinds.get(&contact).copied().unwrap_or_default();
        for key in attach {
            kinds.user_id |= matches!(key, IdentityKey::UserId(_));
            kinds.email |= matches!(key, IdentityKey::Email(_));
            self.owners.insert(key.clone(), contact);
        }
        for loser in merge {
            let theirs = self.kinds.get(loser).copied().unwrap_or_default();
            kinds.user_id |= theirs.user_id;
            kinds.email |= theirs.email;
            self.merged.insert(*loser, contact);
        }
        self.kinds.insert(contact, kinds);
    }
}

#[cfg(test)]
mod tests {
    use runnel_model::{AnonymousId, EmailAddress, UserId};

    use super::*;

    fn keys(user: Option<&str>, device: Option<&str>, email: Option<&str>) -> IdentityKeys {
        IdentityKeys {
            user_id: user.map(|text| UserId::parse(text).unwrap()),
            anonymous_id: device.map(|text| AnonymousId::parse(text).unwrap()),
            email: email.map(|text| EmailAddress::parse(text).unwrap()),
            ..IdentityKeys::default()
        }
    }

    fn new(id: i64) -> impl FnOnce() -> ContactId {
        move || ContactId(id)
    }

    #[test]
    fn a_later_item_finds_the_contact_that_an_earlier_one_created() {
        let mut who = Who::default();
        let first = who.resolve(&keys(None, Some("d"), None), Trust::Server, new(7)).unwrap();
        let second = who.resolve(&keys(Some("u"), Some("d"), None), Trust::Server, new(8)).unwrap();
        assert_eq!((first.contact, second.contact), (ContactId(7), ContactId(7)));
        assert_eq!(second.attach, [IdentityKey::UserId(UserId::parse("u").unwrap())]);
    }

    #[test]
    fn a_contact_that_became_part_of_another_leads_there_at_once() {
        let mut who = Who::default();
        let known = Known { contact: ContactId(3), has_user_id: true, has_email: false };
        who.knows_identity(IdentityKey::UserId(UserId::parse("u").unwrap()), known);
        who.resolve(&keys(None, Some("d"), None), Trust::Server, new(7)).unwrap();
        let joined = who.resolve(&keys(Some("u"), Some("d"), None), Trust::Server, new(8)).unwrap();
        assert_eq!((joined.contact, joined.merge), (ContactId(3), vec![ContactId(7)]));
        let later = who.resolve(&keys(None, Some("d"), None), Trust::Server, new(9)).unwrap();
        assert_eq!(later.contact, ContactId(3));
        assert_eq!(who.now(ContactId(7)), ContactId(3));
    }

    #[test]
    fn kinds_of_identity_are_remembered_between_items() {
        let mut who = Who::default();
        who.resolve(&keys(Some("u"), None, None), Trust::Server, new(7)).unwrap();
        who.resolve(&keys(Some("w"), None, Some("a@b.co")), Trust::Server, new(8)).unwrap();
        // The address is that of a contact with a user id of its own: never joined.
        let other = who.resolve(&keys(Some("u"), None, Some("a@b.co")), Trust::Server, new(9));
        let other = other.unwrap();
        assert_eq!((other.contact, other.refused), (ContactId(7), vec![Refusal::EmailOfAnother]));
    }

    #[test]
    fn a_contact_named_by_id_must_exist() {
        let mut who = Who::default();
        who.knows_contact(ContactId(1), ContactId(2));
        let named = |id| IdentityKeys { contact: Some(ContactId(id)), ..IdentityKeys::default() };
        let found = who.resolve(&named(1), Trust::Server, new(9)).unwrap();
        assert_eq!(found.contact, ContactId(2));
        assert_eq!(who.resolve(&named(4), Trust::Server, new(9)), None);
    }
}
