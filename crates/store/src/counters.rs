//! How much is stored and how much is left to do, in numbers.

use runnel_model::Timestamp;

use crate::error::unsigned;
use crate::{Database, Result};

/// What is left to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Inputs accepted and not applied yet.
    pub inbox: u64,
    /// Pairs of contacts that wait to become one.
    pub merges: u64,
    /// Contacts that asked to be woken by now.
    pub due_wakes: u64,
    /// Effects that are due and not claimed.
    pub due_effects: u64,
}

impl Backlog {
    /// Whether there is nothing left to do.
    pub const fn is_empty(&self) -> bool {
        self.inbox + self.merges + self.due_wakes + self.due_effects == 0
    }
}

impl Database {
    /// What is left to do by `now`.
    pub async fn backlog(&self, now: Timestamp) -> Result<Backlog> {
        let text = "SELECT (SELECT COUNT(*) FROM inbox), (SELECT COUNT(*) FROM merges), \
            (SELECT COUNT(*) FROM wakes WHERE at <= $1), \
            (SELECT COUNT(*) FROM outbox WHERE due_at <= $1)";
        let rows: Vec<(i64, i64, i64, i64)> = self.pool().query(text, vec![now.into()]).await?;
        let (inbox, merges, wakes, effects) = rows.into_iter().next().unwrap_or_default();
        Ok(Backlog {
            inbox: unsigned(inbox),
            merges: unsigned(merges),
            due_wakes: unsigned(wakes),
            due_effects: unsigned(effects),
        })
    }

    /// How many inputs are accepted and not applied yet.
    pub async fn inbox_len(&self) -> Result<u64> {
        self.count("SELECT COUNT(*) FROM inbox").await
    }

    /// Whether anything ever happened: a contact exists, or will by what is accepted.
    pub async fn has_history(&self) -> Result<bool> {
        let text = "SELECT CASE WHEN EXISTS (SELECT 1 FROM contacts) \
            OR EXISTS (SELECT 1 FROM inbox) THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END";
        Ok(self.count(text).await? > 0)
    }

    /// The newest that was accepted and is not applied; those that come later have higher
    /// numbers, unless none was left in between.
    pub async fn newest_in_inbox(&self) -> Result<Option<i64>> {
        self.number("SELECT MAX(id) FROM inbox").await
    }

    /// The oldest of them.
    pub async fn oldest_in_inbox(&self) -> Result<Option<i64>> {
        self.number("SELECT MIN(id) FROM inbox").await
    }

    async fn number(&self, text: &'static str) -> Result<Option<i64>> {
        let rows: Vec<(Option<i64>,)> = self.pool().query(text, Vec::new()).await?;
        Ok(rows.first().and_then(|(number,)| *number))
    }

    /// The one number that a query answers.
    pub(crate) async fn count(&self, text: &'static str) -> Result<u64> {
        let rows: Vec<(i64,)> = self.pool().query(text, Vec::new()).await?;
        Ok(rows.first().map_or(0, |(count,)| unsigned(*count)))
    }
}
