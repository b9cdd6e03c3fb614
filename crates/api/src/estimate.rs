//! From a sample to all: how many there are likely to be, and between which bounds.

/// The quantile of the normal distribution for 95 % certainty.
const Z: f64 = 1.959_964;

/// How many of all there are likely to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The best guess.
    pub matching: u64,
    /// With 95 % certainty no fewer.
    pub low: u64,
    /// With 95 % certainty no more.
    pub high: u64,
}

impl Estimate {
    /// Of `matching` among the `looked_at` that were taken at random from `all`: Wilson's score
    /// interval, which also makes sense where none or all of them match. Exact if `looked_at` is
    /// `all`.
    pub fn of(matching: u64, looked_at: u64, all: u64) -> Self {
        if looked_at >= all {
            return Self { matching, low: matching, high: matching };
        }
        if looked_at == 0 {
            return Self { matching: 0, low: 0, high: all };
        }
        let (found, tried) = (matching as f64, looked_at as f64);
        let share = found / tried;
        let weight = 1.0 + Z * Z / tried;
        let middle = (share + Z * Z / (2.0 * tried)) / weight;
        let width =
            Z / weight * (share * (1.0 - share) / tried + Z * Z / (4.0 * tried * tried)).sqrt();
        let of_all = |share: f64| share * all as f64;
        // Those that were found are there, and those that were tried in vain are not.
        let (least, most) = (matching, all - (looked_at - matching));
        Self {
            matching: (of_all(share).round() as u64).clamp(least, most),
            low: (of_all(middle - width).floor().max(0.0) as u64).clamp(least, most),
            high: (of_all(middle + width).ceil() as u64).clamp(least, most),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(of: (u64, u64, u64), expect: (u64, u64, u64)) {
        let Estimate { low, matching, high } = Estimate::of(of.0, of.1, of.2);
        assert_eq!((low, matching, high), expect, "{of:?}");
    }

    #[test]
    fn what_was_counted_is_exact() {
        check((0, 0, 0), (0, 0, 0));
        check((3, 7, 7), (3, 3, 3));
    }

    #[test]
    fn what_was_estimated_has_bounds() {
        // 50 % of 100: Wilson's interval is 40.38 % to 59.62 %.
        check((50, 100, 10_000), (4_038, 5_000, 5_962));
        // None of 100: at most 3.70 %.
        check((0, 100, 10_000), (0, 0, 370));
        check((100, 100, 10_000), (9_630, 10_000, 10_000));
        check((0, 0, 10), (0, 0, 10));
    }

    #[test]
    fn bounds_contradict_nothing_that_was_seen() {
        check((1, 9, 10), (1, 1, 2));
    }
}
