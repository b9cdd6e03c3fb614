//! The state of one contact: all that `advance` needs to know about it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    AnonymousId, Award, Behaviour, BehaviourId, Category, ContactCompany, ContactId, Deal,
    EmailAddress, Enrolment, Entries, FlowId, LifecycleStage, PropertyName, SegmentId, Tag, Task,
    Timestamp, UserId, Value,
};

/// The version of the stored format of [`Contact`].
pub const FORMAT_VERSION: u32 = 1;

/// A person we know something about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// The format this was written in.
    pub format: u32,
    /// Its id.
    pub id: ContactId,
    /// When it became known.
    pub created_at: Timestamp,
    /// The time up to which this state holds; never falls.
    pub now: Timestamp,
    /// The version of the catalog that this state was last brought up to date with.
    pub catalog_version: u64,
    /// Counts the edits by people and the API; what `If-Match` is compared with.
    #[serde(default)]
    pub edit_version: u64,
    /// How many enrolments, deals and tasks it has had; gives the next one its id.
    #[serde(default)]
    pub ordinals: u32,
    /// The address to write to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// The id it has in the sender's own system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The devices it was seen on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub anonymous_ids: BTreeSet<AnonymousId>,
    /// The company it works for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<ContactCompany>,
    /// Named facts, each with the time it was set.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<PropertyName, PropertyValue>,
    /// Labels, each with the time it was added.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<Tag, Timestamp>,
    /// Points by category.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scores: BTreeMap<Category, i64>,
    /// Those of them that rows of scoring models give now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<Award>,
    /// The last points given or taken, oldest first, at most [`RecentPoints::KEPT`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent_points: Vec<RecentPoints>,
    /// How far it has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<LifecycleStage>,
    /// Why it is disqualified, while it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disqualified: Option<Disqualified>,
    /// The segments it is in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub segments: BTreeMap<SegmentId, Membership>,
    /// What it did, as far as rules ask.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub behaviours: BTreeMap<BehaviourId, Behaviour>,
    /// Its deals, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deals: Vec<Deal>,
    /// Its open tasks, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    /// Its active enrolments, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enrolments: Vec<Enrolment>,
    /// The flows it has been in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub entries: BTreeMap<FlowId, Entries>,
    /// The time at which it next has something to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<Timestamp>,
    /// It turned out to be the same person as this contact; nothing happens to it any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ContactId>,
}

/// The value of a property, and since when: an older one that arrives later does not win.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PropertyValue {
    /// The value; absent when it was cleared, so that the clearing has a time as well.
    pub value: Option<Value>,
    /// When it was set, by the clock of who told us.
    pub set_at: Timestamp,
}

/// Points given or taken lately: what a task for sales quotes, which `advance` writes without
/// being able to read the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentPoints {
    /// When.
    pub at: Timestamp,
    /// How many.
    pub points: i64,
    /// Why.
    pub reason: String,
}

impl RecentPoints {
    /// How many a contact keeps.
    pub const KEPT: usize = 10;
}

/// That a contact will not buy, as far as anybody can tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disqualified {
    /// Since when.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// The lifecycle stage before, which it gets back if it was a mistake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<LifecycleStage>,
}

/// That a contact is in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The time at which the rule became true.
    pub since: Timestamp,
}

impl Contact {
    /// Somebody of whom nothing is known yet.
    pub const fn new(id: ContactId, created_at: Timestamp) -> Self {
        Self {
            format: FORMAT_VERSION,
            id,
            created_at,
            now: created_at,
            catalog_version: 0,
            edit_version: 0,
            ordinals: 0,
            email: None,
            user_id: None,
            anonymous_ids: BTreeSet::new(),
            company: None,
            properties: BTreeMap::new(),
            tags: BTreeMap::new(),
            scores: BTreeMap::new(),
            awards: Vec::new(),
            recent_points: Vec::new(),
            stage: None,
            disqualified: None,
            segments: BTreeMap::new(),
            behaviours: BTreeMap::new(),
            deals: Vec::new(),
            tasks: Vec::new(),
            enrolments: Vec::new(),
            entries: BTreeMap::new(),
            wake_at: None,
            merged_into: None,
        }
    }

    /// The value of a property that is set.
    pub fn property(&self, name: &PropertyName) -> Option<&Value> {
        self.properties.get(name).and_then(|known| known.value.as_ref())
    }

    /// The value of a property of the company that it works for.
    pub fn company_property(&self, name: &PropertyName) -> Option<&Value> {
        self.company.as_ref().and_then(|company| company.copy.properties.get(name))
    }

    /// The points of a category, or of all together.
    pub fn score(&self, category: Option<&Category>) -> i64 {
        match category {
            Some(category) => self.scores.get(category).copied().unwrap_or(0),
            None => self.scores.values().fold(0, |sum, points| sum.saturating_add(*points)),
        }
    }

    /// What people call it: the name it gave, else its address, else its id.
    pub fn display_name(&self) -> String {
        let text =
            |name: &str| match self.properties.get(name).and_then(|known| known.value.as_ref()) {
                Some(Value::Text(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
                _ => None,
            };
        let first_and_last = || match (text("first_name"), text("last_name")) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (one, other) => one.or(other),
        };
        text("name")
            .or_else(first_and_last)
            .or_else(|| self.email.as_ref().map(ToString::to_string))
            .or_else(|| self.user_id.as_ref().map(ToString::to_string))
            .unwrap_or_else(|| self.id.to_string())
    }
}
