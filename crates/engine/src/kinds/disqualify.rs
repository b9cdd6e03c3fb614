//! Action: disqualify the contact, at once or after a time in which people may object.

use runnel_model::{FactBody, Span, Wait};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Port, Role, Step};
use crate::signal::Signal;
use crate::turn::Walk;

pub(crate) struct Disqualify;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Why, for whoever looks at the contact later.
    reason: String,
    /// How long the contact stands on the review list first, where people may keep it. Empty: it
    /// is disqualified at once.
    #[serde(default)]
    grace: Option<Span>,
}

/// First, because it is what may be heard while the flow is paused.
const KEPT: Port = 0;
const NEXT: Port = 1;

impl Kind for Disqualify {
    const NAME: &'static str = "disqualify";
    const ROLE: Role = Role::Action;
    const TITLE: &'static str = "Disqualify";
    const SUMMARY: &'static str =
        "Marks the contact as one that will not buy, at once or after a time for objections.";
    const ICON: &'static str = "user-x";
    const SYNONYMS: &'static [&'static str] = &["dead lead", "drop", "junk", "grace period"];
    const PORTS: &'static [&'static str] = &["kept", "next"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        check.text("reason", &settings.reason, 500);
        settings.grace.iter().for_each(|span| check.span("grace", *span));
        Part::step(settings)
    }
}

impl Step for Settings {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        if let Some(grace) = self.grace {
            return Next::Wait(Wait { due: Some(walk.now() + grace), ..Wait::default() });
        }
        walk.disqualify(self.reason.clone());
        Next::Go(NEXT)
    }

    fn hears(&self, signal: &Signal<'_>) -> Option<Port> {
        matches!(signal, Signal::Fact(FactBody::Requalified)).then_some(KEPT)
    }

    fn due(&self) -> Port {
        NEXT
    }

    fn resume(&self, walk: &mut Walk<'_, '_>, port: Port) {
        if port == NEXT {
            walk.disqualify(self.reason.clone());
        }
    }

    fn holds_the_contact(&self) -> bool {
        self.grace.is_some()
    }
}
