//! What share of the contacts at so many points buys.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::stats::{Share, quantile};

/// The points that a contact had before its deal came to an end, and how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scored {
    /// The points, as they were *before* the outcome.
    pub points: i64,
    /// Whether the contact bought.
    pub won: bool,
}

/// Contacts of about the same score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ScoreBand")]
pub struct Band {
    /// From so many points on; absent: the lowest band.
    pub from: Option<i64>,
    /// Up to so many points, which belong to it; absent: the highest band.
    pub to: Option<i64>,
    /// How many there are, and how many of them bought.
    pub bought: Share,
}

/// Bands of equal width that begin at round numbers, lowest first; at most so many, but two may be
/// needed. The lowest and the highest are open, so that a single contact with 5,000 points does
/// not stretch the scale.
pub fn bands(scores: &[Scored], max: usize) -> Vec<Band> {
    let Some(steps) = Steps::of(scores, max) else { return Vec::new() };
    let starts: Vec<_> = steps.starts().collect();
    let band = |(place, start): (usize, &i64)| {
        let from = (place > 0).then_some(*start);
        let to = starts.get(place + 1).map(|next| next - 1);
        let inside = scores.iter().filter(|one| {
            from.is_none_or(|from| one.points >= from) && to.is_none_or(|to| one.points <= to)
        });
        Band { from, to, bought: Share::among(inside.map(|one| one.won)) }
    };
    starts.iter().enumerate().map(band).collect()
}

/// What is beyond is in the open bands whatever it is.
const FAR: i64 = 1_000_000_000_000;

/// Round numbers, evenly apart, over the range in which nine of ten scores lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps {
    step: i64,
    first: i64,
    last: i64,
}

impl Steps {
    pub(crate) fn of(scores: &[Scored], max: usize) -> Option<Self> {
        let mut points: Vec<_> = scores.iter().map(|one| one.points.clamp(-FAR, FAR)).collect();
        points.sort_unstable();
        let (low, high) = (quantile(&points, 0.05)?, quantile(&points, 0.95)?);
        // From 2 on: no step is so wide that -1 and 0 are not two.
        let max = i64::try_from(max.max(2)).unwrap_or(i64::MAX);
        round_steps()
            .map(|step| Self { step, first: low.div_euclid(step), last: high.div_euclid(step) })
            .find(|steps| steps.last - steps.first < max)
    }

    pub(crate) fn starts(self) -> impl Iterator<Item = i64> {
        (self.first..=self.last).map(move |place| place * self.step)
    }
}

/// 1, 2, 5, 10, 20, 50 …
fn round_steps() -> impl Iterator<Item = i64> {
    (0..13).map(|power| 10_i64.pow(power)).flat_map(|ten| [ten, 2 * ten, 5 * ten])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(all: &[(i64, bool)]) -> Vec<Scored> {
        all.iter().map(|(points, won)| Scored { points: *points, won: *won }).collect()
    }

    fn read(bands: &[Band]) -> Vec<(Option<i64>, Option<i64>, usize, usize)> {
        bands.iter().map(|b| (b.from, b.to, b.bought.won, b.bought.of)).collect()
    }

    #[test]
    fn bands_begin_at_round_numbers_and_count_who_bought() {
        // 0 to 49 points, one contact each; from 40 on every second one bought.
        let all: Vec<_> = (0..50).map(|n| (n, n >= 40 && n % 2 == 0)).collect();
        let is = bands(&scored(&all), 5);
        assert_eq!(
            read(&is),
            [
                (None, Some(9), 0, 10),
                (Some(10), Some(19), 0, 10),
                (Some(20), Some(29), 0, 10),
                (Some(30), Some(39), 0, 10),
                (Some(40), None, 5, 10),
            ]
        );
        // Wilson of 5 of 10.
        let top = is[4].bought.share;
        assert!((top.low - 0.236_59).abs() < 1e-5 && (top.high - 0.763_41).abs() < 1e-5);
    }

    #[test]
    fn a_giant_does_not_stretch_the_scale() {
        let mut all: Vec<_> = (0..100).map(|n| (n % 10, false)).collect();
        all.push((5_000, true));
        let is = bands(&scored(&all), 10);
        assert_eq!(is.len(), 10);
        assert_eq!(read(&is)[9], (Some(9), None, 1, 11));
    }

    #[test]
    fn points_below_nothing_have_bands_too() {
        let all: Vec<_> = (-15..15).map(|n| (n, false)).collect();
        let expect = [
            (None, Some(-11), 0, 5),
            (Some(-10), Some(-1), 0, 10),
            (Some(0), Some(9), 0, 10),
            (Some(10), None, 0, 5),
        ];
        assert_eq!(read(&bands(&scored(&all), 4)), expect);
    }

    #[test]
    fn nobody_is_in_no_band_and_everybody_alike_in_one() {
        assert_eq!(bands(&[], 10), []);
        assert_eq!(read(&bands(&scored(&[(7, true), (7, false)]), 10)), [(None, None, 1, 2)]);
        let extremes = [(i64::MIN, false), (i64::MAX, true)];
        assert_eq!(read(&bands(&scored(&extremes), 10)).iter().map(|b| b.3).sum::<usize>(), 2);
    }
}
