//! How many events a row of a scoring model gives points for.

use jiff::tz::TimeZone;
use runnel_model::{Activity, BehaviourId, Contact, PerPeriod, Question, Span, Timestamp};

use super::Problem;
use super::compile::{COUNT_MAX, Compiler};
use super::evaluate::{Window, behaviour, total};
use super::needs::Needs;

/// As many periods are kept at most.
const PERIODS_MAX: i64 = 400;

/// A question about events that count.
#[derive(Clone, Debug)]
pub struct Tally {
    of: BehaviourId,
    at_most: Option<i64>,
    is_by_period: bool,
    fades_ms: Option<i64>,
}

impl Tally {
    /// Compiles what is asked and adds what must be kept for it to `needs`; or says all that is
    /// wrong with it, and `needs` stays as it was.
    pub fn compile(asked: &Activity, needs: &mut Needs) -> Result<Self, Vec<Problem>> {
        let mut compiler = Compiler::new(TimeZone::UTC);
        match compiler.tally(asked) {
            Some(tally) if compiler.problems.is_empty() => {
                needs.absorb(compiler.needs);
                Ok(tally)
            }
            _ => Err(compiler.problems),
        }
    }

    /// What it reads of a contact.
    pub const fn behaviour(&self) -> BehaviourId {
        self.of
    }

    /// Whether time alone can change it.
    pub const fn is_time_dependent(&self) -> bool {
        self.fades_ms.is_some()
    }

    /// How many events count now, and until when that is sure.
    pub fn count(&self, contact: &Contact, now: Timestamp) -> (i64, Option<Timestamp>) {
        let (count, until) = self.all(contact, now);
        (self.at_most.map_or(count, |at_most| count.min(at_most)), until)
    }

    fn all(&self, contact: &Contact, now: Timestamp) -> (i64, Option<Timestamp>) {
        if self.is_by_period {
            let periods = behaviour(contact, self.of).and_then(|known| known.periods.as_deref());
            let (count, until) = match (periods, self.fades_ms) {
                (None, _) => (0, None),
                (Some(periods), None) => (periods.total(), None),
                (Some(periods), Some(ms)) => periods.lately(ms, now),
            };
            return (i64::try_from(count).unwrap_or(i64::MAX), until);
        }
        match self.fades_ms {
            Some(ms) => {
                let window = Window::new(contact, self.of, ms, now);
                (window.times(), window.next_change())
            }
            None => (total(contact, self.of), None),
        }
    }
}

impl Compiler {
    fn tally(&mut self, asked: &Activity) -> Option<Tally> {
        let Activity { of, at_most, per_period, fades_after } = asked;
        let fades = match fades_after {
            Some(span) => Some(self.span(*span)?.as_ms()),
            None => None,
        };
        if at_most.is_some_and(|times| !sensible(times)) {
            return self.refuse(times_out_of_range("at_most"));
        }
        let (question, keep) = match (per_period, at_most) {
            (Some(period), _) => {
                let keep = self.periods(*period, fades)?;
                let (at_most, period_ms) = (period.times, period.period.as_ms());
                (Question::Periods { of: of.clone(), at_most, period_ms }, keep)
            }
            (None, None) if fades.is_some() => return self.refuse(fades_without_limit()),
            (None, at_most) => {
                let keep = fades.and(*at_most).unwrap_or(0);
                (Question::Times(of.clone()), keep as usize)
            }
        };
        Some(Tally {
            of: self.ask(question, keep)?,
            at_most: at_most.map(i64::from),
            is_by_period: per_period.is_some(),
            fades_ms: fades,
        })
    }

    /// How many periods to keep.
    fn periods(&mut self, asked: PerPeriod, fades: Option<i64>) -> Option<usize> {
        let period = self.span(asked.period)?.as_ms();
        if !sensible(asked.times) {
            return self.refuse(times_out_of_range("per_period"));
        }
        // The one that is not over, and the one that it begins in.
        let needed = fades.map_or(PERIODS_MAX, |ms| ms / period + 2);
        if needed > PERIODS_MAX {
            return self.refuse(too_many_periods(asked.period));
        }
        usize::try_from(needed).ok()
    }
}

const fn sensible(times: u32) -> bool {
    1 <= times && times as i64 <= COUNT_MAX
}

fn times_out_of_range(field: &str) -> Problem {
    Problem::new(
        "times_out_of_range",
        format!("How many events count is not between 1 and {COUNT_MAX}."),
        format!("Choose a number from 1 to {COUNT_MAX}, or leave it empty."),
    )
    .with("name", field)
    .with("max", COUNT_MAX)
}

fn fades_without_limit() -> Problem {
    Problem::new(
        "fades_without_limit",
        "Points that fade need a number of events that count at most.",
        format!("Say how many events count, at most {COUNT_MAX}: each contact keeps their times."),
    )
    .with("max", COUNT_MAX)
}

fn too_many_periods(period: Span) -> Problem {
    Problem::new(
        "too_many_periods",
        format!("More than {PERIODS_MAX} periods of {period} pass before the points fade."),
        "Choose longer periods, or let the points fade sooner.",
    )
    .with("span", period.to_string())
    .with("max", PERIODS_MAX)
}
