//! Opening what the settings name: the database, and the master key that belongs to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use runnel_engine::Catalog;
use runnel_model::Diagnostic;
use runnel_store::{Database, Error, Options};

use crate::secret;
use crate::settings::{Secret, Settings};

/// How often a server that is not there is looked for, and how often that is told.
const LOOK_EVERY: Duration = Duration::from_secs(1);
const LOOKS_PER_LINE: u32 = 60;

/// Opens the database as its owner: migrated, and by nobody else at the same time.
///
/// Waits for a server that does not answer: after a power cut, whoever starts faster than the
/// database is still there when it comes. What waiting cannot mend is an error at once.
pub async fn own(settings: &Settings) -> Result<Database> {
    let folder = data_folder(settings);
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let options = options(settings);
    let mut looks = 0_u32;
    loop {
        let opened = Database::open(&options).await;
        let Err(away @ Error::Away(_)) = opened else { return Ok(opened?) };
        if looks.is_multiple_of(LOOKS_PER_LINE) {
            tracing::warn!("{away}; waiting for it");
        }
        looks = looks.wrapping_add(1);
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Opens the database beside a server that may be running.
pub async fn visit(settings: &Settings) -> Result<Database> {
    if let Some(path) = sqlite_path(&settings.database_url()).filter(|path| !path.exists()) {
        bail!(
            "there is no database {}; `runnel serve` or `runnel migrate` makes one",
            path.display()
        );
    }
    Ok(Database::connect(&options(settings)).await?)
}

fn options(settings: &Settings) -> Options {
    let connections = settings.database_connections.0;
    Options { connections, ..Options::new(settings.database_url(), runnel_engine::VERSION) }
}

/// The catalog that was published last.
pub async fn catalog(database: &Database) -> Result<Catalog> {
    let document = database.latest_catalog().await?;
    let version = document.version;
    Catalog::compile(document).map_err(|problems| {
        anyhow::anyhow!("the published catalog {version} does not compile:\n{}", list(&problems))
    })
}

fn list(problems: &[Diagnostic]) -> String {
    let line = |problem: &Diagnostic| format!("  {} {}", problem.code, problem.message);
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The key that all signing keys are derived from: the setting, else the file beside the data.
pub fn master_key(settings: &Settings) -> Result<Secret> {
    match &settings.secret {
        Some(secret) => Ok(secret.clone()),
        None => secret::read_or_create(&data_folder(settings).join("secret.key")),
    }
}

/// The path of an SQLite URL, however many slashes it is written with; none of another database.
pub fn sqlite_path(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    Some(path.into())
}

/// Beside the SQLite file, so that a copy of the folder is a copy of all of it.
fn data_folder(settings: &Settings) -> PathBuf {
    let file = sqlite_path(&settings.database_url());
    let folder = file.as_deref().and_then(Path::parent).map(Path::to_path_buf);
    folder.filter(|folder| *folder != Path::new("")).unwrap_or_else(|| settings.data_dir.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_an_sqlite_url_is_found() {
        let check = |url, path: Option<&str>| assert_eq!(sqlite_path(url), path.map(PathBuf::from));
        check("sqlite:./data/runnel.db", Some("./data/runnel.db"));
        check("sqlite://data/runnel.db?mode=rwc", Some("data/runnel.db"));
        check("sqlite:///var/lib/runnel.db", Some("/var/lib/runnel.db"));
        check("postgres://me@host/name", None);
    }
}
