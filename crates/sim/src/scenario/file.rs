//! The file: a flow, the segments it speaks of, and scenarios. Only its shape and its meaning
//! for a reader; nothing here runs.

use std::collections::BTreeMap;

use runnel_model::{
    Category, DealStatus, EmailAddress, EventName, Flow, LifecycleStage, Pipeline, PipelineId,
    PipelineStage, PropertyName, Segment, Span, StageId, Tag, UserId, Value,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Expect;

/// What a file in `flows/` holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlowFile {
    /// The flow.
    pub flow: Flow,
    /// The segments that it speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<Segment>,
    /// The pipelines that it speaks of; absent: the `sales` pipeline that every installation has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pipelines: Vec<Pipeline>,
    /// Its tests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<Scenario>,
}

/// One test of a flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, as a sentence.
    pub name: String,
    /// The contact before the flow is published; absent: nobody knows it yet, and its first
    /// step makes it known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<StartingContact>,
    /// What happens, one after the other.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// What is expected after the last step, of everything that happened.
    #[serde(default)]
    pub expect: Expect,
}

/// A contact as it is when a scenario begins. Its segments follow from this.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartingContact {
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// Its id in your own system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Its properties.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<PropertyName, Value>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Its points in the category `general`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
    /// Its points in other categories.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scores: BTreeMap<Category, i64>,
    /// Its lifecycle stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<LifecycleStage>,
    /// Its deals, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deals: Vec<StartingDeal>,
}

/// A deal that a contact has when a scenario begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartingDeal {
    /// What it is about.
    #[serde(default = "a_deal")]
    pub name: String,
    /// Which pipeline it moves through.
    #[serde(default = "sales")]
    pub pipeline: PipelineId,
    /// Where in it; absent: its first stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<StageId>,
}

/// Something that happens; at most one of `event`, `identify`, `change` and `answer`, and if none
/// is there, time passes and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// How long after the step before; absent: at the same time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Span>,
    /// An event comes in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventName>,
    /// The properties of that event.
    #[serde(default, rename = "with", skip_serializing_if = "serde_json::Map::is_empty")]
    pub properties: serde_json::Map<String, serde_json::Value>,
    /// Properties of the contact are told; null clears one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identify: Option<BTreeMap<PropertyName, Option<Value>>>,
    /// A person changes something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// The world answers the last request that waits for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// What is expected right after this step: of path, facts and effects only what it caused,
    /// including what came due in the time before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expect>,
}

/// What a person can change about the contact of a scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ChangeByHand")]
pub enum Change {
    /// Adds a tag.
    AddTag(Tag),
    /// Removes a tag.
    RemoveTag(Tag),
    /// Gives or takes points.
    #[serde(rename = "adjust_score")]
    AdjustScore {
        /// How many.
        points: i64,
        /// Of which category.
        #[serde(default)]
        category: Category,
        /// Why.
        #[serde(default = "by_hand")]
        reason: String,
    },
    /// Changes the lifecycle stage.
    SetStage(LifecycleStage),
    /// Creates a deal.
    CreateDeal(StartingDeal),
    /// Moves the newest open deal of a pipeline.
    MoveDeal {
        /// Which pipeline.
        #[serde(default = "sales")]
        pipeline: PipelineId,
        /// Where to.
        stage: StageId,
    },
}

/// What the world answers in the end, after all tries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Whether it did what was asked.
    pub delivered: bool,
    /// If not, why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

fn a_deal() -> String {
    "A deal".into()
}

fn by_hand() -> String {
    "Changed by hand".into()
}

fn sales() -> PipelineId {
    sales_pipeline().id
}

/// Why a text is no flow file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is no JSON, or has something that a flow file has not.
    #[error("this is not a flow file: {0}")]
    Shape(String),
    /// Two things happen in one step.
    #[error("scenario `{scenario}`, step {step}: {why}")]
    Step {
        /// The scenario's name.
        scenario: String,
        /// Which of its steps, from 1.
        step: usize,
        /// What is wrong and what would be right.
        why: &'static str,
    },
}

impl FlowFile {
    /// Reads a file. Whether the flow makes sense is for [`diagnostics`](super::diagnostics).
    pub fn parse(text: &str) -> Result<Self, Error> {
        let file: Self =
            serde_json::from_str(text).map_err(|error| Error::Shape(error.to_string()))?;
        for scenario in &file.scenarios {
            for (at, step) in scenario.steps.iter().enumerate() {
                step.check().map_err(|why| {
                    let scenario = scenario.name.clone();
                    Error::Step { scenario, step: at + 1, why }
                })?;
            }
        }
        Ok(file)
    }

    /// The pipelines that its flow may speak of.
    pub fn pipelines(&self) -> Vec<Pipeline> {
        if self.pipelines.is_empty() { vec![sales_pipeline()] } else { self.pipelines.clone() }
    }
}

impl Step {
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let things = usize::from(self.event.is_some())
            + usize::from(self.identify.is_some())
            + usize::from(self.change.is_some())
            + usize::from(self.answer.is_some());
        if things > 1 {
            return Err("only one thing happens in a step; make two steps of it");
        }
        if !self.properties.is_empty() && self.event.is_none() {
            return Err("`with` tells about an `event`, and there is none");
        }
        Ok(())
    }
}

/// The pipeline that every installation begins with.
pub fn sales_pipeline() -> Pipeline {
    let stage = |id: &str, name: &str, kind| PipelineStage {
        id: StageId::parse(id).expect("a plain id"),
        name: name.into(),
        kind,
    };
    Pipeline {
        id: PipelineId::parse("sales").expect("a plain id"),
        name: "Sales".into(),
        stages: vec![
            stage("new", "New", DealStatus::Open),
            stage("qualified", "Qualified", DealStatus::Open),
            stage("hot", "Hot", DealStatus::Open),
            stage("proposal", "Proposal", DealStatus::Open),
            stage("won", "Won", DealStatus::Won),
            stage("lost", "Lost", DealStatus::Lost),
            stage("disqualified", "Disqualified", DealStatus::Lost),
        ],
    }
}
