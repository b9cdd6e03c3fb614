//! Triggers: a meeting was booked, cancelled, moved to another time.
//!
//! Three kinds in one file, since they are one: an event with a filter on the meeting's name.

use runnel_model::{EventName, PropertyTest};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Part, Role};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Which meetings, by their name. Empty: every meeting.
    #[serde(default)]
    name: Option<PropertyTest>,
}

macro_rules! meeting_trigger {
    ($kind:ident, $name:literal, $title:literal, $summary:literal, $icon:literal, $synonyms:expr, $event:expr) => {
        pub(crate) struct $kind;

        impl Kind for $kind {
            const NAME: &'static str = $name;
            const ROLE: Role = Role::Trigger;
            const TITLE: &'static str = $title;
            const SUMMARY: &'static str = $summary;
            const ICON: &'static str = $icon;
            const SYNONYMS: &'static [&'static str] = $synonyms;
            type Settings = Settings;

            fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
                let of = Check::event_where($event, "name", settings.name.as_ref());
                super::event::compile(&of, None, check)
            }
        }
    };
}

meeting_trigger!(
    Booked,
    "meeting_booked",
    "Meeting booked",
    "Starts when a contact books a meeting.",
    "calendar-plus",
    &["appointment", "call", "demo", "Calendly"],
    EventName::MeetingBooked
);
meeting_trigger!(
    Cancelled,
    "meeting_cancelled",
    "Meeting cancelled",
    "Starts when a meeting is cancelled, not when it is moved to another time.",
    "calendar-x",
    &["appointment", "called off", "no-show", "Calendly"],
    EventName::MeetingCancelled
);
meeting_trigger!(
    Rescheduled,
    "meeting_rescheduled",
    "Meeting rescheduled",
    "Starts when a meeting is moved to another time.",
    "calendar-time",
    &["appointment", "moved", "postponed", "Calendly"],
    EventName::MeetingRescheduled
);
