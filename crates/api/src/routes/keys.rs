//! Keys of the API. A key is shown once, when it is made.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runnel_model::SourceId;
use runnel_store::{KeyPurpose, KeyRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::names::{RoleName, name};
use super::paging::whole;
use crate::app::App;
use crate::auth::{Administer, Allowed};
use crate::dto::{Page, Shown};
use crate::error::{Error, Result};
use crate::http::{Body, Id};
use crate::ids::KeyId;
use crate::keys::make;
use crate::time::Time;

/// A key; without the key itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyResponse {
    /// `key_7`.
    #[schema(value_type = String)]
    pub id: Shown<KeyId>,
    /// What people call it.
    pub name: String,
    /// What it may do with the API; null: it is for sending events.
    pub role: Option<RoleName>,
    /// The source whose events it sends; null: it is for the API.
    #[schema(value_type = Option<String>)]
    pub source: Option<Shown<SourceId>>,
    /// Its first characters, to recognise it by.
    pub prefix: String,
    /// When it was made.
    pub created_at: Time,
    /// Since when it opens nothing any more.
    pub revoked_at: Option<Time>,
}

/// A key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateKeyRequest {
    /// What people call it; shown as who did what is done with it.
    pub name: String,
    /// What it may do.
    pub role: RoleName,
}

/// A key that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreateKeyResponse {
    /// `key_7`.
    #[schema(value_type = String)]
    pub id: Shown<KeyId>,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub role: RoleName,
    /// The key. It is not shown again.
    pub key: String,
}

impl From<KeyRow> for KeyResponse {
    fn from(row: KeyRow) -> Self {
        let (role, source) = match row.purpose {
            KeyPurpose::Api(role) => (Some(role.into()), None),
            KeyPurpose::Write(source) => (None, Some(Shown(source))),
        };
        Self {
            id: Shown(KeyId(row.id)),
            name: row.name,
            role,
            source,
            prefix: row.prefix,
            created_at: Time(row.created_at),
            revoked_at: row.revoked_at.map(Time),
        }
    }
}

/// All keys, oldest first, revoked ones included.
#[utoipa::path(get, path = "/keys", tag = "keys", responses((status = 200, body = Page<KeyResponse>)))]
pub async fn list_keys(
    _: Allowed<Administer>,
    State(app): State<App>,
) -> Result<Json<Page<KeyResponse>>> {
    Ok(Json(whole(app.database.keys().await?.into_iter().map(KeyResponse::from))))
}

/// Makes a key of the API.
#[utoipa::path(
    post, path = "/keys", tag = "keys", request_body = CreateKeyRequest,
    responses((status = 201, body = CreateKeyResponse))
)]
pub async fn create_key(
    _: Allowed<Administer>,
    State(app): State<App>,
    Body(request): Body<CreateKeyRequest>,
) -> Result<(StatusCode, Json<CreateKeyResponse>)> {
    let name = name(&request.name)?;
    let fresh = make(&name, KeyPurpose::Api(request.role.into())).map_err(Error::internal)?;
    let id = app.database.add_key(&fresh.stored, app.engine.now()).await?;
    let response =
        CreateKeyResponse { id: Shown(KeyId(id)), name, role: request.role, key: fresh.text };
    Ok((StatusCode::CREATED, Json(response)))
}

/// Revokes a key. It opens nothing any more.
#[utoipa::path(
    delete, path = "/keys/{id}", tag = "keys", params(("id" = String, Path)),
    responses((status = 204))
)]
pub async fn revoke_key(
    _: Allowed<Administer>,
    State(app): State<App>,
    Id(id): Id<KeyId>,
) -> Result<StatusCode> {
    if !app.database.revoke_key(id.0, app.engine.now()).await? {
        return Err(Error::not_found("key", id));
    }
    app.keys.forget();
    Ok(StatusCode::NO_CONTENT)
}
