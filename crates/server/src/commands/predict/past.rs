//! What a contact's log tells of who buys. Never what follows from sales' own work or from our
//! rules: deals, stages, scores, segments.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use runnel_engine::Catalog;
use runnel_engine::rule::{Match, Seen};
use runnel_model::{
    CatalogDocument, ContactId, DealId, DealStatus, Event, EventMatch, EventName, Fact, FactBody,
    InputBody, Span, Timestamp,
};
use runnel_predict::{Activity, History, Observation, Observed, Outcome, Scored};
use runnel_sim::invariants::Entry;
use runnel_store::Database;

use crate::commands::doctor::logs;

/// The activities that published rules ask about: what marketers ask about may matter.
pub struct Activities(HashMap<EventName, Vec<(Match, Activity)>>);

/// From what is published.
pub fn activities(published: &CatalogDocument) -> Activities {
    let mut by_event: HashMap<EventName, Vec<(Match, Activity)>> = HashMap::new();
    let Ok(catalog) = Catalog::compile(published.clone()) else {
        return Activities(by_event);
    };
    for of in catalog.asked().flat_map(|(_, question, _)| question.events()) {
        if let Ok(compiled) = Match::compile(of).map_err(drop) {
            let activity = Activity::from(of.clone());
            by_event.entry(of.event.clone()).or_default().push((compiled, activity));
        }
    }
    Activities(by_event)
}

impl Activities {
    /// What an event counts as: itself by its name, and whatever asks about such events.
    fn of(&self, event: &Event) -> Vec<Activity> {
        let seen = Seen::new(event);
        let known = self.0.get(&event.name).into_iter().flatten();
        let asked = known.filter(|(compiled, _)| compiled.matches(&seen));
        let itself = EventMatch { event: event.name.clone(), conditions: Vec::new() };
        let mut all: Vec<Activity> = asked.map(|(_, activity)| activity.clone()).collect();
        all.push(itself.into());
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// A contact's past.
pub struct Past {
    /// What may tell who buys.
    pub history: History,
    /// The sum of all points after each change, by time.
    totals: Vec<(Timestamp, i64)>,
}

impl Past {
    /// From the logs of a contact and of those who became part of it.
    pub async fn read(
        database: &Database,
        contact: ContactId,
        activities: &Activities,
    ) -> Result<Self> {
        let own = logs::log(database, contact).await?;
        let absorbed = logs::absorbed(database, &own).await?;
        let mut reader = Reader::new(activities);
        let absorbed = absorbed.iter().flat_map(|log| &log.entries);
        absorbed.chain(&own).for_each(|entry| reader.entry(entry));
        // Only of its own log are the totals those of this contact.
        let adjusted = own.iter().flat_map(|entry| &entry.facts).filter_map(total);
        Ok(Self {
            history: History {
                contact,
                observations: reader.observations,
                outcomes: reader.deals.into_values().filter_map(Deal::outcome).collect(),
            },
            totals: adjusted.collect(),
        })
    }

    /// What it had so long before each of its deals was closed.
    pub fn scored(&self, gap: Span) -> impl Iterator<Item = Scored> {
        self.history.outcomes.iter().map(move |outcome| {
            let before = self.totals.iter().rev().find(|(at, _)| *at < outcome.closed_at - gap);
            Scored { points: before.map_or(0, |(_, total)| *total), won: outcome.won }
        })
    }
}

fn total(fact: &Fact) -> Option<(Timestamp, i64)> {
    match &fact.body {
        FactBody::ScoreAdjusted { total, .. } => Some((fact.at, *total)),
        _ => None,
    }
}

struct Deal {
    opened_at: Timestamp,
    closed: Option<(Timestamp, bool)>,
}

impl Deal {
    fn outcome(self) -> Option<Outcome> {
        let (closed_at, won) = self.closed?;
        Some(Outcome { opened_at: self.opened_at, closed_at, won })
    }
}

struct Reader<'a> {
    activities: &'a Activities,
    observations: Vec<Observation>,
    deals: BTreeMap<DealId, Deal>,
}

impl<'a> Reader<'a> {
    const fn new(activities: &'a Activities) -> Self {
        Self { activities, observations: Vec::new(), deals: BTreeMap::new() }
    }

    fn entry(&mut self, entry: &Entry) {
        if let InputBody::Event(event) = &entry.input.body {
            let at = entry.input.occurred_at.min(entry.now);
            for activity in self.activities.of(event) {
                self.observations.push(Observation { at, what: Observed::Happened(activity) });
            }
        }
        entry.facts.iter().for_each(|fact| self.fact(fact));
    }

    fn fact(&mut self, fact: &Fact) {
        let at = fact.at;
        let what = match &fact.body {
            FactBody::PropertyChanged { name, to, .. } => {
                Observed::Property(name.clone(), to.clone())
            }
            FactBody::TagAdded { tag } => Observed::Tag(tag.clone(), true),
            FactBody::TagRemoved { tag } => Observed::Tag(tag.clone(), false),
            FactBody::DealCreated { deal } => {
                let closed = closing(deal.status, at);
                self.deals.insert(deal.id, Deal { opened_at: at, closed });
                return;
            }
            FactBody::DealMoved { deal, status, .. } => {
                if let Some(known) = self.deals.get_mut(deal) {
                    known.closed = closing(*status, at);
                }
                return;
            }
            _ => return,
        };
        self.observations.push(Observation { at, what });
    }
}

fn closing(status: DealStatus, at: Timestamp) -> Option<(Timestamp, bool)> {
    match status {
        DealStatus::Open => None,
        DealStatus::Won => Some((at, true)),
        DealStatus::Lost => Some((at, false)),
    }
}
