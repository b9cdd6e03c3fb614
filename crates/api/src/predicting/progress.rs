//! How far a prediction is.

/// How far a prediction is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// What is being done.
    pub step: Step,
    /// How much of all is done, from 0 to 1.
    pub share: f64,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The logs of the contacts with deals are read.
    Reading,
    /// The model is learned, and tried.
    Learning,
    /// Every contact gets its probability.
    Applying,
}

impl Step {
    /// Where it begins and ends on the way through all of them.
    const fn bounds(self) -> (f64, f64) {
        match self {
            Self::Reading => (0.0, 0.6),
            Self::Learning => (0.6, 0.8),
            Self::Applying => (0.8, 1.0),
        }
    }
}

impl Progress {
    /// Nothing is done yet.
    pub const BEGINNING: Self = Self { step: Step::Reading, share: 0.0 };

    /// So much of a step is done.
    pub(super) fn of(step: Step, share: f64) -> Self {
        let (from, to) = step.bounds();
        Self { step, share: from + (to - from) * share.clamp(0.0, 1.0) }
    }
}
