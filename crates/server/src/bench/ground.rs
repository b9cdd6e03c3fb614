//! Where a benchmark takes place: a fresh folder, a database of its own, and what opens the server.
//! All of it is gone afterwards.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::Arguments;
use super::database::{Database, Link, Place};
use super::server::{self, Server};

/// How long what was accepted may take to be run through the flows after the load has ended.
const DRAIN_TIME_MAX: Duration = Duration::from_secs(300);

/// The ground.
pub struct Ground {
    /// Where databases are made.
    pub place: Place,
    /// Of the server.
    pub database: Database,
    /// What opens the server.
    pub keys: Keys,
    folder: Folder,
}

impl Ground {
    /// A fresh one, with the schema and nothing else.
    pub async fn make(arguments: &Arguments) -> Result<Self> {
        let folder = Folder::create(&arguments.folder)?;
        let place = match &arguments.database {
            Some(url) => Place::Server(url.clone()),
            None => Place::Folder(folder.0.clone()),
        };
        let database = place.create(&name("bench")).await?;
        let keys = Keys::make(&database, &folder.0)?;
        Ok(Self { place, database, keys, folder })
    }

    /// Starts the server.
    pub fn serve(&self) -> Result<Server> {
        Server::start(&self.database.url, &self.folder.0)
    }

    /// The database's copy for the bare loop.
    pub async fn copy(&self) -> Result<Database> {
        self.place.copy(&self.database, &name("bare")).await
    }

    /// Removes what is not in the folder.
    pub async fn clear(&self) -> Result<()> {
        self.place.remove(&name("bench")).await?;
        self.place.remove(&name("bare")).await
    }
}

fn name(of: &str) -> String {
    format!("runnel_{of}_{}", std::process::id())
}

/// Waits until everything accepted has been run through the flows.
pub async fn drain(link: &mut Link) -> Result<()> {
    let started = Instant::now();
    while link.number("SELECT count(*) FROM inbox").await? > 0 {
        ensure!(started.elapsed() < DRAIN_TIME_MAX, "the server does not keep up at all");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}

/// Whether what is there is what must be there.
pub async fn check(link: &mut Link, what: &str, expected: i64, text: &'static str) -> Result<()> {
    let found = link.number(text).await?;
    ensure!(found == expected, "{what}: {expected} were expected, {found} are there");
    Ok(())
}

/// What opens the server.
pub struct Keys {
    write: String,
    /// The key of the API.
    pub api: String,
}

impl Keys {
    fn make(database: &Database, folder: &Path) -> Result<Self> {
        server::migrate(&database.url, folder)?;
        let key = |purpose| server::add_key(&database.url, folder, purpose);
        Ok(Self { write: key("write")?, api: key("api")? })
    }

    /// Of who sends events.
    pub fn authorization(&self) -> String {
        format!("Bearer {}", self.write)
    }
}

/// A folder that is fresh at first and gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn create(within: &Path) -> Result<Self> {
        let path = within.join(std::process::id().to_string());
        let created = std::fs::create_dir_all(&path);
        created.with_context(|| format!("cannot create {}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is left for a person to see.
        std::fs::remove_dir_all(&self.0).ok();
    }
}
