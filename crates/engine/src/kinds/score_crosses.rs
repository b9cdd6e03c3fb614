//! Trigger: the score comes to a number of points from below, or falls below it. The number may be
//! that of a class of a scoring model: who edits the class then edits this as well.

use runnel_model::{Category, ClassId, Comparison, Contact, FactBody, ModelId, Rule};
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
    #[serde(default)]
    points: Option<i64>,
    /// Instead of both: where this class of a scoring model begins.
    #[serde(default)]
    class: Option<Class>,
    /// Up: it was below and now is not. Down: the other way.
    #[serde(default)]
    direction: Direction,
}

/// A class of a scoring model.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Class {
    /// The model.
    model: ModelId,
    /// Its class.
    class: ClassId,
}

#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Direction {
    #[default]
    Up,
    Down,
}

/// A threshold, and from which side it is crossed.
struct Crossing {
    category: Option<Category>,
    points: i64,
    direction: Direction,
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

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        let direction = settings.direction;
        let (category, points) = match (settings.class, settings.category, settings.points) {
            (Some(Class { model, class }), None, None) => check.class("class", &model, &class)?,
            (None, category, Some(points)) => (category, points),
            _ => {
                let message = "It is not clear which number of points is to be crossed.";
                let help = "Write the points, or choose a class of a scoring model; not both.";
                check.error("threshold_unclear", "points", message, help);
                return None;
            }
        };
        Part::trigger(Crossing { category, points, direction })
    }
}

impl Trigger for Crossing {
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
