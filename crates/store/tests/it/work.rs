//! What stands in for the engine: each event is one point, and waits can be set from outside.

use runnel_model::{
    Applied, Batch, Contact, Done, Fact, FactBody, IdentityKey, Input, InputBody, Job, Outcome,
    Tag, Timestamp,
};

use crate::harness::at;

/// One point per event; a wake leaves a tag; a merge adds up.
pub fn count(now: Timestamp) -> impl Fn(Batch) -> Vec<Done> + Clone {
    move |batch| batch.jobs.into_iter().map(|job| count_one(job, now)).collect()
}

pub fn count_one(job: Job, now: Timestamp) -> Done {
    let mut contact = job.contact;
    let mut applied = Vec::new();
    for input in job.inputs {
        let outcome = advance(contact, &input, now);
        let (next, entry) = Applied::from_outcome(input, now, 1, outcome);
        contact = next;
        applied.push(entry);
    }
    Done { contact, applied, parked: Vec::new() }
}

fn advance(mut contact: Contact, input: &Input, now: Timestamp) -> Outcome {
    contact.now = contact.now.max(now);
    contact.catalog_version = 1;
    for key in &input.attached {
        match key {
            IdentityKey::UserId(id) => contact.user_id = Some(id.clone()),
            IdentityKey::Email(address) => contact.email = Some(address.clone()),
            IdentityKey::AnonymousId(id) => drop(contact.anonymous_ids.insert(id.clone())),
        }
    }
    let mut facts = Vec::new();
    match &input.body {
        InputBody::Event(_) => facts.push(add_points(&mut contact, 1, now)),
        InputBody::Wake => {
            let tag = Tag::parse("woken").unwrap();
            contact.tags.insert(tag.clone(), now);
            contact.wake_at = None;
            facts.push(fact(now, FactBody::TagAdded { tag }));
        }
        InputBody::Merge { loser } => {
            for (category, points) in &loser.scores {
                *contact.scores.entry(category.clone()).or_default() += points;
            }
            contact.tags.extend(loser.tags.clone());
            contact.user_id = contact.user_id.or_else(|| loser.user_id.clone());
            contact.anonymous_ids.extend(loser.anonymous_ids.iter().cloned());
            facts.push(fact(now, FactBody::Merged { contact: loser.id }));
        }
        _ => {}
    }
    Outcome { contact, facts, effects: Vec::new() }
}

fn add_points(contact: &mut Contact, points: i64, now: Timestamp) -> Fact {
    let category = runnel_model::Category::default();
    let score = contact.scores.entry(category.clone()).or_default();
    *score += points;
    let score = *score;
    let total = contact.score(None);
    let reason = "visit".into();
    let (row, initial) = (None, false);
    fact(now, FactBody::ScoreAdjusted { category, points, score, total, reason, row, initial })
}

pub fn fact(at: Timestamp, body: FactBody) -> Fact {
    Fact { at, body, step: None, after: None, historic: false }
}

/// Also asks to be woken at that time.
pub fn and_wake_at(ms: i64, now: Timestamp) -> impl Fn(Batch) -> Vec<Done> {
    move |batch| {
        let mut done = count(now)(batch);
        for one in &mut done {
            one.contact.wake_at = Some(at(ms));
        }
        done
    }
}
