//! The one rule language: segments, branches, filters, goals and exits are all this tree.
//!
//! Only its shape is here. What a rule means, and until when its answer stays, is in
//! `runnel-engine`. Texts compare without regard to case, except in `matches`.

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AnniversaryTest, Category, DateTest, EventName, FlowId, LifecycleStage, NodeId, PipelineId,
    PropertyName, SegmentId, Span, StageId, Tag, TimeOfDay, Timestamp, Value, Weekday,
};

/// A condition on one contact at one time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Every one holds; true when empty.
    All(Vec<Rule>),
    /// At least one holds; false when empty.
    Any(Vec<Rule>),
    /// The inner one does not hold.
    Not(Box<Rule>),
    /// A property of the contact.
    Property(PropertyCondition),
    /// A property of the company that the contact works for.
    Company(PropertyCondition),
    /// How many of these properties are filled in: have a value that is not blank.
    FilledIn {
        /// The properties. One that is named twice counts once.
        of: Vec<PropertyName>,
        /// How many of them.
        is: Comparison,
    },
    /// The day and month of a date property come round, in the contact's zone.
    Anniversary {
        /// The property: a time, or a text that begins with a date such as `1990-05-17`.
        property: PropertyName,
        /// When. Of 29 February it is the 28th in years that have no 29th.
        is: AnniversaryTest,
    },
    /// How far a date property is from today, in days of the calendar in the contact's zone.
    Date {
        /// The property: a time, or a text that begins with a date such as `2026-05-17`.
        property: PropertyName,
        /// How far.
        is: DateTest,
    },
    /// What day and time it is at the contact's place.
    LocalTime(LocalTime),
    /// The contact carries this tag.
    Tag(Tag),
    /// The score of one category, or the sum of all.
    #[serde(rename = "score")]
    Score {
        /// Absent: the sum over all categories.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<Category>,
        /// What the points are compared with.
        points: Comparison,
    },
    /// The lifecycle stage is one of these.
    Stage(Vec<LifecycleStage>),
    /// The contact is in this segment.
    Segment(SegmentId),
    /// At least one of the contact's deals is like this.
    Deal {
        /// Absent: of any pipeline.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pipeline: Option<PipelineId>,
        /// How the deal stands.
        is: DealTest,
    },
    /// How the contact stands to a flow, whichever of its versions.
    Flow {
        /// Which flow.
        flow: FlowId,
        /// How.
        is: FlowTest,
    },
    /// How often something happened, ever or within a window ending now.
    Count {
        /// What is counted.
        of: EventMatch,
        /// How often.
        times: Comparison,
        /// Absent: ever. The window is (now − within, now].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Span>,
    },
    /// The numbers that events have in a property, added up; of no events: 0.
    Sum(EventNumber),
    /// The least number that events have in a property; does not hold if there is none.
    Min(EventNumber),
    /// The greatest number that events have in a property; does not hold if there is none.
    Max(EventNumber),
    /// How many different values events have in a property, ever or within a window ending now.
    Distinct {
        /// Which events.
        of: EventMatch,
        /// The property of theirs. Each element of a list is a value.
        property: PropertyName,
        /// How many values.
        is: Comparison,
        /// Absent: ever. The window is (now − within, now].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Span>,
    },
    /// One thing happened and then another one: later, or arrived later at the same time.
    Sequence {
        /// What happened first.
        first: EventMatch,
        /// What happened then.
        then: EventMatch,
        /// How much later at most.
        at_most: Span,
        /// Absent: ever. Else both happened within the window (now − within, now].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Span>,
    },
    /// It has not happened a single time.
    Never(EventMatch),
    /// The last time is longer ago than this.
    LastOccurred {
        /// What happened.
        of: EventMatch,
        /// Turns true exactly this long after the last time.
        more_than_ago: Span,
        /// What to say of a contact to whom it never happened.
        #[serde(default)]
        if_never: IfNever,
    },
}

/// Days of the week, and hours of the day: working hours, for example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalTime {
    /// It is one of these days. None listed: any day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weekdays: Vec<Weekday>,
    /// Not before this; absent: from midnight on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TimeOfDay>,
    /// Before this; absent: until midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<TimeOfDay>,
}

/// Which events are meant: a name, and conditions on the event's own properties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventMatch {
    /// What happened.
    pub event: EventName,
    /// All of these hold of the event's properties.
    #[serde(default, rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<PropertyCondition>,
}

/// What the numbers that events have in a property come to, and what that is compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventNumber {
    /// Which events.
    pub of: EventMatch,
    /// The property of theirs. An event that has no number there is not looked at.
    pub property: PropertyName,
    /// What the number is compared with.
    pub is: NumberComparison,
    /// Absent: ever. The window is (now − within, now].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
}

/// A named property and what it is tested for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PropertyCondition {
    /// Which property. Of an event also a path into nested ones: `context.campaign.source`.
    pub name: PropertyName,
    /// What it is tested for.
    pub test: PropertyTest,
}

/// A test of one value. An absent property passes only `exists: false` and `is_not`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PropertyTest {
    /// Equal; of a list: has this element.
    Is(Value),
    /// Not equal, or absent.
    IsNot(Value),
    /// Equal to one of these.
    IsAnyOf(Vec<Value>),
    /// The text contains this.
    Contains(String),
    /// The text begins with this.
    StartsWith(String),
    /// The text ends with this.
    EndsWith(String),
    /// The text matches this regular expression (syntax of the crate `regex`; case matters).
    Matches(String),
    /// A number above this.
    MoreThan(f64),
    /// A number not below this.
    AtLeast(f64),
    /// A number below this.
    LessThan(f64),
    /// A number not above this.
    AtMost(f64),
    /// A number within both bounds, which count as within.
    Between(f64, f64),
    /// A time before this one.
    Before(Timestamp),
    /// A time after this one.
    After(Timestamp),
    /// There is a value (true), there is none (false).
    Exists(bool),
}

/// How a whole number compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// ≥
    AtLeast(i64),
    /// ≤
    AtMost(i64),
    /// =
    Exactly(i64),
    /// >
    MoreThan(i64),
    /// <
    LessThan(i64),
}

impl Comparison {
    /// Whether `number` passes.
    pub const fn holds(self, number: i64) -> bool {
        match self {
            Self::AtLeast(n) => number >= n,
            Self::AtMost(n) => number <= n,
            Self::Exactly(n) => number == n,
            Self::MoreThan(n) => number > n,
            Self::LessThan(n) => number < n,
        }
    }

    /// The number compared with.
    pub const fn bound(self) -> i64 {
        match self {
            Self::AtLeast(n)
            | Self::AtMost(n)
            | Self::Exactly(n)
            | Self::MoreThan(n)
            | Self::LessThan(n) => n,
        }
    }
}

/// How a number compares. Both are taken to six decimals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NumberComparison {
    /// ≥
    AtLeast(f64),
    /// ≤
    AtMost(f64),
    /// =
    Exactly(f64),
    /// >
    MoreThan(f64),
    /// <
    LessThan(f64),
}

impl NumberComparison {
    /// Whether a number that stands like this to the bound passes.
    pub const fn accepts(self, to_bound: Ordering) -> bool {
        match self {
            Self::AtLeast(_) => to_bound.is_ge(),
            Self::AtMost(_) => to_bound.is_le(),
            Self::Exactly(_) => to_bound.is_eq(),
            Self::MoreThan(_) => to_bound.is_gt(),
            Self::LessThan(_) => to_bound.is_lt(),
        }
    }

    /// The number compared with.
    pub const fn bound(self) -> f64 {
        match self {
            Self::AtLeast(n)
            | Self::AtMost(n)
            | Self::Exactly(n)
            | Self::MoreThan(n)
            | Self::LessThan(n) => n,
        }
    }
}

/// How a deal stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DealTest {
    /// In one of these stages.
    InStage(Vec<StageId>),
    /// Open.
    Open,
    /// Won.
    Won,
    /// Lost.
    Lost,
}

/// How a contact stands to a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FlowTest {
    /// It is inside.
    Inside,
    /// It waits at this step.
    WaitsAt(NodeId),
    /// It has entered, now or before.
    Entered,
    /// It has come to an end of the flow.
    Finished,
    /// It has reached a goal of the flow.
    ReachedGoal,
}

/// What *last occurred more than … ago* says of a contact to whom it never happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IfNever {
    /// Count from the contact's creation.
    #[default]
    SinceCreated,
    /// The rule does not hold.
    False,
}

impl Rule {
    /// Visits this rule and every one inside it, outermost first.
    pub fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        match self {
            Self::All(rules) | Self::Any(rules) => rules.iter().for_each(|rule| rule.visit(see)),
            Self::Not(rule) => rule.visit(see),
            _ => {}
        }
    }
}
