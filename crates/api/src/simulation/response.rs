//! What came of a simulation.

use std::sync::Arc;

use runnel_model::{Diagnostic, Effect, EffectBody, Partition};
use runnel_sim::simulation::{Applied, Simulated, Simulation, Stopped, Subject};
use runnel_store::EventRow;
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::described;
use crate::dto::ContactResponse;
use crate::log::{FlowRef, Names, StepRef, TimelineEntry};
use crate::time::Time;
use crate::why::{About, Evaluated, Explained, Passage, Wanted, passages};
use runnel_engine::{Decided, Decision};

/// What would become of a contact in a flow.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimulationResponse {
    /// Warnings about the flow; errors would have prevented the simulation.
    #[schema(value_type = Vec<described::Diagnostic>)]
    pub diagnostics: Vec<Diagnostic>,
    /// When it began; time is virtual from here on.
    pub began_at: Time,
    /// When the last thing happened, or how far time ran.
    pub ended_at: Time,
    /// Why it ended then.
    pub stopped: SimulationStopped,
    /// The passages through the flow, newest first, with the reason at each branch.
    pub passages: Vec<Passage>,
    /// All that happened, oldest first, in other flows as well.
    pub happened: Vec<TimelineEntry>,
    /// What the world would be asked.
    pub effects: Vec<SimulatedEffect>,
    /// The contact at the end; `con_0` is nobody.
    pub contact: ContactResponse,
}

/// Why a simulation ended.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SimulationStopped {
    /// The contact has nothing more to do.
    Settled,
    /// Time was to run no further.
    OutOfTime,
    /// More happened than one simulation can hold.
    TooMuch,
}

/// What the world would be asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimulatedEffect {
    /// When.
    pub at: Time,
    /// In a sentence.
    pub text: String,
    /// By which flow.
    pub flow: FlowRef,
    /// By which step.
    pub step: StepRef,
    /// Whether the contact would wait for the answer.
    pub waits: bool,
    /// What.
    pub request: SimulatedRequest,
}

/// What the world would be asked, by its kind.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SimulatedRequest {
    /// A signed POST of this JSON.
    PostToUrl {
        url: String,
        #[schema(value_type = Value)]
        body: Json,
    },
}

/// What came of a simulation, as it is shown.
pub fn shown(
    simulation: Simulation,
    simulated: Simulated,
    diagnostics: Vec<Diagnostic>,
) -> SimulationResponse {
    let Simulated { happened, contact, ended_at, stopped, catalog } = simulated;
    let names = Names::published(Arc::new(catalog));
    let about = About { contact: &contact, now: ended_at, catalog: names.catalog(), names: &names };
    let decisions: Vec<&Decision> = happened.iter().flat_map(|one| &one.decisions).collect();
    let reason = |wanted: &Wanted<'_>| {
        let decision = decisions.iter().find(|decision| is_about(decision, wanted))?;
        let explanation = Explained::new(decision.explanation.clone(), &about);
        Some((Evaluated::Then, explanation))
    };
    let effects = happened.iter().flat_map(|one| &one.effects);
    let effects = effects.map(|effect| effect_shown(effect, &names)).collect();
    let rows: Vec<EventRow> = happened.iter().zip(0..).map(|(one, at)| row(one, at)).collect();
    let passages = passages(&simulation.flow.id, rows.iter(), &names, reason);
    let began_at = match &simulation.subject {
        Subject::Known(known) => known.now.max(simulation.at),
        Subject::Invented(_) => simulation.at,
    };
    let rows = rows.into_iter();
    let happened = rows.map(|row| TimelineEntry::new(row, &names)).collect();
    let stopped = match stopped {
        Stopped::Settled => SimulationStopped::Settled,
        Stopped::OutOfTime => SimulationStopped::OutOfTime,
        Stopped::TooMuch => SimulationStopped::TooMuch,
    };
    SimulationResponse {
        diagnostics,
        began_at: Time(began_at),
        ended_at: Time(ended_at),
        stopped,
        passages,
        happened,
        effects,
        contact: ContactResponse::new(contact, |id| names.segment(id)),
    }
}

fn is_about(decision: &Decision, wanted: &Wanted<'_>) -> bool {
    let same = decision.at == wanted.at && decision.step.enrolment == wanted.step.enrolment;
    let place = match &decision.about {
        Decided::Step => !wanted.exit && decision.step.node == wanted.step.node,
        Decided::Exit => wanted.exit,
        Decided::Goal(goal) => !wanted.exit && *goal == wanted.step.node,
    };
    same && place
}

fn effect_shown(effect: &Effect, names: &Names) -> SimulatedEffect {
    let EffectBody::PostToUrl { url, body } = &effect.body;
    let step = &effect.step;
    SimulatedEffect {
        at: Time(effect.at),
        text: format!("Would post to {url} at {}", Time(effect.at)),
        flow: names.flow(&step.flow, step.version),
        step: names.step(&step.flow, step.version, &step.node),
        waits: effect.answer,
        request: SimulatedRequest::PostToUrl {
            url: url.clone(),
            body: serde_json::from_str(body).unwrap_or_default(),
        },
    }
}

/// As it would stand in the log, so that it is shown as the log is.
fn row(applied: &Applied, seq: i64) -> EventRow {
    let Applied { input, facts, .. } = applied.clone();
    EventRow {
        contact: runnel_model::ContactId(0),
        partition: Partition(0),
        seq,
        id: input.id,
        source: None,
        name: input.body.name(),
        occurred_at: input.occurred_at,
        applied_at: input.accepted_at,
        catalog_version: 0,
        engine_version: String::new(),
        input,
        facts,
    }
}
