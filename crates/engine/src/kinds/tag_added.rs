//! Trigger: a tag was added.

use runnel_model::{Contact, Rule, Tag};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Part, Role, Trigger, Wants};
use crate::signal::{Listen, Signal};

pub(crate) struct TagAdded;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Which tag.
    tag: Tag,
}

impl Kind for TagAdded {
    const NAME: &'static str = "tag_added";
    const ROLE: Role = Role::Trigger;
    const TITLE: &'static str = "Tag added";
    const SUMMARY: &'static str = "Starts when a tag is added to a contact.";
    const ICON: &'static str = "tag";
    const SYNONYMS: &'static [&'static str] = &["label", "tagged"];
    type Settings = Settings;

    fn compile(settings: Settings, _: &mut Check<'_>) -> Option<Part> {
        Part::trigger(settings)
    }
}

impl Trigger for Settings {
    fn listens(&self) -> Listen {
        Listen::TagAdded(self.tag.clone())
    }

    fn matches(&self, _: &Signal<'_>, _: &Contact) -> bool {
        // The index hands over nothing but what was listened for.
        true
    }

    fn wants(&self) -> Wants {
        Wants::Becomes(Rule::Tag(self.tag.clone()))
    }
}
