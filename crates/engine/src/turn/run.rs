//! A token walks: until it waits, ends or fails.

use runnel_model::{EndReason, EnrolmentId, FactBody, NodeId, Timestamp, Wait};

use super::{Cause, Turn, Walk};
use crate::catalog::LiveFlow;
use crate::kind::{Next, Part, Port};
use crate::tried::Decided;

/// Where a step left its token.
enum Stop {
    /// It leaves through this port.
    At(Port),
    /// It stays, or the enrolment is over.
    Here,
}

impl<'a> Turn<'a> {
    /// Ends a wait: the token leaves through a port.
    pub(super) fn resume(&mut self, id: EnrolmentId, port: Port) {
        let Some(enrolment) = self.enrolment_mut(id) else { return };
        enrolment.wait = None;
        if let Some((enrolment, flow)) = self.moving(id)
            && let Some(at) = flow.plan.by_node.get(&enrolment.node)
            && let Part::Step(part) = &flow.plan.steps[*at].part
        {
            let cause = Cause { step: self.step_ref(id), ..self.cause.clone() };
            self.because(cause, |turn| part.resume(&mut Walk::new(turn, id, flow, *at), port));
        }
        self.run(id, port);
    }

    /// Ends a wait for something that did not come about.
    pub(super) fn resume_failed(&mut self, id: EnrolmentId, why: &str) {
        let Some((enrolment, flow)) = self.moving(id) else { return };
        let Some(at) = flow.plan.by_node.get(&enrolment.node) else { return };
        let port = flow.plan.steps[*at].failed();
        let cause = Cause { step: self.step_ref(id), ..self.cause.clone() };
        self.because(cause, |turn| turn.record(FactBody::StepFailed { why: why.to_owned() }));
        self.resume(id, port);
    }

    /// Takes the token to a goal and on from there.
    pub(super) fn jump(&mut self, id: EnrolmentId, goal: usize) {
        let Some((_, flow)) = self.moving(id) else { return };
        let node = flow.plan.steps[goal].node.clone();
        let cause = Cause { step: self.step_ref(id), ..self.cause.clone() };
        self.place(id, node.clone());
        self.note_goal(id, node.clone());
        self.because(cause, |turn| turn.record(FactBody::GoalReached { goal: node }));
        self.run(id, 0);
    }

    /// A goal is reached once: the token jumps to it no more.
    fn note_goal(&mut self, id: EnrolmentId, goal: NodeId) {
        let Some(enrolment) = self.enrolment_mut(id) else { return };
        if enrolment.goals.insert(goal) {
            let flow = enrolment.flow.clone();
            self.contact.entries.entry(flow).or_default().goals += 1;
        }
    }

    /// Ends the enrolment.
    pub(super) fn end(&mut self, id: EnrolmentId, reason: EndReason) {
        let cause = Cause { step: self.step_ref(id), ..self.cause.clone() };
        if let Some(step) = cause.step.as_ref().filter(|_| reason == EndReason::Finished) {
            self.contact.entries.entry(step.flow.clone()).or_default().finished += 1;
        }
        self.contact.enrolments.retain(|enrolment| enrolment.id != id);
        self.because(cause, |turn| turn.record(FactBody::Ended { reason }));
    }

    /// Lets the token leave its step through a port, and go on as far as it gets.
    pub(super) fn run(&mut self, id: EnrolmentId, port: Port) {
        let mut port = port;
        while let Some((_, flow)) = self.moving(id) {
            let Some(step) = self.leave(id, flow, port) else { return };
            if self.exits_before_step(id) {
                return;
            }
            match self.enter(id, flow, step) {
                Stop::At(next) => port = next,
                Stop::Here => return,
            }
        }
    }

    /// Moves the token along the wire of a port. None if there is none: the flow is finished.
    fn leave(&mut self, id: EnrolmentId, flow: &'a LiveFlow, port: Port) -> Option<usize> {
        let from = *flow.plan.by_node.get(&self.moving(id)?.0.node)?;
        let step = &flow.plan.steps[from];
        let to = step.next.get(port).copied().flatten();
        let name = step.ports.get(port).copied().unwrap_or("next").to_owned();
        let cause = Cause { step: self.step_ref(id), ..self.cause.clone() };
        let node = to.map(|to| flow.plan.steps[to].node.clone());
        let stepped = FactBody::Stepped { port: name, to: node.clone() };
        let ends = node.is_none();
        if let Some(node) = node {
            self.place(id, node);
        }
        self.because(cause, |turn| turn.record(stepped));
        if ends {
            self.end(id, EndReason::Finished);
        }
        to
    }

    fn place(&mut self, id: EnrolmentId, node: NodeId) {
        let clock = self.clock;
        if let Some(enrolment) = self.enrolment_mut(id) {
            enrolment.node = node;
            enrolment.since = clock;
            enrolment.wait = None;
        }
    }

    /// Exit rules and goals are looked at before each step.
    fn exits_before_step(&mut self, id: EnrolmentId) -> bool {
        self.exit_or_jump(id, None)
    }

    fn enter(&mut self, id: EnrolmentId, flow: &'a LiveFlow, step: usize) -> Stop {
        if !self.passed.insert((id, step)) {
            let why =
                "The contact came to this step a second time without a wait in between.".to_owned();
            self.end(id, EndReason::Failed { why });
            return Stop::Here;
        }
        let cause = Cause { step: self.step_ref(id), ..self.cause.clone() };
        self.because(cause, |turn| match &flow.plan.steps[step].part {
            Part::Step(part) => {
                if let Some(rule) = part.asks() {
                    turn.note_decision(id, Decided::Step, rule);
                }
                let next = part.enter(&mut Walk::new(turn, id, flow, step));
                turn.follow(id, flow, step, next)
            }
            Part::Goal(_) => {
                turn.note_goal(id, flow.plan.steps[step].node.clone());
                Stop::At(0)
            }
            // The compiler lets no wire lead to a trigger.
            Part::Trigger(_) => Stop::At(0),
        })
    }

    /// Lets a step begin its wait anew, as if it had when the token came there.
    pub(super) fn wait_since(
        &mut self,
        id: EnrolmentId,
        flow: &'a LiveFlow,
        step: usize,
        since: Timestamp,
    ) {
        let now = std::mem::replace(&mut self.clock, since);
        let next = match &flow.plan.steps[step].part {
            Part::Step(part) => part.enter(&mut Walk::new(self, id, flow, step)),
            _ => Next::Go(0),
        };
        self.clock = now;
        let cause = Cause { step: self.step_ref(id), ..self.cause.clone() };
        let stop = self.because(cause, |turn| turn.follow(id, flow, step, next));
        if let Stop::At(port) = stop {
            self.run(id, port);
        }
    }

    fn follow(&mut self, id: EnrolmentId, flow: &LiveFlow, step: usize, next: Next) -> Stop {
        match next {
            Next::Go(port) => Stop::At(port),
            Next::Wait(wait) => {
                self.wait(id, wait);
                Stop::Here
            }
            Next::End(reason) => {
                self.end(id, reason);
                Stop::Here
            }
            Next::Fail(why) => {
                self.record(FactBody::StepFailed { why });
                Stop::At(flow.plan.steps[step].failed())
            }
        }
    }

    fn wait(&mut self, id: EnrolmentId, wait: Wait) {
        let due = wait.due;
        if let Some(enrolment) = self.enrolment_mut(id) {
            enrolment.wait = Some(wait);
        }
        self.record(FactBody::Waiting { due });
    }
}
