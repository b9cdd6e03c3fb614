//! Runs a simulation: what is to happen, wakes, and the answers that were chosen.

use std::collections::VecDeque;

use runnel_engine::{Catalog, NotForced, StepKind, enter};
use runnel_model::{
    CatalogDocument, Contact, ContactId, Effect, FlowState, InputBody, NodeId, PublishedFlow, Rule,
    SegmentId, Span, Timestamp,
};

use super::{Applied, Refusal, Simulation, Start, Subject};
use crate::drive::Drive;
use crate::scenario::Step;

/// The most things that happen in one simulation, times that have come included.
const INPUTS_MAX: usize = 2_000;
/// The most facts of one simulation.
const FACTS_MAX: usize = 20_000;
/// Since when an invented contact is known.
const BEFORE: Span = Span::Days(1);
/// The id of a contact that does not exist; those that do begin with 1.
const NOBODY: ContactId = ContactId(0);

/// What came of a simulation.
#[derive(Debug)]
pub struct Simulated {
    /// All that happened, in order.
    pub happened: Vec<Applied>,
    /// The contact at the end.
    pub contact: Contact,
    /// When the end was.
    pub ended_at: Timestamp,
    /// Why it was then.
    pub stopped: Stopped,
    /// What was published in it.
    pub catalog: Catalog,
}

/// Why a simulation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// The contact has nothing more to do.
    Settled,
    /// Time was to run no further.
    OutOfTime,
    /// More happened than one simulation can hold.
    TooMuch,
}

/// Simulates, or says why it cannot.
pub fn simulate(simulation: &Simulation) -> Result<Simulated, Refusal> {
    let catalog = simulation.catalog()?;
    let drive = simulation.subject()?;
    let mut run = Run {
        simulation,
        until: simulation.at + simulation.run_for,
        drive,
        catalog: &catalog,
        happened: Vec::new(),
        facts: 0,
    };
    let stopped = run.run()?;
    let Run { drive, happened, .. } = run;
    let last = happened.last().map_or(simulation.at, |applied| applied.input.accepted_at);
    // A wake at which nothing happened is no news to whoever looks at the end.
    let ended_at = if stopped == Stopped::Settled { last } else { drive.now };
    Ok(Simulated { happened, ended_at, contact: drive.contact, stopped, catalog })
}

impl Simulation {
    /// Everything published, with this flow as the version that takes contacts in.
    fn catalog(&self) -> Result<Catalog, Refusal> {
        let mut document = self.with_segments_held(self.published.version + 2)?;
        let id = &self.flow.id;
        document.flows.retain(|flow| flow.id() != id || flow.version != self.version);
        document
            .flows
            .iter_mut()
            .filter(|flow| flow.id() == id)
            .for_each(|old| old.current = false);
        document.flows.push(PublishedFlow {
            version: self.version,
            since: document.version,
            state: FlowState::Active,
            current: true,
            migrations: Default::default(),
            members_since: 0,
            document: self.flow.clone(),
        });
        let mut catalog = Catalog::compile(document).map_err(Refusal::Diagnostics)?;
        for (node, port) in &self.forced {
            catalog.force((id, self.version), node, port).map_err(|why| match why {
                NotForced::UnknownStep => Refusal::UnknownStep(node.clone()),
                NotForced::UnknownPort(ports) => Refusal::UnknownPort(node.clone(), ports),
            })?;
        }
        let known = |node: &&NodeId| self.flow.nodes.iter().any(|one| one.id == **node);
        match self.answers.keys().find(|node| !known(node)) {
            Some(node) => Err(Refusal::UnknownStep(node.clone())),
            None => Ok(catalog),
        }
    }

    /// What is published; the rules of segments that an invented contact is in hold always.
    fn with_segments_held(&self, version: u64) -> Result<CatalogDocument, Refusal> {
        let mut document = CatalogDocument { version, ..self.published.clone() };
        let Subject::Invented(invented) = &self.subject else { return Ok(document) };
        for id in &invented.segments {
            let held = document.segments.iter_mut().find(|segment| segment.document.id == *id);
            let unknown = |id: &SegmentId| Refusal::UnknownSegment(id.clone());
            held.ok_or_else(|| unknown(id))?.document.rule = Rule::All(Vec::new());
        }
        Ok(document)
    }

    /// The contact before anything happens. Somebody invented is made while no flow takes anybody
    /// in, so that nothing starts because of it.
    fn subject(&self) -> Result<Drive, Refusal> {
        let invented = match &self.subject {
            Subject::Known(contact) => {
                let contact = Contact::clone(contact);
                let now = contact.now.max(self.at);
                return Ok(Drive::new(contact, now));
            }
            Subject::Invented(invented) => invented,
        };
        let mut document = self.with_segments_held(self.published.version + 1)?;
        let active = |flow: &&mut PublishedFlow| flow.state == FlowState::Active;
        let active = document.flows.iter_mut().filter(active);
        active.for_each(|flow| flow.state = FlowState::Paused);
        let before = Catalog::compile(document).map_err(Refusal::Diagnostics)?;
        let since = self.at - BEFORE;
        let mut drive = Drive::new(Contact::new(NOBODY, since), since);
        drive.prepare(&(&**invented).into(), &before);
        drive.now = self.at;
        drive.apply(InputBody::Wake, Vec::new(), &before);
        Ok(drive)
    }
}

struct Run<'a> {
    simulation: &'a Simulation,
    catalog: &'a Catalog,
    drive: Drive,
    until: Timestamp,
    happened: Vec<Applied>,
    facts: usize,
}

impl Run<'_> {
    fn run(&mut self) -> Result<Stopped, Refusal> {
        // So that what follows follows from what was begun, and not from what was left undone.
        self.happen(InputBody::Wake);
        match &self.simulation.start {
            Start::Enter(node) => self.enter(node.as_ref())?,
            Start::Happenings(happenings) => {
                for (at, happening) in happenings.iter().enumerate() {
                    let step = Step::from(happening.clone());
                    let refuse = |why| Refusal::Happening(at + 1, why);
                    step.check().map_err(refuse)?;
                    let due = step.after.map_or(self.drive.now, |after| self.drive.now + after);
                    self.pass(due.min(self.until));
                    if due > self.until {
                        self.drive.now = self.until;
                    }
                    if due > self.until || self.is_full() {
                        return Ok(self.stopped());
                    }
                    let body = step.input(&self.drive.contact, &[]).map_err(refuse)?;
                    body.into_iter().for_each(|body| self.happen(body));
                }
            }
        }
        if self.drive.contact.wake_at.is_some() {
            self.pass(self.until);
        }
        Ok(self.stopped())
    }

    fn stopped(&self) -> Stopped {
        match self.drive.contact.wake_at {
            _ if self.is_full() => Stopped::TooMuch,
            None if self.drive.now < self.until => Stopped::Settled,
            _ => Stopped::OutOfTime,
        }
    }

    fn is_full(&self) -> bool {
        self.happened.len() >= INPUTS_MAX || self.facts >= FACTS_MAX
    }

    /// Wakes the contact at each time that it asks for, up to and including `until`; stops early
    /// where nothing more can happen.
    fn pass(&mut self, until: Timestamp) {
        while let Some(at) = self.drive.next_wake(until) {
            if self.is_full() {
                return;
            }
            self.drive.now = at;
            self.happen(InputBody::Wake);
        }
        let more_to_come = self.drive.contact.wake_at.is_some() || until < self.until;
        if more_to_come {
            self.drive.now = self.drive.now.max(until);
        }
    }

    fn happen(&mut self, body: InputBody) {
        let applied = self.drive.apply(body, Vec::new(), self.catalog);
        self.keep(applied);
    }

    /// Puts the contact into the flow.
    fn enter(&mut self, chosen: Option<&NodeId>) -> Result<(), Refusal> {
        let (id, version) = (&self.simulation.flow.id, self.simulation.version);
        let plan = self.catalog.plan(id, version).expect("the catalog was made with this flow");
        let first = plan.entries().into_iter().next().map(|entry| entry.node);
        let trigger = match chosen {
            Some(node) => match plan.kind_of(node) {
                None => return Err(Refusal::UnknownStep(node.clone())),
                Some(StepKind::Trigger) => node.clone(),
                Some(_) => return Err(Refusal::NotATrigger(node.clone())),
            },
            None => first.expect("a flow without a trigger does not compile"),
        };
        let input = self.drive.input(InputBody::Wake, Vec::new());
        let contact = self.drive.take_contact();
        let to = (id, version, &trigger);
        let entered = enter(contact, &input, self.catalog, to, self.drive.now);
        let (outcome, decisions) = entered.expect("it is a trigger of this flow");
        let applied = self.drive.keep(input, outcome, decisions);
        self.keep(applied);
        Ok(())
    }

    /// Notes what happened, and lets the world answer what it was asked.
    fn keep(&mut self, applied: Applied) {
        let mut asked = VecDeque::new();
        self.note(applied, &mut asked);
        while let Some(effect) = asked.pop_front() {
            if self.is_full() {
                return;
            }
            let body = self.answer(&effect);
            let applied = self.drive.apply(body, Vec::new(), self.catalog);
            self.note(applied, &mut asked);
        }
    }

    fn note(&mut self, applied: Applied, asked: &mut VecDeque<Effect>) {
        asked.extend(applied.effects.iter().filter(|effect| effect.answer).cloned());
        self.facts += applied.facts.len();
        let says_something = !matches!(applied.input.body, InputBody::Wake);
        if says_something || !applied.facts.is_empty() {
            self.happened.push(applied);
        }
    }

    fn answer(&self, effect: &Effect) -> InputBody {
        let of_this_flow = effect.step.flow == self.simulation.flow.id;
        let chosen = self.simulation.answers.get(&effect.step.node).filter(|_| of_this_flow);
        InputBody::Answer {
            effect: effect.id,
            enrolment: effect.step.enrolment,
            delivered: chosen.is_none_or(|answer| answer.delivered),
            why: chosen.map(|answer| answer.why.clone()).unwrap_or_default(),
        }
    }
}
