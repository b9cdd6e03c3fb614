//! Trigger: a page was visited.

use runnel_model::{EventName, PropertyTest};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Part, Role};

pub(crate) struct PageVisited;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Which pages, by their address. Empty: every page.
    #[serde(default)]
    url: Option<PropertyTest>,
    /// Only the visit with this number. Empty: each visit.
    #[serde(default)]
    times: Option<u64>,
}

impl Kind for PageVisited {
    const NAME: &'static str = "page_visited";
    const ROLE: Role = Role::Trigger;
    const TITLE: &'static str = "Page visited";
    const SUMMARY: &'static str = "Starts when a page of your site is visited.";
    const ICON: &'static str = "eye";
    const SYNONYMS: &'static [&'static str] = &["view", "website", "url", "page view"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        let of = Check::event_where(EventName::PageVisited, "url", settings.url.as_ref());
        super::event::compile(&of, settings.times, check)
    }
}
