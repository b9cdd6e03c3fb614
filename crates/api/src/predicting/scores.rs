//! The points that contacts had before their deals were closed, counted: what score bands and the
//! review of a threshold look at.
//!
//! Afterwards everybody who bought has many, so that later points would only tell who has bought.

use std::collections::BTreeMap;
use std::iter::repeat_n;

use runnel_model::Category;
use runnel_predict::Scored;
use serde::{Deserialize, Serialize};

/// How many deals there are with so many points, and how they ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScoresBefore {
    deals: Count,
    totals: BTreeMap<i64, Count>,
    /// Only of contacts that had ever got points in the category.
    categories: BTreeMap<Category, BTreeMap<i64, Count>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Count {
    of: usize,
    won: usize,
}

impl Count {
    fn add(&mut self, won: bool) {
        self.of += 1;
        self.won += usize::from(won);
    }

    fn scored(self, points: i64) -> impl Iterator<Item = Scored> {
        let won = repeat_n(Scored { points, won: true }, self.won);
        won.chain(repeat_n(Scored { points, won: false }, self.of - self.won))
    }
}

impl ScoresBefore {
    /// Counts a deal whose contact had so many points in all and of each category.
    pub fn add(&mut self, total: i64, of_categories: &BTreeMap<&Category, i64>, won: bool) {
        self.deals.add(won);
        self.totals.entry(total).or_default().add(won);
        for (category, points) in of_categories {
            let counts = self.categories.entry((*category).clone()).or_default();
            counts.entry(*points).or_default().add(won);
        }
    }

    /// How many deals there are.
    pub const fn deals(&self) -> usize {
        self.deals.of
    }

    /// Each deal, with the points of the category or of all together.
    pub fn scored(&self, category: Option<&Category>) -> Vec<Scored> {
        let none = BTreeMap::new();
        let counts = match category {
            Some(category) => self.categories.get(category).unwrap_or(&none),
            None => &self.totals,
        };
        let counted = counts.values().fold(Count::default(), |sum, one| Count {
            of: sum.of + one.of,
            won: sum.won + one.won,
        });
        let never = Count { of: self.deals.of - counted.of, won: self.deals.won - counted.won };
        let had = counts.iter().flat_map(|(points, count)| count.scored(*points));
        had.chain(never.scored(0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shoes() -> Category {
        Category::parse("shoes").unwrap()
    }

    fn sorted(mut scored: Vec<Scored>) -> Vec<(i64, bool)> {
        scored.sort_by_key(|one| (one.points, one.won));
        scored.into_iter().map(|one| (one.points, one.won)).collect()
    }

    #[test]
    fn whoever_never_had_points_of_a_category_has_none_of_it() {
        let mut scores = ScoresBefore::default();
        scores.add(30, &[(&shoes(), 20)].into(), true);
        scores.add(5, &BTreeMap::new(), false);
        scores.add(0, &BTreeMap::new(), true);
        assert_eq!(sorted(scores.scored(None)), [(0, true), (5, false), (30, true)]);
        assert_eq!(sorted(scores.scored(Some(&shoes()))), [(0, false), (0, true), (20, true)]);
        let hats = Category::parse("hats").unwrap();
        assert_eq!(scores.scored(Some(&hats)).len(), scores.deals());
    }

    #[test]
    fn what_is_stored_reads_back() {
        let mut scores = ScoresBefore::default();
        scores.add(-3, &[(&shoes(), -3)].into(), false);
        let stored = serde_json::to_value(&scores).unwrap();
        assert_eq!(serde_json::from_value::<ScoresBefore>(stored).unwrap(), scores);
    }
}
