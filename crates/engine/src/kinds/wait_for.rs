//! Wait: until something happens or is so, at most a length of time.

use runnel_model::{EventMatch, Rule, Span};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Condition, Kind, Next, Part, Port, Role, Step};
use crate::rule::Compiled;
use crate::signal::Signal;
use crate::turn::Walk;

pub(crate) struct WaitFor;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The event that ends the wait.
    #[serde(default)]
    event: Option<EventMatch>,
    /// The rule that ends the wait as soon as it holds.
    #[serde(default)]
    rule: Option<Rule>,
    /// How long at most.
    at_most: Span,
}

const HAPPENED: Port = 0;
const TIMED_OUT: Port = 1;

impl Kind for WaitFor {
    const NAME: &'static str = "wait_for";
    const ROLE: Role = Role::Wait;
    const TITLE: &'static str = "Wait for";
    const SUMMARY: &'static str =
        "Holds the contact until something happens, at most a length of time.";
    const ICON: &'static str = "hourglass";
    const SYNONYMS: &'static [&'static str] = &["wait until", "reply", "time-out", "delay"];
    const PORTS: &'static [&'static str] = &["happened", "timed_out"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        check.span("at_most", settings.at_most);
        let until = super::goal::condition(settings.event.as_ref(), settings.rule.as_ref(), check)?;
        Part::step(Waiting { until, at_most: settings.at_most })
    }
}

struct Waiting {
    until: Condition,
    at_most: Span,
}

impl Step for Waiting {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        let holds = |rule: &Compiled| rule.holds(walk.contact(), walk.now()).holds;
        if self.until.rule().is_some_and(holds) {
            return Next::Go(HAPPENED);
        }
        let due = walk.now() + self.at_most;
        Next::Wait(runnel_model::Wait { due: Some(due), ..Default::default() })
    }

    fn hears(&self, signal: &Signal<'_>) -> Option<Port> {
        self.until.hears(signal).then_some(HAPPENED)
    }

    fn awaits(&self) -> Option<(&Compiled, Port)> {
        self.until.rule().map(|rule| (rule, HAPPENED))
    }

    fn due(&self) -> Port {
        TIMED_OUT
    }

    fn holds_the_contact(&self) -> bool {
        true
    }
}
