//! Trigger: somebody who is disqualified does something.

use runnel_model::{Contact, EventMatch, LifecycleStage};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Part, Role, Trigger, Wants};
use crate::rule::Match;
use crate::signal::{Listen, Signal};

pub(crate) struct CameBack;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// What counts as a sign of life.
    of: EventMatch,
}

struct SignOfLife {
    of: EventMatch,
    compiled: Match,
}

impl Kind for CameBack {
    const NAME: &'static str = "came_back";
    const ROLE: Role = Role::Trigger;
    const TITLE: &'static str = "Disqualified contact came back";
    const SUMMARY: &'static str = "Starts when somebody who is disqualified does something.";
    const ICON: &'static str = "heartbeat";
    const SYNONYMS: &'static [&'static str] = &["revival", "dead lead", "sign of life", "win back"];
    type Settings = Settings;

    fn compile(Settings { of }: Settings, check: &mut Check<'_>) -> Option<Part> {
        let compiled = check.event("of", &of)?;
        Part::trigger(SignOfLife { of, compiled })
    }
}

impl Trigger for SignOfLife {
    fn listens(&self) -> Listen {
        Listen::Event(self.of.event.clone())
    }

    fn matches(&self, signal: &Signal<'_>, contact: &Contact) -> bool {
        let Signal::Event(seen) = signal else { return false };
        contact.stage == Some(LifecycleStage::Disqualified) && self.compiled.matches(seen)
    }

    fn wants(&self) -> Wants {
        Wants::Event(self.of.clone(), None)
    }
}
