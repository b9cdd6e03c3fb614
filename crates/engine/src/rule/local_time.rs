//! Whether it is a time of the week at a contact's place: working hours, a weekend.
//!
//! It is what a clock on the wall there shows that counts. Where clocks are put back, an hour that
//! is shown twice is meant twice; where they are put forward, an hour that is not shown is not met.

use jiff::ToSpan;
use jiff::civil::{DateTime, Weekday as Day};
use jiff::tz::TimeZone;
use runnel_model::{Contact, LocalTime, TimeOfDay, Timestamp, Weekday};

use super::Problem;
use super::calendar::Here;
use super::compile::Compiler;
use super::evaluate::Verdict;

/// A week, and the day on which it begins anew.
const DAYS_AHEAD: i64 = 8;

/// A question about the time of the week.
#[derive(Clone, Debug)]
pub(super) struct AskedTime {
    /// Empty: every day.
    weekdays: Vec<Day>,
    from: TimeOfDay,
    to: TimeOfDay,
    workspace: TimeZone,
}

/// What a clock at a contact's place shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Day and time.
    pub local: DateTime,
    /// The contact's zone.
    pub zone: String,
}

impl AskedTime {
    pub(super) fn holds(&self, contact: &Contact, now: Timestamp) -> Verdict {
        let here = Here::new(contact, &self.workspace, now);
        let until = here.first_change(self.turns(&here), |local| self.accepts(local));
        Verdict { holds: self.accepts(here.local()), until }
    }

    pub(super) fn find(&self, contact: &Contact, now: Timestamp) -> Clock {
        let here = Here::new(contact, &self.workspace, now);
        Clock { local: here.local(), zone: here.zone_name() }
    }

    fn accepts(&self, local: DateTime) -> bool {
        let minutes = local.hour() as u16 * 60 + local.minute() as u16;
        (self.weekdays.is_empty() || self.weekdays.contains(&local.weekday()))
            && (self.from.minutes()..self.to.minutes()).contains(&minutes)
    }

    /// The clock times at which it may begin or end.
    fn turns(&self, here: &Here) -> impl Iterator<Item = DateTime> {
        let midnight = here.today().at(0, 0, 0, 0);
        let days = (0..=DAYS_AHEAD).filter_map(move |day| midnight.checked_add(day.days()).ok());
        let times = [0, i64::from(self.from.minutes()), i64::from(self.to.minutes())];
        days.flat_map(move |day| {
            times.into_iter().filter_map(move |time| day.checked_add(time.minutes()).ok())
        })
    }
}

impl Compiler {
    pub(super) fn local_time(&mut self, asked: &LocalTime) -> Option<AskedTime> {
        self.count_condition()?;
        self.reads_zone();
        let from = asked.from.unwrap_or(TimeOfDay::MIDNIGHT);
        let to = asked.to.unwrap_or(TimeOfDay::END);
        if from >= to {
            return self.refuse(reversed(from, to));
        }
        let every_day = asked.weekdays.is_empty();
        if every_day && (from, to) == (TimeOfDay::MIDNIGHT, TimeOfDay::END) {
            return self.refuse(pointless());
        }
        let weekdays = asked.weekdays.iter().copied().map(day).collect();
        Some(AskedTime { weekdays, from, to, workspace: self.zone.clone() })
    }
}

const fn day(weekday: Weekday) -> Day {
    match weekday {
        Weekday::Monday => Day::Monday,
        Weekday::Tuesday => Day::Tuesday,
        Weekday::Wednesday => Day::Wednesday,
        Weekday::Thursday => Day::Thursday,
        Weekday::Friday => Day::Friday,
        Weekday::Saturday => Day::Saturday,
        Weekday::Sunday => Day::Sunday,
    }
}

fn reversed(from: TimeOfDay, to: TimeOfDay) -> Problem {
    Problem::new(
        "hours_reversed",
        format!("It is never from {from} to {to} within one day."),
        "Write the earlier time first; for a night, ask for “not” the hours of the day.",
    )
    .with("from", from.to_string())
    .with("to", to.to_string())
}

fn pointless() -> Problem {
    Problem::new(
        "local_time_pointless",
        "It is always some time of some day.",
        "List days of the week, or write from when or until when.",
    )
}
