//! SQLite: rows as VALUES in chunks of fixed sizes, on the one connection that writes.

use std::iter::repeat;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::query::QueryAs;
use sea_orm::sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions,
    SqliteRow, SqliteSynchronous,
};
use sea_orm::sqlx::{
    Arguments, AssertSqlSafe, ConnectOptions, FromRow, Result, Sqlite, SqlitePool, query_as_with,
    query_scalar, query_with,
};

use super::bulk::{Bulk, CHUNKS, Cell};

/// How long a statement waits for another process (a backup, a command) to let go of the file.
const BUSY_MAX: Duration = Duration::from_secs(5);
/// Pages in the log before a commit itself moves them into the file: only if the task that does
/// so beside the commits (`checkpoint.rs`) has fallen far behind.
const CHECKPOINT_AT_LAST: &str = "100000";
/// How much of the file is read through the address space instead of by copying.
const MMAP_BYTES: &str = "1073741824";
/// Kilobytes of pages that a connection keeps, as SQLite wants them: negative. The writer's hold
/// the trees' upper levels; readers have the mapped file.
const WRITER_CACHE_KB: &str = "-65536";
const READER_CACHE_KB: &str = "-4096";
/// More than there are texts of bulk statements.
const STATEMENTS_KEPT: usize = 1_024;
/// Rows that SQLite's thread may be ahead of whoever reads them.
const ROWS_AHEAD: usize = 1_024;

/// Opens the writer and the readers, and answers SQLite's version as well.
pub(crate) async fn connect(url: &str, readers: u32) -> Result<(SqlitePool, SqlitePool, String)> {
    let options = options(url)?;
    let writing = options.clone().pragma("cache_size", WRITER_CACHE_KB);
    let reading = options.pragma("cache_size", READER_CACHE_KB).pragma("query_only", "ON");
    let writer = pool(1).connect_with(writing).await?;
    let version = query_scalar("SELECT sqlite_version()").fetch_one(&writer).await?;
    Ok((writer, pool(readers.max(1)).connect_lazy_with(reading), version))
}

fn options(url: &str) -> Result<SqliteConnectOptions> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(false)
        .busy_timeout(BUSY_MAX)
        .statement_cache_capacity(STATEMENTS_KEPT)
        .row_buffer_size(ROWS_AHEAD)
        .pragma("wal_autocheckpoint", CHECKPOINT_AT_LAST)
        .pragma("mmap_size", MMAP_BYTES)
        .pragma("temp_store", "MEMORY");
    // Parsed, since the level's type belongs to a crate that we need for nothing else.
    Ok(options.log_statements("trace".parse().expect("a level's name")))
}

fn pool(connections: u32) -> SqlitePoolOptions {
    // A file does not go away between two uses, and a reopened connection is a cold one.
    SqlitePoolOptions::new()
        .max_connections(connections)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
}

fn text(bulk: &'static Bulk, chunk: usize) -> Arc<str> {
    let build = || {
        let row = format!("({})", vec!["?"; bulk.columns.len()].join(","));
        let rows = vec![row; CHUNKS[chunk]].join(",");
        let (names, (first, _)) = (bulk.names(), bulk.columns[0]);
        let given = format!("SELECT * FROM given WHERE {first} IS NOT NULL");
        let body = failing(bulk.body);
        format!("WITH given ({names}) AS (VALUES {rows}), v AS ({given}) {body}").into()
    };
    bulk.sqlite[chunk].get_or_init(build).clone()
}

/// A statement that fails takes its transaction with it. So SQLite need not note, page by page,
/// how to undo the statement alone.
fn failing(body: &str) -> String {
    let begin = |word: &str| body.strip_prefix(word).map(|rest| (word.trim_end().to_owned(), rest));
    match begin("INSERT ").or_else(|| begin("UPDATE ")) {
        Some((word, rest)) => format!("{word} OR FAIL {rest}"),
        None => body.to_owned(),
    }
}

/// Cuts rows into chunks that there are texts for. The last one is filled with NULLs: they cost
/// less than a statement more.
fn chunks(
    bulk: &'static Bulk,
    cells: Vec<Cell>,
) -> impl Iterator<Item = (Arc<str>, SqliteArguments)> {
    let width = bulk.columns.len();
    let mut cells = cells.into_iter();
    std::iter::from_fn(move || {
        let left = cells.len() / width;
        let chunk = CHUNKS.iter().position(|size| *size >= left).unwrap_or(CHUNKS.len() - 1);
        let filled = cells.by_ref().chain(repeat(Cell::Null)).take(CHUNKS[chunk] * width);
        (left > 0).then(|| (text(bulk, chunk), arguments(filled)))
    })
}

fn arguments(cells: impl Iterator<Item = Cell>) -> SqliteArguments {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(cells.size_hint().0, 0);
    for cell in cells {
        let added = match cell {
            Cell::Null => arguments.add(None::<i64>),
            Cell::Int(number) => arguments.add(number),
            Cell::Text(text) => arguments.add(text),
            Cell::Bytes(bytes) => arguments.add(bytes),
        };
        added.expect("numbers, texts and bytes have an encoding");
    }
    arguments
}

pub(super) async fn write(
    connection: &mut SqliteConnection,
    bulk: &'static Bulk,
    cells: Vec<Cell>,
) -> Result<()> {
    for (text, arguments) in chunks(bulk, cells) {
        query_with(AssertSqlSafe(text), arguments).execute(&mut *connection).await?;
    }
    Ok(())
}

pub(super) async fn read<T>(
    connection: &mut SqliteConnection,
    bulk: &'static Bulk,
    cells: Vec<Cell>,
) -> Result<Vec<T>>
where
    T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
{
    let mut found = Vec::new();
    for (text, arguments) in chunks(bulk, cells) {
        let query = query_as_with(AssertSqlSafe(text), arguments);
        found.extend::<Vec<T>>(query.fetch_all(&mut *connection).await?);
    }
    Ok(found)
}

pub(super) fn query_as<T>(
    text: &'static str,
    cells: Vec<Cell>,
) -> QueryAs<'static, Sqlite, T, SqliteArguments>
where
    T: for<'r> FromRow<'r, SqliteRow>,
{
    query_as_with(text, arguments(cells.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::super::bulk::Kind;
    use super::*;

    static BULK: Bulk =
        Bulk::new(&[("a", Kind::Int), ("b", Kind::Int)], "INSERT INTO t SELECT a FROM v");

    #[test]
    fn any_number_of_rows_is_few_chunks_of_known_sizes() {
        let check = |rows: usize, expect: &[usize]| {
            let cells = vec![Cell::Int(1); rows * 2];
            let sizes: Vec<_> = chunks(&BULK, cells).map(|(_, values)| values.len() / 2).collect();
            assert_eq!(sizes, expect, "{rows} rows");
        };
        check(0, &[]);
        check(1, &[1]);
        check(33, &[64]);
        check(256, &[256]);
        check(1_000, &[256, 256, 256, 256]);
        check(513, &[256, 256, 1]);
    }

    #[test]
    fn the_rows_that_fill_a_chunk_count_for_nothing() {
        let expect = "WITH given (a, b) AS (VALUES (?,?),(?,?)), \
            v AS (SELECT * FROM given WHERE a IS NOT NULL) INSERT OR FAIL INTO t SELECT a FROM v";
        assert_eq!(&*text(&BULK, 1), expect);
    }
}
