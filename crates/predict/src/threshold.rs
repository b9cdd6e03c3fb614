//! Is the threshold right?
//!
//! A threshold is good if it lets many of those through who buy and few of those who do not. A
//! move of it is judged by those who would change sides only: the share of all buyers among them
//! against the share of all others among them, two independent shares. A better threshold is named
//! only if it is surely better (99 %: the best of many is looked at, and luck helps the best).
//! What a lost chance costs against a wasted call is not known here; both count the same.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bands::{Scored, Steps};
use crate::settings::Settings;
use crate::stats::{Estimate, Share, Z95, Z99, difference};

/// How many thresholds are looked at: every so many round points.
const CANDIDATES: usize = 25;

/// A threshold and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ThresholdReview {
    /// What it does now.
    pub now: Split,
    /// What is to be said of it.
    pub verdict: Verdict,
}

/// What a threshold does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ThresholdSplit")]
pub struct Split {
    /// From so many points on a contact passes.
    pub from: i64,
    /// Those who pass, as they bought.
    pub above: Share,
    /// The others.
    pub below: Share,
    /// The share of those who buy that passes.
    pub buyers_let_through: Share,
    /// By how much more often those above buy, with its 95 % interval (Newcombe).
    pub difference: Estimate,
}

/// What is to be said of a threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
#[schemars(rename = "ThresholdVerdict")]
pub enum Verdict {
    /// There are too few to say anything.
    TooFew {
        /// How many bought.
        won: usize,
        /// How many did not.
        lost: usize,
        /// How many of both are needed.
        needed: usize,
    },
    /// Those above surely buy more often, and no other threshold is surely better.
    Fine,
    /// Those above do not surely buy more often, nor would they with another threshold: the score
    /// does not tell.
    CannotTell,
    /// Another one is surely better.
    Better {
        /// What that one would do.
        then: Split,
        /// Those who would change sides: qualified no longer if it is higher, newly if lower.
        moved: Share,
        /// By how much it is better, of 1, with its 99 % interval: what share more of those who do
        /// not buy is kept away, less what share of the buyers that costs (or the other way round).
        gain: Estimate,
    },
}

/// Looks at the threshold `from`, the fewest points with which a contact passes.
pub fn review_threshold(scores: &[Scored], from: i64, settings: &Settings) -> ThresholdReview {
    let now = Split::at(scores, from);
    let settings = settings.workable();
    let needed = settings.won_min.max(settings.lost_min);
    let won = now.above.won + now.below.won;
    let lost = scores.len() - won;
    let verdict = if won < needed || lost < needed {
        Verdict::TooFew { won, lost, needed }
    } else if let Some(better) = better(scores, from) {
        better
    } else if now.difference.low > 0.0 {
        Verdict::Fine
    } else {
        Verdict::CannotTell
    };
    ThresholdReview { now, verdict }
}

impl Split {
    fn at(scores: &[Scored], from: i64) -> Self {
        let side = |passes: bool| {
            let on_it = scores.iter().filter(move |one| (one.points >= from) == passes);
            Share::among(on_it.map(|one| one.won))
        };
        let (above, below) = (side(true), side(false));
        Self {
            from,
            above,
            below,
            buyers_let_through: Share::of(above.won, above.won + below.won),
            difference: difference((above.won, above.of), (below.won, below.of), Z95),
        }
    }
}

/// The one that is better by most, if it is surely better.
fn better(scores: &[Scored], from: i64) -> Option<Verdict> {
    let candidates = Steps::of(scores, CANDIDATES)?.starts().filter(|other| *other != from);
    let moves = candidates.map(|then| (then, Move::of(scores, from, then)));
    let sure = moves.filter(|(_, change)| change.gain.low > 0.0);
    let (then, best) = sure.max_by(|a, b| a.1.gain.value.total_cmp(&b.1.gain.value))?;
    let then = Split::at(scores, then);
    let tells = then.difference.low > 0.0;
    tells.then_some(Verdict::Better { then, moved: best.moved, gain: best.gain })
}

struct Move {
    moved: Share,
    gain: Estimate,
}

impl Move {
    fn of(scores: &[Scored], from: i64, then: i64) -> Self {
        let between = from.min(then)..from.max(then);
        let moved = scores.iter().filter(|one| between.contains(&one.points));
        let moved = Share::among(moved.map(|one| one.won));
        let all = Share::among(scores.iter().map(|one| one.won));
        let won = (moved.won, all.won);
        let lost = (moved.of - moved.won, all.of - all.won);
        // Upwards, to send away those who do not buy is the gain; downwards, to let buyers in.
        let gain =
            if then > from { difference(lost, won, Z99) } else { difference(won, lost, Z99) };
        Self { moved, gain }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many contacts with these points, of whom so many bought.
    fn at(points: i64, of: usize, won: usize) -> impl Iterator<Item = Scored> {
        (0..of).map(move |n| Scored { points, won: n < won })
    }

    fn review(scores: impl Iterator<Item = Scored>, from: i64) -> ThresholdReview {
        review_threshold(&scores.collect::<Vec<_>>(), from, &Settings::default())
    }

    fn two_steps() -> impl Iterator<Item = Scored> {
        at(10, 200, 20).chain(at(30, 200, 20)).chain(at(50, 100, 60))
    }

    #[test]
    fn a_threshold_that_lets_through_who_does_not_buy_should_rise() {
        let review = review(two_steps(), 20);
        assert_eq!((review.now.above.won, review.now.above.of), (80, 300));
        assert_eq!((review.now.below.won, review.now.below.of), (20, 200));
        assert_eq!(
            (review.now.buyers_let_through.won, review.now.buyers_let_through.of),
            (80, 100)
        );
        let Verdict::Better { then, moved, gain } = review.verdict else { panic!("{review:?}") };
        assert!((31..=50).contains(&then.from), "{}", then.from);
        assert_eq!((then.above.won, then.above.of), (60, 100));
        assert_eq!((moved.won, moved.of), (20, 200));
        // 180 of the 400 who do not buy are kept away, 20 of the 100 buyers lost: 0.45 − 0.2.
        assert!((gain.value - 0.25).abs() < 1e-12 && gain.low > 0.0 && gain.high < 0.4);
    }

    #[test]
    fn a_threshold_that_keeps_buyers_away_should_fall() {
        let review = review(two_steps(), 1_000);
        let Verdict::Better { then, moved, gain } = review.verdict else { panic!("{review:?}") };
        assert!((31..=50).contains(&then.from), "{}", then.from);
        assert_eq!((moved.won, moved.of), (60, 100));
        // 60 of 100 buyers are let in, and 40 of the 400 others: 0.6 − 0.1.
        assert!((gain.value - 0.5).abs() < 1e-12);
    }

    #[test]
    fn where_no_other_is_surely_better_it_is_fine() {
        assert_eq!(review(two_steps(), 45).verdict, Verdict::Fine);
        // Between 45 and 50 there is nobody: there is nothing to gain.
        assert_eq!(review(two_steps(), 50).verdict, Verdict::Fine);
    }

    #[test]
    fn where_the_score_does_not_tell_nothing_is_said() {
        let alike = || at(10, 200, 40).chain(at(30, 200, 40)).chain(at(50, 100, 20));
        for from in [20, 40, 1_000] {
            assert_eq!(review(alike(), from).verdict, Verdict::CannotTell, "{from}");
        }
    }

    #[test]
    fn of_a_few_nothing_is_said() {
        let is = review(at(10, 50, 0).chain(at(50, 40, 29)), 20).verdict;
        assert_eq!(is, Verdict::TooFew { won: 29, lost: 61, needed: 30 });
        assert_eq!(
            review([].into_iter(), 20).verdict,
            Verdict::TooFew { won: 0, lost: 0, needed: 30 }
        );
    }
}
