//! Runs scenarios: the engine in virtual time, one contact, no loops and no database.

use runnel_engine::{Catalog, Scope, check_segments, compile};
use runnel_model::{
    CatalogDocument, Contact, ContactId, Diagnostic, Effect, EngineLimits, Fact, FlowState,
    InputBody, PublishedFlow, PublishedSegment, Span, Timestamp,
};

use super::expect::{Came, show};
use super::report::Timeline;
use super::{FlowFile, Scenario, ScenarioResult, StartingContact, Step};
use crate::drive::{Applied, Drive};

/// When every scenario begins: a Monday, 09:00 UTC.
const START: Timestamp = Timestamp::from_ms(1_767_603_600_000);

/// Before the flow is published; what a starting contact has, it has since then.
const BEFORE: Span = Span::Days(1);

/// More wakes than this before one step mean that the contact asks for them without end.
const WAKES_MAX: usize = 10_000;

/// All that is wrong with the flow and the segments of a file, warnings included.
pub fn diagnostics(file: &FlowFile) -> Vec<Diagnostic> {
    let document = published(file);
    let scope = Scope::of(&document);
    let mut diagnostics = check_segments(&document.segments, &scope);
    diagnostics.extend(compile(&file.flow, &scope).1);
    diagnostics
}

/// Runs every scenario of a file. If the flow cannot be published, none passes, and each says why.
pub fn run(file: &FlowFile) -> Vec<ScenarioResult> {
    let catalogs = Catalog::compile(unpublished(file))
        .and_then(|before| Ok((before, Catalog::compile(published(file))?)));
    let scenarios = file.scenarios.iter();
    match catalogs {
        Ok((before, catalog)) => {
            scenarios.map(|scenario| Run::new(file, &catalog).scenario(scenario, &before)).collect()
        }
        Err(problems) => scenarios.map(|scenario| not_run(scenario, &problems)).collect(),
    }
}

fn not_run(scenario: &Scenario, problems: &[Diagnostic]) -> ScenarioResult {
    let say = |problem: &Diagnostic| {
        let node = problem.node.as_ref().map(|node| format!("`{node}`: ")).unwrap_or_default();
        format!("the flow cannot be published: {node}{}", problem.message)
    };
    ScenarioResult {
        name: scenario.name.clone(),
        passed: false,
        differences: problems.iter().map(say).collect(),
        timeline: Vec::new(),
    }
}

/// The catalog before the file's flow is published: nothing but pipelines.
fn unpublished(file: &FlowFile) -> CatalogDocument {
    CatalogDocument {
        version: 1,
        sweep: 1,
        flows: Vec::new(),
        segments: Vec::new(),
        models: Vec::new(),
        pipelines: file.pipelines(),
        zone: Default::default(),
        behaviours: Vec::new(),
        limits: EngineLimits::default(),
    }
}

/// The catalog of the next moment. So a starting contact is in its segments from the beginning,
/// and nothing starts because of it, just as when a flow is published for real.
fn published(file: &FlowFile) -> CatalogDocument {
    let flow = PublishedFlow {
        version: 1,
        since: 2,
        state: FlowState::Active,
        current: true,
        migrations: Default::default(),
        members_since: 0,
        document: file.flow.clone(),
    };
    let segments = file.segments.iter().cloned();
    let segments = segments.map(|document| PublishedSegment {
        version: 1,
        since: 2,
        starts_flows: false,
        document,
    });
    CatalogDocument {
        version: 2,
        sweep: 2,
        flows: vec![flow],
        segments: segments.collect(),
        ..unpublished(file)
    }
}

struct Run<'a> {
    file: &'a FlowFile,
    catalog: &'a Catalog,
    drive: Drive,
    facts: Vec<Fact>,
    effects: Vec<Effect>,
    timeline: Timeline,
    differences: Vec<String>,
}

impl<'a> Run<'a> {
    fn new(file: &'a FlowFile, catalog: &'a Catalog) -> Self {
        Self {
            file,
            catalog,
            drive: Drive::new(Contact::new(ContactId(1), START), START),
            facts: Vec::new(),
            effects: Vec::new(),
            timeline: Timeline::new(START),
            differences: Vec::new(),
        }
    }

    fn scenario(mut self, scenario: &Scenario, before: &Catalog) -> ScenarioResult {
        if let Some(start) = &scenario.contact {
            self.prepare(start, before);
        }
        for (at, step) in scenario.steps.iter().enumerate() {
            self.step(at, step);
        }
        let differences = scenario.expect.differences(self.came(0, 0));
        self.differences.extend(differences);
        ScenarioResult {
            name: scenario.name.clone(),
            passed: self.differences.is_empty(),
            differences: self.differences,
            timeline: self.timeline.lines,
        }
    }

    /// Makes the starting contact, then publishes.
    fn prepare(&mut self, start: &StartingContact, before: &Catalog) {
        let since = START - BEFORE;
        self.drive = Drive::new(Contact::new(ContactId(1), since), since);
        self.drive.prepare(start, before);
        self.drive.now = START;
        self.drive.apply(InputBody::Wake, Vec::new(), self.catalog);
    }

    fn step(&mut self, at: usize, step: &Step) {
        let (facts, effects) = (self.facts.len(), self.effects.len());
        let until = step.after.map_or(self.drive.now, |span| self.drive.now + span);
        self.let_time_pass(until);
        match step.input(&self.drive.contact, &self.effects) {
            Ok(Some(body)) => {
                self.timeline.say(self.drive.now, &show(&body));
                self.apply(body);
            }
            Ok(None) => {}
            Err(why) => self.differences.push(format!("step {}: {why}", at + 1)),
        }
        if let Some(expect) = &step.expect {
            let differences = expect.differences(self.came(facts, effects));
            let named = differences.into_iter().map(|one| format!("after step {}: {one}", at + 1));
            self.differences.extend(named);
        }
    }

    fn came(&self, facts: usize, effects: usize) -> Came<'_> {
        Came {
            flow: &self.file.flow.id,
            contact: &self.drive.contact,
            facts: &self.facts[facts..],
            effects: &self.effects[effects..],
        }
    }

    /// Wakes the contact at each time that it asks for, up to and including `until`.
    fn let_time_pass(&mut self, until: Timestamp) {
        for _ in 0..WAKES_MAX {
            let Some(at) = self.drive.next_wake(until) else {
                self.drive.now = until;
                return;
            };
            self.drive.now = at;
            self.timeline.say(at, "the time has come");
            self.apply(InputBody::Wake);
        }
        self.drive.now = until;
        self.differences.push(format!("the contact asked to be woken more than {WAKES_MAX} times"));
    }

    fn apply(&mut self, body: InputBody) {
        let Applied { facts, effects, .. } = self.drive.apply(body, Vec::new(), self.catalog);
        self.timeline.facts(&facts);
        self.facts.extend(facts);
        self.effects.extend(effects);
    }
}
