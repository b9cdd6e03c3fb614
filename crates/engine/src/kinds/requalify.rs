//! Action: take back that the contact is disqualified.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::turn::Walk;

pub(crate) struct Requalify;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {}

impl Kind for Requalify {
    const NAME: &'static str = "requalify";
    const ROLE: Role = Role::Action;
    const TITLE: &'static str = "Requalify";
    const SUMMARY: &'static str =
        "Gives a disqualified contact the lifecycle stage back that it had before.";
    const ICON: &'static str = "user-check";
    const SYNONYMS: &'static [&'static str] = &["revive", "reopen", "win back", "undo"];
    type Settings = Settings;

    fn compile(settings: Settings, _: &mut Check<'_>) -> Option<Part> {
        Part::step(settings)
    }
}

impl Step for Settings {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        walk.requalify();
        Next::Go(0)
    }
}
