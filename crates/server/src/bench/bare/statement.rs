//! A statement over a set of rows `v`, for both databases: VALUES in chunks of one fixed size on
//! SQLite, one array per column on PostgreSQL. Plain sqlx.

use anyhow::Result;
use sea_orm::sqlx::postgres::PgArguments;
use sea_orm::sqlx::query::Query;
use sea_orm::sqlx::{AssertSqlSafe, Postgres, Row, query, query_as};

use super::super::database::Link;

/// How many rows one statement holds on SQLite.
const CHUNKS: [usize; 3] = [64, 8, 1];

/// A statement that reads its rows from `v`.
pub struct Statement {
    /// The columns of `v`.
    pub columns: &'static [(&'static str, Kind)],
    /// The statement itself.
    pub body: &'static str,
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
    /// The number; 0 of anything else.
    pub const fn number(&self) -> i64 {
        match self {
            Self::Int(number) => *number,
            _ => 0,
        }
    }

    fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => text.clone(),
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

impl From<&[u8; 16]> for Cell {
    fn from(bytes: &[u8; 16]) -> Self {
        Self::Bytes(*bytes)
    }
}

/// A row.
macro_rules! cells {
    ($($cell:expr),+) => { vec![$($crate::bench::bare::statement::Cell::from($cell)),+] };
}
pub(super) use cells;

impl Statement {
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn for_sqlite(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.columns.len()].join(", "));
        let rows = vec![row; rows].join(", ");
        format!("WITH v ({}) AS (VALUES {rows}) {}", self.names(), self.body)
    }

    fn for_postgres(&self) -> String {
        let array = |(place, (_, kind)): (usize, &(&str, Kind))| {
            let kind = match kind {
                Kind::Int => "bigint",
                Kind::Text => "text",
                Kind::Bytes => "bytea",
            };
            format!("${}::{kind}[]", place + 1)
        };
        let arrays: Vec<_> = self.columns.iter().enumerate().map(array).collect();
        let (names, arrays) = (self.names(), arrays.join(", "));
        format!("WITH v ({names}) AS (SELECT * FROM unnest({arrays})) {}", self.body)
    }

    fn bound_for_postgres(&self, rows: &[Vec<Cell>]) -> Query<'static, Postgres, PgArguments> {
        let mut query = query(AssertSqlSafe(self.for_postgres()));
        for (place, (_, kind)) in self.columns.iter().enumerate() {
            let column = rows.iter().map(|row| &row[place]);
            query = match kind {
                Kind::Int => query.bind(column.map(Cell::number).collect::<Vec<_>>()),
                Kind::Text => query.bind(column.map(Cell::text).collect::<Vec<_>>()),
                Kind::Bytes => query.bind(column.map(Cell::bytes).collect::<Vec<_>>()),
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
    pub async fn write(&mut self, statement: &Statement, rows: &[Vec<Cell>]) -> Result<()> {
        self.read(statement, rows).await.map(drop)
    }

    /// Runs a statement over rows that answers a number and a text per row, or nothing.
    pub async fn read(
        &mut self,
        statement: &Statement,
        rows: &[Vec<Cell>],
    ) -> Result<Vec<(i64, String)>> {
        let mut answers = Vec::new();
        match self {
            Self::Postgres(_) if rows.is_empty() => {}
            Self::Postgres(connection) => {
                let query = statement.bound_for_postgres(rows);
                let found = query.fetch_all(connection).await?;
                answers.extend(found.iter().map(|row| (row.get(0), row.get(1))));
            }
            Self::Sqlite(connection) => {
                let mut left = rows;
                while let Some(size) = CHUNKS.into_iter().find(|size| *size <= left.len()) {
                    let (chunk, rest) = left.split_at(size);
                    left = rest;
                    let mut query = query(AssertSqlSafe(statement.for_sqlite(chunk.len())));
                    for cell in chunk.iter().flatten() {
                        query = match cell {
                            Cell::Int(number) => query.bind(*number),
                            Cell::Text(text) => query.bind(text.clone()),
                            Cell::Bytes(bytes) => query.bind(bytes.to_vec()),
                        };
                    }
                    let found = query.fetch_all(&mut *connection).await?;
                    answers.extend(found.iter().map(|row| (row.get(0), row.get(1))));
                }
            }
        }
        Ok(answers)
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
