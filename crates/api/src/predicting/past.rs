//! What contacts' logs tell of who buys. Never what follows from sales' own work or from our
//! rules: deals, stages, scores, segments.

use std::collections::BTreeMap;

use runnel_model::{Category, ContactId, Fact, FactBody, InputBody, Span, StoreError, Timestamp};
use runnel_predict::{History, Observation, Observed, Outcome};
use runnel_store::{ClosedDeal, Database, EventRow, OwnedEntry};

use super::activities::Activities;
use super::scores::ScoresBefore;

/// A contact's past.
pub struct Past {
    /// What may tell who buys.
    pub history: History,
    /// The points after each change, the latest first.
    points: Vec<Points>,
}

struct Points {
    at: Timestamp,
    category: Category,
    score: i64,
    total: i64,
}

/// The pasts of these contacts, without their deals, from their logs and those of the contacts
/// that have become part of them.
pub async fn pasts(
    database: &Database,
    contacts: &[ContactId],
    activities: &Activities,
) -> Result<BTreeMap<ContactId, Past>, StoreError> {
    let mut pasts: BTreeMap<_, _> = contacts.iter().map(|id| (*id, Past::of(*id))).collect();
    let mut logs = database.logs_of(contacts).await?;
    loop {
        let entries = database.read_back(&mut logs).await?;
        if entries.is_empty() {
            return Ok(pasts);
        }
        for OwnedEntry { owner, row } in &entries {
            if let Some(past) = pasts.get_mut(owner) {
                past.note(row, activities);
            }
        }
    }
}

impl Past {
    const fn of(contact: ContactId) -> Self {
        let history = History { contact, observations: Vec::new(), outcomes: Vec::new() };
        Self { history, points: Vec::new() }
    }

    /// A deal of this contact came to its end.
    pub fn closed(&mut self, deal: &ClosedDeal) {
        let ClosedDeal { opened_at, closed_at, won, .. } = *deal;
        self.history.outcomes.push(Outcome { opened_at, closed_at, won });
    }

    /// Counts what it had so long before each of its deals was closed.
    pub fn count_scores(&self, gap: Span, scores: &mut ScoresBefore) {
        for outcome in &self.history.outcomes {
            let before = |points: &&Points| points.at < outcome.closed_at - gap;
            let known: Vec<&Points> = self.points.iter().filter(before).collect();
            let total = known.first().map_or(0, |latest| latest.total);
            // The earlier ones first, so that the latest of each category is what stays.
            let of_categories = known.iter().rev().map(|one| (&one.category, one.score)).collect();
            scores.add(total, &of_categories, outcome.won);
        }
    }

    fn note(&mut self, row: &EventRow, activities: &Activities) {
        if let InputBody::Event(event) = &row.input.body {
            let at = row.input.occurred_at.min(row.applied_at);
            for activity in activities.matching(event) {
                self.observe(at, Observed::Happened(activity, 1));
            }
        }
        for fact in row.facts.iter().rev() {
            self.note_fact(fact, row.contact);
        }
    }

    fn note_fact(&mut self, fact: &Fact, whose: ContactId) {
        let at = fact.at;
        match &fact.body {
            FactBody::PropertyChanged { name, to, .. } => {
                self.observe(at, Observed::Property(name.clone(), to.clone()));
            }
            FactBody::TagAdded { tag } => self.observe(at, Observed::Tag(tag.clone(), true)),
            FactBody::TagRemoved { tag } => self.observe(at, Observed::Tag(tag.clone(), false)),
            // What it says of a contact that became part of this one is not this one's score.
            FactBody::ScoreAdjusted { category, score, total, .. }
                if whose == self.history.contact =>
            {
                let (category, score, total) = (category.clone(), *score, *total);
                self.points.push(Points { at, category, score, total });
            }
            _ => {}
        }
    }

    fn observe(&mut self, at: Timestamp, what: Observed) {
        self.history.observations.push(Observation { at, what });
    }
}
