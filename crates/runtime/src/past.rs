//! Counting the past: each contact gets what it did before its state kept it, as one input.
//!
//! The whole log is read once, in windows, and never by contact: that would be a read somewhere
//! in the log for each entry. Live inputs go first, between any two windows and any two batches.
//! Whatever breaks it off, it can be begun again from the start: an input that was accepted
//! before is a duplicate.

use std::collections::BTreeMap;

use runnel_engine::{Recall, Recalled};
use runnel_model::{
    Clock, ContactId, EventId, EventName, Incoming, InputBody, KeptBehaviour, Lane, PARTITIONS,
    PastEvent, PastWindow, Store, StoreError,
};
use xxhash_rust::xxh3::xxh3_128;

use crate::guard::guarded;
use crate::intake::IntakeError;
use crate::runtime::Runtime;

/// How many positions of the log are read at once.
const WINDOW: i64 = 64 * 1_024;
/// How many contacts get theirs at once.
const CHUNK: usize = 500;

/// What is to be counted.
#[derive(Clone, Debug)]
pub struct Past {
    /// The catalog version from which on it is kept, which must be in force. It also sets these
    /// inputs apart from those of another counting.
    pub since: u64,
    /// What.
    pub behaviours: Vec<KeptBehaviour>,
    /// How many contacts there are.
    pub contacts: u64,
    /// Of how many at most it is held in memory; with more, the log is read again.
    pub contacts_max: u64,
}

/// Why it was broken off.
#[derive(Debug, thiserror::Error)]
pub enum PastError {
    /// The database could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was counted could not be accepted.
    #[error(transparent)]
    Intake(#[from] IntakeError),
}

impl<S: Store, C: Clock> Runtime<S, C> {
    /// Counts what happened before a catalog was adopted, and gives each contact its share.
    /// `told` hears how much of it is done, from 0 to 1, and says whether to go on.
    pub async fn count_past(
        &self,
        past: &Past,
        told: impl Fn(f64) -> bool + Send + Sync,
    ) -> Result<(), PastError> {
        let last = guarded(self.store().all_adopted(past.since)).await?;
        let readings = past.contacts.div_ceil(past.contacts_max.max(1));
        let readings = readings.clamp(1, PARTITIONS.into()) as u8;
        for (number, partitions) in shares(readings).enumerate() {
            // Reading takes about as long as handing out.
            let told = |half: f64, share: f64| {
                told((number as f64 + (half + share) / 2.0) / f64::from(readings))
            };
            let read = self.read(past, partitions, last, |share| told(0.0, share)).await?;
            let Some(found) = read else { return Ok(()) };
            if !self.hand_out(past, found, |share| told(1.0, share)).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// None if it is to be broken off.
    async fn read(
        &self,
        past: &Past,
        partitions: Lane,
        last: i64,
        told: impl Fn(f64) -> bool,
    ) -> Result<Option<Vec<(ContactId, Recalled)>>, PastError> {
        let recall = Recall::of(past.behaviours.iter().cloned());
        let names: Vec<EventName> = recall.events().into_iter().collect();
        let mut found: BTreeMap<ContactId, Recalled> = BTreeMap::new();
        for after in (0..=last).step_by(WINDOW as usize) {
            if !told(after as f64 / last.max(1) as f64) {
                return Ok(None);
            }
            let (names, partitions) = (names.clone(), partitions.clone());
            let window = PastWindow { after, up_to: after + WINDOW, partitions, names };
            for PastEvent { contact, at, catalog_version, event } in
                guarded(self.store().past(&window)).await?
            {
                recall.count(found.entry(contact).or_default(), &event, at, catalog_version);
            }
            self.give_way().await;
        }
        Ok(Some(found.into_iter().filter(|(_, recalled)| !recalled.is_empty()).collect()))
    }

    /// False if it is to be broken off.
    async fn hand_out(
        &self,
        past: &Past,
        found: Vec<(ContactId, Recalled)>,
        told: impl Fn(f64) -> bool,
    ) -> Result<bool, PastError> {
        let mut done = 0;
        for chunk in found.chunks(CHUNK) {
            if !told(done as f64 / found.len() as f64) {
                return Ok(false);
            }
            let items: Vec<Incoming> =
                chunk.iter().map(|(contact, past_of)| self.item(past, *contact, past_of)).collect();
            self.submit_paced(items).await?;
            done += chunk.len();
        }
        Ok(true)
    }

    fn item(&self, past: &Past, contact: ContactId, recalled: &Recalled) -> Incoming {
        let now = self.now();
        let about = format!("history {} {contact}", past.since);
        let hash = xxh3_128(about.as_bytes());
        let body = InputBody::History { since: past.since, behaviours: recalled.clone() };
        Incoming {
            dedupe: Some(hash.to_be_bytes()),
            historic: true,
            ..Incoming::to_contact(contact, EventId::new(now, hash), now, body)
        }
    }
}

/// All partitions, in so many shares.
fn shares(number: u8) -> impl Iterator<Item = Lane> {
    let start =
        move |share: u8| (u16::from(share) * u16::from(PARTITIONS) / u16::from(number)) as u8;
    (0..number).map(move |share| start(share)..=start(share + 1) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_are_all_partitions_each_once() {
        for number in [1, 2, 3, 5, 63, 64] {
            let all: Vec<u8> = shares(number).flatten().collect();
            assert!(all.into_iter().eq(0..PARTITIONS), "{number}");
            assert_eq!(shares(number).count(), usize::from(number));
        }
    }
}
