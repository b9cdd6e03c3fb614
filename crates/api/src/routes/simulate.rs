//! Trying a flow out: what would become of a contact in it. Nothing is written.

use axum::Json;
use axum::extract::State;
use runnel_model::{FlowId, Severity};
use tokio::task::spawn_blocking;

use super::contacts;
use super::flow_versions::version_of;
use super::flows::{diagnose, find};
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::error::{Error, Result};
use crate::http::{Body, Id};
use crate::simulation::{SimulationRequest, SimulationResponse, refused, shown};
use runnel_sim::simulation::{Subject, simulate};

/// What would become of a contact, or of somebody invented, in a flow: the path with the reason at
/// each branch, what would change, and what would be sent when. Virtual time; nothing is written.
#[utoipa::path(
    post, path = "/flows/{id}/simulate", tag = "flows", params(("id" = String, Path)),
    request_body = SimulationRequest, responses((status = 200, body = SimulationResponse))
)]
pub async fn simulate_flow(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
    Body(request): Body<SimulationRequest>,
) -> Result<Json<SimulationResponse>> {
    let flow = find(&app, &id).await?;
    let subject = match request.contact()? {
        Some(contact) => Subject::Known(Box::new(contacts::find(&app, contact).await?)),
        None => Subject::Invented(Box::new(request.invented.clone().unwrap_or_default())),
    };
    let known = matches!(subject, Subject::Known(_));
    let next = flow.current_version.unwrap_or(0) + 1;
    let (document, version) = match (request.document.clone(), request.version) {
        (Some(document), _) => (document, next),
        (None, Some(version)) => (version_of(&app, &id, version).await?.document, version),
        (None, None) => (flow.draft, next),
    };
    let simulation = request.simulation(&app, &id, (document, version), subject)?;
    let mut diagnostics = diagnose(&app, &simulation.flow).await?;
    if diagnostics.iter().any(|one| one.severity == Severity::Error) {
        let message =
            "the flow has errors and cannot be tried out; `details.diagnostics` lists all";
        return Err(Error::diagnostics(message, &diagnostics));
    }
    // A few at a time: each keeps a processor busy that live traffic needs as well.
    let _permit = app.simulations.acquire().await.map_err(Error::internal)?;
    let work = spawn_blocking(move || {
        let simulated = simulate(&simulation);
        (simulation, simulated)
    });
    let (simulation, simulated) = work.await.map_err(Error::internal)?;
    let simulated = simulated.map_err(refused)?;
    if known {
        diagnostics.extend(app.publisher.uncounted(&simulated.catalog, &simulation.flow));
    }
    Ok(Json(shown(simulation, simulated, diagnostics)))
}
