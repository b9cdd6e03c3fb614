//! Action: set a score to a number of points.

use runnel_model::Category;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::turn::Walk;

pub(crate) struct SetScore;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The points afterwards.
    points: i64,
    /// Which score. Empty: `general`.
    #[serde(default)]
    category: Category,
    /// Why, as shown in the receipt. Empty: the name of the flow.
    #[serde(default)]
    reason: Option<String>,
}

impl Kind for SetScore {
    const NAME: &'static str = "set_score";
    const ROLE: Role = Role::Action;
    const TITLE: &'static str = "Set score";
    const SUMMARY: &'static str = "Sets a score to a number of points.";
    const ICON: &'static str = "equal";
    const SYNONYMS: &'static [&'static str] = &["points", "lead score", "reset"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        super::adjust_score::check_points(settings.points, check);
        Part::step(settings)
    }
}

impl Step for Settings {
    /// Recorded as the difference, so that the sum of the facts stays the score.
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        let reason = self.reason.clone().unwrap_or_else(|| walk.flow_name());
        let difference = self.points - walk.contact().score(Some(&self.category));
        walk.adjust_score(&self.category, difference, reason);
        Next::Go(0)
    }
}
