//! Invariant 4: what an enrolment did is a path in the graph of its version, each step with one
//! cause; and it stands where that path ends.

use std::collections::{BTreeMap, BTreeSet};

use runnel_engine::{Role, kinds};
use runnel_model::{EnrolmentId, Fact, FactBody, Flow, NodeId, StepRef};

use super::{Case, Difference, Entry, Log};

const INVARIANT: u8 = 4;

/// Follows every enrolment through the log.
pub fn paths(case: Case) -> Vec<Difference> {
    let mut walk = Walk { case, places: BTreeMap::new(), over: BTreeSet::new(), found: Vec::new() };
    // Who became part of this contact may have brought enrolments that go on here.
    case.absorbed.iter().chain([case.log]).for_each(|log| walk.log(log));
    walk.compare();
    walk.found
}

struct Walk<'a> {
    case: Case<'a>,
    places: BTreeMap<EnrolmentId, NodeId>,
    over: BTreeSet<EnrolmentId>,
    found: Vec<Difference>,
}

impl<'a> Walk<'a> {
    fn log(&mut self, log: &'a Log) {
        let active = log.baseline.iter().flat_map(|state| &state.enrolments);
        self.places.extend(active.map(|one| (one.id, one.node.clone())));
        log.entries.iter().for_each(|entry| self.entry(entry));
    }

    fn entry(&mut self, entry: &'a Entry) {
        for (ordinal, fact) in entry.facts.iter().enumerate() {
            if fact.after.is_some_and(|after| after as usize >= ordinal) {
                self.differ(format!(
                    "fact {ordinal} of {} follows from one that came later",
                    entry.input.id
                ));
            }
            let Some(step) = &fact.step else { continue };
            match self.flow(entry, step) {
                Some(flow) => self.fact(entry, flow, step, fact),
                None => self.differ(format!(
                    "catalog {} has no version {} of flow `{}`",
                    entry.catalog_version, step.version, step.flow
                )),
            }
        }
    }

    fn flow(&self, entry: &Entry, step: &StepRef) -> Option<&'a Flow> {
        let catalog = self.case.catalogs.get(&entry.catalog_version)?;
        let mut flows = catalog.document().flows.iter();
        flows
            .find(|flow| *flow.id() == step.flow && flow.version == step.version)
            .map(|flow| &flow.document)
    }

    fn fact(&mut self, entry: &Entry, flow: &Flow, step: &StepRef, fact: &Fact) {
        if matches!(fact.body, FactBody::Enrolled { .. }) {
            return self.begin(flow, step);
        }
        let place = self.places.get(&step.enrolment);
        if place != Some(&step.node) {
            let what = match place {
                Some(place) => format!(
                    "{} acted at `{}` while it stood at `{place}`",
                    step.enrolment, step.node
                ),
                None => {
                    format!("{} acted at `{}` while it was not active", step.enrolment, step.node)
                }
            };
            self.differ(what);
        }
        match &fact.body {
            FactBody::Stepped { port, to } => self.move_on(flow, step, port, to.as_ref()),
            FactBody::GoalReached { goal } => {
                if role(flow, goal) != Some(Role::Goal) {
                    self.differ(format!("{} jumped to `{goal}`, which is no goal", step.enrolment));
                }
                self.places.insert(step.enrolment, goal.clone());
            }
            FactBody::Migrated { to } => self.migrate(entry, step, *to),
            FactBody::Ended { .. } => {
                self.places.remove(&step.enrolment);
                self.over.insert(step.enrolment);
            }
            _ => {}
        }
    }

    /// The path goes on in another version, from the same step.
    fn migrate(&mut self, entry: &Entry, step: &StepRef, to: u32) {
        let flow = self.flow(entry, &StepRef { version: to, ..step.clone() });
        if !flow.is_some_and(|flow| flow.nodes.iter().any(|node| node.id == step.node)) {
            self.differ(format!(
                "{} was taken to version {to} of `{}`, which has no step `{}`",
                step.enrolment, step.flow, step.node
            ));
        }
    }

    fn begin(&mut self, flow: &Flow, step: &StepRef) {
        if self.over.contains(&step.enrolment) || self.places.contains_key(&step.enrolment) {
            self.differ(format!("{} began twice", step.enrolment));
        }
        if role(flow, &step.node) != Some(Role::Trigger) {
            self.differ(format!(
                "{} began at `{}`, which is no trigger",
                step.enrolment, step.node
            ));
        }
        self.places.insert(step.enrolment, step.node.clone());
    }

    fn move_on(&mut self, flow: &Flow, step: &StepRef, port: &str, to: Option<&NodeId>) {
        let wire = flow.edges.iter().find(|edge| edge.from == step.node && edge.port == port);
        if wire.map(|edge| &edge.to) != to {
            let (from, to) = (&step.node, to.map_or("nowhere", NodeId::as_str));
            self.differ(format!(
                "{} went from `{from}` by `{port}` to `{to}`; no wire does",
                step.enrolment
            ));
        }
        if let Some(to) = to {
            self.places.insert(step.enrolment, to.clone());
        }
    }

    fn compare(&mut self) {
        let active = self.case.contact.enrolments.iter();
        let state: BTreeMap<_, _> = active.map(|one| (one.id, one.node.clone())).collect();
        if self.places != state {
            let log = &self.places;
            self.differ(format!("by the log it stands at {log:?}, by the state at {state:?}"));
        }
        let rows: BTreeMap<_, _> = self.case.rows.enrolments.iter().cloned().collect();
        if rows != state {
            self.differ(format!("by the table it stands at {rows:?}, by the state at {state:?}"));
        }
    }

    fn differ(&mut self, what: String) {
        self.found.push(self.case.differ(INVARIANT, what));
    }
}

fn role(flow: &Flow, node: &NodeId) -> Option<Role> {
    let node = flow.nodes.iter().find(|one| one.id == *node)?;
    kinds().iter().find(|kind| kind.name == node.kind).map(|kind| kind.role)
}
