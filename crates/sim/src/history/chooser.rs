//! Chance that is the same everywhere: splitmix64 (Steele, Lea, Flood: "Fast splittable
//! pseudorandom number generators", 2014). Ten lines that will not change under us, where a
//! crate's generator may with any release.

use runnel_model::Timestamp;

/// Chooses.
#[derive(Clone, Debug)]
pub(super) struct Chooser(u64);

impl Chooser {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(super) const fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }

    /// True this often in a hundred times.
    pub(super) const fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    pub(super) const fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[(self.next() % from.len() as u64) as usize]
    }

    /// Later on the same day or on one of the next `days_max`, at working hours.
    pub(super) const fn later(&mut self, at: Timestamp, days_max: i64) -> Timestamp {
        const DAY_MS: i64 = 86_400_000;
        let day = at.as_ms() / DAY_MS + self.between(1, days_max);
        let of_day = self.between(7 * 3_600, 19 * 3_600) * 1_000 + self.between(0, 999);
        Timestamp::from_ms(day * DAY_MS + of_day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_paper() {
        let mut chooser = Chooser::new(1_234_567);
        let first = [chooser.next(), chooser.next(), chooser.next()];
        let expect =
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(first, expect);
    }

    #[test]
    fn choices_stay_within_their_bounds() {
        let mut chooser = Chooser::new(1);
        let all: std::collections::BTreeSet<i64> =
            (0..200).map(|_| chooser.between(3, 6)).collect();
        assert_eq!(all.into_iter().collect::<Vec<_>>(), [3, 4, 5, 6]);
        assert!(!chooser.chance(0) && chooser.chance(100));
    }
}
