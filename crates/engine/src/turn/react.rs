//! The agenda: for each thing that happened, first exits and goals, then waits that it ends,
//! then new enrolments.

use runnel_model::{
    DealId, EndReason, Enrolment, EnrolmentId, FactBody, FlowId, FlowState, Reentry, StepRef,
    Timestamp,
};

use super::{Cause, Reaction, Turn};
use crate::catalog::LiveFlow;
use crate::kind::{Condition, Part, concerns};
use crate::rule::Seen;
use crate::signal::{Listen, Signal};
use crate::tried::Decided;

impl<'a> Turn<'a> {
    /// Works the agenda off. At its bound what is derived is complete, and what remains to be
    /// reacted to is dropped, visibly.
    pub fn react(&mut self) {
        while let Some(reaction) = self.agenda.pop_front() {
            if self.facts.len() >= self.catalog.limits().facts_per_input_max as usize {
                return self.stop();
            }
            self.react_to(reaction);
        }
    }

    fn stop(&mut self) {
        let dropped = self.agenda.len() as u32 + 1;
        self.agenda.clear();
        let mut flows: Vec<FlowId> = Vec::new();
        for step in self.facts.iter().filter_map(|fact| fact.step.as_ref()) {
            if !flows.contains(&step.flow) {
                flows.push(step.flow.clone());
            }
        }
        self.because(Cause::default(), |turn| turn.record(FactBody::Stopped { dropped, flows }));
    }

    fn react_to(&mut self, reaction: Reaction) {
        match reaction {
            Reaction::Event => {
                // Taken out while others look at it, so that they may change the turn.
                let Some(seen) = self.seen.take() else { return };
                self.react_to_signal(&Signal::Event(&seen), None);
                self.seen = Some(seen);
            }
            Reaction::Fact(ordinal) => {
                let body = self.facts[ordinal as usize].body.clone();
                self.react_to_signal(&Signal::Fact(&body), Some(ordinal));
            }
        }
    }

    fn react_to_signal(&mut self, signal: &Signal<'_>, after: Option<u32>) {
        let cause = Cause { step: None, after };
        self.because(cause, |turn| {
            for id in turn.enrolment_ids() {
                turn.exit_or_jump(id, Some(signal));
            }
            // What is old changes what is derived and may end enrolments; it moves nobody on.
            if turn.input.historic {
                return;
            }
            for id in turn.enrolment_ids() {
                turn.hear(id, signal);
            }
            turn.enrol_by(signal);
        });
    }

    pub(super) fn enrolment_ids(&self) -> Vec<EnrolmentId> {
        self.contact.enrolments.iter().map(|enrolment| enrolment.id).collect()
    }

    /// The enrolment and its flow, if the flow lets anybody move.
    pub(super) fn moving(&self, id: EnrolmentId) -> Option<(&Enrolment, &'a LiveFlow)> {
        let enrolment = self.contact.enrolments.iter().find(|enrolment| enrolment.id == id)?;
        let flow = self.catalog.flow(&enrolment.flow, enrolment.version)?;
        (flow.state == FlowState::Active).then_some((enrolment, flow))
    }

    /// Ends the enrolment if its exit rule holds, or takes it to a goal that is reached.
    /// `signal`: what happened; None: time has passed. True if the token left its place.
    pub(super) fn exit_or_jump(&mut self, id: EnrolmentId, signal: Option<&Signal<'_>>) -> bool {
        let Some((_, flow)) = self.moving(id) else { return false };
        let concerned = |rule| signal.is_none_or(|signal| concerns(rule, signal));
        let plan = &flow.plan;
        let exits = plan.exit_when.as_ref().filter(|rule| concerned(rule));
        if let Some(rule) = exits.filter(|rule| rule.holds(&self.contact, self.clock).holds) {
            self.note_decision(id, Decided::Exit, rule);
            self.end(id, EndReason::ExitRule);
            return true;
        }
        if self.input.historic {
            return false;
        }
        let reached = self.reached_goal(id, signal);
        if let Some(goal) = reached {
            if let Some(rule) = plan.goal(goal).and_then(Condition::rule) {
                self.note_decision(id, Decided::Goal(plan.steps[goal].node.clone()), rule);
            }
            self.jump(id, goal);
        }
        reached.is_some()
    }

    /// The first goal that is reached and was not reached before.
    pub(super) fn reached_goal(
        &self,
        id: EnrolmentId,
        signal: Option<&Signal<'_>>,
    ) -> Option<usize> {
        let (enrolment, flow) = self.moving(id)?;
        let plan = &flow.plan;
        let is_reached = |goal: &usize| {
            let Some(condition) = plan.goal(*goal) else { return false };
            if enrolment.goals.contains(&plan.steps[*goal].node) {
                return false;
            }
            let heard = signal.is_some_and(|signal| condition.hears(signal));
            let holds = |rule: &crate::rule::Compiled| {
                signal.is_none_or(|signal| concerns(rule, signal))
                    && rule.holds(&self.contact, self.clock).holds
            };
            heard || condition.rule().is_some_and(holds)
        };
        plan.goals.iter().copied().find(is_reached)
    }

    /// Whether this would end a wait.
    pub(super) fn is_awaited(&self, signal: &Signal<'_>) -> bool {
        let hears = |enrolment: &Enrolment| {
            let flow = self.catalog.flow(&enrolment.flow, enrolment.version)?;
            match &flow.plan.steps[*flow.plan.by_node.get(&enrolment.node)?].part {
                Part::Step(step) if enrolment.wait.is_some() => step.hears(signal),
                _ => None,
            }
        };
        self.contact.enrolments.iter().any(|enrolment| hears(enrolment).is_some())
    }

    /// Resumes a wait that this ends, or notes that it came while the flow is paused.
    fn hear(&mut self, id: EnrolmentId, signal: &Signal<'_>) {
        let Some(enrolment) = self.contact.enrolments.iter().find(|enrolment| enrolment.id == id)
        else {
            return;
        };
        if enrolment.wait.is_none() {
            return;
        }
        let Some(flow) = self.catalog.flow(&enrolment.flow, enrolment.version) else { return };
        let Some(Part::Step(step)) =
            flow.plan.by_node.get(&enrolment.node).map(|at| &flow.plan.steps[*at].part)
        else {
            return;
        };
        let holds = |rule: &crate::rule::Compiled| {
            concerns(rule, signal) && rule.holds(&self.contact, self.clock).holds
        };
        let by_rule = step.awaits().filter(|(rule, _)| holds(rule)).map(|(_, port)| port);
        let Some(port) = step.hears(signal).or(by_rule) else { return };
        if flow.state == FlowState::Active {
            self.resume(id, port);
        } else if flow.state == FlowState::Paused {
            self.note_heard(id);
        }
    }

    fn note_heard(&mut self, id: EnrolmentId) {
        let clock = self.clock;
        let wait = self.enrolment_mut(id).and_then(|enrolment| enrolment.wait.as_mut());
        let Some(wait) = wait.filter(|wait| wait.heard.is_none()) else { return };
        wait.heard = Some(clock);
        let cause = Cause { step: self.step_ref(id), ..self.cause.clone() };
        self.because(cause, |turn| turn.record(FactBody::Heard));
    }

    pub(super) fn enrolment_mut(&mut self, id: EnrolmentId) -> Option<&mut Enrolment> {
        self.contact.enrolments.iter_mut().find(|enrolment| enrolment.id == id)
    }

    pub(super) fn step_ref(&self, id: EnrolmentId) -> Option<StepRef> {
        let enrolment = self.contact.enrolments.iter().find(|enrolment| enrolment.id == id)?;
        Some(StepRef {
            flow: enrolment.flow.clone(),
            version: enrolment.version,
            enrolment: id,
            node: enrolment.node.clone(),
        })
    }

    /// Begins the enrolments whose trigger matches; of one flow, the first in document order.
    fn enrol_by(&mut self, signal: &Signal<'_>) {
        let catalog = self.catalog;
        let mut matching: Vec<(usize, usize)> = signal
            .keys()
            .iter()
            .flat_map(|key| catalog.listeners(key))
            .copied()
            .filter(|(flow, step)| {
                let Part::Trigger(trigger) = &catalog.flows[*flow].plan.steps[*step].part else {
                    return false;
                };
                trigger.matches(signal, &self.contact)
            })
            .collect();
        matching.sort_unstable();
        matching.dedup_by_key(|(flow, _)| *flow);
        for (flow, step) in matching {
            self.enrol(&catalog.flows[flow], step, signal);
        }
    }

    /// Enters the flows whose publishers wanted those who were in a trigger's segment already.
    pub(super) fn enter_as_member(&mut self, known: u64) {
        let catalog = self.catalog;
        let takes_in = |flow: &&LiveFlow| {
            flow.members_since > known && flow.current && flow.state == FlowState::Active
        };
        for flow in catalog.flows.iter().filter(takes_in) {
            let segment_of = |step: &usize| match &flow.plan.steps[*step].part {
                Part::Trigger(trigger) => match trigger.listens() {
                    Listen::SegmentEntered(segment) => Some((*step, segment)),
                    _ => None,
                },
                _ => None,
            };
            let mut triggers = flow.plan.triggers.iter().filter_map(segment_of);
            let member = triggers.find(|(_, segment)| self.contact.segments.contains_key(segment));
            if let Some((step, segment)) = member {
                let body = FactBody::SegmentEntered { segment, initial: false };
                self.enrol(flow, step, &Signal::Fact(&body));
            }
        }
    }

    fn enrol(&mut self, flow: &'a LiveFlow, trigger: usize, signal: &Signal<'_>) {
        let key = match key_of(flow, signal) {
            Ok(key) => key,
            Err(why) => {
                let flow = flow.plan.flow.clone();
                return self.record(FactBody::Refused { flow, why });
            }
        };
        if !self.started.insert((flow.plan.flow.clone(), key.clone()))
            || !self.may_enter(flow, key.as_deref())
        {
            return;
        }
        self.begin(flow, trigger, key, deal_of(signal));
    }

    /// Begins an enrolment at a trigger, whoever asked for it.
    fn begin(
        &mut self,
        flow: &'a LiveFlow,
        trigger: usize,
        key: Option<String>,
        deal: Option<DealId>,
    ) {
        self.note_entry(flow, key.as_deref());
        let id = EnrolmentId(self.next_own_id());
        self.contact.enrolments.push(Enrolment {
            id,
            flow: flow.plan.flow.clone(),
            version: flow.version,
            key: key.clone(),
            entered_at: self.clock,
            node: flow.plan.steps[trigger].node.clone(),
            since: self.clock,
            wait: None,
            deal,
            goals: Default::default(),
        });
        let cause = Cause { step: self.step_ref(id), ..self.cause.clone() };
        self.because(cause, |turn| turn.record(FactBody::Enrolled { key }));
        self.run(id, 0);
    }

    /// Begins an enrolment that somebody who tries the flow out asks for.
    pub fn enter_at(&mut self, flow: &'a LiveFlow, trigger: usize) {
        self.begin(flow, trigger, None, None);
    }

    fn may_enter(&self, flow: &LiveFlow, key: Option<&str>) -> bool {
        let same =
            |inside: &Enrolment| inside.flow == flow.plan.flow && inside.key.as_deref() == key;
        let is_inside = self.contact.enrolments.iter().any(same);
        let last = self.last_entry(flow, key);
        match flow.plan.reentry {
            Reentry::Once => last.is_none(),
            Reentry::WhenNotInside => !is_inside,
            Reentry::EveryTime => true,
            Reentry::OncePer(span) => {
                !is_inside && last.is_none_or(|last| last + span <= self.clock)
            }
        }
    }

    fn last_entry(&self, flow: &LiveFlow, key: Option<&str>) -> Option<Timestamp> {
        let entries = self.contact.entries.get(&flow.plan.flow)?;
        match key {
            Some(key) => entries.keys.get(key).copied(),
            None => Some(entries.last),
        }
    }

    fn note_entry(&mut self, flow: &LiveFlow, key: Option<&str>) {
        let entries = self.contact.entries.entry(flow.plan.flow.clone()).or_default();
        entries.count += 1;
        entries.last = self.clock;
        let limits_by_key = matches!(flow.plan.reentry, Reentry::Once | Reentry::OncePer(_));
        if let Some(key) = key.filter(|_| limits_by_key) {
            entries.keys.insert(key.to_owned(), self.clock);
        }
    }
}

/// The key that the event gives, where the flow asks for one.
fn key_of(flow: &LiveFlow, signal: &Signal<'_>) -> Result<Option<String>, String> {
    let Some(key) = &flow.plan.key else { return Ok(None) };
    let seen: Option<&Seen<'_>> = match signal {
        Signal::Event(seen) => Some(seen),
        Signal::Fact(_) => None,
    };
    let value = seen.and_then(|seen| seen.property(key.property.as_str()));
    match value {
        Some(serde_json::Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
        Some(serde_json::Value::Number(number)) => Ok(Some(number.to_string())),
        _ => Err(format!(
            "The event has no `{}`, by which this flow tells enrolments apart.",
            key.property
        )),
    }
}

/// The deal that started the enrolment: its steps are about that one.
const fn deal_of(signal: &Signal<'_>) -> Option<DealId> {
    match signal {
        Signal::Fact(FactBody::DealCreated { deal }) => Some(deal.id),
        Signal::Fact(FactBody::DealMoved { deal, .. }) => Some(*deal),
        _ => None,
    }
}
