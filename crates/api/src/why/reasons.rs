//! Why a contact is, was, or is not at a step: what stood in the way, with values.

use std::collections::{BTreeMap, VecDeque};

use runnel_engine::rule::{Match, Seen};
use runnel_engine::{Entry, Plan, StepKind, Wants};
use runnel_model::{Enrolment, EventMatch, FlowState, InputBody, NodeId, Reentry};
use runnel_store::EventRow;
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::{About, Explained, Passage, clause};
use crate::described;
use crate::log::{EventRef, StepRef};
use crate::time::Time;

/// How a contact stands to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is there.
    IsThere,
    /// It was there before.
    WasThere,
    /// It is in the flow and may still come there.
    OnTheWay,
    /// It was in the flow, or is, and went another way.
    WentAnotherWay,
    /// It has not entered the flow.
    NotEntered,
}

/// One reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhyReason {
    /// In a sentence.
    pub text: String,
    /// As data.
    pub reason: Reason,
}

/// A reason, by its code. Rules are asked of the contact as it is now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// The flow does not run.
    FlowState {
        #[schema(value_type = described::FlowState)]
        state: FlowState,
    },
    /// What a trigger waits for: something that is to become so, or an event and the last one of
    /// its name that came.
    Trigger { step: StepRef, explanation: Option<Explained>, last_event: Option<TriedEvent> },
    /// Whether the contact may enter again.
    Reentry { allowed: bool, last: Option<Time>, again_at: Option<Time> },
    /// The flow's exit rule holds, so the contact would leave at once.
    ExitRule { explanation: Explained },
    /// Whether the goal is reached.
    Goal { step: StepRef, explanation: Option<Explained> },
    /// A step on the way that chooses: by which port the contact left it, if it did, and by which
    /// one would lead here.
    Choice {
        step: StepRef,
        at: Option<Time>,
        taken: Option<String>,
        needed: String,
        explanation: Option<Explained>,
    },
    /// It waits at a step.
    Waits { step: StepRef, until: Option<Time> },
    /// It came there.
    Came { at: Option<Time>, left_by: Option<String> },
    /// Its last passage is over.
    Ended { at: Time },
    /// No wire leads there from where the contact is or comes in.
    NoWay,
}

/// An event that a trigger looked at.
#[derive(Debug, Serialize, ToSchema)]
pub struct TriedEvent {
    /// Which.
    pub event: EventRef,
    /// What was asked of it.
    pub conditions: Vec<TriedCondition>,
}

/// What was asked of an event's property.
#[derive(Debug, Serialize, ToSchema)]
pub struct TriedCondition {
    /// Which property.
    pub name: String,
    /// What was asked, in words.
    pub asked: String,
    /// What the source told; null: nothing.
    #[schema(value_type = Option<Value>)]
    pub value: Option<Json>,
    /// Whether it holds.
    pub holds: bool,
}

/// Everything that reasons are read from.
pub struct Asked<'a> {
    pub about: About<'a>,
    pub plan: &'a Plan,
    /// The flow's version that is asked about.
    pub version: u32,
    pub state: FlowState,
    pub node: &'a NodeId,
    /// Newest first.
    pub passages: &'a [Passage],
    /// The contact's log, newest first.
    pub rows: &'a [EventRow],
    pub flow: &'a runnel_model::FlowId,
}

impl Asked<'_> {
    /// How the contact stands to the step, and why.
    pub fn answer(&self) -> (Standing, Vec<WhyReason>) {
        let inside = self.about.contact.enrolments.iter().rev();
        let inside: Vec<_> = inside.filter(|one| one.flow == *self.flow).collect();
        if let Some(here) = inside.iter().find(|one| one.node == *self.node) {
            return (Standing::IsThere, vec![self.waits(here)]);
        }
        let came = self.passages.iter().flat_map(|one| one.steps.iter().rev());
        if let Some(came) = came.into_iter().find(|one| one.step.id == *self.node) {
            let (at, left_by) = (came.entered_at, came.left_by.clone());
            let when = at.map_or_else(String::new, |at| format!(" at {at}"));
            let text = format!("Came to “{}”{when}", came.step.name);
            return (Standing::WasThere, vec![reason(text, Reason::Came { at, left_by })]);
        }
        if let Some(inside) = inside.first() {
            return self.of_somebody_inside(inside);
        }
        match self.passages.first() {
            Some(last) => (Standing::WentAnotherWay, self.of_somebody_who_left(last)),
            None => (Standing::NotEntered, self.of_somebody_outside()),
        }
    }

    fn of_somebody_inside(&self, inside: &Enrolment) -> (Standing, Vec<WhyReason>) {
        let mut reasons = vec![self.waits(inside)];
        if self.is_goal() {
            reasons.push(self.goal());
            return (Standing::OnTheWay, reasons);
        }
        if let Some(way) = self.way(&inside.node) {
            reasons.extend(self.choices(&way));
            return (Standing::OnTheWay, reasons);
        }
        reasons.extend(self.passages.first().and_then(|passage| self.turned(passage)));
        (Standing::WentAnotherWay, reasons)
    }

    fn of_somebody_who_left(&self, last: &Passage) -> Vec<WhyReason> {
        let mut reasons: Vec<_> = self.turned(last).into_iter().collect();
        if self.is_goal() {
            reasons.push(self.goal());
        }
        if let Some(at) = last.ended_at {
            let text = format!("Left the flow at {at}");
            reasons.push(reason(text, Reason::Ended { at }));
        }
        reasons.push(self.reentry());
        reasons
    }

    fn of_somebody_outside(&self) -> Vec<WhyReason> {
        let mut reasons = Vec::new();
        if self.state != FlowState::Active {
            let text = "The flow takes nobody in at present".to_owned();
            reasons.push(reason(text, Reason::FlowState { state: self.state }));
        }
        let entries = self.plan.entries();
        let entries = entries.iter().filter(|entry| {
            self.is_goal() || entry.node == *self.node || self.way(&entry.node).is_some()
        });
        let entries: Vec<&Entry> = entries.collect();
        if entries.is_empty() {
            reasons.push(no_way());
        }
        reasons.extend(entries.iter().map(|entry| self.trigger(entry)));
        reasons.push(self.reentry());
        let exit = self.plan.explain_exit(self.about.contact, self.about.now);
        if let Some(exit) = exit.filter(|exit| exit.verdict.holds) {
            let explanation = Explained::new(exit, &self.about);
            let text = format!("The exit rule would end it at once: {}", explanation.text);
            reasons.push(reason(text, Reason::ExitRule { explanation }));
        }
        if self.is_goal() {
            reasons.push(self.goal());
        } else if let Some(way) = entries.iter().find_map(|entry| self.way(&entry.node)) {
            reasons.extend(self.choices(&way));
        }
        reasons
    }

    fn is_goal(&self) -> bool {
        self.plan.kind_of(self.node) == Some(StepKind::Goal)
    }

    fn step(&self, node: &NodeId) -> StepRef {
        self.about.names.step(self.flow, self.version, node)
    }

    fn explain(&self, node: &NodeId) -> Option<Explained> {
        let explanation = self.plan.explain_step(node, self.about.contact, self.about.now)?;
        Some(Explained::new(explanation, &self.about))
    }

    fn waits(&self, inside: &Enrolment) -> WhyReason {
        let step = self.step(&inside.node);
        let until = inside.wait.as_ref().and_then(|wait| wait.due).map(Time);
        let latest = until.map_or_else(String::new, |at| format!(" until {at} at the latest"));
        let text = format!("Is at “{}” since {}{latest}", step.name, Time(inside.since));
        reason(text, Reason::Waits { step, until })
    }

    fn goal(&self) -> WhyReason {
        let (step, explanation) = (self.step(self.node), self.explain(self.node));
        let why = explanation.as_ref().map_or("its event has not come", |one| &one.text);
        let text = format!("The goal “{}”: {why}", step.name);
        reason(text, Reason::Goal { step, explanation })
    }

    fn reentry(&self) -> WhyReason {
        let last = self.about.contact.entries.get(self.flow).map(|entries| entries.last);
        let inside = self.about.contact.enrolments.iter().any(|one| one.flow == *self.flow);
        let again_at = match (self.plan.reentry(), last) {
            (Reentry::OncePer(span), Some(last)) => Some(last + span),
            _ => None,
        };
        let allowed = match self.plan.reentry() {
            Reentry::Once => last.is_none(),
            Reentry::EveryTime => true,
            Reentry::WhenNotInside => !inside,
            Reentry::OncePer(_) => !inside && again_at.is_none_or(|at| at <= self.about.now),
        };
        let again_at = again_at.filter(|_| !allowed).map(Time);
        let text = match (allowed, again_at) {
            (true, _) => "The re-entry rule lets it in".to_owned(),
            (false, Some(at)) => format!("The re-entry rule lets it in again at {at}"),
            (false, None) => "The re-entry rule does not let it in again".to_owned(),
        };
        reason(text, Reason::Reentry { allowed, last: last.map(Time), again_at })
    }

    fn trigger(&self, entry: &Entry) -> WhyReason {
        let step = self.step(&entry.node);
        let explanation = entry.wants.explain(self.about.contact, self.about.now);
        let explanation = explanation.map(|one| Explained::new(one, &self.about));
        let last_event = match &entry.wants {
            Wants::Event(of, _) => self.last_event(of),
            Wants::Becomes(_) => None,
        };
        let why = match (&entry.wants, &explanation, &last_event) {
            (_, Some(so), _) if so.holds => {
                format!("{}; this starts the flow only when it becomes so", so.text)
            }
            (_, Some(so), _) => so.text.clone(),
            (Wants::Event(of, times), None, tried) => {
                let wanted = clause::event(of);
                let nth = times.map(|times| format!(", time number {times}")).unwrap_or_default();
                let last = tried.as_ref().map_or_else(|| "it has not come".into(), tried_text);
                format!("waits for {wanted}{nth}; {last}")
            }
            (Wants::Becomes(_), None, _) => String::new(),
        };
        let text = format!("The trigger “{}”: {why}", step.name);
        reason(text, Reason::Trigger { step, explanation, last_event })
    }

    /// The last event of this name in the part of the log that was read.
    fn last_event(&self, of: &EventMatch) -> Option<TriedEvent> {
        let matching = Match::compile(of).ok()?;
        self.rows.iter().find_map(|row| {
            let InputBody::Event(event) = &row.input.body else { return None };
            let tried = matching.explain(&Seen::new(event))?;
            let condition = |(condition, (holds, value)): (&runnel_model::PropertyCondition, _)| {
                let (name, asked) = (condition.name.to_string(), clause::test(&condition.test));
                TriedCondition { name, asked, value, holds }
            };
            let conditions = of.conditions.iter().zip(tried).map(condition).collect();
            Some(TriedEvent { event: EventRef::of(row), conditions })
        })
    }

    /// The shortest way from a step to the one that is asked about: each step with the port.
    fn way(&self, from: &NodeId) -> Option<Vec<(NodeId, &'static str)>> {
        let mut before: BTreeMap<NodeId, (NodeId, &'static str)> = BTreeMap::new();
        let mut queue = VecDeque::from([from.clone()]);
        while let Some(at) = queue.pop_front() {
            for (port, to) in self.plan.ways(&at) {
                let Some(to) = to.filter(|to| *to != from && !before.contains_key(*to)) else {
                    continue;
                };
                before.insert(to.clone(), (at.clone(), port));
                queue.push_back(to.clone());
            }
        }
        let mut way = Vec::new();
        let mut at = self.node;
        while at != from {
            let step = before.get(at)?;
            way.push(step.clone());
            at = &step.0;
        }
        way.reverse();
        Some(way)
    }

    /// The steps on a way that choose by a rule, and how they would choose now.
    fn choices(&self, way: &[(NodeId, &'static str)]) -> Vec<WhyReason> {
        let choice = |(node, port): &(NodeId, &'static str)| {
            let explanation = self.explain(node)?;
            Some(self.choice(node, (None, None), port, Some(explanation)))
        };
        way.iter().filter_map(choice).collect()
    }

    fn choice(
        &self,
        node: &NodeId,
        (at, taken): (Option<Time>, Option<String>),
        needed: &str,
        explanation: Option<Explained>,
    ) -> WhyReason {
        let step = self.step(node);
        let why = explanation.as_ref().map(|one| format!(" Now: {}", one.text)).unwrap_or_default();
        let went = taken.as_ref().map_or_else(String::new, |port| format!(" went {port};"));
        let needed = needed.to_owned();
        let text = format!("“{}”:{went} “{needed}” leads there.{why}", step.name);
        reason(text, Reason::Choice { step, at, taken, needed, explanation })
    }

    /// Where a passage took the way from which the step cannot be reached any more.
    fn turned(&self, passage: &Passage) -> Option<WhyReason> {
        let last = passage.steps.iter().rev().find_map(|one| {
            let way = self.way(&one.step.id)?;
            let (node, needed) = way.into_iter().next()?;
            Some((one, node, needed))
        });
        let Some((passed, node, needed)) = last else {
            return (!self.is_goal()).then(no_way);
        };
        let left = (passed.left_at, passed.left_by.clone());
        Some(self.choice(&node, left, needed, self.explain(&node)))
    }
}

fn tried_text(tried: &TriedEvent) -> String {
    let failed = tried.conditions.iter().find(|condition| !condition.holds);
    let at = tried.event.occurred_at;
    match failed {
        Some(TriedCondition { name, asked, value: Some(value), .. }) => {
            format!("the last one, at {at}, has {name} {value}; asked is {asked}")
        }
        Some(TriedCondition { name, .. }) => format!("the last one, at {at}, has no {name}"),
        None => format!("the last one came at {at}"),
    }
}

fn no_way() -> WhyReason {
    reason("No wire leads there from where the contact comes in".into(), Reason::NoWay)
}

const fn reason(text: String, reason: Reason) -> WhyReason {
    WhyReason { text, reason }
}
