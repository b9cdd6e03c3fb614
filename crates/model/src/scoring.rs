//! Scoring models: tables that say what is worth how many points.
//!
//! Points of a model are *derived*, as memberships of segments are: whoever a row holds of has its
//! points, and loses them with it. What flows and people give is added beside them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Category, ClassId, EventMatch, ModelId, RowId, Rule, Span};

/// A scoring model as its author wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoringModel {
    /// Its id.
    pub id: ModelId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The table.
    pub groups: Vec<ScoringGroup>,
    /// Which score the classes look at; absent: the sum over all categories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_of: Option<Category>,
    /// The classes, lowest first. Whoever has fewer points than the first asks for is in none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<ScoreClass>,
}

/// Rows that belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoringGroup {
    /// What people call it.
    pub name: String,
    /// Which score its points belong to.
    #[serde(default)]
    pub category: Category,
    /// Its rows together give no more points than this; those that come later in the table give
    /// less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<i64>,
    /// The rows.
    pub rows: Vec<ScoringRow>,
}

/// What is worth how many points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoringRow {
    /// Its id; no other row of the model has it.
    pub id: RowId,
    /// What people call it: the reason in a receipt.
    pub name: String,
    /// How many points; negative: taken.
    pub points: i64,
    /// For what.
    pub when: Criterion,
}

/// What a row gives points for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// While this holds.
    While(Rule),
    /// For each of these events.
    Each(Activity),
}

/// Events of which each gives points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// Which events.
    pub of: EventMatch,
    /// No more of them than these count, from 1 to 1,000. Where points fade it has to be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u32>,
    /// How many count within a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_period: Option<PerPeriod>,
    /// How long after an event its points are taken back; with a period: after the period's end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fades_after: Option<Span>,
}

/// In each period of this length no more events than these count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PerPeriod {
    /// How many, from 1 to 1,000.
    pub times: u32,
    /// How long a period is. They are counted from the beginning of 1970 in UTC: a day begins at
    /// midnight there.
    pub period: Span,
}

/// A part of the scale: cold, warm, hot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreClass {
    /// Its id; no other class of the model has it.
    pub id: ClassId,
    /// What people call it.
    pub name: String,
    /// Its fewest points.
    pub from: i64,
}

/// Which row of which scoring model.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct RowRef {
    /// The model.
    pub model: ModelId,
    /// Its row.
    pub row: RowId,
}

/// Points that a contact has by a row now. A contact's are sorted by row and category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// Which row.
    #[serde(flatten)]
    pub by: RowRef,
    /// Of which category.
    pub category: Category,
    /// How many; never 0.
    pub points: i64,
}

impl Award {
    /// Adds points to those that a row gives; what comes to 0 is gone.
    pub fn add(awards: &mut Vec<Self>, one: Self) {
        let place = awards
            .binary_search_by(|award| (&award.by, &award.category).cmp(&(&one.by, &one.category)));
        match place {
            Ok(at) if awards[at].points + one.points == 0 => drop(awards.remove(at)),
            Ok(at) => awards[at].points += one.points,
            Err(at) => awards.insert(at, one),
        }
    }
}

impl ScoringModel {
    /// All rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = &ScoringRow> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    /// The class of whoever has so many points.
    pub fn class(&self, points: i64) -> Option<&ScoreClass> {
        self.classes.iter().rev().find(|class| class.from <= points)
    }

    /// The class above.
    pub fn next_class(&self, points: i64) -> Option<&ScoreClass> {
        self.classes.iter().find(|class| class.from > points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_begins_at_its_points_and_ends_where_the_next_begins() {
        let model: ScoringModel = serde_json::from_str(
            r#"{ "id": "m", "name": "M", "groups": [], "classes": [
                { "id": "cold", "name": "Cold", "from": 0 },
                { "id": "hot", "name": "Hot", "from": 50 } ] }"#,
        )
        .unwrap();
        let class = |points| model.class(points).map(|class| class.id.as_str());
        assert_eq!([-1, 0, 49, 50].map(class), [None, Some("cold"), Some("cold"), Some("hot")]);
        let next = |points| model.next_class(points).map(|class| class.id.as_str());
        assert_eq!([-1, 0, 50].map(next), [Some("cold"), Some("hot"), None]);
    }
}
