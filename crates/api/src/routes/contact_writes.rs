//! Contacts, for writing. Each write is an input to the contact, answered after its outcome.

use axum::extract::State;
use axum::http::StatusCode;
use runnel_model::{
    Category, CompanyId, ContactId, Edit, EmailAddress, IdentityKey, IdentityKeys, LifecycleStage,
    PropertyName, Tag, UserId, Value as PropertyValue,
};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::answer::{Answer, Pending};
use super::contacts::show;
use crate::app::App;
use crate::auth::{AdjustScores, Allowed, EditContacts};
use crate::described;
use crate::dto::{ContactResponse, Shown, read_properties};
use crate::edits::Edits;
use crate::error::{Error, Result};
use crate::http::{Body, Id, IfMatch};

/// The most points that a person gives at once.
const POINTS_MAX: i64 = 1_000_000;
/// The longest reason, in bytes.
const REASON_MAX: usize = 500;
/// The most tags changed at once.
const TAGS_MAX: usize = 100;

/// A contact to be created; one of address and user id is needed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateContactRequest {
    /// Its address.
    #[schema(value_type = Option<String>)]
    pub email: Option<EmailAddress>,
    /// The id it has in the sender's own system.
    #[schema(value_type = Option<String>)]
    pub user_id: Option<UserId>,
    /// Named facts.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub properties: Map<String, Value>,
}

/// What is to be changed about a contact.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeContactRequest {
    /// Named facts; null clears one.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub properties: Map<String, Value>,
    /// Labels to add.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub add_tags: Vec<Tag>,
    /// Labels to remove.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub remove_tags: Vec<Tag>,
    /// The lifecycle stage.
    #[serde(default)]
    #[schema(value_type = Option<described::LifecycleStage>)]
    pub stage: Option<LifecycleStage>,
    /// The company that it works for, `company_7`; null: none.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    pub company: Option<Option<Shown<CompanyId>>>,
}

/// Null is something that was said.
fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(json: D) -> Result<Option<T>, D::Error> {
    T::deserialize(json).map(Some)
}

/// Points given or taken by a person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustScoreRequest {
    /// How many; negative: taken.
    pub points: i64,
    /// Of which category; absent: `general`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub category: Option<Category>,
    /// Why: what the receipt says.
    pub reason: String,
}

/// Creates a contact.
#[utoipa::path(
    post, path = "/contacts", tag = "contacts", request_body = CreateContactRequest,
    responses((status = 201, body = ContactResponse), (status = 202, body = Pending))
)]
pub async fn create_contact(
    caller: Allowed<EditContacts>,
    State(app): State<App>,
    Body(request): Body<CreateContactRequest>,
) -> Result<Answer<ContactResponse>> {
    let keys =
        IdentityKeys { email: request.email, user_id: request.user_id, ..IdentityKeys::default() };
    refuse_known(&app, &keys).await?;
    let edit = Edit::SetProperties(properties(request.properties)?);
    let edited = app.editor.create(&keys, &caller.by, edit).await?;
    Answer::of(edited, None, StatusCode::CREATED, async |id| show(&app, id).await).await
}

async fn refuse_known(app: &App, keys: &IdentityKeys) -> Result<()> {
    let email = keys.email.clone().map(IdentityKey::Email);
    let user_id = keys.user_id.clone().map(IdentityKey::UserId);
    if email.is_none() && user_id.is_none() {
        let message = "a contact needs an `email` or a `user_id` to be recognised by";
        return Err(Error::unprocessable("no_identity", message));
    }
    for key in [email, user_id].into_iter().flatten() {
        if let Some(contact) = app.database.find_contact(&key).await? {
            return Err(Error::Refused {
                status: StatusCode::CONFLICT,
                code: "contact_exists",
                message: format!("{contact} has this {} already", key.kind()),
                details: json!({ "contact": contact.to_string() }),
            });
        }
    }
    Ok(())
}

/// Changes properties, tags and lifecycle stage.
#[utoipa::path(
    patch, path = "/contacts/{id}", tag = "contacts", request_body = ChangeContactRequest,
    params(("id" = String, Path), ("If-Match" = Option<String>, Header, description = "The version that was read")),
    responses((status = 200, body = ContactResponse), (status = 202, body = Pending))
)]
pub async fn change_contact(
    caller: Allowed<EditContacts>,
    State(app): State<App>,
    Id(contact): Id<ContactId>,
    IfMatch(expected): IfMatch,
    Body(request): Body<ChangeContactRequest>,
) -> Result<Answer<ContactResponse>> {
    let edits = Edits { contact, by: caller.by, edits: edits(request)?, expected };
    apply(&app, edits).await
}

/// The property `email` follows the identity: set by itself, it would say something else.
fn properties(map: Map<String, Value>) -> Result<Vec<(PropertyName, Option<PropertyValue>)>> {
    if map.contains_key("email") {
        let message = "an address is an identity, not a property: give it when the contact is \
            created, or send an identify";
        return Err(Error::unprocessable("identity_property", message));
    }
    Ok(read_properties(map)?)
}

fn edits(request: ChangeContactRequest) -> Result<Vec<Edit>> {
    if request.add_tags.len() + request.remove_tags.len() > TAGS_MAX {
        let message = format!("at most {TAGS_MAX} tags are changed at once");
        return Err(Error::unprocessable("too_many_tags", message));
    }
    let properties = properties(request.properties)?;
    let properties = (!properties.is_empty()).then_some(Edit::SetProperties(properties));
    let tags = request.add_tags.into_iter().map(Edit::AddTag);
    let tags = tags.chain(request.remove_tags.into_iter().map(Edit::RemoveTag));
    let company = request.company.map(|company| Edit::SetCompany(company.map(|Shown(id)| id)));
    let stage = request.stage.map(Edit::SetStage);
    Ok(properties.into_iter().chain(tags).chain(company).chain(stage).collect())
}

/// Gives or takes points by hand, with a reason.
#[utoipa::path(
    post, path = "/contacts/{id}/score", tag = "contacts", request_body = AdjustScoreRequest,
    params(("id" = String, Path)),
    responses((status = 200, body = ContactResponse), (status = 202, body = Pending))
)]
pub async fn adjust_score(
    caller: Allowed<AdjustScores>,
    State(app): State<App>,
    Id(contact): Id<ContactId>,
    Body(request): Body<AdjustScoreRequest>,
) -> Result<Answer<ContactResponse>> {
    let edits = vec![score_edit(request)?];
    apply(&app, Edits { contact, by: caller.by, edits, expected: None }).await
}

fn score_edit(request: AdjustScoreRequest) -> Result<Edit> {
    let points = request.points;
    if points == 0 || points.unsigned_abs() > POINTS_MAX.unsigned_abs() {
        let message =
            format!("`points` is a whole number from −{POINTS_MAX} to {POINTS_MAX}, not 0");
        return Err(Error::unprocessable("invalid_points", message));
    }
    let reason: String = request.reason.chars().filter(|c| !c.is_control()).collect();
    let reason = reason.trim().to_owned();
    if reason.is_empty() || reason.len() > REASON_MAX {
        let message =
            format!("`reason` is a text of 1 to {REASON_MAX} bytes: the receipt shows it");
        return Err(Error::unprocessable("invalid_reason", message));
    }
    Ok(Edit::AdjustScore { category: request.category.unwrap_or_default(), points, reason })
}

/// Applies edits and shows what came of them.
pub async fn apply(app: &App, edits: Edits) -> Result<Answer<ContactResponse>> {
    let contact = edits.contact;
    let edited = app.editor.apply(edits).await?;
    Answer::of(edited, Some(contact), StatusCode::OK, async |id| show(app, id).await).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: Value, expect: &str) {
        let found = serde_json::from_value(body).map(edits);
        let found = match found {
            Ok(Ok(edits)) => serde_json::to_string(&edits).unwrap(),
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        assert!(found.starts_with(expect), "{found}");
    }

    #[test]
    fn a_change_is_told_edit_by_edit() {
        check(json!({}), "[]");
        check(json!({ "stage": "mql" }), r#"[{"set_stage":"mql"}]"#);
        check(json!({ "company": "company_7" }), r#"[{"set_company":7}]"#);
        check(json!({ "company": null }), r#"[{"set_company":null}]"#);
        check(
            json!({ "remove_tags": ["b"], "add_tags": ["a"], "properties": { "x": null } }),
            r#"[{"set_properties":[["x",null]]},{"add_tag":"a"},{"remove_tag":"b"}]"#,
        );
        check(
            json!({ "properties": { "x": {} } }),
            "malformed: property is not valid: `x`: an object",
        );
        check(json!({ "properties": { "email": "a@b.co" } }), "identity_property: an address");
        check(json!({ "score": 5 }), "unknown field `score`");
        check(json!({ "id": "con_1" }), "unknown field `id`");
        check(json!({ "add_tags": [" "] }), "tag is not valid");
    }

    #[test]
    fn points_need_a_number_and_a_reason() {
        let edit = |points, reason: &str| {
            score_edit(AdjustScoreRequest { points, category: None, reason: reason.into() })
        };
        assert!(
            matches!(edit(5, " Called \n"), Ok(Edit::AdjustScore { reason, .. }) if reason == "Called")
        );
        for (points, reason) in [(0, "a"), (5, " "), (i64::MIN, "a"), (1_000_001, "a")] {
            assert!(edit(points, reason).is_err(), "{points} {reason}");
        }
    }
}
