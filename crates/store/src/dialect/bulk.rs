//! A statement over a set of rows, in a form that is neither database's.

use std::sync::{Arc, OnceLock};

use runnel_model::{ContactId, EventId, Timestamp};

/// The sizes in which SQLite gets its rows, each twice the one before. Few, so that each text is
/// prepared once and kept; the rest of a chunk is filled with rows that count for nothing.
pub(super) const CHUNKS: [usize; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/// The type of a column. Any of them may be NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Text,
    Bytes,
}

/// One value of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A statement that reads its rows from a table expression `v`. The first column is never NULL.
#[derive(Debug)]
pub(crate) struct Bulk {
    pub(super) columns: &'static [(&'static str, Kind)],
    pub(super) body: &'static str,
    pub(super) sqlite: [OnceLock<Arc<str>>; CHUNKS.len()],
    pub(super) postgres: OnceLock<Arc<str>>,
}

impl Bulk {
    /// A statement over rows of these columns.
    pub(crate) const fn new(columns: &'static [(&'static str, Kind)], body: &'static str) -> Self {
        let sqlite = [const { OnceLock::new() }; CHUNKS.len()];
        Self { columns, body, sqlite, postgres: OnceLock::new() }
    }

    pub(super) fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Int(number.into())
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<[u8; 16]> for Cell {
    fn from(bytes: [u8; 16]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<ContactId> for Cell {
    fn from(id: ContactId) -> Self {
        Self::Int(id.0)
    }
}

impl From<EventId> for Cell {
    fn from(id: EventId) -> Self {
        id.to_bytes().into()
    }
}

impl From<Timestamp> for Cell {
    fn from(time: Timestamp) -> Self {
        Self::Int(time.as_ms())
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Rows as cells, one after the other.
macro_rules! cells {
    ($rows:expr, |$row:pat_param| $($cell:expr),+ $(,)?) => {
        $rows.into_iter().flat_map(|$row| [$($crate::dialect::Cell::from($cell)),+]).collect::<Vec<_>>()
    };
}

pub(crate) use cells;
