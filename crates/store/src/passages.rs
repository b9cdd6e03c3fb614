//! Who left a step by a port, read from the logs of those who were in the flow.
//!
//! There is no table of passages: each step of each contact would pay for a row that is seldom
//! looked at. So enrolments are looked through, newest first, and of each what its contact's log
//! tells since it began. Both are bounded: a page holds what was found within the bounds, which
//! may be nothing although there is a next page.

use runnel_model::{Fact, FactBody, NodeId};

use crate::dialect::Cell;
use crate::error::parsed;
use crate::page::page_size;
use crate::{Cursor, Database, EnrolmentQuery, EnrolmentRow, Page, Result};

/// The most enrolments that are looked at for one page.
const ENROLMENTS_MAX: usize = 200;
/// The newest entries of a contact's log, within which its way is looked for.
const ENTRIES_MAX: i64 = 2_000;

/// From the entry at `$1` back, as long as entries were applied at `$2` or later and no more than
/// `$3` of them: those whose facts look like `$4`.
const FACTS_BACK: &str = "WITH RECURSIVE log (position, previous, number) AS (\
    SELECT e.position, e.previous, CAST(1 AS BIGINT) FROM events e \
    WHERE e.position = $1 AND e.applied_at >= $2 \
    UNION ALL SELECT e.position, e.previous, log.number + 1 \
    FROM log JOIN events e ON e.position = log.previous \
    WHERE log.number < $3 AND e.applied_at >= $2) \
    SELECT e.facts FROM log JOIN events e ON e.position = log.position WHERE e.facts LIKE $4";

/// A way out of a step.
#[derive(Clone, Debug)]
pub struct Way {
    /// The step.
    pub node: NodeId,
    /// The port; `failed`: also when the step failed and the port leads nowhere. Absent: any.
    pub port: Option<String>,
    /// In this version of the flow; absent: in any.
    pub version: Option<u32>,
}

impl Way {
    fn was_taken(&self, by: &EnrolmentRow, fact: &Fact) -> bool {
        let Some(step) = &fact.step else { return false };
        let is_here = step.enrolment == by.id
            && step.node == self.node
            && self.version.is_none_or(|version| version == step.version);
        is_here
            && match &fact.body {
                FactBody::Stepped { port, .. } => {
                    self.port.as_ref().is_none_or(|asked| asked == port)
                }
                FactBody::StepFailed { .. } => self.port.as_deref() == Some("failed"),
                _ => false,
            }
    }
}

impl Database {
    /// A page of the enrolments that went this way, newest first.
    pub async fn enrolments_that_took(
        &self,
        way: &Way,
        query: &EnrolmentQuery,
    ) -> Result<Page<EnrolmentRow>> {
        let limit = usize::try_from(page_size(query.limit)).unwrap_or(usize::MAX);
        let query = EnrolmentQuery { limit: ENROLMENTS_MAX as u64, ..query.clone() };
        let Page { items: rows, next } = self.enrolments(&query).await?;
        let mut items: Vec<EnrolmentRow> = Vec::new();
        for row in rows {
            if items.len() == limit {
                let next = items.last().map(|row| Cursor(row.sort_key()));
                return Ok(Page { items, next });
            }
            if self.took(way, &row).await? {
                items.push(row);
            }
        }
        Ok(Page { items, next })
    }

    async fn took(&self, way: &Way, row: &EnrolmentRow) -> Result<bool> {
        // As it stands in the log; an underscore in the step's id stands for any character.
        let like = format!("%\"enrolment\":{},\"node\":\"{}\"%", row.id.0, way.node);
        for (_, head) in self.logs(row.contact).await? {
            let cells: Vec<Cell> =
                vec![head.into(), row.entered_at.into(), ENTRIES_MAX.into(), like.as_str().into()];
            let found: Vec<(String,)> = self.pool().query(FACTS_BACK, cells).await?;
            for (facts,) in found {
                let facts: Vec<Fact> = parsed("facts in the log", &facts)?;
                if facts.iter().any(|fact| way.was_taken(row, fact)) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}
