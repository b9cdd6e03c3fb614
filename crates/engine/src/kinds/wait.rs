//! Wait: for a length of time.

use runnel_model::Span;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::turn::Walk;

pub(crate) struct Wait;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// How long.
    #[serde(rename = "for")]
    span: Span,
}

impl Kind for Wait {
    const NAME: &'static str = "wait";
    const ROLE: Role = Role::Wait;
    const TITLE: &'static str = "Wait";
    const SUMMARY: &'static str = "Holds the contact for a length of time.";
    const ICON: &'static str = "clock";
    const SYNONYMS: &'static [&'static str] = &["delay", "pause", "timer", "sleep"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        check.span("for", settings.span);
        Part::step(settings)
    }
}

impl Step for Settings {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        let due = walk.now() + self.span;
        Next::Wait(runnel_model::Wait { due: Some(due), ..Default::default() })
    }

    fn holds_the_contact(&self) -> bool {
        true
    }
}
