//! What a node kind may ask while its settings are checked, and where its problems go.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use runnel_model::{
    Activity, CatalogDocument, Category, ClassId, Criterion, Diagnostic, EventMatch, FlowId,
    FlowTest, ModelId, NodeId, Pipeline, PipelineId, PropertyTest, Rule, ScoreClass, ScoringModel,
    ScoringRow, SegmentId, Severity, Span, StageId,
};

use crate::rule::{Compiled, Match, Needs, Problem, Tally, zone};

/// What a flow may refer to.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The published segments, with their names.
    pub segments: BTreeMap<SegmentId, String>,
    /// The pipelines.
    pub pipelines: BTreeMap<PipelineId, Pipeline>,
    /// The published flows, with the steps of all versions.
    pub flows: BTreeMap<FlowId, BTreeSet<NodeId>>,
    /// The scoring models.
    pub models: BTreeMap<ModelId, ScoringModel>,
    /// Where contacts are who do not say so.
    pub zone: TimeZone,
}

impl Default for Scope {
    fn default() -> Self {
        Self {
            segments: BTreeMap::new(),
            pipelines: BTreeMap::new(),
            flows: BTreeMap::new(),
            models: BTreeMap::new(),
            zone: TimeZone::UTC,
        }
    }
}

impl Scope {
    /// All that is published. Of a flow that was deleted only those versions are left that
    /// somebody is still to leave, and none is the current one.
    pub fn of(document: &CatalogDocument) -> Self {
        let current = document.flows.iter().filter(|flow| flow.current);
        let current: BTreeSet<&FlowId> = current.map(|flow| flow.id()).collect();
        let segments = document.segments.iter().map(|segment| &segment.document);
        let mut flows: BTreeMap<FlowId, BTreeSet<NodeId>> = BTreeMap::new();
        let flows_there = document.flows.iter().filter(|flow| current.contains(flow.id()));
        for flow in flows_there.map(|flow| &flow.document) {
            let steps = flow.nodes.iter().map(|node| node.id.clone());
            flows.entry(flow.id.clone()).or_default().extend(steps);
        }
        Self {
            segments: segments.map(|one| (one.id.clone(), one.name.clone())).collect(),
            pipelines: document.pipelines.iter().map(|one| (one.id.clone(), one.clone())).collect(),
            flows,
            models: document
                .models
                .iter()
                .map(|one| (one.document.id.clone(), one.document.clone()))
                .collect(),
            zone: zone_of(document),
        }
    }
}

impl Scope {
    /// A class of a scoring model.
    pub fn class(&self, model: &ModelId, class: &ClassId) -> Option<&ScoreClass> {
        self.models.get(model)?.classes.iter().find(|one| one.id == *class)
    }
}

/// The workspace's zone.
pub(crate) fn zone_of(document: &CatalogDocument) -> TimeZone {
    zone(&document.zone.name).unwrap_or(TimeZone::UTC)
}

/// Something that a document means by its id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// A segment.
    Segment(SegmentId),
    /// A flow.
    Flow(FlowId),
    /// A pipeline.
    Pipeline(PipelineId),
    /// A stage of a pipeline.
    Stage(PipelineId, StageId),
    /// A scoring model.
    Model(ModelId),
    /// A class of a scoring model.
    Class(ModelId, ClassId),
}

impl Reference {
    /// Whether it is there.
    pub fn is_in(&self, scope: &Scope) -> bool {
        let pipeline = |id| scope.pipelines.get(id);
        match self {
            Self::Segment(id) => scope.segments.contains_key(id),
            Self::Flow(id) => scope.flows.contains_key(id),
            Self::Pipeline(id) => pipeline(id).is_some(),
            Self::Model(id) => scope.models.contains_key(id),
            Self::Class(id, class) => scope.class(id, class).is_some(),
            Self::Stage(id, stage) => pipeline(id).is_some_and(|one| one.stage(stage).is_some()),
        }
    }
}

/// What a rule refers to.
pub fn references_of_rule(rule: &Rule) -> BTreeSet<Reference> {
    let (scope, mut needs) = (Scope::default(), Needs::default());
    let mut check = Check::new(&scope, &mut needs);
    check.rule("rule", rule);
    check.references.into_iter().map(|(reference, _)| reference).collect()
}

/// What a scoring model refers to.
pub fn references_of_model(model: &ScoringModel) -> BTreeSet<Reference> {
    let rule = |row: &ScoringRow| match &row.when {
        Criterion::While(rule) => references_of_rule(rule),
        Criterion::Each(_) => BTreeSet::new(),
    };
    model.rows().flat_map(rule).collect()
}

/// Collects the problems of one document, and what it refers to.
pub(crate) struct Check<'a> {
    pub scope: &'a Scope,
    pub needs: &'a mut Needs,
    pub diagnostics: Vec<Diagnostic>,
    /// With the steps that do; without one: the document as a whole.
    pub references: Vec<(Reference, Option<NodeId>)>,
    node: Option<NodeId>,
}

impl<'a> Check<'a> {
    pub const fn new(scope: &'a Scope, needs: &'a mut Needs) -> Self {
        Self { scope, needs, diagnostics: Vec::new(), references: Vec::new(), node: None }
    }

    /// Problems reported from now on are about this node.
    pub fn at(&mut self, node: Option<&NodeId>) {
        self.node = node.cloned();
    }

    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    pub fn error(
        &mut self,
        code: &str,
        field: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report(Severity::Error, code, field, message.into(), help.into())
    }

    pub fn warning(
        &mut self,
        code: &str,
        field: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report(Severity::Warning, code, field, message.into(), help.into())
    }

    fn report(
        &mut self,
        severity: Severity,
        code: &str,
        field: &str,
        message: String,
        help: String,
    ) -> &mut Diagnostic {
        let field = (!field.is_empty()).then(|| field.to_owned());
        let code = code.to_owned();
        self.diagnostics.push(Diagnostic {
            code,
            severity,
            node: self.node.clone(),
            field,
            message,
            help,
            values: BTreeMap::new(),
        });
        self.diagnostics.last_mut().expect("it was just reported")
    }

    /// Notes what is referred to, and whether it is there.
    fn refers(&mut self, reference: Reference) -> bool {
        let there = reference.is_in(self.scope);
        self.references.push((reference, self.node.clone()));
        there
    }

    fn problems(&mut self, field: &str, problems: Vec<Problem>) {
        for problem in problems {
            self.error(problem.code, field, problem.message, problem.help).values = problem.values;
        }
    }

    /// Compiles a rule and checks what it refers to.
    pub fn rule(&mut self, field: &str, rule: &Rule) -> Option<Compiled> {
        rule.visit(&mut |inner| match inner {
            Rule::Segment(id) => self.segment(field, id),
            Rule::Flow { flow, is } => self.flow(field, flow, is),
            Rule::Deal { pipeline: Some(pipeline), is } => {
                self.pipeline(field, pipeline);
                if let runnel_model::DealTest::InStage(stages) = is {
                    stages.iter().for_each(|stage| self.stage(field, pipeline, stage));
                }
            }
            _ => {}
        });
        match Compiled::compile_in(&self.scope.zone, rule, self.needs) {
            Ok(compiled) => Some(compiled),
            Err(problems) => {
                self.problems(field, problems);
                None
            }
        }
    }

    /// Compiles how many events count.
    pub fn tally(&mut self, field: &str, asked: &Activity) -> Option<Tally> {
        match Tally::compile(asked, self.needs) {
            Ok(compiled) => Some(compiled),
            Err(problems) => {
                self.problems(field, problems);
                None
            }
        }
    }

    /// Compiles what is asked of an event.
    pub fn event(&mut self, field: &str, of: &EventMatch) -> Option<Match> {
        match Match::compile(of) {
            Ok(compiled) => Some(compiled),
            Err(problems) => {
                self.problems(field, problems);
                None
            }
        }
    }

    /// Checks that a segment exists.
    pub fn segment(&mut self, field: &str, id: &SegmentId) {
        if !self.refers(Reference::Segment(id.clone())) {
            let message = format!("There is no segment `{id}`.");
            self.error(
                "unknown_segment",
                field,
                message,
                "Choose a segment that exists, or create it first.",
            )
            .with("segment", id.as_str());
        }
    }

    /// Checks that a flow exists, and the step of it that is asked about. A step may come and go
    /// with the versions of its flow, which is no reason to refuse them.
    fn flow(&mut self, field: &str, id: &FlowId, is: &FlowTest) {
        if !self.refers(Reference::Flow(id.clone())) {
            let message = format!("There is no published flow `{id}`.");
            let help = "Choose a flow that is published, or publish it first.";
            self.error("unknown_flow", field, message, help).with("flow", id.as_str());
            return;
        }
        if let FlowTest::WaitsAt(step) = is
            && !self.scope.flows[id].contains(step)
        {
            let message = format!("The flow `{id}` has no step `{step}`.");
            self.warning("unknown_step", field, message, "Choose a step of the flow.")
                .with("flow", id.as_str())
                .with("step", step.as_str());
        }
    }

    /// Checks that a pipeline exists.
    pub fn pipeline(&mut self, field: &str, id: &PipelineId) {
        if !self.refers(Reference::Pipeline(id.clone())) {
            let message = format!("There is no pipeline `{id}`.");
            self.error("unknown_pipeline", field, message, "Choose a pipeline that exists.")
                .with("pipeline", id.as_str());
        }
    }

    /// Checks that a pipeline has a stage.
    pub fn stage(&mut self, field: &str, pipeline: &PipelineId, stage: &StageId) {
        let there = self.refers(Reference::Stage(pipeline.clone(), stage.clone()));
        let Some(known) = self.scope.pipelines.get(pipeline) else { return };
        if !there {
            let stages: Vec<_> = known.stages.iter().map(|stage| stage.id.as_str()).collect();
            let message = format!("The pipeline `{}` has no stage `{stage}`.", known.name);
            self.error(
                "unknown_stage",
                field,
                message,
                format!("Choose one of: {}.", stages.join(", ")),
            )
            .with("pipeline", pipeline.as_str())
            .with("stage", stage.as_str())
            .with("stages", stages);
        }
    }

    /// The class of a scoring model, and the score that it looks at.
    pub fn class(
        &mut self,
        field: &str,
        model: &ModelId,
        class: &ClassId,
    ) -> Option<(Option<Category>, i64)> {
        if !self.refers(Reference::Model(model.clone())) {
            let message = format!("There is no scoring model `{model}`.");
            self.error("unknown_model", field, message, "Choose a scoring model that exists.")
                .with("model", model.as_str());
            return None;
        }
        if !self.refers(Reference::Class(model.clone(), class.clone())) {
            let message = format!("The scoring model `{model}` has no class `{class}`.");
            self.error("unknown_class", field, message, "Choose one of its classes.")
                .with("model", model.as_str())
                .with("class", class.as_str());
            return None;
        }
        let from = self.scope.class(model, class)?.from;
        Some((self.scope.models.get(model)?.class_of.clone(), from))
    }

    /// Checks that a span is neither nothing nor absurd.
    pub fn span(&mut self, field: &str, span: Span) {
        if span.as_ms() <= 0 || span.as_ms() > Span::MAX_MS {
            let help = "Choose a time of at least one second and at most ten years.";
            self.error(
                "span_out_of_range",
                field,
                format!("A wait of {span} is not possible."),
                help,
            )
            .with("span", span.to_string());
        }
    }

    /// Checks that a text is there and not too long.
    pub fn text(&mut self, field: &str, text: &str, bytes_max: usize) {
        if text.trim().is_empty() {
            self.error(
                "empty_text",
                field,
                format!("`{field}` is empty."),
                "Write something there.",
            );
        } else if text.len() > bytes_max {
            let message = format!("`{field}` has {} bytes; {bytes_max} are possible.", text.len());
            self.error("text_too_long", field, message, "Make it shorter.")
                .with("bytes", text.len())
                .with("bytes_max", bytes_max);
        }
    }

    /// The count of an event that a trigger wants: *the third time*.
    pub fn nth(&mut self, field: &str, times: Option<u64>) {
        if times == Some(0) {
            self.error(
                "times_is_zero",
                field,
                "The 0th time never comes.",
                "Count from 1, or leave it empty.",
            );
        }
    }

    /// An event with one more condition on its properties, as the triggers with a short form have.
    pub fn event_where(
        name: runnel_model::EventName,
        property: &str,
        test: Option<&PropertyTest>,
    ) -> EventMatch {
        let condition = |test: &PropertyTest| runnel_model::PropertyCondition {
            name: runnel_model::PropertyName::parse(property)
                .expect("the kinds name plain properties"),
            test: test.clone(),
        };
        EventMatch { event: name, conditions: test.map(condition).into_iter().collect() }
    }
}
