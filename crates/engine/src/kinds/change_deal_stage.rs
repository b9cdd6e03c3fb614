//! Action: move the enrolment's deal, else the newest open one of the pipeline.

use runnel_model::{PipelineId, StageId};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::turn::Walk;

pub(crate) struct ChangeDealStage;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// In which pipeline.
    pipeline: PipelineId,
    /// The stage afterwards.
    stage: StageId,
}

impl Kind for ChangeDealStage {
    const NAME: &'static str = "change_deal_stage";
    const ROLE: Role = Role::Action;
    const TITLE: &'static str = "Change deal stage";
    const SUMMARY: &'static str = "Moves the contact's deal to another stage.";
    const ICON: &'static str = "arrow-right-circle";
    const SYNONYMS: &'static [&'static str] = &["move deal", "pipeline", "won", "lost"];
    const PORTS: &'static [&'static str] = &["next", "failed"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        check.pipeline("pipeline", &settings.pipeline);
        check.stage("stage", &settings.pipeline, &settings.stage);
        Part::step(settings)
    }
}

impl Step for Settings {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        let Some(deal) = walk.deal_in(&self.pipeline) else {
            return Next::Fail(format!("The contact has no open deal in `{}`.", self.pipeline));
        };
        match walk.move_deal(deal, &self.stage) {
            Ok(()) => Next::Go(0),
            Err(why) => Next::Fail(why),
        }
    }
}
