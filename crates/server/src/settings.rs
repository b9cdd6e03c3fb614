//! What an operator can set, each with its default, its meaning and its check.
//!
//! The list below is the only place a setting is written down: the struct, the flags of the
//! command line, the names in the file and the environment, and docs/settings.md all come from
//! it. Nothing is read later than at start, and all that is wrong is told at once.

mod sources;
mod values;

pub use sources::Flags;
pub use values::{Count, KeptDays, LogFilter, LogFormat, PublicUrl, Secret};

use std::net::SocketAddr;
use std::path::PathBuf;

use values::FromText;

/// One setting, as operators see it.
pub struct Setting {
    /// In the file as it stands; in the environment `RUNNEL_` and upper case.
    pub name: &'static str,
    /// Used where nothing else is said; empty: none.
    pub default: &'static str,
    /// What it is for.
    pub meaning: &'static str,
}

macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:ident: $type:ty = $default:literal,)+) => {
        /// All settings, checked. Not printable: some are secret.
        #[derive(Clone)]
        pub struct Settings {
            $($(#[doc = $doc])+ pub $name: $type,)+
        }

        /// All settings, as they are documented.
        pub const ALL: &[Setting] = &[$(Setting {
            name: stringify!($name),
            default: $default,
            meaning: concat!($($doc),+),
        }),+];

        impl Settings {
            /// Reads every setting from its text, and tells of all that cannot be read.
            fn parse(text_of: impl Fn(&str) -> String) -> Result<Self, Vec<String>> {
                let mut problems = Vec::new();
                $(let $name = <$type>::from_text(&text_of(stringify!($name)))
                    .map_err(|why| problems.push(format!("{}: {why}", stringify!($name))));)+
                match ($($name,)+) {
                    ($(Ok($name),)+) => Ok(Self { $($name),+ }),
                    _ => Err(problems),
                }
            }
        }
    };
}

settings! {
    /// The address to listen on; port 0 takes a free one.
    listen: SocketAddr = "127.0.0.1:8700",
    /// How many seconds a client has to send the head of a request, and a connection to stay open
    /// without one; more than the 60 for which most load balancers keep theirs.
    request_head_seconds: Count = "75",
    /// The folder for what Runnel keeps itself: the SQLite file and the master key.
    data_dir: PathBuf = "./data",
    /// `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`; without one, `runnel.db` in the
    /// data folder.
    database_url: Option<String> = "",
    /// How many connections to the database are open at most, beside the one that writes on SQLite
    /// and the one that holds the lock on PostgreSQL.
    database_connections: Count = "8",
    /// The master key, 64 hexadecimal digits, that signing keys are derived from; without one, it
    /// is made at the first start and kept in `secret.key` beside the data. Not a flag, because
    /// every user of the machine can read those.
    secret: Option<Secret> = "",
    /// Whether flows may post to private, loopback and link-local addresses.
    allow_private_addresses: bool = "false",
    /// Where people find Runnel, such as `https://runnel.example.com`; without one, the address
    /// that it listens on. Links that are handed out begin with it, and under https the session's
    /// cookie is kept to https.
    public_url: Option<PublicUrl> = "",
    /// Whether a proxy stands before Runnel that sets `X-Forwarded-For`: sign-ins are then counted
    /// by the address that it says, else by the one that connects.
    behind_proxy: bool = "false",
    /// After how many hours a session ends that nobody uses.
    session_idle_hours: Count = "72",
    /// After how many hours a session ends at the latest.
    session_hours: Count = "720",
    /// How many hours a link that invites, sets up or resets a password can be used.
    link_hours: Count = "72",
    /// How many characters a password has at least; nothing else is asked of it.
    password_length_min: Count = "12",
    /// How many screens may be told of changes at the same time.
    streams_max: Count = "200",
    /// How many days time runs in a simulation at most.
    simulation_days: Count = "90",
    /// On how many contacts, taken at random, a segment's rule is tried at most while it is being
    /// written.
    preview_contacts: Count = "1000",
    /// How much a flow may send within an hour before it pauses itself, unless the flow says it or
    /// there are more contacts than that when it is published.
    flow_sends_per_hour: Count = "1000",
    /// For how many days events are kept, and what came of them in timelines and receipts: from 7
    /// to 3660; 0: for ever. Scores, segments and numbers stay as they are; a new rule counts what
    /// is kept.
    events_kept_days: KeptDays = "0",
    /// What is logged: a level, or several by module, such as `info,runnel_runtime=debug`.
    log: LogFilter = "info",
    /// `text` for people, `json` for programs.
    log_format: LogFormat = "text",
}

impl Settings {
    /// The database to open.
    pub fn database_url(&self) -> String {
        let file = self.data_dir.join("runnel.db");
        self.database_url.clone().unwrap_or_else(|| format!("sqlite:{}", file.display()))
    }

    /// Where people find what listens at this address.
    pub fn public_url(&self, listening: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.as_str().to_owned(),
            None => format!("http://{listening}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::Path;

    use super::*;

    #[test]
    fn the_documentation_lists_every_setting() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/settings.md");
        let documented = std::fs::read_to_string(path).unwrap();
        let missing: Vec<_> = ALL.iter().map(row).filter(|row| !documented.contains(row)).collect();
        assert!(missing.is_empty(), "add to docs/settings.md:\n{}", missing.join("\n"));
        let rows = documented.lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(rows, ALL.len(), "docs/settings.md has rows for settings that do not exist");
    }

    fn row(setting: &Setting) -> String {
        let default = match setting.default {
            "" => String::new(),
            default => format!("`{default}`"),
        };
        let Setting { name, meaning, .. } = setting;
        format!("| `{name}` | {default} | {} |", meaning.trim())
    }

    #[test]
    fn the_defaults_are_valid() {
        let defaults: HashMap<_, _> = ALL.iter().map(|one| (one.name, one.default)).collect();
        let settings = Settings::parse(|name| defaults[name].to_owned()).ok().unwrap();
        assert_eq!(settings.database_url(), "sqlite:./data/runnel.db");
        assert!(!settings.allow_private_addresses);
    }
}
