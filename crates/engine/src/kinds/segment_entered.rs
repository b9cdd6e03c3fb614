//! Trigger: a segment's rule became true for the contact.

use runnel_model::{Contact, Rule, SegmentId};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Part, Role, Trigger, Wants};
use crate::signal::{Listen, Signal};

pub(crate) struct SegmentEntered;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Which segment.
    segment: SegmentId,
}

impl Kind for SegmentEntered {
    const NAME: &'static str = "segment_entered";
    const ROLE: Role = Role::Trigger;
    const TITLE: &'static str = "Segment entered";
    const SUMMARY: &'static str = "Starts when a contact comes into a segment.";
    const ICON: &'static str = "users-plus";
    const SYNONYMS: &'static [&'static str] = &["joins a segment", "list", "audience"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        check.segment("segment", &settings.segment);
        Part::trigger(settings)
    }
}

impl Trigger for Settings {
    fn listens(&self) -> Listen {
        Listen::SegmentEntered(self.segment.clone())
    }

    fn matches(&self, _: &Signal<'_>, _: &Contact) -> bool {
        // The index hands over nothing but what was listened for.
        true
    }

    fn wants(&self) -> Wants {
        Wants::Becomes(Rule::Segment(self.segment.clone()))
    }
}
