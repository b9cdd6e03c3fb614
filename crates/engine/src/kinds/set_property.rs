//! Action: set a property.

use runnel_model::{PropertyName, Value};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::turn::Walk;

pub(crate) struct SetProperty;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Which property.
    name: PropertyName,
    /// The new value. Empty: the property is cleared.
    #[serde(default)]
    value: Option<Value>,
}

impl Kind for SetProperty {
    const NAME: &'static str = "set_property";
    const ROLE: Role = Role::Action;
    const TITLE: &'static str = "Set property";
    const SUMMARY: &'static str = "Sets a property of the contact, or clears it.";
    const ICON: &'static str = "pencil";
    const SYNONYMS: &'static [&'static str] = &["field", "attribute", "update contact"];
    type Settings = Settings;

    fn compile(settings: Settings, _: &mut Check<'_>) -> Option<Part> {
        Part::step(settings)
    }
}

impl Step for Settings {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        let now = walk.now();
        walk.set_property(&self.name, self.value.clone(), now);
        Next::Go(0)
    }
}
