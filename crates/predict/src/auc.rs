//! The AUC, tried on contacts that were not learned from, and its interval.
//!
//! The AUC is the chance that, of one who bought and one who did not, the former has the higher
//! probability. It is taken within each fold, since models of different folds are on slightly
//! different scales, and averaged. Its variance comes from where each contact stands in its fold
//! (DeLong, 1988; LeDell, Petersen and van der Laan, 2015); deals of one contact count as one piece
//! of evidence. That variance knows nothing of the luck in what was learned from, which the folds
//! share for the most part: on noise it is too small by half, and one model in ten would be believed.
//! So it is raised as Nadeau and Bengio do (*Inference for the Generalization Error*, 2003): on
//! noise the interval then holds a half as often as it says, on signal rather more often.
//!
//! Where the folds are perfect it has no width: then the question is what leaked.

use std::collections::BTreeMap;

use runnel_model::ContactId;

use crate::stats::{Estimate, Z95};

/// A prediction for a deal that the model had not seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tried {
    pub contact: ContactId,
    pub fold: usize,
    pub probability: f64,
    pub won: bool,
}

/// The AUC of each fold that has both kinds.
pub(crate) fn by_fold(tried: &[Tried]) -> Vec<f64> {
    folds(tried).iter().filter_map(|fold| Placed::of(fold)).map(|placed| placed.auc).collect()
}

/// Their mean, and where it lies; none if fewer than two folds have two of both kinds.
pub(crate) fn cross_validated(tried: &[Tried]) -> Option<Estimate> {
    let folds: Vec<_> = folds(tried).iter().filter_map(|fold| Placed::of(fold)).collect();
    if folds.len() < 2 {
        return None;
    }
    let (mean, variance) = mean(&folds);
    // Each fold is a part in `folds`, and was predicted from the other `folds - 1`.
    let shared = folds.len() as f64 / (folds.len() - 1) as f64;
    let error = (variance * (1.0 + shared)).sqrt();
    Some(Estimate::normal(mean, error, Z95).within(0.0, 1.0))
}

/// The mean AUC and its variance, the models taken as given.
fn mean(folds: &[Placed]) -> (f64, f64) {
    let count = folds.len() as f64;
    let mean = folds.iter().map(|placed| placed.auc).sum::<f64>() / count;
    let mut influence: BTreeMap<ContactId, f64> = BTreeMap::new();
    for (contact, part) in folds.iter().flat_map(|placed| &placed.influence) {
        *influence.entry(*contact).or_default() += part / count;
    }
    (mean, influence.values().map(|part| part * part).sum())
}

fn folds(tried: &[Tried]) -> Vec<Vec<Tried>> {
    let mut folds: BTreeMap<usize, Vec<Tried>> = BTreeMap::new();
    for one in tried {
        folds.entry(one.fold).or_default().push(*one);
    }
    folds.into_values().collect()
}

struct Placed {
    auc: f64,
    influence: Vec<(ContactId, f64)>,
}

impl Placed {
    fn of(fold: &[Tried]) -> Option<Self> {
        let (won, lost) = (sorted(fold, true), sorted(fold, false));
        if won.len() < 2 || lost.len() < 2 {
            return None;
        }
        let place = |one: &Tried| match one.won {
            true => share_below(&lost, one.probability),
            false => 1.0 - share_below(&won, one.probability),
        };
        let auc = fold.iter().filter(|one| one.won).map(place).sum::<f64>() / won.len() as f64;
        let weight = |one: &Tried| {
            let n = if one.won { won.len() } else { lost.len() } as f64;
            1.0 / (n * (n - 1.0)).sqrt()
        };
        let influence =
            fold.iter().map(|one| (one.contact, weight(one) * (place(one) - auc))).collect();
        Some(Self { auc, influence })
    }
}

fn sorted(fold: &[Tried], won: bool) -> Vec<f64> {
    let mut of: Vec<_> =
        fold.iter().filter(|one| one.won == won).map(|one| one.probability).collect();
    of.sort_by(f64::total_cmp);
    of
}

/// What is equal counts half.
fn share_below(sorted: &[f64], value: f64) -> f64 {
    let below = sorted.partition_point(|other| *other < value);
    let not_above = sorted.partition_point(|other| *other <= value);
    (below + not_above) as f64 / (2.0 * sorted.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(fold: usize, won: &[f64], lost: &[f64]) -> Vec<Tried> {
        let all = won.iter().map(|p| (*p, true)).chain(lost.iter().map(|p| (*p, false)));
        all.enumerate()
            .map(|(place, (probability, won))| Tried {
                contact: ContactId((fold * 1_000 + place) as i64),
                fold,
                probability,
                won,
            })
            .collect()
    }

    #[test]
    fn the_share_of_pairs_in_the_right_order_is_counted() {
        // 0.9 beats all three, 0.5 beats one and ties with one: 4.5 of 6 pairs.
        assert_eq!(by_fold(&tried(0, &[0.9, 0.5], &[0.6, 0.5, 0.1])), [0.75]);
    }

    #[test]
    fn the_variance_is_that_of_delong_in_one_fold() {
        // Placements of the won 1 and 0.5, of the lost 0.5, 0.75, 1; their sample variances are
        // 0.125 and 0.0625, so the variance is 0.125 / 2 + 0.0625 / 3.
        let fold = Placed::of(&tried(0, &[0.9, 0.5], &[0.6, 0.5, 0.1])).unwrap();
        let (auc, variance) = mean(&[fold]);
        assert!((auc - 0.75).abs() < 1e-12);
        assert!((variance - (0.125 / 2.0 + 0.0625 / 3.0)).abs() < 1e-12);
    }

    #[test]
    fn the_interval_is_wider_by_what_the_folds_share() {
        let one = |fold| tried(fold, &[0.9, 0.5, 0.7, 0.6], &[0.65, 0.5, 0.1, 0.2]);
        let both: Vec<_> = one(0).into_iter().chain(one(1)).collect();
        let (auc, variance) = mean(&[0, 1].map(|fold| Placed::of(&one(fold)).unwrap()));
        let is = cross_validated(&both).unwrap();
        // Two folds, each predicted from one other: 1 + 2 / 1.
        assert!((is.value - is.low - Z95 * (3.0 * variance).sqrt()).abs() < 1e-12);
        assert_eq!((is.value, is.high), (auc, 1.0), "more than all cannot be right");
    }

    #[test]
    fn folds_are_judged_each_by_itself() {
        // The second fold's probabilities are all higher: across folds the order would be wrong.
        let mut both = tried(0, &[0.2, 0.2], &[0.1, 0.1]);
        both.extend(tried(1, &[0.9, 0.9], &[0.8, 0.8]));
        let auc = cross_validated(&both).unwrap();
        assert_eq!((auc.value, auc.low, auc.high), (1.0, 1.0, 1.0));
        assert_eq!(by_fold(&both), [1.0, 1.0]);
    }

    #[test]
    fn ten_deals_of_one_contact_are_no_more_evidence_than_one() {
        let once = tried(0, &[0.9, 0.5, 0.4], &[0.6, 0.5, 0.1]);
        let ten: Vec<_> = (0..10).flat_map(|_| once.clone()).collect();
        let (once, ten) = [once, ten].map(|all| mean(&[Placed::of(&all).unwrap()])).into();
        assert!((once.0 - ten.0).abs() < 1e-12);
        assert!(ten.1 > 0.6 * once.1, "a tenth, were they ten contacts");
    }

    #[test]
    fn without_both_kinds_there_is_none() {
        assert_eq!(cross_validated(&[]), None);
        let one_sided = [tried(0, &[0.9, 0.8], &[]), tried(1, &[0.9, 0.8], &[])].concat();
        assert_eq!(cross_validated(&one_sided), None);
    }
}
