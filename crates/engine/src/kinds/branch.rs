//! Condition: one way if a rule holds, another if not.

use runnel_model::Rule;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::rule::Compiled;
use crate::turn::Walk;

pub(crate) struct Branch;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// What is asked.
    rule: Rule,
}

impl Kind for Branch {
    const NAME: &'static str = "branch";
    const ROLE: Role = Role::Condition;
    const TITLE: &'static str = "Branch";
    const SUMMARY: &'static str = "Goes one way if a rule holds for the contact, another if not.";
    const ICON: &'static str = "git-branch";
    const SYNONYMS: &'static [&'static str] =
        &["if", "condition", "split", "yes or no", "decision"];
    const PORTS: &'static [&'static str] = &["yes", "no"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        check.rule("rule", &settings.rule).and_then(|rule| Part::step(ByRule { rule }))
    }
}

struct ByRule {
    rule: Compiled,
}

impl Step for ByRule {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        let holds = self.rule.holds(walk.contact(), walk.now()).holds;
        Next::Go(if holds { 0 } else { 1 })
    }

    fn asks(&self) -> Option<&Compiled> {
        Some(&self.rule)
    }
}
