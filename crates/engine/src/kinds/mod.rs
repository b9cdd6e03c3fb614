//! The registry of node kinds. To add one: write its file, and one line below.

mod add_tag;
mod adjust_score;
mod assign_task;
mod branch;
mod came_back;
mod change_deal_stage;
mod create_deal;
mod deal_stage_changed;
mod disqualify;
mod event;
mod exit;
mod goal;
mod meeting;
mod page_visited;
mod post_to_url;
mod remove_tag;
mod requalify;
mod score_crosses;
mod segment_entered;
mod segment_left;
mod set_property;
mod set_score;
mod set_stage;
mod tag_added;
mod tag_removed;
mod wait;
mod wait_for;

use std::sync::LazyLock;

use crate::check::Check;
use crate::kind::{Kind, KindInfo, Part, Role};

/// A kind as the compiler looks it up.
pub(crate) struct Entry {
    pub name: &'static str,
    pub version: u32,
    pub role: Role,
    pub title: &'static str,
    pub summary: &'static str,
    pub icon: &'static str,
    pub synonyms: &'static [&'static str],
    pub ports: &'static [&'static str],
    pub compile: fn(&serde_json::Value, &mut Check<'_>) -> Option<Part>,
    schema: fn() -> serde_json::Value,
}

static REGISTRY: &[Entry] = &[
    entry::<event::Event>(),
    entry::<page_visited::PageVisited>(),
    entry::<segment_entered::SegmentEntered>(),
    entry::<segment_left::SegmentLeft>(),
    entry::<tag_added::TagAdded>(),
    entry::<tag_removed::TagRemoved>(),
    entry::<score_crosses::ScoreCrosses>(),
    entry::<meeting::Booked>(),
    entry::<meeting::Cancelled>(),
    entry::<meeting::Rescheduled>(),
    entry::<deal_stage_changed::DealStageChanged>(),
    entry::<came_back::CameBack>(),
    entry::<branch::Branch>(),
    entry::<wait::Wait>(),
    entry::<wait_for::WaitFor>(),
    entry::<goal::Goal>(),
    entry::<exit::Exit>(),
    entry::<adjust_score::AdjustScore>(),
    entry::<set_score::SetScore>(),
    entry::<add_tag::AddTag>(),
    entry::<remove_tag::RemoveTag>(),
    entry::<set_property::SetProperty>(),
    entry::<set_stage::SetStage>(),
    entry::<disqualify::Disqualify>(),
    entry::<requalify::Requalify>(),
    entry::<create_deal::CreateDeal>(),
    entry::<change_deal_stage::ChangeDealStage>(),
    entry::<assign_task::AssignTask>(),
    entry::<post_to_url::PostToUrl>(),
];

/// Every node kind there is. The schemas of their settings are built when somebody first asks.
pub fn kinds() -> &'static [KindInfo] {
    static KINDS: LazyLock<Vec<KindInfo>> =
        LazyLock::new(|| REGISTRY.iter().map(Entry::info).collect());
    &KINDS
}

/// The kind of this name.
pub(crate) fn find(name: &str) -> Option<&'static Entry> {
    REGISTRY.iter().find(|entry| entry.name == name)
}

const fn entry<K: Kind>() -> Entry {
    Entry {
        name: K::NAME,
        version: K::VERSION,
        role: K::ROLE,
        title: K::TITLE,
        summary: K::SUMMARY,
        icon: K::ICON,
        synonyms: K::SYNONYMS,
        ports: K::PORTS,
        compile: compile_settings::<K>,
        schema: || schemars::schema_for!(K::Settings).to_value(),
    }
}

fn compile_settings<K: Kind>(settings: &serde_json::Value, check: &mut Check<'_>) -> Option<Part> {
    let absent = serde_json::Value::Object(serde_json::Map::new());
    let settings = if settings.is_null() { &absent } else { settings };
    match <K::Settings as serde::Deserialize>::deserialize(settings) {
        Ok(settings) => K::compile(settings, check),
        Err(error) => {
            let message = format!("The settings of `{}` cannot be read: {error}.", K::TITLE);
            check
                .error("bad_settings", "settings", message, "Correct the setting that is named.")
                .with("kind", K::NAME)
                .with("why", error.to_string());
            None
        }
    }
}

impl Entry {
    fn info(&self) -> KindInfo {
        KindInfo {
            name: self.name,
            version: self.version,
            role: self.role,
            title: self.title,
            summary: self.summary,
            icon: self.icon,
            synonyms: self.synonyms,
            ports: self.ports,
            schema: (self.schema)(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_schemas_are_objects_and_each_kind_can_be_found() {
        let kinds = kinds();
        for (index, kind) in kinds.iter().enumerate() {
            assert!(kinds[..index].iter().all(|other| other.name != kind.name), "{}", kind.name);
            assert_eq!(kind.schema["type"], "object", "{}", kind.name);
            let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(!kind.icon.is_empty() && kind.icon.chars().all(kebab), "{}", kind.icon);
            assert!(!kind.synonyms.is_empty(), "{}: nobody finds it by another word", kind.name);
        }
    }
}
