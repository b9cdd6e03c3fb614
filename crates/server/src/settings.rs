//! What an operator can set, each with its default, its meaning and its check.
//!
//! The list below is the only place a setting is written down: the struct, the flags of the
//! command line, the names in the file and the environment, and docs/settings.md all come from
//! it. Nothing is read later than at start, and all that is wrong is told at once.

mod sources;
mod values;

pub use sources::Flags;
pub use values::{Count, LogFilter, LogFormat, Secret};

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
