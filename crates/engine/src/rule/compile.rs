//! From the document of a rule to what is evaluated: checked, folded, with every question about
//! what a contact did turned into the id of a behaviour.
//!
//! Compiling does not stop at the first problem, so that the one who wrote the rule sees all of
//! them at once. The limits are there because a rule is evaluated again and again for every
//! contact: they bound the stack, the work and the memory of one evaluation. Whether a segment or
//! a pipeline that a rule names exists is asked by who knows the others (the catalog), not here.

use jiff::tz::TimeZone;
use runnel_model::{
    BehaviourId, Category, Comparison, DealTest, EventMatch, FlowId, FlowTest, IfNever,
    LifecycleStage, PipelineId, PropertyCondition, Question, Rule, SegmentId, Span, Tag,
};

use super::Problem;
use super::calendar::ZONE;
use super::dates::AskedDate;
use super::distinct::{AskedDistinct, needed};
use super::filled_in::FilledIn;
use super::local_time::AskedTime;
use super::matching::Match;
use super::needs::Needs;
use super::number::{AskedNumber, Taken};
use super::reads::Reads;
use super::sequence::AskedSequence;
use super::test_value::Condition;

/// The deepest nesting of all, any and not.
const DEPTH_MAX: usize = 32;
/// The most conditions in one rule, those on events included.
const CONDITIONS_MAX: usize = 1_000;
/// The highest number that a count within a window compares with: each contact keeps that many
/// times of it.
pub(super) const COUNT_MAX: i64 = 1_000;

/// A rule ready to be evaluated.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// As it was written, for explanations.
    pub(super) rule: Box<Rule>,
    pub(super) root: Node,
    reads: Reads,
    time_dependent: bool,
}

/// One part of a rule, in the shape of the document.
#[derive(Clone, Debug)]
pub(super) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Property(Condition),
    Company(Condition),
    FilledIn(FilledIn),
    Date(AskedDate),
    LocalTime(AskedTime),
    Tag(Tag),
    Score {
        category: Option<Category>,
        points: Comparison,
    },
    Stage(Vec<LifecycleStage>),
    Segment(SegmentId),
    Deal {
        pipeline: Option<PipelineId>,
        is: DealTest,
    },
    Flow {
        flow: FlowId,
        is: FlowTest,
    },
    /// Ever; never is a count of none.
    Count {
        of: BehaviourId,
        times: Comparison,
    },
    CountWithin {
        of: BehaviourId,
        times: Comparison,
        within_ms: i64,
    },
    Number(AskedNumber),
    Distinct(AskedDistinct),
    Sequence(AskedSequence),
    LastOccurred {
        of: BehaviourId,
        more_than_ago_ms: i64,
        if_never: IfNever,
    },
}

impl Compiled {
    /// Compiles a rule and adds what must be kept for it to `needs`; or says all that is wrong
    /// with it, and `needs` stays as it was.
    ///
    /// Contacts without a zone of their own are taken to be in UTC.
    pub fn compile(rule: &Rule, needs: &mut Needs) -> Result<Self, Vec<Problem>> {
        Self::compile_in(&TimeZone::UTC, rule, needs)
    }

    /// The same, where contacts without a zone of their own are taken to be in this one.
    pub fn compile_in(
        zone: &TimeZone,
        rule: &Rule,
        needs: &mut Needs,
    ) -> Result<Self, Vec<Problem>> {
        let mut compiler = Compiler::new(zone.clone());
        match compiler.node(rule, 1) {
            Some(root) if compiler.problems.is_empty() => {
                needs.absorb(compiler.needs);
                let Compiler { reads, time_dependent, .. } = compiler;
                Ok(Self { rule: Box::new(rule.clone()), root, reads, time_dependent })
            }
            _ => Err(compiler.problems),
        }
    }

    /// What it reads of a contact.
    pub const fn reads(&self) -> &Reads {
        &self.reads
    }

    /// Whether it asks for the time or day at a contact's place.
    pub fn reads_zone(&self) -> bool {
        self.reads.properties.contains(ZONE)
    }

    /// Whether its answer can change by time alone.
    pub const fn is_time_dependent(&self) -> bool {
        self.time_dependent
    }
}

/// What is collected on the way through a rule. Whatever returns `None` has added a problem.
pub(super) struct Compiler {
    pub(super) problems: Vec<Problem>,
    pub(super) needs: Needs,
    pub(super) reads: Reads,
    conditions: usize,
    pub(super) time_dependent: bool,
    /// Of contacts without one.
    pub(super) zone: TimeZone,
}

impl Compiler {
    pub(super) fn new(zone: TimeZone) -> Self {
        Self {
            problems: Vec::new(),
            needs: Needs::default(),
            reads: Reads::default(),
            conditions: 0,
            time_dependent: false,
            zone,
        }
    }

    fn node(&mut self, rule: &Rule, depth: usize) -> Option<Node> {
        if depth > DEPTH_MAX {
            return self.refuse_once(too_deep());
        }
        Some(match rule {
            Rule::All(rules) => Node::All(self.nodes(rules, depth)?),
            Rule::Any(rules) => Node::Any(self.nodes(rules, depth)?),
            Rule::Not(rule) => Node::Not(Box::new(self.node(rule, depth + 1)?)),
            Rule::Property(condition) => Node::Property(self.property(condition)?),
            Rule::Company(condition) => Node::Company(self.company(condition)?),
            Rule::FilledIn { of, is } => Node::FilledIn(self.filled_in(of, *is)?),
            Rule::Anniversary { property, is } => Node::Date(self.anniversary(property, *is)?),
            Rule::Date { property, is } => Node::Date(self.date(property, *is)?),
            Rule::LocalTime(asked) => Node::LocalTime(self.local_time(asked)?),
            Rule::Tag(tag) => self.tag(tag)?,
            Rule::Score { category, points } => self.score(category.as_ref(), *points)?,
            Rule::Stage(stages) => self.stage(stages)?,
            Rule::Segment(segment) => self.segment(segment)?,
            Rule::Deal { pipeline, is } => self.deal(pipeline.as_ref(), is)?,
            Rule::Flow { flow, is } => self.flow(flow, is)?,
            Rule::Count { of, times, within } => self.count(of, *times, *within)?,
            Rule::Sum(asked) => Node::Number(self.number(asked, Taken::Sum)?),
            Rule::Min(asked) => Node::Number(self.number(asked, Taken::Min)?),
            Rule::Max(asked) => Node::Number(self.number(asked, Taken::Max)?),
            Rule::Distinct { of, property, is, within } => {
                Node::Distinct(self.distinct(of, property, *is, *within)?)
            }
            Rule::Sequence { first, then, at_most, within } => {
                Node::Sequence(self.sequence(first, then, *at_most, *within)?)
            }
            Rule::Never(of) => self.ever(of, Comparison::Exactly(0))?,
            Rule::LastOccurred { of, more_than_ago, if_never } => {
                self.last_occurred(of, *more_than_ago, *if_never)?
            }
        })
    }

    /// All parts are compiled even after one was refused, to find their problems, too.
    fn nodes(&mut self, rules: &[Rule], depth: usize) -> Option<Vec<Node>> {
        if rules.is_empty() {
            self.count_condition()?;
        }
        let nodes: Vec<_> = rules.iter().map(|rule| self.node(rule, depth + 1)).collect();
        nodes.into_iter().collect()
    }

    fn property(&mut self, condition: &PropertyCondition) -> Option<Condition> {
        self.reads.properties.insert(condition.name.clone());
        self.condition(condition)
    }

    fn company(&mut self, condition: &PropertyCondition) -> Option<Condition> {
        self.reads.company = true;
        self.condition(condition)
    }

    fn tag(&mut self, tag: &Tag) -> Option<Node> {
        self.count_condition()?;
        self.reads.tags.insert(tag.clone());
        Some(Node::Tag(tag.clone()))
    }

    fn score(&mut self, category: Option<&Category>, points: Comparison) -> Option<Node> {
        self.count_condition()?;
        self.reads.scores.insert(category.cloned());
        Some(Node::Score { category: category.cloned(), points })
    }

    fn stage(&mut self, stages: &[LifecycleStage]) -> Option<Node> {
        self.count_condition()?;
        self.reads.stage = true;
        if stages.is_empty() {
            return self.refuse(no_stage("The lifecycle stage"));
        }
        Some(Node::Stage(stages.to_vec()))
    }

    fn segment(&mut self, segment: &SegmentId) -> Option<Node> {
        self.count_condition()?;
        self.reads.segments.insert(segment.clone());
        Some(Node::Segment(segment.clone()))
    }

    fn deal(&mut self, pipeline: Option<&PipelineId>, is: &DealTest) -> Option<Node> {
        self.count_condition()?;
        self.reads.deals = true;
        if matches!(is, DealTest::InStage(stages) if stages.is_empty()) {
            return self.refuse(no_stage("The stage of a deal"));
        }
        Some(Node::Deal { pipeline: pipeline.cloned(), is: is.clone() })
    }

    fn flow(&mut self, flow: &FlowId, is: &FlowTest) -> Option<Node> {
        self.count_condition()?;
        self.reads.flows.insert(flow.clone());
        Some(Node::Flow { flow: flow.clone(), is: is.clone() })
    }

    fn count(&mut self, of: &EventMatch, times: Comparison, within: Option<Span>) -> Option<Node> {
        let sensible = self.check_count(of, times);
        let node = match within {
            None => self.ever(of, times),
            Some(within) => self.within(of, times, within),
        };
        sensible.and(node)
    }

    fn ever(&mut self, of: &EventMatch, times: Comparison) -> Option<Node> {
        Some(Node::Count { of: self.behaviour(of, 0)?, times })
    }

    fn within(&mut self, of: &EventMatch, times: Comparison, within: Span) -> Option<Node> {
        self.time_dependent = true;
        let within = self.span(within);
        let keep = self.keep(of, times);
        let of = self.behaviour(of, keep.unwrap_or(0));
        keep.and(Some(Node::CountWithin { of: of?, times, within_ms: within?.as_ms() }))
    }

    fn last_occurred(&mut self, of: &EventMatch, ago: Span, if_never: IfNever) -> Option<Node> {
        self.time_dependent = true;
        self.reads.created |= if_never == IfNever::SinceCreated;
        let ago = self.span(ago);
        let of = self.behaviour(of, 0);
        Some(Node::LastOccurred { of: of?, more_than_ago_ms: ago?.as_ms(), if_never })
    }

    fn behaviour(&mut self, of: &EventMatch, keep: usize) -> Option<BehaviourId> {
        self.ask(Question::Times(of.clone()), keep)
    }

    pub(super) fn event(&mut self, of: &EventMatch) -> Option<Match> {
        let conditions: Vec<_> = of.conditions.iter().map(|one| self.condition(one)).collect();
        let conditions = conditions.into_iter().collect::<Option<_>>()?;
        Some(Match { event: of.event.clone(), conditions })
    }

    fn condition(&mut self, condition: &PropertyCondition) -> Option<Condition> {
        self.count_condition()?;
        match Condition::compile(condition) {
            Ok(compiled) => Some(compiled),
            Err(problem) => self.refuse(problem),
        }
    }

    pub(super) fn count_condition(&mut self) -> Option<()> {
        self.conditions += 1;
        if self.conditions > CONDITIONS_MAX {
            return self.refuse_once(too_many_conditions());
        }
        Some(())
    }

    /// A comparison that every number from 0 on passes, or none, is a mistake in writing.
    pub(super) fn check_count(&mut self, of: &EventMatch, times: Comparison) -> Option<()> {
        let pointless = match times {
            Comparison::AtLeast(n) | Comparison::LessThan(n) => n <= 0,
            Comparison::MoreThan(n) | Comparison::AtMost(n) | Comparison::Exactly(n) => n < 0,
        };
        if pointless {
            return self.refuse(pointless_count(of));
        }
        Some(())
    }

    /// How many times to keep.
    fn keep(&mut self, of: &EventMatch, times: Comparison) -> Option<usize> {
        if times.bound() > COUNT_MAX {
            return self.refuse(too_many_to_keep(of));
        }
        Some(needed(times))
    }

    pub(super) fn span(&mut self, span: Span) -> Option<Span> {
        match span.as_ms() {
            0 => self.refuse(span_empty()),
            ms if ms > Span::MAX_MS => self.refuse(span_too_long(span)),
            _ => Some(span),
        }
    }

    pub(super) fn refuse<T>(&mut self, problem: Problem) -> Option<T> {
        self.problems.push(problem);
        None
    }

    /// For what would be said a thousand times.
    pub(super) fn refuse_once<T>(&mut self, problem: Problem) -> Option<T> {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
        None
    }
}

fn too_deep() -> Problem {
    Problem::new(
        "rule_too_deep",
        format!("The rule is nested more than {DEPTH_MAX} levels deep."),
        "Move an inner part into a segment and ask whether the contact is in it.",
    )
    .with("max", DEPTH_MAX)
}

fn too_many_conditions() -> Problem {
    Problem::new(
        "rule_too_large",
        format!("The rule has more than {CONDITIONS_MAX} conditions."),
        "Use one condition with several values, or move a part into a segment.",
    )
    .with("max", CONDITIONS_MAX)
}

fn too_many_to_keep(of: &EventMatch) -> Problem {
    Problem::new(
        "count_too_high",
        format!("`{}` is counted beyond {COUNT_MAX} within a window.", of.event),
        format!("Compare with at most {COUNT_MAX}, or count without a window: that has no limit."),
    )
    .with("event", of.event.to_string())
    .with("max", COUNT_MAX)
}

fn pointless_count(of: &EventMatch) -> Problem {
    Problem::new(
        "count_pointless",
        format!("How often `{}` happened cannot change the answer.", of.event),
        "Compare with a number that a count can both reach and miss, such as at least 1.",
    )
    .with("event", of.event.to_string())
}

fn span_empty() -> Problem {
    Problem::new("span_empty", "The length of time is 0.", "Write a length of time above 0.")
}

fn span_too_long(span: Span) -> Problem {
    Problem::new(
        "span_too_long",
        format!("{span} is longer than ten years."),
        "Write at most ten years, or count without a window.",
    )
    .with("span", span.to_string())
}

fn no_stage(what: &str) -> Problem {
    Problem::new(
        "list_empty",
        format!("{what} is to be one of several, but none is listed."),
        "List at least one stage.",
    )
    .with("name", what)
}
