//! Goal: contacts jump here from anywhere in the flow as soon as it is reached.

use runnel_model::{EventMatch, Rule};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Condition, Kind, Part, Role};

pub(crate) struct Goal;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The event that reaches the goal.
    #[serde(default)]
    event: Option<EventMatch>,
    /// The rule that reaches the goal as soon as it holds.
    #[serde(default)]
    rule: Option<Rule>,
}

impl Kind for Goal {
    const NAME: &'static str = "goal";
    const ROLE: Role = Role::Goal;
    const TITLE: &'static str = "Goal";
    const SUMMARY: &'static str =
        "Contacts jump here from anywhere in the flow as soon as it is reached.";
    const ICON: &'static str = "target";
    const SYNONYMS: &'static [&'static str] = &["conversion", "jump", "success"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        condition(settings.event.as_ref(), settings.rule.as_ref(), check)
            .map(|condition| Part::Goal(Box::new(condition)))
    }
}

/// Exactly one of an event and a rule.
pub(super) fn condition(
    event: Option<&EventMatch>,
    rule: Option<&Rule>,
    check: &mut Check<'_>,
) -> Option<Condition> {
    match (event, rule) {
        (Some(event), None) => check.event("event", event).map(Condition::Event),
        (None, Some(rule)) => check.rule("rule", rule).map(Condition::Rule),
        _ => {
            let message = "It says neither what is to happen nor what is to be so, or both.";
            check.error("event_or_rule", "event", message, "Give either an event or a rule.");
            None
        }
    }
}
