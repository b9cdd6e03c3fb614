//! Contacts taken at random, and what they did: for what is estimated rather than counted.

use std::collections::BTreeSet;

use runnel_model::{Contact, ContactId, EventName};

use crate::dialect::{Packed, cells, unpack};
use crate::error::parsed;
use crate::statements::{CONTACTS_ALIVE, CONTACTS_LOAD};
use crate::{Database, EventRow, Result, log};

/// How often ids are drawn anew when many of those that were drawn belong to nobody.
const DRAWS: usize = 8;
/// The newest events of one name and contact that are read.
const EVENTS_MAX: u64 = 10_000;

impl Database {
    /// At most so many contacts, in an order of chance that `seed` decides: all of them if there
    /// are no more, else each as likely as any other.
    pub async fn random_contacts(&self, number: usize, seed: u64) -> Result<Vec<ContactId>> {
        let mut chance = Chance(seed);
        let text = "SELECT id FROM contacts WHERE merged_into IS NULL ORDER BY id LIMIT $1";
        let first: Vec<(i64,)> = self.pool().query(text, vec![(number as u64 + 1).into()]).await?;
        if first.len() <= number {
            let mut ids: Vec<i64> = first.into_iter().map(|(id,)| id).collect();
            chance.shuffle(&mut ids);
            return Ok(ids.into_iter().map(ContactId).collect());
        }
        let last = self.count("SELECT MAX(id) FROM contacts").await?;
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for _ in 0..DRAWS {
            // Ids are given one after the other, so that nearly each of them is somebody's.
            let drawn = (0..number).map(|_| 1 + (chance.next() % last) as i64);
            let drawn: Vec<i64> = drawn.filter(|id| seen.insert(*id)).collect();
            let alive: Vec<(i64,)> =
                self.pool().read(&CONTACTS_ALIVE, cells!(&drawn, |id| *id)).await?;
            let alive: BTreeSet<i64> = alive.into_iter().map(|(id,)| id).collect();
            found.extend(drawn.into_iter().filter(|id| alive.contains(id)).map(ContactId));
            if found.len() >= number {
                break;
            }
        }
        found.truncate(number);
        Ok(found)
    }

    /// The states of these contacts, in no particular order.
    pub async fn states_of(&self, ids: &[ContactId]) -> Result<Vec<Contact>> {
        let packs: Vec<Packed> = self.pool().read(&CONTACTS_LOAD, cells!(ids, |id| *id)).await?;
        let state = |row: Result<[&str; 4]>| parsed("a contact's state", row?[3]);
        unpack(&packs).map(state).collect()
    }

    /// The events of one name in the log of a contact and of those that are now part of it.
    pub async fn events_named(&self, id: ContactId, name: &EventName) -> Result<Vec<EventRow>> {
        let mut events = Vec::new();
        for (_, head) in self.logs(id).await? {
            let name = Some(name.to_string().into());
            for row in self.back(log::OF_NAME, head, EVENTS_MAX, name).await? {
                events.push(EventRow::read(row)?);
            }
        }
        Ok(events)
    }
}

/// Numbers that look like chance (SplitMix64).
struct Chance(u64);

impl Chance {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// As Fisher and Yates do it.
    fn shuffle(&mut self, ids: &mut [i64]) {
        for place in (1..ids.len()).rev() {
            ids.swap(place, (self.next() % (place as u64 + 1)) as usize);
        }
    }
}
