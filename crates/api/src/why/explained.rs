//! An explanation of a rule as it is shown.

use runnel_engine::Catalog;
use runnel_engine::rule::{Clause, Clock, Day, Explanation, Found, Taking};
use runnel_model::{
    Contact, Entries, LifecycleStage, NodeId, PropertyName, Rule, SegmentId, Timestamp,
};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::clause;
use crate::described;
use crate::dto::{DealResponse, show_value};
use crate::log::Names;
use crate::time::Time;

/// Whether a rule, or a part of it, holds, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct Explained {
    /// Whether it holds.
    pub holds: bool,
    /// The time before which the answer stays the same unless something happens to the contact;
    /// null: time alone never changes it.
    pub until: Option<Time>,
    /// In a sentence.
    pub text: String,
    /// The part, and what it found.
    pub clause: ExplainedClause,
}

/// A part of a rule, by its kind. `asked` is the rule as it was written, `missing` by how much the
/// number that was found would have to rise (negative: fall) for it to hold.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExplainedClause {
    /// Every part must hold.
    All {
        #[schema(no_recursion)]
        parts: Vec<Explained>,
    },
    /// One part must hold.
    Any {
        #[schema(no_recursion)]
        parts: Vec<Explained>,
    },
    /// The part must not hold.
    Not {
        #[schema(no_recursion)]
        part: Box<Explained>,
    },
    /// A property, and its value; null: it has none.
    Property {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        #[schema(value_type = Option<Value>)]
        value: Option<Json>,
        missing: Option<f64>,
    },
    /// Those of the properties that are filled in.
    FilledIn {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        #[schema(value_type = Vec<String>)]
        filled_in: Vec<PropertyName>,
        missing: Option<f64>,
    },
    /// The day that a property means, and how many days from today it is or next comes round.
    Date {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        date: Option<String>,
        days: Option<i64>,
        zone: String,
        missing: Option<f64>,
    },
    /// What a clock at the contact's place shows, such as `2026-05-17T09:30:00`.
    LocalTime {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        local: String,
        zone: String,
    },
    /// A tag, and since when the contact carries it.
    Tag {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        since: Option<Time>,
    },
    /// A score.
    Score {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        points: i64,
        missing: Option<f64>,
    },
    /// The lifecycle stage.
    Stage {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        #[schema(value_type = Option<described::LifecycleStage>)]
        stage: Option<LifecycleStage>,
    },
    /// A segment, since when the contact is in it, and why by its rule.
    Segment {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        name: String,
        since: Option<Time>,
        #[schema(no_recursion)]
        rule: Option<Box<Explained>>,
    },
    /// The deals in the pipelines that are meant.
    Deal {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        deals: Vec<DealResponse>,
    },
    /// How the contact stands to a flow: the steps it is at, and what it has behind it there.
    Flow {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        name: String,
        #[schema(value_type = Vec<String>)]
        at: Vec<NodeId>,
        entered: u32,
        finished: u32,
        goals: u32,
    },
    /// How often something happened; `or_more`: no more times are kept.
    Count {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        times: i64,
        or_more: bool,
        missing: Option<f64>,
    },
    /// What numbers of events come to, and of how many events; `or_more`: of the latest, for not
    /// all of the window are kept.
    Number {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        number: Option<f64>,
        events: u64,
        or_more: bool,
        missing: Option<f64>,
    },
    /// How many different values events have; `or_more`: no more are kept.
    Values {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        values: i64,
        or_more: bool,
        missing: Option<f64>,
    },
    /// One thing and then another: when the pair began that began last, and when that happened
    /// which comes first, if what comes then would still be in time.
    Sequence {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        began: Option<Time>,
        open: Option<Time>,
    },
    /// The last time that something happened, and from when its age is counted.
    LastOccurred {
        #[schema(value_type = described::Rule)]
        asked: Rule,
        at: Option<Time>,
        counted_from: Option<Time>,
    },
}

/// Whom and when an explanation is about, and what things are called.
pub struct About<'a> {
    /// Whom.
    pub contact: &'a Contact,
    /// When.
    pub now: Timestamp,
    /// What is published.
    pub catalog: &'a Catalog,
    /// What things are called.
    pub names: &'a Names,
}

impl Explained {
    /// Shows an explanation; segments that it asks about are explained in their turn.
    pub fn new(explanation: Explanation, about: &About<'_>) -> Self {
        let Explanation { verdict, clause } = explanation;
        let part = |part| Self::new(part, about);
        let parts = |parts: Vec<Explanation>| parts.into_iter().map(part).collect::<Vec<_>>();
        let (text, clause) = match clause {
            Clause::All(inner) => {
                let parts = parts(inner);
                (clause::all(verdict.holds, &parts), ExplainedClause::All { parts })
            }
            Clause::Any(inner) => {
                let parts = parts(inner);
                (clause::any(verdict.holds, &parts), ExplainedClause::Any { parts })
            }
            Clause::Not(inner) => {
                let part = Box::new(part(*inner));
                (clause::not(&part), ExplainedClause::Not { part })
            }
            Clause::Asked { rule, found, missing } => {
                let text = clause::asked(&rule, &found, missing, about.names);
                (text, leaf(rule, found, missing, about))
            }
        };
        Self { holds: verdict.holds, until: verdict.until.map(Time), text, clause }
    }
}

fn leaf(asked: Rule, found: Found, missing: Option<f64>, about: &About<'_>) -> ExplainedClause {
    match found {
        Found::Property(value) => {
            ExplainedClause::Property { asked, value: value.as_ref().map(show_value), missing }
        }
        Found::FilledIn(filled_in) => ExplainedClause::FilledIn { asked, filled_in, missing },
        Found::Day(Day { date, days, zone }) => {
            let date = date.map(|date| date.to_string());
            ExplainedClause::Date { asked, date, days, zone, missing }
        }
        Found::Clock(Clock { local, zone }) => {
            ExplainedClause::LocalTime { asked, local: local.to_string(), zone }
        }
        Found::Tag(since) => ExplainedClause::Tag { asked, since: since.map(Time) },
        Found::Score(points) => ExplainedClause::Score { asked, points, missing },
        Found::Stage(stage) => ExplainedClause::Stage { asked, stage },
        Found::Segment(since) => segment(asked, since, about),
        Found::Deals(deals) => {
            let id = about.contact.id;
            let deals = deals.into_iter().map(|deal| DealResponse::new(id, deal)).collect();
            ExplainedClause::Deal { asked, deals }
        }
        Found::Flow { at, past } => flow(asked, at, &past, about),
        Found::Times { times, or_more } => {
            ExplainedClause::Count { asked, times, or_more, missing }
        }
        Found::Number(Taking { number, events, or_more }) => {
            ExplainedClause::Number { asked, number, events, or_more, missing }
        }
        Found::Values { values, or_more } => {
            ExplainedClause::Values { asked, values, or_more, missing }
        }
        Found::Sequence { began, open } => {
            ExplainedClause::Sequence { asked, began: began.map(Time), open: open.map(Time) }
        }
        Found::Last { at, counted_from } => ExplainedClause::LastOccurred {
            asked,
            at: at.map(Time),
            counted_from: counted_from.map(Time),
        },
    }
}

fn flow(asked: Rule, at: Vec<NodeId>, past: &Entries, about: &About<'_>) -> ExplainedClause {
    let name = match &asked {
        Rule::Flow { flow, .. } => about.names.flow_name(flow),
        _ => String::new(),
    };
    let Entries { count: entered, finished, goals, .. } = *past;
    ExplainedClause::Flow { asked, name, at, entered, finished, goals }
}

/// Segments ask about each other without circles, so this ends.
fn segment(asked: Rule, since: Option<Timestamp>, about: &About<'_>) -> ExplainedClause {
    let id: Option<&SegmentId> = match &asked {
        Rule::Segment(id) => Some(id),
        _ => None,
    };
    let explained = id.and_then(|id| about.catalog.explain_segment(id, about.contact, about.now));
    let rule = explained.map(|explanation| Box::new(Explained::new(explanation, about)));
    let name = id.map(|id| about.names.segment(id)).unwrap_or_default();
    ExplainedClause::Segment { asked, name, since: since.map(Time), rule }
}
