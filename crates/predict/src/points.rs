//! From effects to whole points in a table, so that adding up points ranks contacts as the model
//! does, as nearly as whole points for yes and no can.

use runnel_model::Rule;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::effect::{Condition, Effect};
use crate::feature::Feature;

/// A row for a scoring table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SuggestedRow {
    /// What it is about.
    pub feature: Feature,
    /// While this holds, the points stand.
    pub when: Rule,
    /// How many; never 0.
    pub points: i64,
    /// What they stand for.
    pub log_odds: f64,
}

/// Rows for the sound effects, the strongest first, which has `strongest` points.
pub(crate) fn suggested(effects: &[Effect], strongest: u32) -> Vec<SuggestedRow> {
    let mut rows: Vec<_> =
        effects.chunk_by(|a, b| a.feature == b.feature).flat_map(of_feature).collect();
    rows.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
    let scale = rows.first().map_or(1.0, |row| f64::from(strongest) / row.log_odds.abs());
    for row in &mut rows {
        row.points = (row.log_odds * scale).round() as i64;
    }
    rows.retain(|row| row.points != 0);
    rows
}

fn of_feature(effects: &[Effect]) -> Vec<SuggestedRow> {
    let conditions: Vec<_> =
        effects.iter().filter_map(|effect| Some((effect, effect.condition()?))).collect();
    let sound = conditions.iter().filter(|(effect, _)| effect.sound);
    match conditions.as_slice() {
        // Yes and no: one row tells both.
        [(_, one), (_, other)] if one.meets.of == other.others.of => {
            sound.filter(|(effect, _)| effect.log_odds.value > 0.0).map(|c| row(c, 1.0)).collect()
        }
        [_] => sound.map(|c| row(c, 1.0)).collect(),
        // Of several categories each has what it differs by from the average, not from the others:
        // else the difference between two of them would count nearly twice.
        _ => sound.map(|c| row(c, c.1.share_of_others())).collect(),
    }
}

fn row((effect, condition): &(&Effect, Condition<'_>), part: f64) -> SuggestedRow {
    SuggestedRow {
        feature: effect.feature.clone(),
        when: condition.when.clone(),
        points: 0,
        log_odds: effect.log_odds.value * part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effect::EffectOf;
    use crate::stats::{Estimate, Share};
    use runnel_model::{PropertyCondition, PropertyName, PropertyTest, Value};

    fn effect(name: &str, value: &str, log_odds: f64, meets: usize, sound: bool) -> Effect {
        let name = PropertyName::parse(name).unwrap();
        let test = PropertyTest::Is(Value::Text(value.into()));
        let when = Rule::Property(PropertyCondition { name: name.clone(), test });
        Effect {
            feature: Feature::Property(name),
            of: EffectOf::Condition {
                when,
                meets: Share::of(0, meets),
                others: Share::of(0, 100 - meets),
            },
            log_odds: Estimate::normal(log_odds, 0.1, 2.0),
            sound,
        }
    }

    #[track_caller]
    fn check(effects: &[Effect], expect: &[(&str, i64)]) {
        let rows = suggested(effects, 20);
        let read = |row: &SuggestedRow| match &row.when {
            Rule::Property(PropertyCondition { test: PropertyTest::Is(is), .. }) => is.to_string(),
            _ => unreachable!("only such rules are made here"),
        };
        let rows: Vec<_> = rows.iter().map(|row| (read(row), row.points)).collect();
        let expect: Vec<_> =
            expect.iter().map(|(is, points)| ((*is).to_owned(), *points)).collect();
        assert_eq!(rows, expect);
    }

    #[test]
    fn the_strongest_has_all_the_points_and_the_others_their_part() {
        let a = effect("a", "strong", -2.0, 50, true);
        let b = effect("b", "half", 1.0, 50, true);
        let c = effect("c", "tiny", 0.01, 50, true);
        let d = effect("d", "unsound", 5.0, 50, false);
        check(&[a, b, c, d], &[("strong", -20), ("half", 10)]);
    }

    #[test]
    fn yes_and_no_are_one_row() {
        let yes = effect("a", "yes", 1.0, 30, true);
        let no = effect("a", "no", -1.0, 70, true);
        check(&[yes, no], &[("yes", 20)]);
    }

    #[test]
    fn points_of_several_categories_differ_as_the_categories_do() {
        // A third each, at log-odds 3, 0 and 0: against the rest 3, -1.5 and -1.5.
        let a = effect("a", "one", 3.0, 33, true);
        let b = effect("a", "two", -1.5, 33, true);
        let c = effect("a", "three", -1.5, 33, true);
        check(&[a, b, c], &[("one", 20), ("two", -10), ("three", -10)]);
    }

    #[test]
    fn without_sound_effects_there_are_no_points() {
        check(&[effect("a", "b", 3.0, 50, false)], &[]);
        check(&[], &[]);
    }
}
