//! Trigger: an event of a source, with a filter, each time or the nth time only.

use runnel_model::{Contact, EventMatch};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Part, Role, Trigger, Wants};
use crate::rule::Match;
use crate::signal::{Listen, Signal};

pub(crate) struct Event;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Which events.
    of: EventMatch,
    /// Only the time with this number: 3 is the third time. Empty: each time.
    #[serde(default)]
    times: Option<u64>,
}

impl Kind for Event {
    const NAME: &'static str = "event";
    const ROLE: Role = Role::Trigger;
    const TITLE: &'static str = "Event";
    const SUMMARY: &'static str = "Starts when one of your own events happens.";
    const ICON: &'static str = "bolt";
    const SYNONYMS: &'static [&'static str] = &["activity", "custom event", "happens", "track"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        compile(&settings.of, settings.times, check)
    }
}

/// What all triggers by an event come down to.
pub(crate) fn compile(of: &EventMatch, times: Option<u64>, check: &mut Check<'_>) -> Option<Part> {
    check.nth("times", times);
    let wanted = check.event("of", of)?;
    let nth = times.map(|times| (check.needs.total(of), times));
    Part::trigger(OnEvent { of: of.clone(), wanted, nth })
}

struct OnEvent {
    of: EventMatch,
    wanted: Match,
    nth: Option<(runnel_model::BehaviourId, u64)>,
}

impl Trigger for OnEvent {
    fn listens(&self) -> Listen {
        Listen::Event(self.of.event.clone())
    }

    fn matches(&self, signal: &Signal<'_>, contact: &Contact) -> bool {
        let Signal::Event(seen) = signal else { return false };
        let total = |id| contact.behaviours.get(&id).map_or(0, |behaviour| behaviour.total);
        self.wanted.matches(seen) && self.nth.is_none_or(|(id, times)| total(id) == times)
    }

    fn wants(&self) -> Wants {
        Wants::Event(self.of.clone(), self.nth.map(|(_, times)| times))
    }
}
