//! Trigger: a deal was created in a stage or moved to it.

use runnel_model::{Contact, Deal, DealTest, FactBody, PipelineId, Rule, StageId};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Part, Role, Trigger, Wants};
use crate::signal::{Listen, Signal};

pub(crate) struct DealStageChanged;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Which pipeline. Empty: every pipeline.
    #[serde(default)]
    pipeline: Option<PipelineId>,
    /// Which stage the deal comes to. Empty: every stage.
    #[serde(default)]
    stage: Option<StageId>,
}

impl Kind for DealStageChanged {
    const NAME: &'static str = "deal_stage_changed";
    const ROLE: Role = Role::Trigger;
    const TITLE: &'static str = "Deal stage changed";
    const SUMMARY: &'static str = "Starts when a deal comes to a stage.";
    const ICON: &'static str = "arrows-exchange";
    const SYNONYMS: &'static [&'static str] = &["pipeline", "opportunity", "won", "lost"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        if let Some(pipeline) = &settings.pipeline {
            check.pipeline("pipeline", pipeline);
            settings.stage.iter().for_each(|stage| check.stage("stage", pipeline, stage));
        }
        Part::trigger(settings)
    }
}

impl Trigger for Settings {
    fn listens(&self) -> Listen {
        Listen::DealStage
    }

    fn matches(&self, signal: &Signal<'_>, contact: &Contact) -> bool {
        let (deal, stage): (Option<&Deal>, _) = match signal {
            Signal::Fact(FactBody::DealCreated { deal }) => (Some(deal), &deal.stage),
            Signal::Fact(FactBody::DealMoved { deal, to, .. }) => {
                (contact.deals.iter().find(|known| known.id == *deal), to)
            }
            _ => return false,
        };
        let in_pipeline = |wanted: &PipelineId| deal.is_some_and(|deal| deal.pipeline == *wanted);
        self.pipeline.as_ref().is_none_or(in_pipeline)
            && self.stage.as_ref().is_none_or(|wanted| wanted == stage)
    }

    fn wants(&self) -> Wants {
        let stages = || self.stage.iter().cloned().collect();
        let in_stage =
            || Rule::Deal { pipeline: self.pipeline.clone(), is: DealTest::InStage(stages()) };
        // In whatever stage: a deal that there is, is open, won or lost.
        let any = [DealTest::Open, DealTest::Won, DealTest::Lost];
        let any = any.map(|is| Rule::Deal { pipeline: self.pipeline.clone(), is });
        Wants::Becomes(if self.stage.is_some() { in_stage() } else { Rule::Any(any.into()) })
    }
}
