//! From effects to whole points in a table, so that adding up points ranks contacts as the model
//! does, as nearly as whole points for yes and no can.

use runnel_model::{PropertyTest, Rule};
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
    let is_number = conditions.iter().any(|(_, condition)| at_least(condition));
    match conditions.as_slice() {
        // A number is one row; who is unknown is below, as whoever has less.
        _ if is_number => sound.filter(|(_, one)| at_least(one)).map(|c| row(c, 1.0)).collect(),
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

fn at_least(condition: &Condition<'_>) -> bool {
    match condition.when {
        Rule::Property(property) => matches!(property.test, PropertyTest::AtLeast(_)),
        _ => false,
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

    fn effect(name: &str, test: PropertyTest, log_odds: f64, meets: usize, sound: bool) -> Effect {
        let name = PropertyName::parse(name).unwrap();
        let when = Rule::Property(PropertyCondition { name: name.clone(), test });
        let others = Share::of(0, 100 - meets);
        Effect {
            feature: Feature::Property(name),
            of: EffectOf::Condition { when, meets: Share::of(0, meets), others },
            log_odds: Estimate::normal(log_odds, 0.1, 2.0),
            sound,
        }
    }

    fn is(text: &str) -> PropertyTest {
        PropertyTest::Is(Value::Text(text.into()))
    }

    #[track_caller]
    fn check(effects: &[Effect], expect: &[(PropertyTest, i64)]) {
        let test = |rule| match rule {
            Rule::Property(condition) => condition.test,
            _ => unreachable!("only such rules are made here"),
        };
        let rows = suggested(effects, 20).into_iter().map(|row| (test(row.when), row.points));
        assert_eq!(rows.collect::<Vec<_>>(), expect);
    }

    #[test]
    fn the_strongest_has_all_the_points_and_the_others_their_part() {
        let a = effect("a", is("strong"), -2.0, 50, true);
        let b = effect("b", is("half"), 1.0, 50, true);
        let c = effect("c", is("tiny"), 0.01, 50, true);
        let d = effect("d", is("unsound"), 5.0, 50, false);
        check(&[a, b, c, d], &[(is("strong"), -20), (is("half"), 10)]);
    }

    #[test]
    fn yes_and_no_are_one_row() {
        let yes = effect("a", is("yes"), 1.0, 30, true);
        let no = effect("a", is("no"), -1.0, 70, true);
        check(&[yes, no], &[(is("yes"), 20)]);
    }

    #[test]
    fn a_number_is_one_row_also_where_it_may_be_unknown() {
        let enough = effect("a", PropertyTest::AtLeast(50.0), 1.0, 40, true);
        let unknown = effect("a", PropertyTest::Exists(false), -2.0, 20, true);
        check(&[enough, unknown], &[(PropertyTest::AtLeast(50.0), 20)]);
    }

    #[test]
    fn points_of_several_categories_differ_as_the_categories_do() {
        // A third each, at log-odds 3, 0 and 0: against the rest 3, -1.5 and -1.5.
        let a = effect("a", is("one"), 3.0, 33, true);
        let b = effect("a", is("two"), -1.5, 33, true);
        let c = effect("a", is("three"), -1.5, 33, true);
        check(&[a, b, c], &[(is("one"), 20), (is("two"), -10), (is("three"), -10)]);
    }

    #[test]
    fn without_sound_effects_there_are_no_points() {
        check(&[effect("a", is("b"), 3.0, 50, false)], &[]);
        check(&[], &[]);
    }
}
