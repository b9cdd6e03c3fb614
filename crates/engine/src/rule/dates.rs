//! Date properties: when their day of the year comes round, and how far they are from today.
//!
//! Days are those of the calendar at the contact's place, so an answer changes at its midnight.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use runnel_model::{AnniversaryTest, Contact, DateTest, PropertyName, Timestamp};

use super::Problem;
use super::calendar::{Here, ZONE};
use super::compile::Compiler;
use super::evaluate::Verdict;
use super::explain::Found;

/// The most days from today for a date to come round: it does so every year.
const ANNIVERSARY_MAX: u32 = 365;
/// The most days from today that a date is compared with: ten years.
const DAYS_MAX: u32 = 3_660;

/// A question about a date property.
#[derive(Clone, Debug)]
pub(super) struct AskedDate {
    property: PropertyName,
    is: Is,
    workspace: TimeZone,
}

#[derive(Clone, Copy, Debug)]
enum Is {
    /// It comes round on the day that is so many days from today.
    Anniversary(i64),
    /// It is at least and at most so many days from today; negative: ago.
    Days(Option<i64>, Option<i64>),
}

/// What a date property is, and how far from today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day that is meant. None: there is no value, or it is no date.
    pub date: Option<Date>,
    /// How many days from today it is, or next comes round; negative: ago.
    pub days: Option<i64>,
    /// The contact's zone.
    pub zone: String,
}

impl AskedDate {
    pub(super) fn holds(&self, contact: &Contact, now: Timestamp) -> Verdict {
        let here = Here::new(contact, &self.workspace, now);
        let Some(date) = self.date(contact, &here) else {
            return Verdict { holds: false, until: None };
        };
        let answer = |local: DateTime| self.is.accepts(date, local.date());
        let turn = self.is.turns(date, here.today()).map(|day| day.at(0, 0, 0, 0));
        Verdict { holds: answer(here.local()), until: here.first_change(turn, answer) }
    }

    pub(super) fn find(&self, contact: &Contact, now: Timestamp) -> Day {
        let here = Here::new(contact, &self.workspace, now);
        let (date, today) = (self.date(contact, &here), here.today());
        let days = date.and_then(|date| match self.is {
            Is::Anniversary(_) => next_round(date, today).map(|next| days_between(today, next)),
            Is::Days(..) => Some(days_between(today, date)),
        });
        Day { date, days, zone: here.zone_name() }
    }

    /// By how many days the date that was found would have to be later (negative: earlier).
    pub(super) fn missing(&self, found: &Found) -> Option<f64> {
        let Found::Day(Day { days: Some(days), .. }) = found else { return None };
        let Is::Days(least, most) = self.is else { return None };
        let nearest = (*days).max(least.unwrap_or(i64::MIN)).min(most.unwrap_or(i64::MAX));
        Some((nearest - days) as f64)
    }

    fn date(&self, contact: &Contact, here: &Here) -> Option<Date> {
        here.day_of(contact.property(&self.property)?)
    }
}

impl Is {
    fn accepts(self, date: Date, today: Date) -> bool {
        match self {
            Self::Anniversary(days) => {
                plus(today, days).is_some_and(|meant| in_year(date, meant.year()) == Some(meant))
            }
            Self::Days(least, most) => {
                let days = days_between(today, date);
                least.is_none_or(|least| days >= least) && most.is_none_or(|most| days <= most)
            }
        }
    }

    /// The day on which the answer is another one than today. None: it never will be.
    fn turns(self, date: Date, today: Date) -> Option<Date> {
        if let Self::Anniversary(days) = self {
            if self.accepts(date, today) {
                return plus(today, 1);
            }
            return plus(next_round(date, plus(today, days)?)?, -days);
        }
        let Self::Days(least, most) = self else { return None };
        // As days pass, the date comes nearer: the most is met first, the least missed then.
        let meets = most.and_then(|most| plus(date, -most)).filter(|day| *day > today);
        let misses = least.and_then(|least| plus(date, 1 - least)).filter(|day| *day > today);
        meets.or(misses)
    }
}

/// The first time from this day on that a date comes round.
fn next_round(date: Date, from: Date) -> Option<Date> {
    let rounds =
        (from.year()..=from.year().saturating_add(1)).filter_map(|year| in_year(date, year));
    rounds.into_iter().find(|round| *round >= from)
}

/// A date in another year: the 29th of February is the 28th where there is no 29th.
fn in_year(date: Date, year: i16) -> Option<Date> {
    let same = Date::new(year, date.month(), date.day());
    same.or_else(|_| Date::new(year, date.month(), date.day() - 1)).ok()
}

fn plus(date: Date, days: i64) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

impl Compiler {
    pub(super) fn anniversary(
        &mut self,
        property: &PropertyName,
        is: AnniversaryTest,
    ) -> Option<AskedDate> {
        let days = match is {
            AnniversaryTest::Today => 0,
            AnniversaryTest::InDays(days) => i64::from(days),
            AnniversaryTest::DaysAgo(days) => -i64::from(days),
        };
        self.asked_date(property, Is::Anniversary(days), days, ANNIVERSARY_MAX)
    }

    pub(super) fn date(&mut self, property: &PropertyName, is: DateTest) -> Option<AskedDate> {
        let (DateTest::WithinNextDays(days)
        | DateTest::WithinLastDays(days)
        | DateTest::MoreThanDaysAhead(days)
        | DateTest::MoreThanDaysAgo(days)) = is;
        let days = i64::from(days);
        let is = match is {
            DateTest::WithinNextDays(_) => Is::Days(Some(0), Some(days)),
            DateTest::WithinLastDays(_) => Is::Days(Some(-days), Some(0)),
            DateTest::MoreThanDaysAhead(_) => Is::Days(Some(days + 1), None),
            DateTest::MoreThanDaysAgo(_) => Is::Days(None, Some(-days - 1)),
        };
        self.asked_date(property, is, days, DAYS_MAX)
    }

    fn asked_date(
        &mut self,
        property: &PropertyName,
        is: Is,
        days: i64,
        max: u32,
    ) -> Option<AskedDate> {
        self.count_condition()?;
        self.reads.properties.insert(property.clone());
        self.reads_zone();
        if days.abs() > i64::from(max) {
            return self.refuse(too_many_days(property, max));
        }
        Some(AskedDate { property: property.clone(), is, workspace: self.zone.clone() })
    }

    /// What depends on the time at a contact's place.
    pub(super) fn reads_zone(&mut self) {
        self.time_dependent = true;
        self.reads.properties.insert(PropertyName::parse(ZONE).expect("a plain name"));
    }
}

fn too_many_days(property: &PropertyName, max: u32) -> Problem {
    Problem::new(
        "days_too_many",
        format!("`{property}` is compared with more than {max} days."),
        format!("Write at most {max} days."),
    )
    .with("name", property.as_str())
    .with("max", max)
}
