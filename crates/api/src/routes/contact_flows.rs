//! A contact in a flow: the way it took, and why it is, or is not, at a step.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use runnel_engine::{Plan, compile};
use runnel_model::{Contact, ContactId, FlowId, NodeId};
use runnel_store::{EventRow, PAGE_MAX};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::flow_versions::version_of;
use super::{contacts, flows};
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::dto::Shown;
use crate::error::{Error, Result};
use crate::http::{Asked, FlowInPath, Id};
use crate::log::{FlowRef, Names, StepRef};
use crate::retention::kept_since_of;
use crate::time::Time;
use crate::why::{About, Evaluated, Explained, Passage, Standing, Wanted, WhyReason, passages};

/// How many entries of a contact's log are read for an answer, newest first.
const ENTRIES_MAX: usize = 5_000;

/// The way that a contact took through a flow.
#[derive(Debug, Serialize, ToSchema)]
pub struct PathResponse {
    /// Whose.
    #[schema(value_type = String)]
    pub contact: Shown<ContactId>,
    /// Through which flow, as it is called now.
    pub flow: FlowRef,
    /// Its passages, newest first. Reasons are asked of the contact as it is now.
    pub passages: Vec<Passage>,
    /// Whether the whole log was read; false: older passages may be missing.
    pub complete: bool,
    /// What happened before was deleted; null: nothing was.
    pub kept_since: Option<Time>,
}

/// Why a contact is, or is not, at a step.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhyResponse {
    /// Who.
    #[schema(value_type = String)]
    pub contact: Shown<ContactId>,
    /// In which flow; version 0: the draft of one that was never published.
    pub flow: FlowRef,
    /// At which step.
    pub step: StepRef,
    /// How the contact stands to it.
    pub standing: Standing,
    /// In a sentence: the first of the reasons.
    pub text: String,
    /// The reasons, the most telling first.
    pub reasons: Vec<WhyReason>,
    /// Rules were asked of the contact as it was at this time.
    pub evaluated_at: Time,
    /// What happened before was deleted; null: nothing was.
    pub kept_since: Option<Time>,
}

/// Which step.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhyQuery {
    /// Its id within the flow.
    node: String,
}

/// The way that a contact took through a flow, step by step, with the reason at each branch.
#[utoipa::path(
    get, path = "/contacts/{id}/flows/{flow}/path", tag = "contacts",
    params(("id" = String, Path), ("flow" = String, Path)),
    responses((status = 200, body = PathResponse))
)]
pub async fn get_path(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<ContactId>,
    FlowInPath(flow): FlowInPath,
) -> Result<Json<PathResponse>> {
    let contact = contacts::find(&app, id).await?;
    let row = flows::find(&app, &flow).await?;
    let history = History::read(&app, contact, &flow).await?;
    let passages = history.passages(&flow, &app);
    let version = row.current_version.unwrap_or(0);
    Ok(Json(PathResponse {
        contact: Shown(history.contact.id),
        flow: FlowRef { id: flow, name: row.name, version },
        passages,
        complete: history.complete && history.kept_since.is_none(),
        kept_since: history.kept_since,
    }))
}

/// Why a contact is, or is not, at a step of a flow: what stood in the way, with values, and how
/// near it is.
#[utoipa::path(
    get, path = "/contacts/{id}/flows/{flow}/why", tag = "contacts",
    params(("id" = String, Path), ("flow" = String, Path), WhyQuery),
    responses((status = 200, body = WhyResponse))
)]
pub async fn get_why(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<ContactId>,
    FlowInPath(flow): FlowInPath,
    Asked(query): Asked<WhyQuery>,
) -> Result<Json<WhyResponse>> {
    let contact = contacts::find(&app, id).await?;
    let row = flows::find(&app, &flow).await?;
    let node = NodeId::parse(&query.node)?;
    let version = row.current_version.unwrap_or(0);
    let document = match row.current_version {
        Some(version) => version_of(&app, &flow, version).await?.document,
        None => row.draft,
    };
    if !document.nodes.iter().any(|one| one.id == node) {
        return Err(Error::not_found("step of the flow", node));
    }
    let (plan, diagnostics) = compile(&document, &app.engine.catalog().scope());
    let refuse = || Error::diagnostics("the flow has errors; mend them first", &diagnostics);
    let plan = plan.ok_or_else(refuse)?;
    let mut history = History::read(&app, contact, &flow).await?;
    history.names.know((flow.clone(), version), document);
    let passages = history.passages(&flow, &app);
    let catalog = app.engine.catalog();
    let now = app.engine.now().max(history.contact.now);
    let names = &history.names;
    let asked = crate::why::Asked {
        about: About { contact: &history.contact, now, catalog: &catalog, names },
        plan: &plan,
        version,
        state: row.state,
        node: &node,
        passages: &passages,
        rows: &history.rows,
        flow: &flow,
    };
    let (standing, reasons) = asked.answer();
    Ok(Json(WhyResponse {
        contact: Shown(history.contact.id),
        step: names.step(&flow, version, &node),
        flow: FlowRef { id: flow.clone(), name: row.name, version },
        standing,
        text: reasons.first().map(|reason| reason.text.clone()).unwrap_or_default(),
        reasons,
        evaluated_at: Time(now),
        kept_since: history.kept_since,
    }))
}

/// A contact, what is read of its log, and what is needed to tell of it.
struct History {
    contact: Contact,
    /// Newest first.
    rows: Vec<EventRow>,
    complete: bool,
    kept_since: Option<Time>,
    names: Names,
    /// The versions of the flow that it was in.
    plans: BTreeMap<u32, Plan>,
}

impl History {
    async fn read(app: &App, contact: Contact, flow: &FlowId) -> Result<Self> {
        let mut rows = Vec::new();
        let mut cursor = None;
        loop {
            let page = app.database.timeline(contact.id, PAGE_MAX, cursor.as_ref()).await?;
            rows.extend(page.items);
            cursor = page.next;
            if cursor.is_none() || rows.len() >= ENTRIES_MAX {
                break;
            }
        }
        let catalog = app.engine.catalog();
        let names = Names::of(&rows, Arc::clone(&catalog), &app.database).await?;
        let steps = rows.iter().flat_map(|row| &row.facts).filter_map(|fact| fact.step.as_ref());
        let mut plans = BTreeMap::new();
        for step in steps.filter(|step| step.flow == *flow) {
            if !plans.contains_key(&step.version)
                && let Some(document) = names.document(flow, step.version)
                && let (Some(plan), _) = compile(document, &catalog.scope())
            {
                plans.insert(step.version, plan);
            }
        }
        let kept_since = kept_since_of(app, &contact).await?;
        Ok(Self { contact, rows, complete: cursor.is_none(), kept_since, names, plans })
    }

    /// The passages through the flow, newest first.
    fn passages(&self, flow: &FlowId, app: &App) -> Vec<Passage> {
        let catalog = app.engine.catalog();
        let (contact, names) = (&self.contact, &self.names);
        let now = app.engine.now().max(contact.now);
        let about = About { contact, now, catalog: &catalog, names };
        let reason = |wanted: &Wanted<'_>| {
            let plan = self.plans.get(&wanted.step.version)?;
            let explanation = match wanted.exit {
                true => plan.explain_exit(contact, now),
                false => plan.explain_step(&wanted.step.node, contact, now),
            };
            Some((Evaluated::Now, Explained::new(explanation?, &about)))
        };
        passages(flow, self.rows.iter().rev(), names, reason)
    }
}
