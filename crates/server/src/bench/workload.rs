//! The workloads by name: `batch`, `flows-100`.

use std::fmt;
use std::str::FromStr;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workload {
    /// One event per request.
    Track,
    /// A hundred events per request.
    Batch,
    /// `Batch` with so many flows, of which one is concerned.
    Flows(u32),
    /// `Batch` with so many contacts.
    Contacts(u32),
    /// `Batch` with so many segments, of which each event touches ten.
    Segments(u32),
    /// Very many contacts wait, and a tenth is to be woken at once.
    Wake,
    /// A new segment counts the past.
    Backfill,
    /// A large flow is compiled and simulated.
    Compile,
    /// A server starts over a large database.
    Start,
}

/// How many contacts there are where the name does not say.
const CONTACTS: u32 = 100_000;
const VERY_MANY_CONTACTS: u32 = 1_000_000;

impl Workload {
    /// How many events the load sends in a request.
    pub const fn events_per_request(self) -> u32 {
        match self {
            Self::Track => 1,
            _ => 100,
        }
    }

    /// How many contacts it is meant for.
    pub const fn contacts(self) -> u32 {
        match self {
            Self::Contacts(contacts) => contacts,
            Self::Wake | Self::Backfill | Self::Start => VERY_MANY_CONTACTS,
            _ => CONTACTS,
        }
    }

    /// How many flows are published.
    pub const fn flows(self) -> u32 {
        match self {
            Self::Flows(flows) => flows,
            _ => 10,
        }
    }

    /// How many segments are published.
    pub const fn segments(self) -> u32 {
        match self {
            Self::Segments(segments) => segments,
            _ => 0,
        }
    }
}

impl fmt::Display for Workload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Track => f.write_str("track"),
            Self::Batch => f.write_str("batch"),
            Self::Flows(number) => write!(f, "flows-{number}"),
            Self::Contacts(number) => write!(f, "contacts-{number}"),
            Self::Segments(number) => write!(f, "segments-{number}"),
            Self::Wake => f.write_str("wake"),
            Self::Backfill => f.write_str("backfill"),
            Self::Compile => f.write_str("compile"),
            Self::Start => f.write_str("start"),
        }
    }
}

impl FromStr for Workload {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, number) = text.split_once('-').unwrap_or((text, ""));
        let number = number.parse().ok().filter(|number| *number > 0);
        Ok(match (name, number) {
            ("flows", Some(flows)) => Self::Flows(flows),
            ("contacts", Some(contacts)) => Self::Contacts(contacts),
            ("segments", Some(segments)) if segments % 10 == 0 => Self::Segments(segments),
            ("segments", _) => return Err("write segments-N, N a multiple of ten".into()),
            ("flows" | "contacts", None) => return Err(format!("write {name}-N, as {name}-100")),
            _ => match text {
                "track" => Self::Track,
                "batch" => Self::Batch,
                "wake" => Self::Wake,
                "backfill" => Self::Backfill,
                "compile" => Self::Compile,
                "start" => Self::Start,
                _ => return Err("there is no such workload".into()),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_how_many_and_is_read_back() {
        for text in [
            "track",
            "batch",
            "flows-1000",
            "contacts-1",
            "segments-10",
            "wake",
            "backfill",
            "compile",
            "start",
        ] {
            assert_eq!(text.parse::<Workload>().unwrap().to_string(), text);
        }
        for wrong in
            ["flows", "flows-0", "flows-x", "contacts-", "segments-15", "batch-2", "", "sleep"]
        {
            assert!(wrong.parse::<Workload>().is_err(), "{wrong}");
        }
    }
}
