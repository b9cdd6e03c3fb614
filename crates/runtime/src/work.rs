//! The work of one process transaction: every input of every job through `advance`.
//!
//! Waits for nothing and writes nothing; the store calls it between its reads and its writes.
//! A panic is caught here, so that it costs one input and nobody else.

use std::panic::{AssertUnwindSafe, catch_unwind};

use runnel_engine::Catalog;
use runnel_model::{
    Applied, Batch, Contact, Done, Input, InputBody, Job, Outcome, Parked, Timestamp,
};

use crate::engine::Engine;
use crate::guard::words_of;

/// What a batch is advanced with.
#[derive(Clone, Copy)]
pub(crate) struct Work<'a> {
    pub(crate) engine: Engine,
    pub(crate) catalog: &'a Catalog,
    pub(crate) now: Timestamp,
}

impl Work<'_> {
    /// Advances every contact of a batch.
    pub(crate) fn run(self, batch: Batch) -> Vec<Done> {
        batch.jobs.into_iter().map(|job| self.advance(job)).collect()
    }

    /// Advances one contact by its inputs, in order.
    pub(crate) fn advance(self, job: Job) -> Done {
        let done = Done { contact: job.contact, applied: Vec::new(), parked: Vec::new() };
        job.inputs.into_iter().fold(done, |done, input| self.step(done, input))
    }

    fn step(self, mut done: Done, input: Input) -> Done {
        let now = moment(&input, &done.contact, self.now);
        match self.outcome(&done.contact, &input, now) {
            Ok(outcome) => {
                let version = self.catalog.version();
                let (contact, entry) = Applied::from_outcome(input, now, version, outcome);
                done.contact = contact;
                done.applied.push(entry);
            }
            Err(why) => park(&mut done, input, why),
        }
        done
    }

    fn outcome(self, contact: &Contact, input: &Input, now: Timestamp) -> Result<Outcome, String> {
        let outcome = attempt(|| (self.engine.advance)(contact.clone(), input, self.catalog, now));
        match (outcome, &input.body) {
            (Err(why), InputBody::Wake) => self.fail_due(contact, input, now, why),
            (outcome, _) => outcome,
        }
    }

    /// A wake that panics fails only the enrolment that is due. If that cannot be told or makes
    /// no difference, the wake would come again and again: then it is to be parked instead.
    fn fail_due(
        self,
        contact: &Contact,
        wake: &Input,
        now: Timestamp,
        why: String,
    ) -> Result<Outcome, String> {
        let outcome =
            attempt(|| (self.engine.fail_due)(contact.clone(), wake, self.catalog, now, &why))?;
        let still_due = outcome.wake_at().is_some_and(|due| due <= now);
        if still_due && outcome.facts.is_empty() { Err(why) } else { Ok(outcome) }
    }
}

/// The outcome, or what a panic said.
fn attempt(step: impl FnOnce() -> Outcome) -> Result<Outcome, String> {
    catch_unwind(AssertUnwindSafe(step)).map_err(|panic| words_of(panic.as_ref()))
}

/// Puts a batch aside that cannot be stored as what it leads to.
pub(crate) fn park_all(batch: Batch, why: &str) -> Vec<Done> {
    batch.jobs.into_iter().map(|job| park_job(job, why)).collect()
}

/// Puts all inputs of one contact aside.
pub(crate) fn park_job(job: Job, why: &str) -> Done {
    let mut done = Done { contact: job.contact, applied: Vec::new(), parked: Vec::new() };
    job.inputs.into_iter().for_each(|input| park(&mut done, input, why.to_owned()));
    done
}

/// A wake that is put aside must not come again by itself. The contact's next input finds out
/// anew when it has something to do.
fn park(done: &mut Done, input: Input, reason: String) {
    if matches!(input.body, InputBody::Wake) {
        done.contact.wake_at = None;
    }
    done.parked.push(Parked { input, reason });
}

/// The time at which an input is applied. It never falls for a contact.
fn moment(input: &Input, contact: &Contact, now: Timestamp) -> Timestamp {
    let moment = match input.body {
        InputBody::Wake => now,
        _ => input.accepted_at,
    };
    moment.max(contact.now)
}
