//! Trigger: the score comes to a number of points from below, or falls below it.

use runnel_model::{Category, Comparison, Contact, FactBody, Rule};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Part, Role, Trigger, Wants};
use crate::signal::{Listen, Signal};

pub(crate) struct ScoreCrosses;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Which score. Empty: the sum of all categories.
    #[serde(default)]
    category: Option<Category>,
    /// The threshold.
    points: i64,
    /// Up: it was below and now is not. Down: the other way.
    #[serde(default)]
    direction: Direction,
}

#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Direction {
    #[default]
    Up,
    Down,
}

impl Kind for ScoreCrosses {
    const NAME: &'static str = "score_crosses";
    const ROLE: Role = Role::Trigger;
    const TITLE: &'static str = "Score crosses";
    const SUMMARY: &'static str =
        "Starts when a score rises to a number of points, or falls below it.";
    const ICON: &'static str = "chart-line";
    const SYNONYMS: &'static [&'static str] = &["lead score", "threshold", "points", "reaches"];
    type Settings = Settings;

    fn compile(settings: Settings, _: &mut Check<'_>) -> Option<Part> {
        Part::trigger(settings)
    }
}

impl Trigger for Settings {
    fn listens(&self) -> Listen {
        Listen::Score(self.category.clone())
    }

    /// The fact says the score after it and by how much it changed; so a crossing that lasts
    /// only inside one input is seen as well.
    fn matches(&self, signal: &Signal<'_>, _: &Contact) -> bool {
        let Signal::Fact(FactBody::ScoreAdjusted { points, score, total, .. }) = signal else {
            return false;
        };
        let after = if self.category.is_some() { *score } else { *total };
        let before = after - points;
        match self.direction {
            Direction::Up => before < self.points && after >= self.points,
            Direction::Down => before >= self.points && after < self.points,
        }
    }

    fn wants(&self) -> Wants {
        let points = match self.direction {
            Direction::Up => Comparison::AtLeast(self.points),
            Direction::Down => Comparison::LessThan(self.points),
        };
        Wants::Becomes(Rule::Score { category: self.category.clone(), points })
    }
}
