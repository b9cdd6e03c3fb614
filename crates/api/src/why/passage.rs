//! A contact's passages through a flow, step by step, as the facts tell them.

use std::collections::BTreeMap;

use runnel_model::{EndReason, EnrolmentId, Fact, FactBody, FlowId, NodeId, StepRef, Timestamp};
use runnel_store::EventRow;
use serde::Serialize;
use utoipa::ToSchema;

use super::Explained;
use crate::described;
use crate::dto::Shown;
use crate::log::{self, EventRef, Names};
use crate::time::Time;

/// One passage of a contact through a version of a flow.
#[derive(Debug, Serialize, ToSchema)]
pub struct Passage {
    /// `enr_42`.
    #[schema(value_type = String)]
    pub id: Shown<EnrolmentId>,
    /// In which version.
    pub version: u32,
    /// What sets it apart from others of the flow.
    pub key: Option<String>,
    /// When it began; null: before what was read of the log.
    pub entered_at: Option<Time>,
    /// The steps that it came to, in order.
    pub steps: Vec<PassedStep>,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// Why it ended.
    #[schema(value_type = Option<described::EndReason>)]
    pub reason: Option<EndReason>,
    /// Why the exit rule held, if that ended it.
    pub ended_because: Option<StepReason>,
}

/// A step that a passage came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct PassedStep {
    /// Which.
    pub step: log::StepRef,
    /// When it came there; null: before what was read of the log.
    pub entered_at: Option<Time>,
    /// When it left.
    pub left_at: Option<Time>,
    /// By which port; null: it is there, or an end or a goal took it away.
    pub left_by: Option<String>,
    /// Until when it waits, or waited, at most.
    pub waits_until: Option<Time>,
    /// What the step could not do, and why.
    pub failed: Option<String>,
    /// What the step did, in sentences.
    pub did: Vec<String>,
    /// What brought the contact there.
    pub event: EventRef,
    /// The same in a sentence.
    pub text: String,
    /// Why its rule holds or does not, if it asks one.
    pub because: Option<StepReason>,
}

/// Why a rule decided as it did.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepReason {
    /// Whether the contact of then or of now was asked.
    pub evaluated: Evaluated,
    /// Whether the answer is the way that the contact took; false: something has changed since,
    /// or another way was chosen in a simulation. Null: the way does not tell.
    pub agrees: Option<bool>,
    /// The rule.
    pub explanation: Explained,
}

/// Of what time the contact was that a rule was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Evaluated {
    /// As it was when it came there.
    Then,
    /// As it is now; what it was then is not kept.
    Now,
}

/// Where a reason is wanted: at a step that was entered, or at the step where an exit rule held.
pub struct Wanted<'a> {
    /// The step.
    pub step: &'a StepRef,
    /// When.
    pub at: Timestamp,
    /// Whether it is the flow's exit rule.
    pub exit: bool,
}

/// The passages through a flow that these entries, oldest first, tell of; newest first.
pub fn passages<'a>(
    flow: &FlowId,
    rows: impl Iterator<Item = &'a EventRow>,
    names: &Names,
    reason: impl Fn(&Wanted<'_>) -> Option<(Evaluated, Explained)>,
) -> Vec<Passage> {
    let mut teller = Teller { names, reason, told: BTreeMap::new(), order: Vec::new() };
    for row in rows {
        for fact in &row.facts {
            if let Some(step) = fact.step.as_ref().filter(|step| step.flow == *flow) {
                teller.tell(row, fact, step);
            }
        }
    }
    let Teller { mut told, order, .. } = teller;
    order.into_iter().rev().filter_map(|id| told.remove(&id)).collect()
}

struct Teller<'a, F> {
    names: &'a Names,
    reason: F,
    told: BTreeMap<EnrolmentId, Passage>,
    /// In which order they were first heard of.
    order: Vec<EnrolmentId>,
}

impl<F: Fn(&Wanted<'_>) -> Option<(Evaluated, Explained)>> Teller<'_, F> {
    fn tell(&mut self, row: &EventRow, fact: &Fact, step: &StepRef) {
        let at = Some(Time(fact.at));
        if !self.told.contains_key(&step.enrolment) {
            self.begin(row, fact, step);
        }
        match &fact.body {
            FactBody::Stepped { port, to } => {
                self.leave(step, at, Some(port));
                if let Some(to) = to {
                    self.come(row, fact, &at_node(step, to));
                }
            }
            FactBody::GoalReached { goal } => {
                self.leave(step, at, None);
                self.come(row, fact, &at_node(step, goal));
            }
            FactBody::Ended { reason } => self.end(fact, step, reason),
            FactBody::Enrolled { .. } | FactBody::Heard => {}
            body => {
                let text = log::fact_text(fact, self.names);
                let Some(last) = self.last(step) else { return };
                match body {
                    FactBody::Waiting { due } => last.waits_until = due.map(Time),
                    FactBody::StepFailed { why } => last.failed = Some(why.clone()),
                    _ => last.did.push(text),
                }
            }
        }
    }

    /// The first fact of a passage; not always that it began, if the log is read in part.
    fn begin(&mut self, row: &EventRow, fact: &Fact, step: &StepRef) {
        let (key, entered_at) = match &fact.body {
            FactBody::Enrolled { key } => (key.clone(), Some(Time(fact.at))),
            _ => (None, None),
        };
        let passage = Passage {
            id: Shown(step.enrolment),
            version: step.version,
            key,
            entered_at,
            steps: Vec::new(),
            ended_at: None,
            reason: None,
            ended_because: None,
        };
        self.told.insert(step.enrolment, passage);
        self.order.push(step.enrolment);
        self.come(row, fact, step);
        if entered_at.is_none()
            && let Some(first) = self.last(step)
        {
            first.entered_at = None;
        }
    }

    fn come(&mut self, row: &EventRow, fact: &Fact, to: &StepRef) {
        let wanted = Wanted { step: to, at: fact.at, exit: false };
        let because = (self.reason)(&wanted);
        let because = because.map(|(evaluated, explanation)| StepReason {
            evaluated,
            agrees: None,
            explanation,
        });
        let passed = PassedStep {
            step: self.names.step(&to.flow, to.version, &to.node),
            entered_at: Some(Time(fact.at)),
            left_at: None,
            left_by: None,
            waits_until: None,
            failed: None,
            did: Vec::new(),
            event: EventRef::of(row),
            text: log::input_text(&row.input.body, self.names),
            because,
        };
        self.told.entry(to.enrolment).and_modify(|passage| passage.steps.push(passed));
    }

    fn leave(&mut self, step: &StepRef, at: Option<Time>, port: Option<&String>) {
        let Some(last) = self.last(step) else { return };
        last.left_at = at;
        last.left_by = port.cloned();
        let port = port.map(String::as_str);
        if let Some(because) = &mut last.because {
            because.agrees = match port {
                Some("yes" | "happened") => Some(because.explanation.holds),
                Some("no") => Some(!because.explanation.holds),
                _ => None,
            };
        }
    }

    fn end(&mut self, fact: &Fact, step: &StepRef, reason: &EndReason) {
        let by_rule = *reason == EndReason::ExitRule;
        let wanted = Wanted { step, at: fact.at, exit: true };
        let because = by_rule.then(|| (self.reason)(&wanted)).flatten();
        let Some(passage) = self.told.get_mut(&step.enrolment) else { return };
        passage.ended_at = Some(Time(fact.at));
        passage.reason = Some(reason.clone());
        passage.ended_because = because.map(|(evaluated, explanation)| StepReason {
            evaluated,
            agrees: Some(explanation.holds),
            explanation,
        });
        if let Some(last) = passage.steps.last_mut() {
            last.left_at = last.left_at.or(passage.ended_at);
        }
    }

    fn last(&mut self, step: &StepRef) -> Option<&mut PassedStep> {
        self.told.get_mut(&step.enrolment)?.steps.last_mut()
    }
}

fn at_node(step: &StepRef, node: &NodeId) -> StepRef {
    StepRef { node: node.clone(), ..step.clone() }
}
