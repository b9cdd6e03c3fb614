//! Action: add a tag.

use runnel_model::Tag;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::turn::Walk;

pub(crate) struct AddTag;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Which tag.
    tag: Tag,
}

impl Kind for AddTag {
    const NAME: &'static str = "add_tag";
    const ROLE: Role = Role::Action;
    const TITLE: &'static str = "Add tag";
    const SUMMARY: &'static str = "Adds a tag to the contact.";
    const ICON: &'static str = "tag-plus";
    const SYNONYMS: &'static [&'static str] = &["label", "mark"];
    type Settings = Settings;

    fn compile(settings: Settings, _: &mut Check<'_>) -> Option<Part> {
        Part::step(settings)
    }
}

impl Step for Settings {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        walk.add_tag(&self.tag);
        Next::Go(0)
    }
}
