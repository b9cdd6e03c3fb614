//! One turn: one input applied to one contact.
//!
//! A [`Turn`] owns the contact while the input is worked off. Whatever changes goes through
//! [`Turn::record`]: it writes the fact, brings the segments that read it up to date *before*
//! anybody looks again, and puts the reaction to it on the agenda. Reactions queue; nothing else
//! does. The files, in the order things happen:
//!
//! - `time`: what has become due or true since the contact was last looked at
//! - `apply`: what the input itself changes
//! - `changes`: the changes there are, one function each
//! - `derive`: segments
//! - `react`: exits and goals, waits, new enrolments
//! - `run`: a token walks
//! - `walk`: what a step may see and do

mod apply;
mod changes;
mod derive;
mod migrate;
mod react;
mod run;
mod time;
mod walk;

use std::collections::{HashSet, VecDeque};

use runnel_model::{
    Contact, Effect, EnrolmentId, Fact, FactBody, FlowId, Input, Ordinal, Outcome, StepRef,
    Timestamp,
};

use crate::catalog::Catalog;
use crate::rule::{Compiled, Seen};
use crate::tried::{Decided, Decision};

pub(crate) use walk::Walk;

/// One input being applied to one contact.
pub(crate) struct Turn<'a> {
    catalog: &'a Catalog,
    input: &'a Input,
    /// The input's event, if it is one; parsed when somebody looks inside.
    seen: Option<Seen<'a>>,
    contact: Contact,
    /// The time at which what is recorded now is true. Never falls.
    clock: Timestamp,
    facts: Vec<Fact>,
    effects: Vec<Effect>,
    agenda: VecDeque<Reaction>,
    cause: Cause,
    /// The earliest time at which a segment looked at in this turn may change by itself.
    until: Option<Timestamp>,
    /// The steps that each token passed: a second pass within one input is a runaway loop.
    passed: HashSet<(EnrolmentId, usize)>,
    /// The flows entered: one input starts one enrolment per flow and key.
    started: HashSet<(FlowId, Option<String>)>,
    /// What is recorded now is about a new rule, not about the contact.
    initial: bool,
    /// Why each rule decided as it did; kept only for those who ask.
    decisions: Option<Vec<Decision>>,
}

/// Something that exits, goals, waits and triggers are still to be asked about.
#[derive(Clone, Copy)]
enum Reaction {
    /// The input's own event.
    Event,
    /// A fact of this turn.
    Fact(Ordinal),
}

/// Why what is recorded now is so.
#[derive(Clone, Default)]
struct Cause {
    step: Option<StepRef>,
    after: Option<Ordinal>,
}

impl<'a> Turn<'a> {
    pub fn new(contact: Contact, input: &'a Input, catalog: &'a Catalog) -> Self {
        let seen = match &input.body {
            runnel_model::InputBody::Event(event) => Some(Seen::new(event)),
            _ => None,
        };
        Self {
            catalog,
            input,
            seen,
            clock: contact.now,
            contact,
            facts: Vec::new(),
            effects: Vec::new(),
            agenda: VecDeque::new(),
            cause: Cause::default(),
            until: None,
            passed: HashSet::new(),
            started: HashSet::new(),
            initial: false,
            decisions: None,
        }
    }

    /// Keeps the reasons of what is decided from now on.
    pub fn keep_decisions(&mut self) {
        self.decisions = Some(Vec::new());
    }

    /// Keeps why a rule decided what it did about an enrolment, if anybody asks.
    fn note_decision(&mut self, id: EnrolmentId, about: Decided, rule: &Compiled) {
        let Some(step) = self.step_ref(id).filter(|_| self.decisions.is_some()) else { return };
        let explanation = rule.explain(&self.contact, self.clock);
        let decision = Decision { at: self.clock, step, about, explanation };
        self.decisions.iter_mut().for_each(|kept| kept.push(decision.clone()));
    }

    /// Writes down a change, and brings up to date whatever reads it.
    fn record(&mut self, body: FactBody) {
        let ordinal = self.facts.len() as Ordinal;
        let Cause { step, after } = self.cause.clone();
        let is_news =
            is_news(&body) || step.as_ref().is_some_and(|step| self.catalog.asks_about(&step.flow));
        let historic = self.input.historic;
        self.facts.push(Fact { at: self.clock, body, step, after, historic });
        if is_news {
            self.agenda.push_back(Reaction::Fact(ordinal));
            self.derive_from(ordinal);
        }
    }

    /// Runs `work` with another cause for what it records.
    fn because<T>(&mut self, cause: Cause, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.cause, cause);
        let result = work(self);
        self.cause = before;
        result
    }

    /// A number for a new enrolment, deal or task.
    fn next_own_id(&mut self) -> i64 {
        self.contact.ordinals += 1;
        self.contact.id.own(self.contact.ordinals)
    }

    /// Ends the turn. `all`: look at every rule that time can change, not just at those that
    /// were touched; needed whenever the time that was asked for has come.
    pub fn settle(mut self, all: bool) -> (Outcome, Vec<Decision>) {
        if all {
            self.until = None;
            self.refresh_timed();
            self.react();
        } else {
            let asked = self.contact.wake_at.filter(|at| *at > self.clock);
            self.until = Timestamp::earliest(self.until, asked);
        }
        let flows = Timestamp::earliest(self.next_due(), self.next_by_rule());
        self.contact.wake_at = Timestamp::earliest(self.until, flows);
        self.contact.now = self.clock;
        let decisions = self.decisions.unwrap_or_default();
        (Outcome { contact: self.contact, facts: self.facts, effects: self.effects }, decisions)
    }

    /// Ends the turn of a contact at which the engine panicked: without evaluating a rule again.
    pub fn finish_without_looking(mut self) -> Outcome {
        self.contact.wake_at = self.next_due().map(|due| due.max(self.clock));
        self.contact.now = self.clock;
        Outcome { contact: self.contact, facts: self.facts, effects: self.effects }
    }
}

/// Whether anything can react to a fact. What an enrolment does by itself is news only if some
/// rule asks about its flow.
const fn is_news(body: &FactBody) -> bool {
    !matches!(
        body,
        FactBody::Enrolled { .. }
            | FactBody::Stepped { .. }
            | FactBody::Waiting { .. }
            | FactBody::Heard
            | FactBody::Migrated { .. }
            | FactBody::GoalReached { .. }
            | FactBody::Ended { .. }
            | FactBody::Refused { .. }
            | FactBody::StepFailed { .. }
            | FactBody::EffectQueued { .. }
            | FactBody::Stopped { .. }
    )
}
