//! Which part of the contacts each contact is in while a model is tried.
//!
//! Whole contacts, so that nobody is in what is learned from and in what it is tried on; those who
//! bought and those who did not are dealt out separately, so that each part has its share of both.
//! The order is that of a hash of the id: neither chance nor the age of a contact decides.

use std::collections::BTreeMap;

use runnel_model::ContactId;
use xxhash_rust::xxh3::xxh3_64;

use crate::history::Example;

/// Whether a contact has bought at least once.
pub(crate) fn buyers<'a>(
    examples: impl IntoIterator<Item = &'a Example>,
) -> BTreeMap<ContactId, bool> {
    let mut buyers = BTreeMap::new();
    for example in examples {
        *buyers.entry(example.contact).or_insert(false) |= example.won;
    }
    buyers
}

/// The part of each contact, from 0.
pub(crate) fn folds(
    buyers: &BTreeMap<ContactId, bool>,
    folds: usize,
) -> BTreeMap<ContactId, usize> {
    let mut order: Vec<_> =
        buyers.iter().map(|(contact, won)| (*won, hash(*contact), *contact)).collect();
    order.sort_unstable();
    order.iter().enumerate().map(|(place, (.., contact))| (*contact, place % folds)).collect()
}

fn hash(contact: ContactId) -> u64 {
    xxh3_64(&contact.0.to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_has_its_share_of_both_kinds() {
        let buyers: BTreeMap<_, _> = (0..103).map(|id| (ContactId(id), id % 4 == 0)).collect();
        let parts = folds(&buyers, 5);
        for part in 0..5 {
            let inside =
                |bought| parts.iter().filter(|(id, p)| **p == part && buyers[id] == bought).count();
            assert!((5..=6).contains(&inside(true)), "26 buyers in 5 parts");
            assert!((15..=16).contains(&inside(false)), "77 others in 5 parts");
        }
    }
}
