//! Everything published, compiled once per publication: what `advance` reads.
//!
//! All that can be decided when something is published is decided here, so that an event costs
//! the same with one flow as with a thousand: indexes lead from an event's name, a tag, a
//! property straight to what reacts to it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use runnel_model::{
    BehaviourId, CatalogDocument, Contact, Diagnostic, EngineLimits, EventName, Fact, FactBody,
    FlowId, FlowState, KeptBehaviour, Migrations, Pipeline, PipelineId, PublishedFlow,
    PublishedModel, PublishedSegment, Question, RowRef, SegmentId, Severity, WorkspaceZone,
};

use crate::check::{Check, Scope};
use crate::compile::compile_with;
use crate::kind::Part;
use crate::order;
use crate::plan::Plan;
use crate::rule::{Compiled, Memory, Needs, Reads, behaviour_id};
use crate::scoring::{self, LiveGroup};
use crate::signal::Listen;

/// A compiled catalog.
pub struct Catalog {
    document: CatalogDocument,
    pub(crate) flows: Vec<LiveFlow>,
    by_flow: HashMap<(FlowId, u32), usize>,
    current: HashMap<FlowId, usize>,
    pub(crate) segments: Vec<LiveSegment>,
    pub(crate) groups: Vec<LiveGroup>,
    /// All that is derived, in the order in which one may ask about another.
    pub(crate) derived: Vec<Derived>,
    /// What of it time alone can change.
    pub(crate) timed: Vec<Derived>,
    rows: HashSet<RowRef>,
    needs: Needs,
    kept: Vec<Kept>,
    by_event: HashMap<EventName, Vec<usize>>,
    readers: HashMap<ReadKey, Vec<Derived>>,
    listeners: HashMap<Listen, Vec<(usize, usize)>>,
    /// The flows that some rule asks about: elsewhere it is no news where a token stands.
    asked_flows: HashSet<FlowId>,
    pipelines: BTreeMap<PipelineId, Pipeline>,
}

/// A published version of a flow.
pub(crate) struct LiveFlow {
    pub plan: Plan,
    pub name: String,
    pub version: u32,
    pub since: u64,
    pub state: FlowState,
    pub current: bool,
    pub migrations: Migrations,
    pub members_since: u64,
}

/// What is brought up to date whenever something changes that it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derived {
    /// Whether a contact is in this segment.
    Segment(usize),
    /// The points that this group of a scoring model gives.
    Group(usize),
}

/// A published segment.
pub(crate) struct LiveSegment {
    pub id: SegmentId,
    pub since: u64,
    pub starts_flows: bool,
    pub rule: Compiled,
}

/// A behaviour that contacts' states keep.
pub(crate) struct Kept {
    pub question: Question,
    pub memory: Memory,
    /// The catalog version from which on it is kept; 0: always.
    pub since: u64,
}

impl Kept {
    /// None if the question cannot be compiled, which was reported with the rule that asks it.
    pub fn of(behaviour: KeptBehaviour) -> Option<Self> {
        let KeptBehaviour { question, keep, since } = behaviour;
        let id = behaviour_id(&question, keep);
        let memory = Memory::compile((id, &question, keep))?;
        Some(Self { question, memory, since })
    }

    /// The events that belong there, each once.
    pub fn events(&self) -> BTreeSet<EventName> {
        self.question.events().map(|of| of.event.clone()).collect()
    }
}

/// What a segment's rule reads, as the key of the index from changes to rules.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ReadKey {
    Property(runnel_model::PropertyName),
    Company,
    Tag(runnel_model::Tag),
    Score(Option<runnel_model::Category>),
    Stage,
    Segment(SegmentId),
    Deals,
    Flow(FlowId),
    Behaviour(BehaviourId),
}

impl Catalog {
    /// Compiles everything, or says all that prevents it.
    pub fn compile(document: CatalogDocument) -> Result<Self, Vec<Diagnostic>> {
        let scope = Scope::of(&document);
        let mut needs = Needs::default();
        let mut diagnostics = Vec::new();
        let mut segments =
            compile_segments(&document.segments, &scope, &mut needs, &mut diagnostics);
        let mut groups = compile_models(&document.models, &scope, &mut needs, &mut diagnostics);
        ask_anew(&document.zone, &mut segments, &mut groups);
        let flows = compile_flows(&document.flows, &scope, &mut needs, &mut diagnostics);
        let kept = kept(&needs, &document.behaviours);
        let derived = order::of(&document.segments, &document.models).unwrap_or_else(|cycle| {
            diagnostics.extend(cycle);
            Vec::new()
        });
        if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            return Err(diagnostics);
        }
        Ok(Self {
            by_flow: flows
                .iter()
                .enumerate()
                .map(|(at, flow)| ((flow.plan.flow.clone(), flow.version), at))
                .collect(),
            current: flows
                .iter()
                .enumerate()
                .filter(|(_, flow)| flow.current)
                .map(|(at, flow)| (flow.plan.flow.clone(), at))
                .collect(),
            timed: derived
                .iter()
                .copied()
                .filter(|one| match one {
                    Derived::Segment(at) => segments[*at].rule.is_time_dependent(),
                    Derived::Group(at) => groups[*at].is_time_dependent(),
                })
                .collect(),
            rows: groups.iter().flat_map(LiveGroup::rows).cloned().collect(),
            by_event: index_by(
                kept.iter()
                    .enumerate()
                    .flat_map(|(at, kept)| kept.events().into_iter().map(move |name| (name, at))),
            ),
            readers: index_by(derived.iter().flat_map(|one| match one {
                Derived::Segment(at) => read_by(segments[*at].rule.reads(), *one),
                Derived::Group(at) => {
                    let mut keys: Vec<_> =
                        groups[*at].reads().flat_map(|reads| read_by(&reads, *one)).collect();
                    keys.sort_unstable_by(|a, b| a.0.cmp(&b.0));
                    keys.dedup();
                    keys
                }
            })),
            listeners: index_by(
                flows.iter().enumerate().flat_map(|(at, flow)| triggers_of(flow, at)),
            ),
            asked_flows: asked_flows(&segments, &groups, &flows),
            pipelines: scope.pipelines,
            document,
            flows,
            segments,
            groups,
            derived,
            kept,
            needs,
        })
    }

    /// The version.
    pub const fn version(&self) -> u64 {
        self.document.version
    }

    /// The last version that concerns every contact.
    pub const fn sweep(&self) -> u64 {
        self.document.sweep
    }

    /// What it was compiled from.
    pub const fn document(&self) -> &CatalogDocument {
        &self.document
    }

    /// What rules may refer to.
    pub fn scope(&self) -> Scope {
        Scope::of(&self.document)
    }

    /// The behaviours that published rules ask about, and how much is kept of each.
    pub fn asked(&self) -> impl Iterator<Item = (BehaviourId, &Question, usize)> {
        self.needs.behaviours()
    }

    pub(crate) const fn limits(&self) -> &EngineLimits {
        &self.document.limits
    }

    pub(crate) fn flow(&self, id: &FlowId, version: u32) -> Option<&LiveFlow> {
        self.by_flow.get(&(id.clone(), version)).map(|at| &self.flows[*at])
    }

    /// The version of a flow that takes contacts in.
    pub(crate) fn current_flow(&self, id: &FlowId) -> Option<&LiveFlow> {
        self.current.get(id).map(|at| &self.flows[*at])
    }

    pub(crate) fn flow_mut(&mut self, id: &FlowId, version: u32) -> Option<&mut LiveFlow> {
        self.by_flow.get(&(id.clone(), version)).map(|at| &mut self.flows[*at])
    }

    pub(crate) fn pipeline(&self, id: &PipelineId) -> Option<&Pipeline> {
        self.pipelines.get(id)
    }

    pub(crate) fn kept_for(&self, event: &EventName) -> impl Iterator<Item = &Kept> {
        self.by_event.get(event).into_iter().flatten().map(|at| &self.kept[*at])
    }

    /// How a behaviour is kept, if it is.
    pub(crate) fn kept(&self, id: BehaviourId) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.memory.id() == id)
    }

    /// Takes from a contact what it kept of behaviours under an older catalog and the one of today
    /// does not keep, or keeps from a later version on: what was before is counted from the log.
    pub(crate) fn forget_uncounted(&self, contact: &mut Contact) {
        let known = contact.catalog_version;
        let is_kept = |id| self.kept(id).is_some_and(|kept| kept.since <= known);
        contact.behaviours.retain(|id, _| is_kept(*id));
    }

    /// Whether some rule asks how contacts stand to this flow.
    pub(crate) fn asks_about(&self, flow: &FlowId) -> bool {
        self.asked_flows.contains(flow)
    }

    /// Since which version it is as it is, and whether flows start by that.
    pub(crate) fn published(&self, one: Derived) -> (u64, bool) {
        match one {
            Derived::Segment(at) => (self.segments[at].since, self.segments[at].starts_flows),
            Derived::Group(at) => (self.groups[at].since, self.groups[at].starts_flows),
        }
    }

    /// Whether some scoring model has this row.
    pub(crate) fn has_row(&self, row: &RowRef) -> bool {
        self.rows.contains(row)
    }

    /// What reads this, in order.
    pub(crate) fn readers(&self, key: &ReadKey) -> &[Derived] {
        self.readers.get(key).map_or(&[], Vec::as_slice)
    }

    /// The triggers that listen for this: (flow, step), in order.
    pub(crate) fn listeners(&self, key: &Listen) -> &[(usize, usize)] {
        self.listeners.get(key).map_or(&[], Vec::as_slice)
    }
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalog").field("version", &self.version()).finish_non_exhaustive()
    }
}

/// Checks segments as they would be published together: rules, references, cycles.
pub fn check_segments(segments: &[PublishedSegment], scope: &Scope) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    compile_segments(segments, scope, &mut Needs::default(), &mut diagnostics);
    diagnostics.extend(order::of(segments, &[]).err().unwrap_or_default());
    diagnostics
}

/// The index keys of a change.
pub(crate) fn read_keys(fact: &Fact) -> Vec<ReadKey> {
    match &fact.body {
        FactBody::PropertyChanged { name, .. } => vec![ReadKey::Property(name.clone())],
        FactBody::CompanyChanged { .. } => vec![ReadKey::Company],
        FactBody::TagAdded { tag } | FactBody::TagRemoved { tag } => {
            vec![ReadKey::Tag(tag.clone())]
        }
        FactBody::ScoreAdjusted { category, .. } => {
            vec![ReadKey::Score(None), ReadKey::Score(Some(category.clone()))]
        }
        FactBody::StageChanged { .. } => vec![ReadKey::Stage],
        FactBody::SegmentEntered { segment, .. } | FactBody::SegmentLeft { segment, .. } => {
            vec![ReadKey::Segment(segment.clone())]
        }
        FactBody::DealCreated { .. } | FactBody::DealMoved { .. } => vec![ReadKey::Deals],
        FactBody::Enrolled { .. }
        | FactBody::Stepped { .. }
        | FactBody::Waiting { .. }
        | FactBody::GoalReached { .. }
        | FactBody::Ended { .. } => {
            fact.step.iter().map(|step| ReadKey::Flow(step.flow.clone())).collect()
        }
        _ => Vec::new(),
    }
}

fn read_by(reads: &Reads, reader: Derived) -> Vec<(ReadKey, Derived)> {
    let properties = reads.properties.iter().cloned().map(ReadKey::Property);
    let tags = reads.tags.iter().cloned().map(ReadKey::Tag);
    let scores = reads.scores.iter().cloned().map(ReadKey::Score);
    let segments = reads.segments.iter().cloned().map(ReadKey::Segment);
    let behaviours = reads.behaviours().map(ReadKey::Behaviour);
    let company = reads.company.then_some(ReadKey::Company);
    let stage = reads.stage.then_some(ReadKey::Stage);
    let deals = reads.deals.then_some(ReadKey::Deals);
    let flows = reads.flows.iter().cloned().map(ReadKey::Flow);
    let keys = properties
        .chain(tags)
        .chain(scores)
        .chain(segments)
        .chain(behaviours)
        .chain(company)
        .chain(stage)
        .chain(deals)
        .chain(flows);
    keys.map(|key| (key, reader)).collect()
}

fn asked_flows(
    segments: &[LiveSegment],
    groups: &[LiveGroup],
    flows: &[LiveFlow],
) -> HashSet<FlowId> {
    let of_segments = segments.iter().map(|segment| &segment.rule);
    let rules = of_segments.chain(flows.iter().flat_map(|flow| flow.plan.awaited()));
    let reads = rules.map(|rule| rule.reads().clone());
    reads.chain(groups.iter().flat_map(LiveGroup::reads)).flat_map(|reads| reads.flows).collect()
}

fn triggers_of(flow: &LiveFlow, at: usize) -> Vec<(Listen, (usize, usize))> {
    if !flow.current || flow.state != FlowState::Active {
        return Vec::new();
    }
    let trigger = |step: &usize| match &flow.plan.steps[*step].part {
        Part::Trigger(trigger) => Some((trigger.listens(), (at, *step))),
        _ => None,
    };
    flow.plan.triggers.iter().filter_map(trigger).collect()
}

fn index_by<K: std::hash::Hash + Eq, V>(pairs: impl Iterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    let mut index: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in pairs {
        index.entry(key).or_default().push(value);
    }
    index
}

/// What rules need, and what else is to be kept.
fn kept(needs: &Needs, told: &[KeptBehaviour]) -> Vec<Kept> {
    let told: Vec<Kept> = told.iter().cloned().filter_map(Kept::of).collect();
    let since = |id| told.iter().find(|one| one.memory.id() == id).map_or(0, |one| one.since);
    let needed: Vec<Kept> = needs
        .behaviours()
        .map(|(id, question, keep)| {
            let (question, since) = (question.clone(), since(id));
            KeptBehaviour { question, keep, since }
        })
        .filter_map(Kept::of)
        .collect();
    let others = told.into_iter().filter(|one| !needs.has(one.memory.id()));
    needed.into_iter().chain(others).collect()
}

fn compile_segments(
    segments: &[PublishedSegment],
    scope: &Scope,
    needs: &mut Needs,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<LiveSegment> {
    let mut live = Vec::with_capacity(segments.len());
    for segment in segments {
        let PublishedSegment { since, starts_flows, document, .. } = segment;
        let mut check = Check::new(scope, needs);
        check.text("name", &document.name, 200);
        if let Some(rule) = check.rule("rule", &document.rule) {
            let (id, since, starts_flows) = (document.id.clone(), *since, *starts_flows);
            live.push(LiveSegment { id, since, starts_flows, rule });
        }
        let named = check
            .diagnostics
            .into_iter()
            .map(|diagnostic| about("Segment", &document.name, diagnostic));
        diagnostics.extend(named);
    }
    live
}

/// Since the workspace is somewhere else, what asks for days and hours is another question. No flow
/// starts by the answers.
fn ask_anew(zone: &WorkspaceZone, segments: &mut [LiveSegment], groups: &mut [LiveGroup]) {
    let of_segments = segments.iter_mut().filter(|one| one.rule.reads_zone());
    let of_segments = of_segments.map(|one| (&mut one.since, &mut one.starts_flows));
    let of_groups = groups.iter_mut().filter(|one| one.reads_zone());
    let of_groups = of_groups.map(|one| (&mut one.since, &mut one.starts_flows));
    for (since, starts_flows) in of_segments.chain(of_groups) {
        if zone.since > *since {
            (*since, *starts_flows) = (zone.since, false);
        }
    }
}

fn compile_models(
    models: &[PublishedModel],
    scope: &Scope,
    needs: &mut Needs,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<LiveGroup> {
    let mut live = Vec::new();
    for model in models {
        let mut check = Check::new(scope, needs);
        live.extend(scoring::compile(model, &mut check));
        let problems = check.diagnostics.into_iter();
        diagnostics.extend(problems.map(|one| about("Scoring model", &model.document.name, one)));
    }
    live
}

fn compile_flows(
    flows: &[PublishedFlow],
    scope: &Scope,
    needs: &mut Needs,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<LiveFlow> {
    let mut sorted: Vec<&PublishedFlow> = flows.iter().collect();
    sorted.sort_by(|a, b| (a.id(), a.version).cmp(&(b.id(), b.version)));
    let mut live = Vec::with_capacity(flows.len());
    for flow in sorted {
        let PublishedFlow { version, since, state, current, migrations, members_since, document } =
            flow;
        // Nobody is inside, and what it asks about may be gone.
        if *state == FlowState::Archived {
            continue;
        }
        let (plan, problems) = compile_with(document, scope, needs);
        diagnostics.extend(
            problems.into_iter().map(|diagnostic| about("Flow", &document.name, diagnostic)),
        );
        let Some(plan) = plan else { continue };
        let name = document.name.clone();
        live.push(LiveFlow {
            plan,
            name,
            version: *version,
            since: *since,
            state: *state,
            current: *current,
            migrations: migrations.clone(),
            members_since: *members_since,
        });
    }
    live
}

fn about(what: &str, name: &str, diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic { message: format!("{what} “{name}”: {}", diagnostic.message), ..diagnostic }
}
