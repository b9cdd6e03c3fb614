//! Exit: the enrolment ends here.

use runnel_model::EndReason;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::turn::Walk;

pub(crate) struct Exit;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {}

impl Kind for Exit {
    const NAME: &'static str = "exit";
    const ROLE: Role = Role::Exit;
    const TITLE: &'static str = "Exit";
    const SUMMARY: &'static str = "Ends the contact's passage through this flow.";
    const ICON: &'static str = "door-exit";
    const SYNONYMS: &'static [&'static str] = &["end", "stop", "finish"];
    const PORTS: &'static [&'static str] = &[];
    type Settings = Settings;

    fn compile(settings: Settings, _: &mut Check<'_>) -> Option<Part> {
        Part::step(settings)
    }
}

impl Step for Settings {
    fn enter(&self, _: &mut Walk<'_, '_>) -> Next {
        Next::End(EndReason::Exited)
    }
}
