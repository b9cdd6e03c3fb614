//! Action: give a sales person something to do.

use runnel_model::Span;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::turn::Walk;

pub(crate) struct AssignTask;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// What is to be done. `{name}` stands for the contact's name, `{score}` for its score.
    title: String,
    /// What helps doing it; the same stand-ins.
    #[serde(default)]
    note: String,
    /// Who is to do it. Empty: nobody yet.
    #[serde(default)]
    owner: Option<String>,
    /// By when, from now. Empty: no time is set.
    #[serde(default)]
    due_in: Option<Span>,
    /// Adds the score and the last points with their reasons to the note.
    #[serde(default)]
    with_score: bool,
}

impl Kind for AssignTask {
    const NAME: &'static str = "assign_task";
    const ROLE: Role = Role::Action;
    const TITLE: &'static str = "Assign task";
    const SUMMARY: &'static str = "Gives a sales person something to do about the contact.";
    const ICON: &'static str = "checkbox";
    const SYNONYMS: &'static [&'static str] = &["to-do", "call", "follow up", "sales rep"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        check.text("title", &settings.title, 500);
        if settings.note.len() > 5_000 {
            check.text("note", &settings.note, 5_000);
        }
        settings.due_in.iter().for_each(|span| check.span("due_in", *span));
        Part::step(settings)
    }
}

impl Step for Settings {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        let title = walk.fill_in(&self.title);
        let mut note = walk.fill_in(&self.note);
        if self.with_score {
            let separator = if note.is_empty() { "" } else { "\n" };
            note = format!("{note}{separator}{}", walk.score_summary());
        }
        let due_at = self.due_in.map(|span| walk.now() + span);
        walk.assign_task(title, note, self.owner.clone(), due_at);
        Next::Go(0)
    }
}
