//! Who may process: one process at a time.
//!
//! A lock keeps a second process from starting: a locked file beside SQLite's, which the system
//! releases however the process ends, or a lock that lives as long as a PostgreSQL connection.
//! A connection can be lost while the process lives, so each owner also has a number, greater
//! than those before it, that stands in `partitions`: who finds another one there stops.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection};
use sea_orm::sqlx::{Connection, query_scalar};

use crate::dialect::connect_alone;
use crate::error::{Error, classify, unopened};

/// "runnel" as a number: the key of the advisory lock, which is one per database.
const ADVISORY_KEY: i64 = 0x0072_756E_6E65_6C00;

/// The server takes a moment to notice that a process was killed, and whoever starts it again is
/// often faster.
const TRIES: u32 = 12;
const TRY_EVERY: Duration = Duration::from_millis(250);

/// What shows that this process is the owner.
#[derive(Debug)]
pub(crate) enum Lock {
    File { _file: File },
    Advisory(PgConnection),
}

/// Where the lock of a SQLite file is.
pub(crate) fn lock_path(database: &Path) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    path.into()
}

/// Locks the file beside SQLite's.
pub(crate) fn lock_file(path: &Path) -> Result<Lock, Error> {
    let shown = || path.display().to_string();
    let file = File::create(path).map_err(|why| Error::File { path: shown(), why })?;
    match file.try_lock() {
        Ok(()) => Ok(Lock::File { _file: file }),
        Err(TryLockError::WouldBlock) => Err(Error::Owned(shown())),
        Err(TryLockError::Error(why)) => Err(Error::File { path: shown(), why }),
    }
}

/// Takes PostgreSQL's lock on a connection of its own.
pub(crate) async fn lock_advisory(options: &PgConnectOptions) -> Result<Lock, Error> {
    let mut connection = connect_alone(options).await.map_err(unopened)?;
    for _ in 0..TRIES {
        let taken: bool = query_scalar("SELECT pg_try_advisory_lock($1)")
            .bind(ADVISORY_KEY)
            .fetch_one(&mut connection)
            .await
            .map_err(classify)?;
        if taken {
            return Ok(Lock::Advisory(connection));
        }
        tokio::time::sleep(TRY_EVERY).await;
    }
    Err(Error::Owned(options.get_database().unwrap_or("postgres").to_owned()))
}

impl Lock {
    /// Gives it up, so that the next one need not wait.
    pub(crate) async fn release(self) {
        if let Self::Advisory(mut connection) = self {
            // If this fails, the connection is broken, and the lock with it.
            let released = query_scalar::<_, bool>("SELECT pg_advisory_unlock($1)")
                .bind(ADVISORY_KEY)
                .fetch_one(&mut connection)
                .await;
            if released.is_ok() {
                let _ = connection.close().await;
            }
        }
    }

    /// Whether it still holds.
    pub(crate) async fn holds(&mut self) -> bool {
        match self {
            Self::File { .. } => true,
            Self::Advisory(connection) => connection.ping().await.is_ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_locked_once() {
        let path = std::env::temp_dir().join(format!("runnel-lock-{}", std::process::id()));
        let first = lock_file(&path).unwrap();
        assert!(matches!(lock_file(&path), Err(Error::Owned(_))));
        drop(first);
        assert!(lock_file(&path).is_ok());
        std::fs::remove_file(path).unwrap();
    }
}
