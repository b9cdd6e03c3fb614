//! Action: set the lifecycle stage.

use runnel_model::LifecycleStage;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::turn::Walk;

pub(crate) struct SetStage;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The stage afterwards.
    stage: LifecycleStage,
}

impl Kind for SetStage {
    const NAME: &'static str = "set_stage";
    const ROLE: Role = Role::Action;
    const TITLE: &'static str = "Set lifecycle stage";
    const SUMMARY: &'static str = "Changes how far the contact has come.";
    const ICON: &'static str = "stairs-up";
    const SYNONYMS: &'static [&'static str] = &["lifecycle", "MQL", "SQL", "lead status"];
    type Settings = Settings;

    fn compile(settings: Settings, _: &mut Check<'_>) -> Option<Part> {
        Part::step(settings)
    }
}

impl Step for Settings {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        walk.set_stage(self.stage);
        Next::Go(0)
    }
}
