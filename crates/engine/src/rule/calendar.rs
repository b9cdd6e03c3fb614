//! Where and when it is which day: a contact's zone, and the first instant at which an answer that
//! depends on the local time may be another one.
//!
//! The zones are those of the time zone database that is built in, so that every node and every
//! replay knows the same ones. A contact's zone is its property `timezone`, with a name of that
//! database (`Europe/Warsaw`); a contact without one, or with another name, is where the workspace
//! is.

use std::sync::LazyLock;

use jiff::Timestamp as Instant;
use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use runnel_model::{Contact, Timestamp, Value};

/// The property that has the name of a contact's zone.
pub(super) const ZONE: &str = "timezone";

/// So many changes of a zone's offset are looked through for one answer.
const TRANSITIONS_MAX: usize = 16;

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The zone of this name.
pub fn zone(name: &str) -> Option<TimeZone> {
    ZONES.get(name.trim()).ok()
}

/// A time at a contact's place.
pub(super) struct Here {
    pub zone: TimeZone,
    now: Instant,
}

impl Here {
    pub fn new(contact: &Contact, workspace: &TimeZone, now: Timestamp) -> Self {
        let name = contact.properties.get(ZONE).and_then(|known| known.value.as_ref());
        let zone = match name {
            Some(Value::Text(name)) => zone(name),
            _ => None,
        };
        Self { zone: zone.unwrap_or_else(|| workspace.clone()), now: instant(now) }
    }

    /// The name of the zone.
    pub fn zone_name(&self) -> String {
        self.zone.iana_name().unwrap_or("UTC").to_owned()
    }

    /// What a clock on the wall shows.
    pub fn local(&self) -> DateTime {
        self.zone.to_datetime(self.now)
    }

    pub fn today(&self) -> Date {
        self.local().date()
    }

    /// The day that a value means. None: it is no date.
    ///
    /// A midnight of UTC is a date that somebody wrote without a time, and is that date
    /// everywhere; any other time is the day that it is in at the contact's place.
    pub fn day_of(&self, value: &Value) -> Option<Date> {
        match value {
            Value::Time { time } => Some(self.day_at(instant(*time))),
            Value::Text(text) => match text.trim().parse::<Instant>() {
                Ok(time) => Some(self.day_at(time)),
                Err(_) => Pieces::parse(text.trim()).ok().map(|pieces| pieces.date()),
            },
            Value::Boolean(_) | Value::Number(_) | Value::List(_) => None,
        }
    }

    fn day_at(&self, time: Instant) -> Date {
        let utc = TimeZone::UTC.to_datetime(time);
        if utc.time() == jiff::civil::Time::midnight() {
            return utc.date();
        }
        self.zone.to_datetime(time).date()
    }

    /// The first instant after now at which `answer` is another one than now. It can only be when
    /// a clock shows one of `turns`, or when the clocks are changed.
    ///
    /// Where it is still the same at all of them, and where clocks are changed too often before,
    /// it is the last instant that was looked at: until then it is sure.
    pub fn first_change(
        &self,
        turns: impl IntoIterator<Item = DateTime>,
        answer: impl Fn(DateTime) -> bool,
    ) -> Option<Timestamp> {
        let mut instants: Vec<Instant> =
            turns.into_iter().flat_map(|turn| self.instants(turn)).collect();
        let last = *instants.iter().max()?;
        let changes = self.zone.following(self.now).map(|change| change.timestamp());
        let changes: Vec<_> = changes.take_while(|at| *at < last).take(TRANSITIONS_MAX).collect();
        if changes.len() == TRANSITIONS_MAX {
            instants.retain(|at| *at <= changes[TRANSITIONS_MAX - 1]);
        }
        instants.extend(changes);
        instants.retain(|at| *at > self.now);
        instants.sort_unstable();
        let now = answer(self.local());
        let changed = instants.iter().find(|at| answer(self.zone.to_datetime(**at)) != now);
        changed.or(instants.last()).and_then(|at| timestamp(*at))
    }

    /// When clocks show this: once, or twice where they are put back. Where they are put forward
    /// over it, so long before and after that; the instant itself is a change of the clocks.
    fn instants(&self, shown: DateTime) -> impl Iterator<Item = Instant> {
        let ambiguous = || self.zone.to_ambiguous_timestamp(shown);
        [ambiguous().earlier(), ambiguous().later()].into_iter().flatten()
    }
}

/// The calendar ends some hours before the times that the product can reckon with.
fn instant(time: Timestamp) -> Instant {
    Instant::from_millisecond(time.as_ms()).unwrap_or(Instant::MAX)
}

/// None: beyond the times that can be reckoned with. A zone's offset may have changed within a
/// millisecond only before there were clocks.
fn timestamp(instant: Instant) -> Option<Timestamp> {
    let ms = instant.as_millisecond();
    (ms >= Timestamp::MIN.as_ms()).then(|| Timestamp::from_ms(ms))
}
