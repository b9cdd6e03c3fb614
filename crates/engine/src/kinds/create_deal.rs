//! Action: create a deal. The enrolment's later steps are about this deal.

use runnel_model::{Money, PipelineId, StageId};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::turn::Walk;

pub(crate) struct CreateDeal;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// What it is about. `{name}` stands for the contact's name.
    name: String,
    /// In which pipeline.
    pipeline: PipelineId,
    /// In which stage. Empty: the pipeline's first.
    #[serde(default)]
    stage: Option<StageId>,
    /// What it may be worth.
    #[serde(default)]
    amount: Option<Money>,
}

impl Kind for CreateDeal {
    const NAME: &'static str = "create_deal";
    const ROLE: Role = Role::Action;
    const TITLE: &'static str = "Create deal";
    const SUMMARY: &'static str = "Creates a deal with the contact.";
    const ICON: &'static str = "coin";
    const SYNONYMS: &'static [&'static str] = &["opportunity", "sale", "pipeline"];
    const PORTS: &'static [&'static str] = &["next", "failed"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        check.text("name", &settings.name, 500);
        check.pipeline("pipeline", &settings.pipeline);
        settings.stage.iter().for_each(|stage| check.stage("stage", &settings.pipeline, stage));
        if settings.amount.as_ref().is_some_and(|amount| !is_currency(&amount.currency)) {
            check.error(
                "bad_currency",
                "amount",
                "The currency is not a code.",
                "Write it like EUR or USD.",
            );
        }
        Part::step(settings)
    }
}

fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

impl Step for Settings {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        let name = walk.fill_in(&self.name);
        match walk.create_deal(name, &self.pipeline, self.stage.as_ref(), self.amount.clone()) {
            Ok(deal) => {
                walk.about_deal(deal);
                Next::Go(0)
            }
            Err(why) => Next::Fail(why),
        }
    }
}
