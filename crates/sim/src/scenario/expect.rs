//! What is expected, and how it differs from what came.

use std::collections::BTreeMap;

use runnel_model::{
    Category, Contact, Effect, EffectBody, Fact, FactBody, FlowId, LifecycleStage, NodeId,
    PipelineId, SegmentId, StageId, Tag,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What is expected. Whatever is left out is not checked; a list that is there is complete.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The steps that contacts came to, from the trigger on, of all enrolments one after the
    /// other. Empty: the contact did not enter the flow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Vec<NodeId>>,
    /// Facts that came in this order; others may come in between.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactPattern>,
    /// Facts that did not come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub no_facts: Vec<FactPattern>,
    /// What the world was asked to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<Vec<ExpectedEffect>>,
    /// The sum of all points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
    /// The points of these categories.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scores: BTreeMap<Category, i64>,
    /// All tags, in any order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    /// The lifecycle stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<LifecycleStage>,
    /// All segments that the contact is in, in any order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segments: Option<Vec<SegmentId>>,
    /// All deals, oldest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deals: Option<Vec<ExpectedDeal>>,
    /// All open tasks, oldest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Vec<ExpectedTask>>,
    /// The steps at which the contact waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_at: Option<Vec<NodeId>>,
}

/// A fact by its kind and those of its fields that matter: `{"score_adjusted": {"points": -10}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct FactPattern(pub serde_json::Map<String, Json>);

/// A request to the world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedEffect {
    /// The address that is posted to.
    pub post_to_url: String,
    /// Fields of what is posted, as deep as it matters.
    #[serde(default, skip_serializing_if = "Json::is_null")]
    pub body: Json,
}

/// A deal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedDeal {
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<PipelineId>,
    /// Where it stands.
    pub stage: StageId,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedTask {
    /// What is to be done.
    pub title: String,
    /// Texts that its note contains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub note_contains: Vec<String>,
    /// Who is to do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// What came of a scenario, or of one step of it.
#[derive(Clone, Copy)]
pub(super) struct Came<'a> {
    pub flow: &'a FlowId,
    pub contact: &'a Contact,
    pub facts: &'a [Fact],
    pub effects: &'a [Effect],
}

impl Expect {
    /// Each way in which what came is not what is expected.
    pub(super) fn differences(&self, came: Came) -> Vec<String> {
        let mut found = Differences::default();
        self.of_what_happened(came, &mut found);
        self.of_the_contact(came.contact, &mut found);
        self.of_deals_and_tasks(came.contact, &mut found);
        found.0
    }

    fn of_what_happened(&self, came: Came, found: &mut Differences) {
        let walked: Vec<&NodeId> =
            came.facts.iter().filter_map(|fact| came_to(fact, came.flow)).collect();
        found.lists("path", self.path.as_ref(), &walked, |expected, came| expected == *came);
        let mut rest = came.facts.iter();
        for pattern in &self.facts {
            if !rest.any(|fact| pattern.matches(&fact.body)) {
                found.0.push(format!(
                    "facts: expected {}, which did not come, or not in this order",
                    show(pattern)
                ));
            }
        }
        for pattern in &self.no_facts {
            if let Some(fact) = came.facts.iter().find(|fact| pattern.matches(&fact.body)) {
                found.0.push(format!(
                    "facts: expected none like {}, came {}",
                    show(pattern),
                    show(&fact.body)
                ));
            }
        }
        let asked: Vec<&EffectBody> = came.effects.iter().map(|effect| &effect.body).collect();
        found.lists("effects", self.effects.as_ref(), &asked, |expected, came| {
            expected.matches(came)
        });
    }

    fn of_the_contact(&self, contact: &Contact, found: &mut Differences) {
        found.value("score", self.score.as_ref(), &contact.score(None));
        for (category, points) in &self.scores {
            found.value(
                &format!("score of {category}"),
                Some(points),
                &contact.score(Some(category)),
            );
        }
        if let Some(stage) = &self.stage {
            found.value("stage", Some(&Some(stage)), &contact.stage.as_ref());
        }
        found.sets("tags", self.tags.as_ref(), contact.tags.keys());
        found.sets("segments", self.segments.as_ref(), contact.segments.keys());
        let waiting: Vec<&NodeId> =
            contact.enrolments.iter().map(|enrolment| &enrolment.node).collect();
        found.lists("waiting at", self.waiting_at.as_ref(), &waiting, |expected, came| {
            expected == *came
        });
    }

    fn of_deals_and_tasks(&self, contact: &Contact, found: &mut Differences) {
        let deals = contact.deals.iter().map(|deal| ExpectedDeal {
            name: Some(deal.name.clone()),
            pipeline: Some(deal.pipeline.clone()),
            stage: deal.stage.clone(),
        });
        found.lists("deals", self.deals.as_ref(), &deals.collect::<Vec<_>>(), |expected, came| {
            expected.stage == came.stage
                && expected.name.as_ref().is_none_or(|name| Some(name) == came.name.as_ref())
                && expected.pipeline.as_ref().is_none_or(|id| Some(id) == came.pipeline.as_ref())
        });
        let tasks = contact.tasks.iter().map(|task| ExpectedTask {
            title: task.title.clone(),
            note_contains: vec![task.note.clone()],
            owner: task.owner.clone(),
        });
        found.lists("tasks", self.tasks.as_ref(), &tasks.collect::<Vec<_>>(), |expected, came| {
            expected.title == came.title
                && expected.owner.as_ref().is_none_or(|owner| Some(owner) == came.owner.as_ref())
                && expected.note_contains.iter().all(|part| came.note_contains[0].contains(part))
        });
    }
}

/// The step of this flow that a fact brings an enrolment to.
fn came_to<'a>(fact: &'a Fact, flow: &FlowId) -> Option<&'a NodeId> {
    let step = fact.step.as_ref().filter(|step| step.flow == *flow)?;
    match &fact.body {
        FactBody::Enrolled { .. } => Some(&step.node),
        FactBody::Stepped { to, .. } => to.as_ref(),
        FactBody::GoalReached { goal } => Some(goal),
        _ => None,
    }
}

impl FactPattern {
    /// Whether a fact is of this kind and has these fields.
    pub fn matches(&self, body: &FactBody) -> bool {
        let came = match serde_json::to_value(body) {
            // A kind without fields is written as its name alone.
            Ok(Json::String(kind)) => serde_json::json!({ kind: {} }),
            Ok(came) => came,
            Err(_) => return false,
        };
        !self.0.is_empty()
            && self
                .0
                .iter()
                .all(|(kind, fields)| came.get(kind).is_some_and(|came| is_part_of(fields, came)))
    }
}

impl ExpectedEffect {
    fn matches(&self, came: &EffectBody) -> bool {
        let EffectBody::PostToUrl { url, body } = came;
        let body: Json = serde_json::from_str(body).unwrap_or_default();
        *url == self.post_to_url && (self.body.is_null() || is_part_of(&self.body, &body))
    }
}

/// Whether all that `part` names is in `whole` and equal; lists must be equally long.
fn is_part_of(part: &Json, whole: &Json) -> bool {
    match (part, whole) {
        (Json::Object(part), Json::Object(whole)) => part
            .iter()
            .all(|(name, value)| whole.get(name).is_some_and(|other| is_part_of(value, other))),
        (Json::Array(part), Json::Array(whole)) => {
            part.len() == whole.len() && part.iter().zip(whole).all(|(a, b)| is_part_of(a, b))
        }
        // 5 and 5.0 are one number to whoever writes a scenario.
        (Json::Number(part), Json::Number(whole)) => part.as_f64() == whole.as_f64(),
        _ => part == whole,
    }
}

pub(super) fn show(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn value<T: PartialEq + Serialize>(&mut self, what: &str, expected: Option<&T>, came: &T) {
        if let Some(expected) = expected.filter(|expected| *expected != came) {
            self.0.push(format!("{what}: expected {}, came {}", show(expected), show(came)));
        }
    }

    fn lists<E: Serialize, C: Serialize>(
        &mut self,
        what: &str,
        expected: Option<&Vec<E>>,
        came: &[C],
        fits: impl Fn(&E, &C) -> bool,
    ) {
        let Some(expected) = expected else { return };
        let same =
            expected.len() == came.len() && expected.iter().zip(came).all(|(e, c)| fits(e, c));
        if !same {
            self.0.push(format!("{what}: expected {}, came {}", show(expected), show(&came)));
        }
    }

    fn sets<'a, T: Ord + Serialize + 'a>(
        &mut self,
        what: &str,
        expected: Option<&Vec<T>>,
        came: impl Iterator<Item = &'a T>,
    ) {
        let Some(expected) = expected else { return };
        let mut expected: Vec<&T> = expected.iter().collect();
        expected.sort_unstable();
        let came: Vec<&T> = came.collect();
        if expected != came {
            self.0.push(format!("{what}: expected {}, came {}", show(&expected), show(&came)));
        }
    }
}
