//! Action: give or take points.

use runnel_model::Category;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Role, Step};
use crate::turn::Walk;

pub(crate) struct AdjustScore;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// How many points; negative ones are taken.
    points: i64,
    /// Which score. Empty: `general`.
    #[serde(default)]
    category: Category,
    /// Why, as shown in the receipt. Empty: the name of the flow.
    #[serde(default)]
    reason: Option<String>,
}

/// The most points that one step may give or take: sums of them never overflow.
pub(super) const POINTS_MAX: i64 = 1_000_000;

/// Checks a number of points.
pub(super) fn check_points(points: i64, check: &mut Check<'_>) {
    if points.abs() > POINTS_MAX {
        let message = format!("{points} points are too many.");
        check
            .error("points_out_of_range", "points", message, "Use at most 1,000,000 points.")
            .with("points", points)
            .with("max", POINTS_MAX);
    }
}

impl Kind for AdjustScore {
    const NAME: &'static str = "adjust_score";
    const ROLE: Role = Role::Action;
    const TITLE: &'static str = "Adjust score";
    const SUMMARY: &'static str = "Gives the contact points, or takes some away.";
    const ICON: &'static str = "plus-minus";
    const SYNONYMS: &'static [&'static str] =
        &["points", "lead score", "add points", "subtract points"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        check_points(settings.points, check);
        if settings.points == 0 {
            check.warning(
                "no_points",
                "points",
                "0 points change nothing.",
                "Choose how many points.",
            );
        }
        Part::step(settings)
    }
}

impl Step for Settings {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        let reason = self.reason.clone().unwrap_or_else(|| walk.flow_name());
        walk.adjust_score(&self.category, self.points, reason);
        Next::Go(0)
    }
}
