//! What is to be simulated, and why it cannot be.

use std::collections::BTreeMap;

use runnel_model::{ContactId, Flow, FlowId, NodeId, Span};
use runnel_sim::simulation::{Answer, Happening, Invented, Refusal, Simulation, Start, Subject};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::app::App;
use crate::described;
use crate::error::{Error, Result};

/// What is to be tried out, with whom, and what is chosen on the way.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulationRequest {
    /// The flow as it is drawn at present; without it and `version`: the draft that is saved.
    #[schema(value_type = Option<described::Flow>)]
    pub document: Option<Flow>,
    /// A published version of it.
    pub version: Option<u32>,
    /// A contact as it is now: `con_42`.
    contact: Option<String>,
    /// Somebody who does not exist; without it and `contact`: somebody of whom nothing is known.
    #[schema(value_type = Option<described::Invented>)]
    pub invented: Option<Invented>,
    /// The contact is put in at this trigger, or at the first, whatever it waits for and whether
    /// or not it may enter again. This is also what happens without `happenings`.
    enter: Option<EnterRequest>,
    /// What happens, one after the other; whether the contact enters is for the triggers to say.
    #[schema(value_type = Option<Vec<described::Happening>>)]
    happenings: Option<Vec<Happening>>,
    /// By step, the port that it goes on through, whatever its rule says.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, String>)]
    forced: BTreeMap<NodeId, String>,
    /// By step, what the world answers in the end; without: it does at once what it is asked.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, described::Answer>)]
    answers: BTreeMap<NodeId, Answer>,
    /// How far time runs at most; without: as far as the setting `simulation_days` lets it.
    #[schema(value_type = Option<described::Span>)]
    run_for: Option<Span>,
}

/// Where a contact is put in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterRequest {
    /// The trigger; without: the first one.
    #[schema(value_type = Option<String>)]
    node: Option<NodeId>,
}

impl SimulationRequest {
    /// Who is meant, if it is somebody who exists.
    pub fn contact(&self) -> Result<Option<ContactId>> {
        if self.contact.is_some() && self.invented.is_some() {
            return Err(only_one("contact", "invented"));
        }
        Ok(self.contact.as_deref().map(str::parse).transpose()?)
    }

    /// All that it depends on.
    pub fn simulation(
        self,
        app: &App,
        id: &FlowId,
        (flow, version): (Flow, u32),
        subject: Subject,
    ) -> Result<Simulation> {
        if flow.id != *id {
            let message = format!("the path says `{id}`, the document `{}`", flow.id);
            return Err(Error::unprocessable("id_mismatch", message));
        }
        if self.document.is_some() && self.version.is_some() {
            return Err(only_one("document", "version"));
        }
        let start = match (self.enter, self.happenings) {
            (Some(_), Some(_)) => return Err(only_one("enter", "happenings")),
            (enter, None) => Start::Enter(enter.and_then(|enter| enter.node)),
            (None, Some(happenings)) => Start::Happenings(happenings),
        };
        Ok(Simulation {
            published: app.engine.catalog().document().clone(),
            flow,
            version,
            subject,
            start,
            at: app.engine.now(),
            run_for: run_for(self.run_for, app.limits.simulation)?,
            forced: self.forced,
            answers: self.answers,
        })
    }
}

fn run_for(asked: Option<Span>, most: Span) -> Result<Span> {
    match asked {
        Some(asked) if asked.as_ms() > most.as_ms() => {
            let message = format!(
                "time runs for at most {most} in a simulation; ask for less, or let the operator \
                 raise `simulation_days`"
            );
            Err(Error::unprocessable("too_long", message))
        }
        asked => Ok(asked.unwrap_or(most)),
    }
}

fn only_one(one: &str, other: &str) -> Error {
    Error::unprocessable("only_one", format!("give either `{one}` or `{other}`, not both"))
}

/// Why nothing was simulated, for whoever asked.
pub fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Diagnostics(diagnostics) => {
            let message = "what would be published has errors; `details.diagnostics` lists all";
            Error::diagnostics(message, &diagnostics)
        }
        Refusal::UnknownStep(node) => {
            Error::unprocessable("unknown_step", format!("the flow has no step `{node}`"))
        }
        Refusal::UnknownPort(node, ports) => Error::Refused {
            status: axum::http::StatusCode::UNPROCESSABLE_ENTITY,
            code: "unknown_port",
            message: format!("the step `{node}` has only these ports: {}", ports.join(", ")),
            details: json!({ "node": node, "ports": ports }),
        },
        Refusal::NotATrigger(node) => {
            let message = format!("contacts do not come in at the step `{node}`; name a trigger");
            Error::unprocessable("not_a_trigger", message)
        }
        Refusal::UnknownSegment(id) => {
            Error::unprocessable("unknown_segment", format!("there is no segment `{id}`"))
        }
        Refusal::Happening(at, why) => {
            Error::unprocessable("invalid_happening", format!("happening {at}: {why}"))
        }
    }
}
