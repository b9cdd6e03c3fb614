//! What the random cases were like: a test that only ever sees *no* proves little.

use std::cell::Cell;

use runnel_model::Rule;

/// Enough for the shares not to be a matter of luck.
pub const CASES_TO_JUDGE: u32 = 1_000;

fn depth(rule: &Rule) -> usize {
    match rule {
        Rule::All(rules) | Rule::Any(rules) => 1 + rules.iter().map(depth).max().unwrap_or(0),
        Rule::Not(rule) => 1 + depth(rule),
        _ => 1,
    }
}

/// Counts over all cases.
#[derive(Default)]
pub struct Tally {
    cases: Cell<u64>,
    nested: Cell<u64>,
    turning: Cell<u64>,
    yes: Cell<u64>,
    no: Cell<u64>,
    bounds: Cell<u64>,
    bounds_met: Cell<u64>,
}

fn count(counter: &Cell<u64>, if_so: bool) {
    counter.set(counter.get() + u64::from(if_so));
}

impl Tally {
    pub fn case(&self, rule: &Rule, answers: &[bool]) {
        count(&self.cases, true);
        count(&self.nested, depth(rule) >= 3);
        count(&self.turning, answers.windows(2).any(|pair| pair[0] != pair[1]));
        for answer in answers {
            count(&self.yes, *answer);
            count(&self.no, !*answer);
        }
    }

    /// A bound on the answer, and whether the answer did change there.
    pub fn bound(&self, met: bool) {
        count(&self.bounds, true);
        count(&self.bounds_met, met);
    }

    #[track_caller]
    fn at_least_a_fifth(&self, part: &Cell<u64>, whole: u64, what: &str) {
        let part = part.get();
        assert!(5 * part >= whole, "only {part} of {whole} {what}");
    }

    /// Each kind of case was met often enough; asked only when there were enough to judge.
    pub fn assert_varied(&self) {
        let (cases, answers) = (self.cases.get(), self.yes.get() + self.no.get());
        if cases < CASES_TO_JUDGE.into() {
            return;
        }
        self.at_least_a_fifth(&self.nested, cases, "rules are nested");
        self.at_least_a_fifth(&self.turning, cases, "answers turn by time alone");
        self.at_least_a_fifth(&self.yes, answers, "answers are yes");
        self.at_least_a_fifth(&self.no, answers, "answers are no");
        self.at_least_a_fifth(&self.bounds_met, self.bounds.get(), "bounds are exact");
    }
}
