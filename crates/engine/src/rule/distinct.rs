//! How many different values events have in a property, ever or within a window.
//!
//! It is a count of values instead of events: within a window there are n of them exactly while
//! the one that was seen n-th to last is inside.

use runnel_model::{
    BehaviourId, Comparison, Contact, EventMatch, PropertyName, Question, Span, Timestamp,
};

use super::Problem;
use super::compile::{COUNT_MAX, Compiler};
use super::evaluate::{Verdict, Window, behaviour};

/// A question about different values.
#[derive(Clone, Debug)]
pub(super) struct AskedDistinct {
    of: BehaviourId,
    is: Comparison,
    /// As many are kept at least.
    keep: usize,
    within_ms: Option<i64>,
}

impl AskedDistinct {
    pub(super) fn holds(&self, contact: &Contact, now: Timestamp) -> Verdict {
        let times = self.times(contact);
        match self.within_ms {
            Some(within_ms) => Window::of(&times, within_ms, now).count(self.is),
            None => Verdict { holds: self.is.holds(number(times.len())), until: None },
        }
    }

    /// How many there are, and whether there may be more: of more than are asked about nothing
    /// is kept.
    pub(super) fn find(&self, contact: &Contact, now: Timestamp) -> (i64, bool) {
        let times = self.times(contact);
        let found = match self.within_ms {
            Some(within_ms) => Window::of(&times, within_ms, now).times(),
            None => number(times.len()),
        };
        (found, found >= number(self.keep))
    }

    fn times(&self, contact: &Contact) -> Vec<Timestamp> {
        behaviour(contact, self.of).map_or_else(Vec::new, |known| known.values.times().collect())
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Compiler {
    pub(super) fn distinct(
        &mut self,
        of: &EventMatch,
        property: &PropertyName,
        is: Comparison,
        within: Option<Span>,
    ) -> Option<AskedDistinct> {
        let sensible = self.check_count(of, is);
        let keep =
            if is.bound() > COUNT_MAX { self.refuse(too_many(property)) } else { Some(needed(is)) };
        let within = self.window(within);
        let question = Question::Values { of: of.clone(), property: property.clone() };
        let of = self.ask(question, keep.unwrap_or_default());
        sensible?;
        let within_ms = within?.map(Span::as_ms);
        Some(AskedDistinct { of: of?, is, keep: keep?, within_ms })
    }
}

/// How many to keep: one more than the number where it matters that there are no more.
pub(super) fn needed(is: Comparison) -> usize {
    let enough = matches!(is, Comparison::AtLeast(_) | Comparison::LessThan(_));
    usize::try_from(is.bound().saturating_add(i64::from(!enough))).unwrap_or_default()
}

fn too_many(property: &PropertyName) -> Problem {
    Problem::new(
        "distinct_too_high",
        format!("The different values of `{property}` are counted beyond {COUNT_MAX}."),
        format!("Compare with at most {COUNT_MAX}."),
    )
    .with("name", property.as_str())
    .with("max", COUNT_MAX)
}
