//! Where settings come from: defaults < file < environment < flags.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, value_parser};
use config::{Config, ConfigError, Environment, File, FileFormat, Source};

use super::{ALL, Setting, Settings};

/// What was said on the command line.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// The file to read.
    file: Option<PathBuf>,
    /// Settings by name.
    texts: HashMap<&'static str, String>,
    /// Defaults of this command that differ from those documented.
    defaults: HashMap<&'static str, &'static str>,
}

impl Flags {
    /// With another default for a setting.
    #[must_use]
    pub fn with_default(mut self, name: &'static str, default: &'static str) -> Self {
        self.defaults.insert(name, default);
        self
    }
}

/// All that is wrong with the settings, a line each.
#[derive(Debug)]
pub struct Problems(Vec<String>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the settings are not valid\n  {}", self.0.join("\n  "))
    }
}

impl std::error::Error for Problems {}

impl Settings {
    /// Reads and checks them.
    pub fn load(flags: &Flags) -> Result<Self, Problems> {
        Self::merge(flags, Environment::with_prefix("RUNNEL").ignore_empty(true))
    }

    /// A variable that is no setting is not an error: on Kubernetes, a service called `runnel`
    /// alone brings several.
    fn merge(flags: &Flags, environment: Environment) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let mut builder = Config::builder();
        for Setting { name, default, .. } in ALL {
            let default = flags.defaults.get(name).unwrap_or(default);
            builder = builder.set_default(*name, *default).map_err(unusable)?;
        }
        if let Some(path) = &flags.file {
            let file = File::from(path.as_path()).format(FileFormat::Toml);
            let said = file.collect().map_err(|error| unreadable(path, &error))?;
            problems.extend(unknown(path, said.keys()));
            builder = builder.add_source(file);
        }
        builder = builder.add_source(environment);
        for (name, text) in &flags.texts {
            builder = builder.set_override(*name, text.as_str()).map_err(unusable)?;
        }
        let config = builder.build().map_err(unusable)?;
        let settings = Self::parse(|name| config.get_string(name).unwrap_or_default());
        match settings.map_err(|others| problems.extend(others)) {
            Ok(settings) if problems.is_empty() => Ok(settings),
            _ => Err(Problems(problems)),
        }
    }
}

fn unusable(error: ConfigError) -> Problems {
    Problems(vec![error.to_string()])
}

fn unreadable(path: &Path, error: &ConfigError) -> Problems {
    Problems(vec![format!("{} cannot be read: {error}", path.display())])
}

/// What the file says that is no setting: most often a slip that would else go unnoticed.
fn unknown<'a>(path: &Path, said: impl Iterator<Item = &'a String>) -> Vec<String> {
    let known: Vec<&str> = ALL.iter().map(|setting| setting.name).collect();
    let mut unknown: Vec<_> = said.filter(|name| !known.contains(&name.as_str())).collect();
    unknown.sort();
    let problem = |name| {
        let (path, known) = (path.display(), known.join(", "));
        format!("{path}: there is no setting `{name}`; there are {known}")
    };
    unknown.into_iter().map(problem).collect()
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let text = |setting: &Setting| {
            Some((setting.name, matches.get_one::<String>(setting.name)?.clone()))
        };
        let file = matches.get_one::<PathBuf>("config").cloned();
        Ok(Self { file, texts: flags().filter_map(text).collect(), ..Self::default() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new("config")
            .long("config")
            .env("RUNNEL_CONFIG")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help("A TOML file with settings");
        flags().fold(command.arg(file), |command, setting| command.arg(flag(setting)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The settings that are flags: all but the secret one.
fn flags() -> impl Iterator<Item = &'static Setting> {
    ALL.iter().filter(|setting| setting.name != "secret")
}

fn flag(setting: &'static Setting) -> Arg {
    Arg::new(setting.name)
        .long(setting.name.replace('_', "-"))
        .value_name("VALUE")
        .help(setting.meaning.trim())
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;

    /// Settings from a file's text, variables and flags.
    fn load(
        file: Option<&str>,
        environment: &[(&str, &str)],
        flags: &[(&'static str, &str)],
    ) -> Result<Settings, String> {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        let environment = Environment::with_prefix("RUNNEL")
            .ignore_empty(true)
            .source(Some(environment.iter().map(owned).collect()));
        let name = format!("runnel-settings-{:?}.toml", std::thread::current().id());
        let path = file.map(|text| {
            let path = std::env::temp_dir().join(name);
            std::fs::write(&path, text).unwrap();
            path
        });
        let texts = flags.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
        let flags = Flags { file: path.clone(), texts, ..Flags::default() };
        let settings = Settings::merge(&flags, environment);
        path.map(std::fs::remove_file).transpose().unwrap();
        settings.map_err(|problems| problems.to_string())
    }

    #[test]
    fn flags_win_over_the_environment_over_the_file_over_the_defaults() {
        let file = Some("listen = \"127.0.0.1:1\"\nlog = \"warn\"\nallow_private_addresses = true");
        let environment = [("RUNNEL_LISTEN", "127.0.0.1:2"), ("RUNNEL_LOG", "")];
        let settings = load(file, &environment, &[("listen", "127.0.0.1:3")]).ok().unwrap();
        assert_eq!(settings.listen, SocketAddr::from(([127, 0, 0, 1], 3)));
        assert_eq!((settings.log.as_str(), settings.allow_private_addresses), ("warn", true));
        let settings = load(file, &environment, &[]).ok().unwrap();
        assert_eq!(settings.listen.port(), 2);
        assert_eq!(load(file, &[], &[]).ok().unwrap().listen.port(), 1);
        assert_eq!(load(None, &[], &[]).ok().unwrap().listen.port(), 8700);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let told = load(
            Some("listne = 1\nlog_format = \"xml\""),
            &[("RUNNEL_SECRET", "hunter2"), ("RUNNEL_PORT", "tcp://10.0.0.1")],
            &[("listen", "abc")],
        );
        let told = told.err().unwrap();
        for line in [
            ": there is no setting `listne`; there are listen, request_head_seconds,",
            "\n  listen: `abc` is not an address like 127.0.0.1:8700",
            "\n  secret: it is not 64 hexadecimal digits",
            "\n  log_format: `xml` is neither text nor json",
        ] {
            assert!(told.contains(line), "{line} in {told}");
        }
        assert_eq!(told.lines().count(), 5, "{told}");
        assert!(!told.contains("hunter2"), "a secret is never repeated");
    }

    #[test]
    fn a_file_that_is_missing_or_no_toml_is_named() {
        let missing = Flags { file: Some("no/such.toml".into()), ..Flags::default() };
        let told = Settings::merge(&missing, Environment::default()).err().unwrap().to_string();
        assert!(told.contains("no/such.toml cannot be read"), "{told}");
        assert!(load(Some("listen = "), &[], &[]).err().unwrap().contains("cannot be read"));
    }

    #[test]
    fn every_setting_but_the_secret_is_a_flag() {
        let command = Flags::augment_args(Command::new("serve"));
        let matches = command
            .try_get_matches_from(["serve", "--data-dir", "/x", "--log-format", "json"])
            .unwrap();
        let flags = Flags::from_arg_matches(&matches).unwrap();
        assert_eq!((flags.texts["data_dir"].as_str(), flags.texts.len()), ("/x", 2));
        let command = Flags::augment_args(Command::new("serve"));
        assert!(command.try_get_matches_from(["serve", "--secret", "x"]).is_err());
    }
}
