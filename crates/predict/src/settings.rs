//! The limits of what is learned from, each with the reason for its default.

use runnel_model::{PropertyName, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How to learn. Every field may be left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "PredictionSettings")]
pub struct Settings {
    /// Up to which moment of a deal what was known counts.
    pub as_of: AsOf,
    /// So long before that moment nothing counts any more: the contract that is sent out just
    /// before a deal is won says nothing that helps to win one. A day.
    pub gap: Span,
    /// What was so all along, whenever it became known: the country, the industry. The first value
    /// of such a property counts before every deal, so that something can be learned from deals
    /// older than an import. What changes with a sale must not be here.
    pub always_so: Vec<PropertyName>,
    /// From fewer contacts that bought nothing is learned. 30: below, the interval of the AUC is
    /// wider than the difference between a good model and none. Never less than two per fold.
    pub won_min: usize,
    /// From fewer contacts that did not buy nothing is learned. 30, for the same reason.
    pub lost_min: usize,
    /// Into how many parts the contacts are divided to try the model on those it has not seen:
    /// 2 to 20. 5: each try learns from four fifths.
    pub folds: usize,
    /// No more deals than these are learned from, the latest first: 20,000 take seconds.
    pub examples_max: usize,
    /// No more features than these, those known of the most contacts first.
    pub features_max: usize,
    /// No more categories of a property than these have a coefficient of their own.
    pub categories_max: usize,
    /// What is so of fewer deals has no coefficient of its own: rare categories go together, a
    /// feature so seldom known is left out. 20.
    pub category_min: usize,
    /// After this time something that happened counts half as fresh.
    pub freshness: Span,
}

/// A moment in the life of a deal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PredictionAsOf")]
pub enum AsOf {
    /// When it was opened: what makes a lead buy, before sales had a hand in it. Nothing can be
    /// learned so where the first thing known of anybody is their deal.
    Opened,
    /// When it was won or lost.
    #[default]
    Closed,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            as_of: AsOf::Closed,
            gap: Span::Days(1),
            always_so: Vec::new(),
            won_min: 30,
            lost_min: 30,
            folds: 5,
            examples_max: 20_000,
            features_max: 100,
            categories_max: 20,
            category_min: 20,
            freshness: Span::Days(14),
        }
    }
}

impl Settings {
    /// These, with what could not work brought to the nearest that does.
    pub(crate) fn workable(&self) -> Self {
        let folds = self.folds.clamp(2, 20);
        Self {
            folds,
            won_min: self.won_min.max(2 * folds),
            lost_min: self.lost_min.max(2 * folds),
            category_min: self.category_min.max(1),
            ..self.clone()
        }
    }

    /// These for all deals but those of one fold: what is just frequent enough in all of them must
    /// not be missing there, however unevenly the folds have it.
    pub(crate) fn for_a_fold(&self) -> Self {
        Self { category_min: self.category_min.div_ceil(2), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fold_has_two_of_both_kinds_whatever_is_set() {
        let settings = Settings { folds: 0, won_min: 0, lost_min: 0, ..Settings::default() };
        let workable = settings.workable();
        assert_eq!((workable.folds, workable.won_min, workable.lost_min), (2, 4, 4));
        assert_eq!(Settings { folds: 99, ..Settings::default() }.workable().won_min, 40);
    }

    #[test]
    fn every_setting_may_be_left_out_and_none_invented() {
        assert_eq!(serde_json::from_str::<Settings>("{}").unwrap(), Settings::default());
        assert!(serde_json::from_str::<Settings>(r#"{ "fold": 5 }"#).is_err());
    }
}
