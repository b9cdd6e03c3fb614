//! Why a rule holds or does not: the same tree, with what each part found.
//!
//! There is no second evaluator: every verdict in here is that of [`Compiled::holds`] for that
//! part, put together by the same `join`. Unlike it, an explanation stops nowhere: who asks *why*
//! wants to see the parts as well that no longer mattered. Names and sentences are for whoever
//! shows it; here are values.

use runnel_model::{
    Comparison, Contact, Deal, Entries, LifecycleStage, NodeId, PropertyName, PropertyTest, Rule,
    Timestamp, Value,
};

use super::compile::{Compiled, Node};
use super::dates::Day;
use super::evaluate::{Verdict, Window, behaviour, counts_from, join, total};
use super::local_time::Clock;
use super::number::Taking;

/// One part of a rule, and why it holds or does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Whether it holds, and until when that is sure.
    pub verdict: Verdict,
    /// The part, in the shape of the document.
    pub clause: Clause,
}

/// A part of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// Every one must hold.
    All(Vec<Explanation>),
    /// One must hold.
    Any(Vec<Explanation>),
    /// The inner one must not hold.
    Not(Box<Explanation>),
    /// A question about the contact.
    Asked {
        /// As it was written; never all, any or not.
        rule: Rule,
        /// What the answer was made of.
        found: Found,
        /// By how much a number that was found would have to rise (negative: fall) for this to
        /// hold. None: it holds, or it is no matter of degree.
        missing: Option<f64>,
    },
}

/// What a question found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// The value of the property; none: it has none.
    Property(Option<Value>),
    /// Those of the properties that are filled in.
    FilledIn(Vec<PropertyName>),
    /// The day that a property means.
    Day(Day),
    /// What time it is at the contact's place.
    Clock(Clock),
    /// Since when the contact carries the tag; none: it does not.
    Tag(Option<Timestamp>),
    /// The points.
    Score(i64),
    /// The lifecycle stage.
    Stage(Option<LifecycleStage>),
    /// Since when the contact is in the segment; none: it is not.
    Segment(Option<Timestamp>),
    /// The contact's deals in the pipelines that are meant, oldest first.
    Deals(Vec<Deal>),
    /// How the contact stands to the flow.
    Flow {
        /// The steps it is at now, one for each enrolment.
        at: Vec<NodeId>,
        /// What it has behind it there.
        past: Entries,
    },
    /// How often it happened, ever or within the window.
    Times {
        /// How often.
        times: i64,
        /// It may have been more often: not more of its times are kept than the rules need.
        or_more: bool,
    },
    /// What numbers of events come to.
    Number(Taking),
    /// How many different values there are.
    Values {
        /// How many.
        values: i64,
        /// There may be more: not more are kept than the rules need.
        or_more: bool,
    },
    /// One thing and then another.
    Sequence {
        /// When the pair began that began last, whether that lies within the window or not. None:
        /// there is none.
        began: Option<Timestamp>,
        /// When that happened which comes first, if what comes then would still be in time.
        open: Option<Timestamp>,
    },
    /// The last time.
    Last {
        /// When it happened; none: never.
        at: Option<Timestamp>,
        /// From when the length of time is counted: the last time, or the contact's creation.
        /// None: it is not counted.
        counted_from: Option<Timestamp>,
    },
}

impl Compiled {
    /// The answer for this contact at this time, with its reasons.
    pub fn explain(&self, contact: &Contact, now: Timestamp) -> Explanation {
        explain(&self.rule, &self.root, contact, now)
    }
}

fn explain(rule: &Rule, node: &Node, contact: &Contact, now: Timestamp) -> Explanation {
    let each = |rules: &[Rule], nodes: &[Node]| -> Vec<Explanation> {
        rules.iter().zip(nodes).map(|(rule, node)| explain(rule, node, contact, now)).collect()
    };
    let verdicts =
        |parts: &[Explanation]| -> Vec<Verdict> { parts.iter().map(|part| part.verdict).collect() };
    match (rule, node) {
        (Rule::All(rules), Node::All(nodes)) => {
            let parts = each(rules, nodes);
            Explanation { verdict: join(false, verdicts(&parts)), clause: Clause::All(parts) }
        }
        (Rule::Any(rules), Node::Any(nodes)) => {
            let parts = each(rules, nodes);
            Explanation { verdict: join(true, verdicts(&parts)), clause: Clause::Any(parts) }
        }
        (Rule::Not(rule), Node::Not(node)) => {
            let inner = explain(rule, node, contact, now);
            Explanation { verdict: !inner.verdict, clause: Clause::Not(Box::new(inner)) }
        }
        _ => {
            let verdict = node.holds(contact, now);
            let found = find(node, contact, now);
            let missing = match node {
                _ if verdict.holds => None,
                Node::Date(asked) => asked.missing(&found),
                _ => missing(rule, &found),
            };
            Explanation { verdict, clause: Clause::Asked { rule: rule.clone(), found, missing } }
        }
    }
}

/// What the evaluator looked at to answer this question.
fn find(node: &Node, contact: &Contact, now: Timestamp) -> Found {
    match node {
        Node::Property(condition) => Found::Property(contact.property(&condition.name).cloned()),
        Node::Company(condition) => {
            Found::Property(contact.company_property(&condition.name).cloned())
        }
        Node::FilledIn(asked) => Found::FilledIn(asked.found(contact).cloned().collect()),
        Node::Date(asked) => Found::Day(asked.find(contact, now)),
        Node::LocalTime(asked) => Found::Clock(asked.find(contact, now)),
        Node::Tag(tag) => Found::Tag(contact.tags.get(tag).copied()),
        Node::Score { category, .. } => Found::Score(contact.score(category.as_ref())),
        Node::Stage(_) => Found::Stage(contact.stage),
        Node::Segment(segment) => {
            Found::Segment(contact.segments.get(segment).map(|membership| membership.since))
        }
        Node::Deal { pipeline, .. } => {
            let meant = |deal: &&Deal| pipeline.as_ref().is_none_or(|id| deal.pipeline == *id);
            Found::Deals(contact.deals.iter().filter(meant).cloned().collect())
        }
        Node::Flow { flow, .. } => {
            let inside = contact.enrolments.iter().filter(|enrolment| enrolment.flow == *flow);
            let at = inside.map(|enrolment| enrolment.node.clone()).collect();
            Found::Flow { at, past: contact.entries.get(flow).cloned().unwrap_or_default() }
        }
        Node::Count { of, .. } => Found::Times { times: total(contact, *of), or_more: false },
        Node::CountWithin { of, within_ms, .. } => {
            let window = Window::new(contact, *of, *within_ms, now);
            Found::Times { times: window.times(), or_more: window.may_have_lost(contact, *of) }
        }
        Node::Number(asked) => Found::Number(asked.find(contact, now)),
        Node::Distinct(asked) => {
            let (values, or_more) = asked.find(contact, now);
            Found::Values { values, or_more }
        }
        Node::Sequence(asked) => {
            let (began, open) = asked.find(contact, now);
            Found::Sequence { began, open }
        }
        Node::LastOccurred { of, if_never, .. } => Found::Last {
            at: behaviour(contact, *of).and_then(|known| known.last),
            counted_from: counts_from(contact, *of, *if_never),
        },
        // What joins others asks nothing itself.
        Node::All(_) | Node::Any(_) | Node::Not(_) => Found::Deals(Vec::new()),
    }
}

/// How far a number is from passing a test that it does not pass.
fn missing(rule: &Rule, found: &Found) -> Option<f64> {
    match (rule, found) {
        (Rule::Score { points, .. }, Found::Score(score)) => Some(distance(*points, *score)),
        (Rule::FilledIn { is, .. }, Found::FilledIn(found)) => {
            Some(distance(*is, i64::try_from(found.len()).unwrap_or(i64::MAX)))
        }
        (Rule::Count { times: wanted, .. }, Found::Times { times, .. }) => {
            Some(distance(*wanted, *times))
        }
        (Rule::Distinct { is, .. }, Found::Values { values, .. }) => Some(distance(*is, *values)),
        (Rule::Sum(asked) | Rule::Min(asked) | Rule::Max(asked), Found::Number(taking)) => {
            taking.number.map(|number| asked.is.bound() - number)
        }
        (Rule::Never(_), Found::Times { times, .. }) => {
            Some(distance(Comparison::Exactly(0), *times))
        }
        (
            Rule::Property(condition) | Rule::Company(condition),
            Found::Property(Some(Value::Number(number))),
        ) => distance_of_test(&condition.test, *number),
        _ => None,
    }
}

/// From a whole number that does not pass to the nearest one that does.
fn distance(wanted: Comparison, number: i64) -> f64 {
    let nearest = match wanted {
        Comparison::AtLeast(n) | Comparison::AtMost(n) | Comparison::Exactly(n) => n,
        Comparison::MoreThan(n) => n.saturating_add(1),
        Comparison::LessThan(n) => n.saturating_sub(1),
    };
    nearest.saturating_sub(number) as f64
}

/// From a number to the bound that it misses.
fn distance_of_test(test: &PropertyTest, number: f64) -> Option<f64> {
    let bound = match test {
        PropertyTest::MoreThan(n)
        | PropertyTest::AtLeast(n)
        | PropertyTest::LessThan(n)
        | PropertyTest::AtMost(n)
        | PropertyTest::Is(Value::Number(n)) => *n,
        PropertyTest::Between(from, to) => number.clamp(*from, *to),
        _ => return None,
    };
    Some(bound - number)
}
