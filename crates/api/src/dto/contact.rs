//! A contact as it is shown.

use std::collections::BTreeMap;

use runnel_model::{AnonymousId, Contact, ContactId, LifecycleStage, SegmentId};
use serde::Serialize;
use utoipa::ToSchema;

use super::{CompanyRef, DealResponse, EnrolmentResponse, Shown, TaskResponse, show_value};
use crate::described;
use crate::time::Time;

/// One row of the list of contacts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactSummary {
    /// `con_42`.
    #[schema(value_type = String)]
    pub id: Shown<ContactId>,
    /// What people call it.
    pub name: String,
    /// The address to write to.
    pub email: Option<String>,
    /// The id it has in the sender's own system.
    pub user_id: Option<String>,
    /// How far it has come.
    #[schema(value_type = Option<described::LifecycleStage>)]
    pub stage: Option<LifecycleStage>,
    /// The company it works for.
    pub company: Option<CompanyRef>,
    /// Points of the category asked for, else of all together.
    pub score: i64,
    /// Its labels.
    pub tags: Vec<String>,
    /// When it became known.
    pub created_at: Time,
    /// When it last did something.
    pub seen_at: Time,
}

/// A contact that something else speaks of.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactRef {
    /// `con_42`.
    #[schema(value_type = String)]
    pub id: Shown<ContactId>,
    /// What people call it.
    pub name: String,
}

/// Everything known about a contact but its log.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactResponse {
    /// `con_42`.
    #[schema(value_type = String)]
    pub id: Shown<ContactId>,
    /// What people call it.
    pub name: String,
    /// The address to write to.
    pub email: Option<String>,
    /// The id it has in the sender's own system.
    pub user_id: Option<String>,
    /// The devices it was seen on.
    #[schema(value_type = Vec<String>)]
    pub anonymous_ids: Vec<AnonymousId>,
    /// The company it works for.
    pub company: Option<CompanyRef>,
    /// Named facts: texts, numbers, yes or no, lists of texts, times as `{"time": "…"}`.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub properties: BTreeMap<String, serde_json::Value>,
    /// Its labels.
    pub tags: Vec<String>,
    /// Points of all categories together.
    pub score: i64,
    /// Points by category.
    pub scores: BTreeMap<String, i64>,
    /// How far it has come.
    #[schema(value_type = Option<described::LifecycleStage>)]
    pub stage: Option<LifecycleStage>,
    /// Why it is disqualified, while it is.
    pub disqualified: Option<DisqualifiedResponse>,
    /// The segments it is in.
    pub segments: Vec<SegmentMembership>,
    /// Its deals, oldest first.
    pub deals: Vec<DealResponse>,
    /// Its open tasks, oldest first.
    pub tasks: Vec<TaskResponse>,
    /// Its passages through flows that are not over, oldest first.
    pub enrolments: Vec<EnrolmentResponse>,
    /// Counts the edits by people and the API; send it as `If-Match`.
    pub version: u64,
    /// When it became known.
    pub created_at: Time,
    /// The time at which it next has something to do.
    pub wake_at: Option<Time>,
}

/// That a contact will not buy, as far as anybody can tell.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisqualifiedResponse {
    /// Since when.
    pub at: Time,
    /// Why.
    pub reason: String,
    /// The lifecycle stage that it had before.
    #[schema(value_type = Option<described::LifecycleStage>)]
    pub from: Option<LifecycleStage>,
}

/// That a contact is in a segment.
#[derive(Debug, Serialize, ToSchema)]
pub struct SegmentMembership {
    /// Which segment.
    #[schema(value_type = String)]
    pub id: SegmentId,
    /// What people call it.
    pub name: String,
    /// The second at which the rule became true.
    pub since: Time,
}

impl ContactResponse {
    /// Shows a contact; `segment_name` knows what people call a segment.
    pub fn new(contact: Contact, segment_name: impl Fn(&SegmentId) -> String) -> Self {
        let id = contact.id;
        let (name, score) = (contact.display_name(), contact.score(None));
        let segments = contact.segments.into_iter().map(|(id, membership)| SegmentMembership {
            name: segment_name(&id),
            id,
            since: Time(membership.since),
        });
        let properties = contact
            .properties
            .into_iter()
            .filter_map(|(name, property)| Some((name.to_string(), show_value(&property.value?))));
        Self {
            id: Shown(id),
            name,
            email: contact.email.map(|address| address.to_string()),
            user_id: contact.user_id.map(|id| id.to_string()),
            anonymous_ids: contact.anonymous_ids.into_iter().collect(),
            company: contact.company.as_ref().map(|one| (&one.copy).into()),
            properties: properties.collect(),
            tags: contact.tags.into_keys().map(|tag| tag.to_string()).collect(),
            score,
            scores: contact
                .scores
                .iter()
                .map(|(kind, points)| (kind.to_string(), *points))
                .collect(),
            stage: contact.stage,
            disqualified: contact.disqualified.map(|known| DisqualifiedResponse {
                at: Time(known.at),
                reason: known.reason,
                from: known.from,
            }),
            segments: segments.collect(),
            deals: contact.deals.into_iter().map(|deal| DealResponse::new(id, deal)).collect(),
            tasks: contact.tasks.into_iter().map(|task| TaskResponse::new(id, task)).collect(),
            enrolments: contact.enrolments.into_iter().map(Into::into).collect(),
            version: contact.edit_version,
            created_at: Time(contact.created_at),
            wake_at: contact.wake_at.map(Time),
        }
    }
}

#[cfg(test)]
mod tests {
    use runnel_model::{Category, Membership, PropertyName, PropertyValue, Timestamp, Value};

    use super::*;

    #[test]
    fn a_contact_is_shown_without_numbers_of_the_storage() {
        let at = Timestamp::from_ms(1_772_357_400_000);
        let mut contact = Contact::new(ContactId(42), at);
        contact.scores.insert(Category::default(), 7);
        let segment = SegmentId::parse("hot").unwrap();
        contact.segments.insert(segment, Membership { since: at });
        let set = |value| PropertyValue { value, set_at: at };
        let name = |text: &str| PropertyName::parse(text).unwrap();
        contact.properties.insert(name("name"), set(Some(Value::Text("Ana".into()))));
        contact.properties.insert(name("cleared"), set(None));
        let shown = ContactResponse::new(contact, |_| "Hot leads".into());
        let shown = serde_json::to_value(shown).unwrap();
        assert_eq!(shown["id"], "con_42");
        assert_eq!(shown["name"], "Ana");
        assert_eq!(shown["properties"], serde_json::json!({ "name": "Ana" }));
        assert_eq!((&shown["score"], &shown["scores"]["general"]), (&7.into(), &7.into()));
        assert_eq!(shown["segments"][0]["name"], "Hot leads");
        assert_eq!(shown["created_at"], "2026-03-01T09:30:00.000Z");
    }
}
