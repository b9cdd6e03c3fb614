//! Action: remove a tag.

use runnel_model::Tag;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::turn::Walk;

pub(crate) struct RemoveTag;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Which tag.
    tag: Tag,
}

impl Kind for RemoveTag {
    const NAME: &'static str = "remove_tag";
    const ROLE: Role = Role::Action;
    const TITLE: &'static str = "Remove tag";
    const SUMMARY: &'static str = "Removes a tag from the contact.";
    const ICON: &'static str = "tag-minus";
    const SYNONYMS: &'static [&'static str] = &["label", "unmark"];
    type Settings = Settings;

    fn compile(settings: Settings, _: &mut Check<'_>) -> Option<Part> {
        Part::step(settings)
    }
}

impl Step for Settings {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        walk.remove_tag(&self.tag);
        Next::Go(0)
    }
}
