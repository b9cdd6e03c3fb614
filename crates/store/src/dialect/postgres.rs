//! PostgreSQL: rows as one array per column, so that any number of them is one statement.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgPoolOptions, PgRow};
use sea_orm::sqlx::query::QueryAs;
use sea_orm::sqlx::{
    Arguments, AssertSqlSafe, ConnectOptions, Connection, Error, FromRow, PgPool, Postgres, Result,
    query_as_with, query_with,
};

use super::bulk::{Bulk, Cell, Kind};

/// How long anybody waits for a connection before the database counts as unavailable.
const ACQUIRE_MAX: Duration = Duration::from_secs(5);
/// How long a connection may have been idle without being tested before its next use.
const TEST_AFTER: Duration = Duration::from_secs(1);
/// All bulk statements and the entities' ones.
const STATEMENTS_KEPT: usize = 512;

/// A batch's statements find each row by its key, one after the other. Left to itself, the planner
/// takes a small table, or one that is mostly dead rows like the inbox, for quicker to read whole;
/// and it plans each statement anew, to come to the same end.
const BY_KEY: [(&str, &str); 4] = [
    ("enable_seqscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("plan_cache_mode", "force_generic_plan"),
];

/// Opens the writers and the readers. Connects once before: whatever is wrong with the address is
/// known here, and by its own name. A pool only says that nobody came.
pub(crate) async fn connect(url: &str, connections: u32) -> Result<(PgPool, PgPool)> {
    let (reading, writing) = (options(url)?, options(url)?.options(BY_KEY));
    alone(&reading).await?.close().await?;
    let writer = pool(connections).connect_lazy_with(writing);
    Ok((writer, pool(connections).connect_lazy_with(reading)))
}

/// A connection outside the pools.
pub(crate) async fn alone(options: &PgConnectOptions) -> Result<PgConnection> {
    let connecting = tokio::time::timeout(ACQUIRE_MAX, options.connect());
    connecting.await.map_err(|elapsed| Error::Io(elapsed.into()))?
}

fn pool(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections.max(2))
        .acquire_timeout(ACQUIRE_MAX)
        .test_before_acquire(false)
        // A server that was restarted has left all of them broken. Whoever works without a
        // pause finds out by a transaction that fails and is tried again.
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > TEST_AFTER {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
}

/// How to connect, also for a connection outside the pool.
pub(crate) fn options(url: &str) -> Result<PgConnectOptions> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("runnel")
        .statement_cache_capacity(STATEMENTS_KEPT)
        .options([
            // What is answered as accepted must survive a crash, whatever the server's default is.
            ("synchronous_commit", "on"),
            // What a frozen node holds is freed.
            ("idle_in_transaction_session_timeout", "30s"),
            ("statement_timeout", "60s"),
        ]);
    // Parsed, since the level's type belongs to a crate that we need for nothing else.
    Ok(options.log_statements("trace".parse().expect("a level's name")))
}

fn text(bulk: &'static Bulk) -> Arc<str> {
    let build = || {
        let array = |(place, (_, kind)): (usize, &(&str, Kind))| {
            let kind = match kind {
                Kind::Int => "bigint",
                Kind::Text => "text",
                Kind::Bytes => "bytea",
            };
            format!("${}::{kind}[]", place + 1)
        };
        let arrays: Vec<_> = bulk.columns.iter().enumerate().map(array).collect();
        let rows = format!("SELECT * FROM UNNEST({})", arrays.join(", "));
        format!("WITH v ({}) AS ({rows}) {}", bulk.names(), bulk.body).into()
    };
    bulk.postgres.get_or_init(build).clone()
}

/// One column of many rows.
enum Column {
    Int(Vec<Option<i64>>),
    Text(Vec<Option<String>>),
    Bytes(Vec<Option<Vec<u8>>>),
}

impl Column {
    fn new(kind: Kind, rows: usize) -> Self {
        match kind {
            Kind::Int => Self::Int(Vec::with_capacity(rows)),
            Kind::Text => Self::Text(Vec::with_capacity(rows)),
            Kind::Bytes => Self::Bytes(Vec::with_capacity(rows)),
        }
    }

    fn push(&mut self, cell: Cell) {
        match (self, cell) {
            (Self::Int(column), Cell::Int(number)) => column.push(Some(number)),
            (Self::Text(column), Cell::Text(text)) => column.push(Some(storable(text))),
            (Self::Bytes(column), Cell::Bytes(bytes)) => column.push(Some(bytes)),
            (Self::Int(column), _) => column.push(None),
            (Self::Text(column), _) => column.push(None),
            (Self::Bytes(column), _) => column.push(None),
        }
    }
}

/// PostgreSQL's texts cannot hold NUL, JSON's can: there it is written as an escape. So only a
/// text that people see can hold one, and loses nothing without it.
fn storable(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text }
}

fn arrays(bulk: &'static Bulk, cells: Vec<Cell>) -> PgArguments {
    let rows = cells.len() / bulk.columns.len();
    let mut columns: Vec<_> =
        bulk.columns.iter().map(|(_, kind)| Column::new(*kind, rows)).collect();
    for (place, cell) in cells.into_iter().enumerate() {
        columns[place % bulk.columns.len()].push(cell);
    }
    let mut arguments = PgArguments::default();
    for column in columns {
        let added = match column {
            Column::Int(column) => arguments.add(column),
            Column::Text(column) => arguments.add(column),
            Column::Bytes(column) => arguments.add(column),
        };
        added.expect("a batch is smaller than what an array can hold");
    }
    arguments
}

pub(super) async fn write(
    connection: &mut PgConnection,
    bulk: &'static Bulk,
    cells: Vec<Cell>,
) -> Result<()> {
    if !cells.is_empty() {
        let query = query_with(AssertSqlSafe(text(bulk)), arrays(bulk, cells));
        query.execute(connection).await?;
    }
    Ok(())
}

pub(super) async fn read<T>(
    connection: &mut PgConnection,
    bulk: &'static Bulk,
    cells: Vec<Cell>,
) -> Result<Vec<T>>
where
    T: for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    if cells.is_empty() {
        return Ok(Vec::new());
    }
    query_as_with(AssertSqlSafe(text(bulk)), arrays(bulk, cells)).fetch_all(connection).await
}

pub(super) fn query_as<T>(
    text: &'static str,
    cells: Vec<Cell>,
) -> QueryAs<'static, Postgres, T, PgArguments>
where
    T: for<'r> FromRow<'r, PgRow>,
{
    let mut arguments = PgArguments::default();
    for cell in cells {
        let added = match cell {
            Cell::Null => arguments.add(None::<i64>),
            Cell::Int(number) => arguments.add(number),
            Cell::Text(text) => arguments.add(storable(text)),
            Cell::Bytes(bytes) => arguments.add(bytes),
        };
        added.expect("numbers, texts and bytes have an encoding");
    }
    query_as_with(text, arguments)
}
