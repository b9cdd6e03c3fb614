//! Trigger: a tag was removed.

use runnel_model::{Contact, Rule, Tag};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Part, Role, Trigger, Wants};
use crate::signal::{Listen, Signal};

pub(crate) struct TagRemoved;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Which tag.
    tag: Tag,
}

impl Kind for TagRemoved {
    const NAME: &'static str = "tag_removed";
    const ROLE: Role = Role::Trigger;
    const TITLE: &'static str = "Tag removed";
    const SUMMARY: &'static str = "Starts when a tag is removed from a contact.";
    const ICON: &'static str = "tag-off";
    const SYNONYMS: &'static [&'static str] = &["label", "untagged"];
    type Settings = Settings;

    fn compile(settings: Settings, _: &mut Check<'_>) -> Option<Part> {
        Part::trigger(settings)
    }
}

impl Trigger for Settings {
    fn listens(&self) -> Listen {
        Listen::TagRemoved(self.tag.clone())
    }

    fn matches(&self, _: &Signal<'_>, _: &Contact) -> bool {
        // The index hands over nothing but what was listened for.
        true
    }

    fn wants(&self) -> Wants {
        Wants::Becomes(Rule::Not(Box::new(Rule::Tag(self.tag.clone()))))
    }
}
