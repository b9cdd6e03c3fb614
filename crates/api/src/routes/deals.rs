//! Deals. Creating and moving one is an input to its contact.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runnel_model::{
    ContactId, DealId, DealStatus, Edit, FactBody, Money, Pipeline, PipelineId, StageId,
};
use runnel_store::{DealQuery, DealRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Answer, Pending};
use super::contact_names::ContactNames;
use super::names::name;
use super::paging::{cursor, limit, page};
use crate::app::App;
use crate::auth::{Allowed, Read, Sell};
use crate::described;
use crate::dto::{DealResponse, Page};
use crate::edits::{Edited, Edits};
use crate::error::{Error, Result};
use crate::http::{Asked, Body, Id};

/// Which deals.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListDealsQuery {
    /// Of this contact.
    contact: Option<String>,
    /// In this pipeline.
    pipeline: Option<String>,
    /// In this stage.
    stage: Option<String>,
    /// Open, won or lost.
    #[param(value_type = Option<described::DealStatus>)]
    status: Option<DealStatus>,
    /// The most deals, at most 1,000; 50 otherwise.
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// A deal to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateDealRequest {
    /// What it is about.
    pub name: String,
    /// In which pipeline.
    #[schema(value_type = String)]
    pub pipeline: PipelineId,
    /// In which stage; absent: the pipeline's first.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub stage: Option<StageId>,
    /// What it may be worth.
    #[serde(default)]
    #[schema(value_type = Option<described::Money>)]
    pub amount: Option<Money>,
}

/// Where a deal is to be moved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveDealRequest {
    /// A stage of its pipeline.
    #[schema(value_type = String)]
    pub stage: StageId,
}

/// A deal, and what its contact is called.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedDeal {
    /// The deal.
    #[serde(flatten)]
    pub deal: DealResponse,
    /// What people call the contact whose it is.
    pub contact_name: String,
}

/// A page of the deals, newest first.
#[utoipa::path(
    get, path = "/deals", tag = "deals", params(ListDealsQuery),
    responses((status = 200, body = Page<ListedDeal>))
)]
pub async fn list_deals(
    _: Allowed<Read>,
    State(app): State<App>,
    Asked(query): Asked<ListDealsQuery>,
) -> Result<Json<Page<ListedDeal>>> {
    let query = DealQuery {
        contact: query.contact.as_deref().map(str::parse).transpose()?,
        pipeline: query.pipeline.as_deref().map(PipelineId::parse).transpose()?,
        stage: query.stage.as_deref().map(StageId::parse).transpose()?,
        status: query.status,
        limit: limit(query.limit),
        cursor: cursor(query.cursor.as_deref())?,
    };
    let found = app.database.deals(&query).await?;
    let names = ContactNames::of(&app, found.items.iter().map(|row| row.contact)).await?;
    Ok(Json(page(found, |row| listed(row, &names))))
}

/// One deal.
#[utoipa::path(
    get, path = "/deals/{id}", tag = "deals", params(("id" = String, Path)),
    responses((status = 200, body = ListedDeal))
)]
pub async fn get_deal(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<DealId>,
) -> Result<Json<ListedDeal>> {
    show(&app, id).await.map(Json)
}

/// Creates a deal of a contact.
#[utoipa::path(
    post, path = "/contacts/{id}/deals", tag = "deals", request_body = CreateDealRequest,
    params(("id" = String, Path)),
    responses((status = 201, body = ListedDeal), (status = 202, body = Pending))
)]
pub async fn create_deal(
    caller: Allowed<Sell>,
    State(app): State<App>,
    Id(contact): Id<ContactId>,
    Body(request): Body<CreateDealRequest>,
) -> Result<Answer<ListedDeal>> {
    let edits = vec![creation(&app, request).await?];
    let edited = app.editor.apply(Edits { contact, by: caller.by, edits, expected: None }).await?;
    let created = created(&edited);
    Answer::of(edited, Some(contact), StatusCode::CREATED, async |_| {
        let id = created.ok_or_else(|| Error::internal("a deal was created without a fact"))?;
        show(&app, id).await
    })
    .await
}

async fn creation(app: &App, request: CreateDealRequest) -> Result<Edit> {
    let pipeline = pipeline(app, &request.pipeline).await?;
    if let Some(stage) = &request.stage {
        refuse_unknown(&pipeline, stage)?;
    }
    let is_code = |code: &str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    if request.amount.as_ref().is_some_and(|amount| !is_code(&amount.currency)) {
        let message = "`currency` is three capital letters (ISO 4217): EUR";
        return Err(Error::unprocessable("invalid_currency", message));
    }
    Ok(Edit::CreateDeal {
        name: name(&request.name)?,
        pipeline: request.pipeline,
        stage: request.stage,
        amount: request.amount,
    })
}

/// The deal that the edit itself created: the first, before those of flows that it set going.
fn created(edited: &Edited) -> Option<DealId> {
    let Edited::Applied { facts, .. } = edited else { return None };
    facts.iter().find_map(|fact| match &fact.body {
        FactBody::DealCreated { deal } => Some(deal.id),
        _ => None,
    })
}

/// Moves a deal to another stage of its pipeline.
#[utoipa::path(
    post, path = "/deals/{id}/move", tag = "deals", request_body = MoveDealRequest,
    params(("id" = String, Path)),
    responses((status = 200, body = ListedDeal), (status = 202, body = Pending))
)]
pub async fn move_deal(
    caller: Allowed<Sell>,
    State(app): State<App>,
    Id(deal): Id<DealId>,
    Body(MoveDealRequest { stage }): Body<MoveDealRequest>,
) -> Result<Answer<ListedDeal>> {
    let row = find(&app, deal).await?;
    refuse_unknown(&pipeline(&app, &row.deal.pipeline).await?, &stage)?;
    let edits = vec![Edit::MoveDeal { deal, stage }];
    let contact = row.contact;
    let edited = app.editor.apply(Edits { contact, by: caller.by, edits, expected: None }).await?;
    Answer::of(edited, Some(contact), StatusCode::OK, async |_| show(&app, deal).await).await
}

async fn find(app: &App, id: DealId) -> Result<DealRow> {
    app.database.deal(id).await?.ok_or_else(|| Error::not_found("deal", id))
}

async fn show(app: &App, id: DealId) -> Result<ListedDeal> {
    let row = find(app, id).await?;
    let names = ContactNames::of(app, [row.contact]).await?;
    Ok(listed(row, &names))
}

fn listed(row: DealRow, names: &ContactNames) -> ListedDeal {
    let contact_name = names.get(row.contact);
    ListedDeal { deal: DealResponse::new(row.contact, row.deal), contact_name }
}

async fn pipeline(app: &App, id: &PipelineId) -> Result<Pipeline> {
    let pipelines = app.database.pipelines().await?;
    let unknown =
        || Error::unprocessable("unknown_pipeline", format!("there is no pipeline `{id}`"));
    pipelines.into_iter().find(|pipeline| pipeline.id == *id).ok_or_else(unknown)
}

fn refuse_unknown(pipeline: &Pipeline, stage: &StageId) -> Result<()> {
    if pipeline.stage(stage).is_some() {
        return Ok(());
    }
    let stages: Vec<&str> = pipeline.stages.iter().map(|stage| stage.id.as_str()).collect();
    let message = format!(
        "the pipeline `{}` has no stage `{stage}`; it has {}",
        pipeline.id,
        stages.join(", ")
    );
    Err(Error::unprocessable("unknown_stage", message))
}
