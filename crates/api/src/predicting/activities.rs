//! What events count as: the activities that may tell who buys.

use std::collections::HashMap;

use runnel_engine::Catalog;
use runnel_engine::rule::{Match, Seen};
use runnel_model::{CatalogDocument, Event, EventMatch, EventName};
use runnel_predict::{Activity, Feature, Model};

/// Activities, by the names of their events.
pub struct Activities {
    known: HashMap<EventName, Vec<(Match, Activity)>>,
    /// Every event counts as itself, whether or not anybody asks about it.
    every_name: bool,
}

impl Activities {
    /// Every event by its name, and what published rules ask about: what marketers ask about may
    /// matter.
    pub fn published(document: &CatalogDocument) -> Self {
        let catalog = Catalog::compile(document.clone()).ok();
        let asked = catalog.iter().flat_map(Catalog::asked);
        let asked: Vec<_> = asked.flat_map(|(_, question, _)| question.events()).cloned().collect();
        Self { known: by_name(asked), every_name: true }
    }

    /// Those that a model looks at.
    pub fn of(model: &Model) -> Self {
        let activity = |feature: &Feature| match feature {
            Feature::Times(activity) | Feature::DaysSince(activity) => Some(activity.of().clone()),
            Feature::Property(_) | Feature::Tag(_) => None,
        };
        Self { known: by_name(model.features().filter_map(activity)), every_name: false }
    }

    /// The names of the events that are asked about.
    pub fn names(&self) -> Vec<EventName> {
        self.known.keys().cloned().collect()
    }

    /// What an event counts as, each once.
    pub fn matching(&self, event: &Event) -> Vec<Activity> {
        let seen = Seen::new(event);
        let known = self.known.get(&event.name).into_iter().flatten();
        let asked = known.filter(|(compiled, _)| compiled.matches(&seen));
        let mut all: Vec<Activity> = asked.map(|(_, activity)| activity.clone()).collect();
        if self.every_name {
            all.push(EventMatch { event: event.name.clone(), conditions: Vec::new() }.into());
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn by_name(
    asked: impl IntoIterator<Item = EventMatch>,
) -> HashMap<EventName, Vec<(Match, Activity)>> {
    let mut known: HashMap<EventName, Vec<(Match, Activity)>> = HashMap::new();
    for of in asked {
        if let Ok(compiled) = Match::compile(&of).map_err(drop) {
            known.entry(of.event.clone()).or_default().push((compiled, of.into()));
        }
    }
    known
}
