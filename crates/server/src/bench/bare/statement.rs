//! A statement over a set of rows `v`, for both databases: VALUES in chunks of one fixed size on
//! SQLite, one array per column on PostgreSQL. Plain sqlx.

use std::sync::{Arc, OnceLock};

use anyhow::Result;
use sea_orm::sqlx::postgres::PgArguments;
use sea_orm::sqlx::query::Query;
use sea_orm::sqlx::{AssertSqlSafe, Postgres, Row, SqliteConnection, query, query_as};

use super::super::database::Link;

/// How many rows one statement holds on SQLite.
const CHUNKS: [usize; 3] = [64, 8, 1];

/// A statement that reads its rows from `v`. Its texts are made once.
pub struct Statement {
    columns: &'static [(&'static str, Kind)],
    body: &'static str,
    sqlite: [OnceLock<Arc<str>>; CHUNKS.len()],
    postgres: OnceLock<Arc<str>>,
}

/// The type of a column.
#[derive(Clone, Copy)]
pub enum Kind {
    /// 64 bits.
    Int,
    /// May be NULL.
    Text,
    /// Sixteen of them.
    Bytes,
}

/// A value of a row.
#[derive(Clone)]
pub enum Cell {
    /// A number.
    Int(i64),
    /// A text.
    Text(Option<String>),
    /// A hash or an id.
    Bytes([u8; 16]),
}

impl Cell {
    const fn number(&self) -> i64 {
        match self {
            Self::Int(number) => *number,
            _ => 0,
        }
    }

    fn text(&mut self) -> Option<String> {
        match self {
            Self::Text(text) => text.take(),
            _ => None,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes.to_vec(),
            _ => Vec::new(),
        }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<[u8; 16]> for Cell {
    fn from(bytes: [u8; 16]) -> Self {
        Self::Bytes(bytes)
    }
}

/// Rows, as their cells one after the other.
macro_rules! cells {
    ($rows:expr, |$row:pat_param| $($cell:expr),+) => {
        $rows.into_iter()
            .flat_map(|$row| [$($crate::bench::bare::statement::Cell::from($cell)),+])
            .collect::<Vec<_>>()
    };
}
pub(super) use cells;

impl Statement {
    /// A statement over rows of these columns.
    pub const fn new(columns: &'static [(&'static str, Kind)], body: &'static str) -> Self {
        let sqlite = [const { OnceLock::new() }; CHUNKS.len()];
        Self { columns, body, sqlite, postgres: OnceLock::new() }
    }

    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn for_sqlite(&self, chunk: usize) -> Arc<str> {
        let text = || {
            let row = format!("({})", vec!["?"; self.columns.len()].join(", "));
            let rows = vec![row; CHUNKS[chunk]].join(", ");
            format!("WITH v ({}) AS (VALUES {rows}) {}", self.names(), self.body).into()
        };
        self.sqlite[chunk].get_or_init(text).clone()
    }

    fn for_postgres(&self) -> Arc<str> {
        let array = |(place, (_, kind)): (usize, &(&str, Kind))| {
            let kind = match kind {
                Kind::Int => "bigint",
                Kind::Text => "text",
                Kind::Bytes => "bytea",
            };
            format!("${}::{kind}[]", place + 1)
        };
        let text = || {
            let arrays: Vec<_> = self.columns.iter().enumerate().map(array).collect();
            let (names, arrays) = (self.names(), arrays.join(", "));
            format!("WITH v ({names}) AS (SELECT * FROM unnest({arrays})) {}", self.body).into()
        };
        self.postgres.get_or_init(text).clone()
    }

    fn bound_for_postgres(&self, mut cells: Vec<Cell>) -> Query<'static, Postgres, PgArguments> {
        let width = self.columns.len();
        let mut query = query(AssertSqlSafe(self.for_postgres()));
        for (place, (_, kind)) in self.columns.iter().enumerate() {
            let column = cells.iter_mut().skip(place).step_by(width);
            query = match kind {
                Kind::Int => query.bind(column.map(|cell| cell.number()).collect::<Vec<_>>()),
                Kind::Text => query.bind(column.map(Cell::text).collect::<Vec<_>>()),
                Kind::Bytes => query.bind(column.map(|cell| cell.bytes()).collect::<Vec<_>>()),
            };
        }
        query
    }
}

impl Link {
    /// Begins a transaction that writes.
    pub async fn begin(&mut self) -> Result<()> {
        self.execute("BEGIN IMMEDIATE", "BEGIN").await
    }

    /// Ends it.
    pub async fn commit(&mut self) -> Result<()> {
        self.execute("COMMIT", "COMMIT").await
    }

    async fn execute(&mut self, sqlite: &'static str, postgres: &'static str) -> Result<()> {
        match self {
            Self::Sqlite(connection) => query(sqlite).execute(connection).await.map(|_| ())?,
            Self::Postgres(connection) => query(postgres).execute(connection).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Runs a statement over rows.
    pub async fn write(&mut self, statement: &'static Statement, cells: Vec<Cell>) -> Result<()> {
        self.read(statement, cells).await.map(drop)
    }

    /// Runs a statement over rows that answers a number and a text per row, or nothing.
    pub async fn read(
        &mut self,
        statement: &'static Statement,
        cells: Vec<Cell>,
    ) -> Result<Vec<(i64, String)>> {
        match self {
            Self::Postgres(_) if cells.is_empty() => Ok(Vec::new()),
            Self::Postgres(connection) => {
                let found = statement.bound_for_postgres(cells).fetch_all(connection).await?;
                Ok(found.iter().map(|row| (row.get(0), row.get(1))).collect())
            }
            Self::Sqlite(connection) => read_sqlite(connection, statement, cells).await,
        }
    }

    /// Events as the server has written them: whose, the input, the facts.
    pub async fn samples(
        &mut self,
        text: &'static str,
    ) -> Result<Vec<(i64, String, Option<String>)>> {
        Ok(match self {
            Self::Sqlite(connection) => query_as(text).fetch_all(connection).await?,
            Self::Postgres(connection) => query_as(text).fetch_all(connection).await?,
        })
    }
}

async fn read_sqlite(
    connection: &mut SqliteConnection,
    statement: &'static Statement,
    cells: Vec<Cell>,
) -> Result<Vec<(i64, String)>> {
    let width = statement.columns.len();
    let mut left = cells.len() / width;
    let mut cells = cells.into_iter();
    let mut answers = Vec::new();
    while let Some(chunk) = CHUNKS.iter().position(|size| *size <= left) {
        left -= CHUNKS[chunk];
        let mut query = query(AssertSqlSafe(statement.for_sqlite(chunk)));
        for cell in cells.by_ref().take(CHUNKS[chunk] * width) {
            query = match cell {
                Cell::Int(number) => query.bind(number),
                Cell::Text(text) => query.bind(text),
                Cell::Bytes(bytes) => query.bind(bytes.to_vec()),
            };
        }
        let found = query.fetch_all(&mut *connection).await?;
        answers.extend(found.iter().map(|row| (row.get(0), row.get(1))));
    }
    Ok(answers)
}
