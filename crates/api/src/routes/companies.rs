//! Companies: the organisations that contacts work for.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runnel_model::{Company, CompanyId, CompanyKey, ToldCompany};
use runnel_store::CompanyQuery;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};

use super::paging::{cursor, limit, page, search};
use crate::app::App;
use crate::auth::{Allowed, EditContacts, Read};
use crate::dto::{CompanyResponse, Page, read_properties};
use crate::error::{Error, Result};
use crate::http::{Asked, Body, Id};

/// Which companies.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListCompaniesQuery {
    /// Their name or key begins with this; of the name, without regard to case.
    search: Option<String>,
    /// The most companies, at most 1,000; 50 otherwise.
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// A company to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCompanyRequest {
    /// The id it has in your own system.
    #[schema(value_type = String)]
    pub key: CompanyKey,
    /// Named facts.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub properties: Map<String, Value>,
}

/// What is to be changed about a company.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCompanyRequest {
    /// Named facts; null clears one.
    #[schema(value_type = Object)]
    pub properties: Map<String, Value>,
}

/// A company, and who has not heard the latest about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyDetails {
    /// The company.
    #[serde(flatten)]
    pub company: CompanyResponse,
    /// How many of its contacts are still to hear of the last change. Rules ask what a contact has
    /// heard.
    pub behind: u64,
}

/// A page of the companies, those first of which something was last changed.
#[utoipa::path(
    get, path = "/companies", tag = "companies", params(ListCompaniesQuery),
    responses((status = 200, body = Page<CompanyResponse>))
)]
pub async fn list_companies(
    _: Allowed<Read>,
    State(app): State<App>,
    Asked(query): Asked<ListCompaniesQuery>,
) -> Result<Json<Page<CompanyResponse>>> {
    let query = CompanyQuery {
        search: search(query.search),
        limit: limit(query.limit),
        cursor: cursor(query.cursor.as_deref())?,
    };
    Ok(Json(page(app.database.companies(&query).await?, CompanyResponse::from)))
}

/// One company.
#[utoipa::path(
    get, path = "/companies/{id}", tag = "companies", params(("id" = String, Path)),
    responses((status = 200, body = CompanyDetails))
)]
pub async fn get_company(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<CompanyId>,
) -> Result<Json<CompanyDetails>> {
    Ok(Json(show(&app, id).await?))
}

/// Creates a company. A *group* call of a source does so as well.
#[utoipa::path(
    post, path = "/companies", tag = "companies", request_body = CreateCompanyRequest,
    responses((status = 201, body = CompanyDetails))
)]
pub async fn create_company(
    _: Allowed<EditContacts>,
    State(app): State<App>,
    Body(request): Body<CreateCompanyRequest>,
) -> Result<(StatusCode, Json<CompanyDetails>)> {
    if let Some(known) = app.database.company_of_key(&request.key).await? {
        let id = known.company.id;
        return Err(Error::Refused {
            status: StatusCode::CONFLICT,
            code: "company_exists",
            message: format!("{id} has this key already"),
            details: json!({ "company": id.to_string() }),
        });
    }
    tell(&app, &request.key, request.properties).await?;
    let made = app.database.company_of_key(&request.key).await?;
    let made = made.ok_or_else(|| Error::not_found("company", &request.key))?;
    Ok((StatusCode::CREATED, Json(show(&app, made.company.id).await?)))
}

/// Changes what is known of a company. Each of its contacts hears of it as an input of its own:
/// segments, scores and flows that ask for it follow.
#[utoipa::path(
    patch, path = "/companies/{id}", tag = "companies", request_body = ChangeCompanyRequest,
    params(("id" = String, Path)), responses((status = 200, body = CompanyDetails))
)]
pub async fn change_company(
    _: Allowed<EditContacts>,
    State(app): State<App>,
    Id(id): Id<CompanyId>,
    Body(request): Body<ChangeCompanyRequest>,
) -> Result<Json<CompanyDetails>> {
    let row = app.database.company(id).await?.ok_or_else(|| Error::not_found("company", id))?;
    tell(&app, &row.company.key, request.properties).await?;
    Ok(Json(show(&app, id).await?))
}

async fn tell(app: &App, key: &CompanyKey, properties: Map<String, Value>) -> Result<()> {
    let coerced = app.engine.coerce_of_company(read_properties(properties)?);
    if let Some(refused) = coerced.refused.first() {
        let message = format!("the property `{}` cannot be set: {}", refused.name, refused.why);
        return Err(Error::unprocessable("property_refused", message));
    }
    let told = ToldCompany { key: key.clone(), properties: coerced.properties };
    if !app.database.tell_company(&told, &coerced.defines, app.engine.now()).await? {
        let message = format!(
            "the properties of a company have at most {} bytes: each of its contacts carries them",
            Company::BYTES_MAX
        );
        return Err(Error::unprocessable("company_too_large", message));
    }
    app.company_changes.notify_one();
    Ok(())
}

async fn show(app: &App, id: CompanyId) -> Result<CompanyDetails> {
    let row = app.database.company(id).await?.ok_or_else(|| Error::not_found("company", id))?;
    let behind = app.database.count_behind(&row.company).await?;
    Ok(CompanyDetails { company: row.into(), behind })
}
