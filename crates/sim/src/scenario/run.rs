//! Runs scenarios: the engine in virtual time, one contact, no loops and no database.

use runnel_engine::{Catalog, Scope, advance, check_segments, compile};
use runnel_model::{
    CatalogDocument, Contact, ContactId, DealStatus, Diagnostic, Edit, Effect, EngineLimits, Event,
    EventId, Fact, FlowState, IdentityKey, Input, InputBody, Outcome, Properties, PublishedFlow,
    PublishedSegment, Span, Timestamp,
};

use super::expect::{Came, show};
use super::report::Timeline;
use super::{Change, FlowFile, Scenario, ScenarioResult, StartingContact, StartingDeal, Step};

/// When every scenario begins: a Monday, 09:00 UTC.
const START: Timestamp = Timestamp::from_ms(1_767_603_600_000);

/// Before the flow is published; what a starting contact has, it has since then.
const BEFORE: Span = Span::Days(1);

/// More wakes than this before one step mean that the contact asks for them without end.
const WAKES_MAX: usize = 10_000;

/// All that is wrong with the flow and the segments of a file, warnings included.
pub fn diagnostics(file: &FlowFile) -> Vec<Diagnostic> {
    let CatalogDocument { segments, pipelines, .. } = published(file);
    let named =
        |segment: &PublishedSegment| (segment.document.id.clone(), segment.document.name.clone());
    let scope = Scope {
        segments: segments.iter().map(named).collect(),
        pipelines: pipelines.into_iter().map(|pipeline| (pipeline.id.clone(), pipeline)).collect(),
    };
    let mut diagnostics = check_segments(&segments, &scope);
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
        pipelines: file.pipelines(),
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
        document: file.flow.clone(),
    };
    let segments = file.segments.iter().cloned();
    let segments = segments.map(|document| PublishedSegment { version: 1, since: 2, document });
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
    contact: Contact,
    now: Timestamp,
    inputs: u128,
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
            contact: Contact::new(ContactId(1), START),
            now: START,
            inputs: 0,
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

    /// Makes the starting contact by the same inputs that would make it, then publishes.
    fn prepare(&mut self, start: &StartingContact, before: &Catalog) {
        self.contact = Contact::new(ContactId(1), START - BEFORE);
        let attached = attached(start);
        for (at, body) in inputs_of(start).into_iter().enumerate() {
            let attached = if at == 0 { attached.clone() } else { Vec::new() };
            let input = self.input(START - BEFORE, body, attached);
            let contact = std::mem::replace(&mut self.contact, Contact::new(ContactId(1), START));
            self.contact = advance(contact, &input, before, START - BEFORE).contact;
        }
        self.apply(InputBody::Wake, Vec::new());
        self.facts.clear();
        self.effects.clear();
        self.timeline.lines.clear();
    }

    fn step(&mut self, at: usize, step: &Step) {
        let (facts, effects) = (self.facts.len(), self.effects.len());
        let until = step.after.map_or(self.now, |span| self.now + span);
        self.let_time_pass(until);
        match self.body(step) {
            Ok(Some(body)) => {
                self.timeline.say(self.now, &show(&body));
                self.apply(body, Vec::new());
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
            contact: &self.contact,
            facts: &self.facts[facts..],
            effects: &self.effects[effects..],
        }
    }

    /// Wakes the contact at each time that it asks for, up to and including `until`.
    fn let_time_pass(&mut self, until: Timestamp) {
        for _ in 0..WAKES_MAX {
            let Some(at) = self.contact.wake_at.filter(|at| *at <= until) else {
                self.now = until;
                return;
            };
            self.now = self.now.max(at);
            self.timeline.say(self.now, "the time has come");
            self.apply(InputBody::Wake, Vec::new());
        }
        self.now = until;
        self.differences.push(format!("the contact asked to be woken more than {WAKES_MAX} times"));
    }

    fn apply(&mut self, body: InputBody, attached: Vec<IdentityKey>) {
        let input = self.input(self.now, body, attached);
        let contact = std::mem::replace(&mut self.contact, Contact::new(ContactId(1), START));
        let Outcome { contact, facts, effects } = advance(contact, &input, self.catalog, self.now);
        self.contact = contact;
        self.timeline.facts(&facts);
        self.facts.extend(facts);
        self.effects.extend(effects);
    }

    fn input(&mut self, at: Timestamp, body: InputBody, attached: Vec<IdentityKey>) -> Input {
        self.inputs += 1;
        Input {
            id: EventId::new(at, self.inputs),
            source: None,
            occurred_at: at,
            accepted_at: at,
            historic: false,
            attached,
            body,
        }
    }

    /// The input of a step; none if only time passes.
    fn body(&self, step: &Step) -> Result<Option<InputBody>, &'static str> {
        if let Some(name) = &step.event {
            let properties = Properties::from_map(&step.properties);
            return Ok(Some(InputBody::Event(Event { name: name.clone(), properties })));
        }
        if let Some(properties) = &step.identify {
            let properties = properties.clone().into_iter().collect();
            return Ok(Some(InputBody::Identify { properties, fill_only: false }));
        }
        if let Some(change) = &step.change {
            return self.edit(change).map(by_hand).map(Some);
        }
        let Some(answer) = &step.answer else { return Ok(None) };
        let asked = self.effects.iter().rev().find(|effect| effect.answer);
        let asked = asked.ok_or("nothing was asked that waits for an answer")?;
        Ok(Some(InputBody::Answer {
            effect: asked.id,
            enrolment: asked.step.enrolment,
            delivered: answer.delivered,
            why: answer.why.clone(),
        }))
    }

    fn edit(&self, change: &Change) -> Result<Edit, &'static str> {
        Ok(match change.clone() {
            Change::AddTag(tag) => Edit::AddTag(tag),
            Change::RemoveTag(tag) => Edit::RemoveTag(tag),
            Change::AdjustScore { points, category, reason } => {
                Edit::AdjustScore { category, points, reason }
            }
            Change::SetStage(stage) => Edit::SetStage(stage),
            Change::CreateDeal(deal) => create(&deal),
            Change::MoveDeal { pipeline, stage } => {
                let mut newest_first = self.contact.deals.iter().rev();
                let deal = newest_first
                    .find(|deal| deal.pipeline == pipeline && deal.status == DealStatus::Open)
                    .ok_or("the contact has no open deal to move")?;
                Edit::MoveDeal { deal: deal.id, stage }
            }
        })
    }
}

fn attached(start: &StartingContact) -> Vec<IdentityKey> {
    let user = start.user_id.clone().map(IdentityKey::UserId);
    let email = start.email.clone().map(IdentityKey::Email);
    user.into_iter().chain(email).collect()
}

/// What would have happened to somebody who is now as `start` says.
fn inputs_of(start: &StartingContact) -> Vec<InputBody> {
    let properties = start.properties.clone().into_iter().map(|(name, value)| (name, Some(value)));
    let identify = InputBody::Identify { properties: properties.collect(), fill_only: false };
    let general = start.score.map(|points| (Default::default(), points));
    let scores = start.scores.clone().into_iter().chain(general);
    let scores = scores.map(|(category, points)| Edit::AdjustScore {
        category,
        points,
        reason: "Before this scenario".into(),
    });
    let tags = start.tags.iter().cloned().map(Edit::AddTag);
    let stage = start.stage.map(Edit::SetStage);
    let deals = start.deals.iter().map(create);
    let edits = tags.chain(scores).chain(stage).chain(deals);
    std::iter::once(identify).chain(edits.map(by_hand)).collect()
}

fn create(deal: &StartingDeal) -> Edit {
    let StartingDeal { name, pipeline, stage } = deal.clone();
    Edit::CreateDeal { name, pipeline, stage, amount: None }
}

fn by_hand(edit: Edit) -> InputBody {
    InputBody::Edit { by: "scenario".into(), edit }
}
