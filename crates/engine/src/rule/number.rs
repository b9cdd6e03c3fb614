//! What the numbers of events come to: their sum, the least, the most; ever or within a window.
//!
//! Within a window the numbers leave it in the order of their times, and with each that leaves, what
//! the others come to is known now. So the time of the next *change of the answer* is known, too.

use runnel_model::{
    BehaviourId, Contact, Decimal, EventNumber, NumberComparison, Numbers, PropertyName, Question,
    Span, Timestamp,
};

use super::Problem;
use super::compile::Compiler;
use super::evaluate::{Verdict, behaviour, later};

/// As many numbers are kept of a window at most.
pub(super) const NUMBERS_MAX: usize = 1_000;

/// What is made of the numbers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Taken {
    Sum,
    Min,
    Max,
}

/// A question about numbers of events.
#[derive(Clone, Debug)]
pub(super) struct AskedNumber {
    of: BehaviourId,
    taken: Taken,
    is: NumberComparison,
    /// The one that is compared with.
    bound: Decimal,
    within_ms: Option<i64>,
}

/// What numbers come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taking {
    /// None: there are none, and it is not their sum that is asked.
    pub number: Option<f64>,
    /// Of how many events.
    pub events: u64,
    /// There were more than are kept of a window.
    pub or_more: bool,
}

impl AskedNumber {
    pub(super) fn holds(&self, contact: &Contact, now: Timestamp) -> Verdict {
        let numbers = self.numbers(contact);
        let Some(within_ms) = self.within_ms else {
            let holds = self.accepts(numbers.and_then(|numbers| self.of_ever(numbers)));
            return Verdict { holds, until: None };
        };
        let window = Window::new(numbers, within_ms, now);
        let answers = self.answers(&window);
        let holds = answers[0];
        // A leaving of several at once is one change: only the last of them tells.
        let turns = (1..answers.len())
            .find(|left| answers[*left] != holds && window.at(left - 1) != window.at(*left));
        let turns = turns.and_then(|left| later(window.at(left - 1)?, within_ms));
        Verdict { holds, until: Timestamp::earliest(turns, window.next) }
    }

    /// What they come to now.
    pub(super) fn find(&self, contact: &Contact, now: Timestamp) -> Taking {
        let numbers = self.numbers(contact);
        let Some(within_ms) = self.within_ms else {
            let number = numbers.and_then(|numbers| self.of_ever(numbers)).or(self.of_none());
            let events = behaviour(contact, self.of).map_or(0, |known| known.total);
            return Taking { number: number.map(Decimal::as_f64), events, or_more: false };
        };
        let window = Window::new(numbers, within_ms, now);
        let number =
            window.inside.iter().fold(self.of_none(), |so_far, one| self.with(so_far, one.1));
        Taking {
            number: number.map(Decimal::as_f64),
            events: window.inside.len() as u64,
            or_more: numbers
                .is_some_and(|numbers| numbers.cut.is_some_and(|cut| window.reaches(cut))),
        }
    }

    fn numbers<'a>(&self, contact: &'a Contact) -> Option<&'a Numbers> {
        behaviour(contact, self.of)?.numbers.as_deref()
    }

    fn of_ever(&self, numbers: &Numbers) -> Option<Decimal> {
        match self.taken {
            Taken::Sum => Some(numbers.sum),
            Taken::Min => numbers.least,
            Taken::Max => numbers.most,
        }
    }

    const fn of_none(&self) -> Option<Decimal> {
        match self.taken {
            Taken::Sum => Some(Decimal::ZERO),
            Taken::Min | Taken::Max => None,
        }
    }

    fn with(&self, so_far: Option<Decimal>, one: Decimal) -> Option<Decimal> {
        let Some(so_far) = so_far else { return Some(one) };
        Some(match self.taken {
            Taken::Sum => so_far.plus(one),
            Taken::Min => so_far.min(one),
            Taken::Max => so_far.max(one),
        })
    }

    fn accepts(&self, number: Option<Decimal>) -> bool {
        number.or(self.of_none()).is_some_and(|number| self.is.accepts(number.cmp(&self.bound)))
    }

    /// The answers when none, one, two … of those inside have left.
    fn answers(&self, window: &Window<'_>) -> Vec<bool> {
        let mut number = self.of_none();
        let mut answers = vec![self.accepts(number)];
        for (_, one) in window.inside.iter().rev() {
            number = self.with(number, *one);
            answers.push(self.accepts(number));
        }
        answers.reverse();
        answers
    }
}

/// The numbers within (now − length, now].
struct Window<'a> {
    /// By time.
    inside: &'a [(Timestamp, Decimal)],
    /// The first that lies ahead.
    next: Option<Timestamp>,
    length_ms: i64,
    now: Timestamp,
}

impl<'a> Window<'a> {
    fn new(numbers: Option<&'a Numbers>, length_ms: i64, now: Timestamp) -> Self {
        let all = numbers.map_or(&[][..], |numbers| &numbers.recent);
        let ahead = all.partition_point(|(at, _)| *at <= now);
        let next = all.get(ahead).map(|(at, _)| *at);
        let mut window = Self { inside: &all[..ahead], next, length_ms, now };
        let left = window.inside.partition_point(|(at, _)| !window.reaches(*at));
        window.inside = &window.inside[left..];
        window
    }

    fn at(&self, place: usize) -> Option<Timestamp> {
        self.inside.get(place).map(|(at, _)| *at)
    }

    fn reaches(&self, time: Timestamp) -> bool {
        self.now - time < self.length_ms
    }
}

impl Compiler {
    pub(super) fn number(&mut self, asked: &EventNumber, taken: Taken) -> Option<AskedNumber> {
        let EventNumber { of, property, is, within } = asked;
        let bound = self.bound(property, *is);
        let within = self.window(*within);
        let keep = if asked.within.is_some() { NUMBERS_MAX } else { 0 };
        let within_ms = within.unwrap_or_default().map(Span::as_ms);
        let (of, property) = (of.clone(), property.clone());
        let of = self.ask(Question::Numbers { of, property, within_ms }, keep);
        within?;
        Some(AskedNumber { of: of?, taken, is: *is, bound: bound?, within_ms })
    }

    fn bound(&mut self, property: &PropertyName, is: NumberComparison) -> Option<Decimal> {
        let bound = Decimal::from_f64(is.bound());
        bound.or_else(|| self.refuse(number_out_of_range(property)))
    }

    /// None: it was refused.
    pub(super) fn window(&mut self, within: Option<Span>) -> Option<Option<Span>> {
        self.time_dependent |= within.is_some();
        match within {
            None => Some(None),
            Some(span) => self.span(span).map(Some),
        }
    }

    /// A behaviour that answers this, about events that are checked first.
    pub(super) fn ask(&mut self, question: Question, keep: usize) -> Option<BehaviourId> {
        self.count_condition()?;
        let events: Vec<_> = question.events().map(|of| self.event(of).map(drop)).collect();
        events.into_iter().collect::<Option<Vec<()>>>()?;
        let id = self.needs.ask(question, keep);
        self.reads.behaviours.insert(id);
        Some(id)
    }
}

fn number_out_of_range(property: &PropertyName) -> Problem {
    Problem::new(
        "number_out_of_range",
        format!("`{property}` is compared with a number that is not one to reckon with."),
        "Write a number of at most a million millions.",
    )
    .with("name", property.as_str())
    .with("max", Decimal::MAX)
}
