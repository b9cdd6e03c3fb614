//! The one place where a database error is classified.
//!
//! What a loop does next depends on it: *unavailable* is tried again whole, *refused* is cut in
//! halves until the one input that cannot be stored is alone, *damaged* is for a person.

use std::io::ErrorKind;

use runnel_model::StoreError;
use sea_orm::{DbErr, RuntimeErr, sqlx};

/// What reads and writes of the store answer.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The URL names no database that we know.
    #[error(
        "the database URL begins with neither `sqlite:` nor `postgres:`; use sqlite:PATH or postgres://USER@HOST/NAME"
    )]
    Url,
    /// SQLite cannot open its file.
    #[error("cannot open {url}: {why}")]
    Unopened {
        /// Which, as it was given.
        url: String,
        /// Why not.
        why: StoreError,
    },
    /// The server is not there, or not yet: it may come.
    #[error("the database does not answer: {0}")]
    Away(String),
    /// Another process owns it.
    #[error("another Runnel process is using this database ({0}); stop it first")]
    Owned(String),
    /// Its SQLite has a defect that damages databases.
    #[error("SQLite {0} can damage a database with two connections; 3.51.3 or later is needed")]
    SqliteTooOld(String),
    /// The file that shows who owns the database could not be opened.
    #[error("cannot open {path}: {why}")]
    File {
        /// Which.
        path: String,
        /// Why not.
        why: std::io::Error,
    },
    /// The schema could not be brought up to date.
    #[error("cannot bring the schema up to date: {0}")]
    Migration(String),
    /// Whatever else the database says.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an error of the driver means for whoever asked.
pub(crate) fn classify(error: sqlx::Error) -> StoreError {
    class(&error)
}

/// What an error means for whoever connects for the first time. To wait for a server that starts
/// is right; a wrong name or password will be as wrong in a minute.
pub(crate) fn unopened(error: sqlx::Error) -> Error {
    let is_away = match &error {
        sqlx::Error::Io(io) => AWAY.contains(&io.kind()),
        // Starting up, shutting down, crashed, and as many connections as it takes.
        sqlx::Error::Database(told) => told.code().is_some_and(|code| BUSY.contains(&&*code)),
        _ => false,
    };
    if is_away { Error::Away(error.to_string()) } else { Error::Store(class(&error)) }
}

/// Nobody listens, or somebody between here and there hangs up. A host name that is not known, or
/// a certificate's file that is not there, is none of these.
const AWAY: [ErrorKind; 8] = [
    ErrorKind::ConnectionRefused,
    ErrorKind::ConnectionReset,
    ErrorKind::ConnectionAborted,
    ErrorKind::BrokenPipe,
    ErrorKind::UnexpectedEof,
    ErrorKind::TimedOut,
    ErrorKind::HostUnreachable,
    ErrorKind::NetworkUnreachable,
];
const BUSY: [&str; 4] = ["57P01", "57P02", "57P03", "53300"];

fn class(error: &sqlx::Error) -> StoreError {
    use sqlx::Error as E;
    let text = error.to_string();
    match error {
        E::Database(database) => by_code(database.code().as_deref(), text),
        E::Encode(_) | E::InvalidArgument(_) => StoreError::Refused(text),
        E::Io(_) | E::Tls(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed => {
            StoreError::Unavailable(text)
        }
        // The driver says so when a connection ends in the middle of an answer.
        E::Protocol(_) | E::BeginFailed => StoreError::Unavailable(text),
        _ => StoreError::Damaged(text),
    }
}

/// SQLite's codes are numbers, whose lowest eight bits are the kind; PostgreSQL's are five
/// characters, whose first two are the class. <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn by_code(code: Option<&str>, text: String) -> StoreError {
    let code = code.unwrap_or_default();
    if code.len() == 5 && !code.starts_with('-') {
        return match &code[..2] {
            // Data exceptions, constraints, and what exceeds a limit of the program.
            "22" | "23" | "54" => StoreError::Refused(text),
            // No table or column: the schema is another one. Corruption.
            "42" | "XX" => StoreError::Damaged(text),
            _ => StoreError::Unavailable(text),
        };
    }
    match code.parse::<i32>().map(|code| code & 0xFF) {
        // TOOBIG, CONSTRAINT, MISMATCH, RANGE
        Ok(18 | 19 | 20 | 25) => StoreError::Refused(text),
        // ERROR (a statement that is wrong here), CORRUPT, NOTADB
        Ok(1 | 11 | 26) => StoreError::Damaged(text),
        // BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN, PROTOCOL, …
        _ => StoreError::Unavailable(text),
    }
}

/// The same for errors that come by way of the entities.
pub(crate) fn classify_orm(error: DbErr) -> StoreError {
    match &error {
        DbErr::Conn(RuntimeErr::SqlxError(inner))
        | DbErr::Exec(RuntimeErr::SqlxError(inner))
        | DbErr::Query(RuntimeErr::SqlxError(inner)) => class(inner),
        DbErr::ConnectionAcquire(inner) => StoreError::Unavailable(inner.to_string()),
        other => StoreError::Damaged(other.to_string()),
    }
}

/// What was stored as JSON, read back.
pub(crate) fn parsed<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(format!("{what}: {error}")))
}

/// What was stored as one of our own texts, read back.
pub(crate) fn read_back<T>(what: &str, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| StoreError::Damaged(format!("{what} cannot be read back")))
}

/// A count as it is stored, as the number that it is.
pub(crate) fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// A value of ours as JSON.
pub(crate) fn written<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Refused(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, expect: &str) {
        let class = match by_code(Some(code), String::new()) {
            StoreError::Unavailable(_) => "unavailable",
            StoreError::Refused(_) => "refused",
            StoreError::Damaged(_) => "damaged",
        };
        assert_eq!(class, expect, "{code}");
    }

    #[test]
    fn only_a_server_that_may_come_is_away() {
        let check = |error: sqlx::Error, away| {
            let shown = error.to_string();
            assert_eq!(matches!(unopened(error), Error::Away(_)), away, "{shown}");
        };
        check(sqlx::Error::Io(ErrorKind::ConnectionRefused.into()), true);
        check(sqlx::Error::Io(ErrorKind::UnexpectedEof.into()), true);
        check(sqlx::Error::Io(ErrorKind::NotFound.into()), false);
        check(sqlx::Error::Io(std::io::Error::other("name or service not known")), false);
        check(sqlx::Error::PoolTimedOut, false);
    }

    #[test]
    fn what_may_pass_is_unavailable_and_what_lies_in_the_data_is_refused() {
        check("5", "unavailable"); // SQLITE_BUSY
        check("517", "unavailable"); // SQLITE_BUSY_SNAPSHOT
        check("13", "unavailable"); // SQLITE_FULL
        check("778", "unavailable"); // SQLITE_IOERR_WRITE
        check("2067", "refused"); // SQLITE_CONSTRAINT_UNIQUE
        check("18", "refused"); // SQLITE_TOOBIG
        check("11", "damaged"); // SQLITE_CORRUPT
        check("40001", "unavailable"); // serialization failure
        check("40P01", "unavailable"); // deadlock
        check("57P01", "unavailable"); // the administrator ended the connection
        check("53100", "unavailable"); // disk full
        check("23505", "refused"); // unique violation
        check("22021", "refused"); // not a character of the encoding
        check("42P01", "damaged"); // no such table
    }
}
