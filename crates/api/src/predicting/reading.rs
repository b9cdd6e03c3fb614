//! Reading what there is to learn from: the contacts whose deals were closed lately, a page of
//! them at a time. Of each page only the examples stay in memory.

use runnel_model::{CatalogDocument, ContactId, StoreError, Timestamp};
use runnel_predict::{Example, Settings};
use runnel_store::Database;

use super::activities::Activities;
use super::past::pasts;
use super::scores::ScoresBefore;

/// How many contacts are read at a time.
const PAGE: u64 = 50;

/// What is read, and how far.
pub struct Reading<'a> {
    database: &'a Database,
    settings: &'a Settings,
    activities: Activities,
    /// Deals that were closed before are too old.
    since: Timestamp,
    last: ContactId,
    deals: u64,
    deals_read: u64,
    found: Found,
}

/// What was read.
#[derive(Default)]
pub struct Found {
    /// What can be learned from.
    pub examples: Vec<Example>,
    /// The points that contacts had before.
    pub scores: ScoresBefore,
    /// How many deals are older than the latest that the settings allow, and were not read.
    pub too_old: usize,
}

impl<'a> Reading<'a> {
    /// Begins with the first page.
    pub async fn begin(
        database: &'a Database,
        published: &CatalogDocument,
        settings: &'a Settings,
    ) -> Result<Self, StoreError> {
        let max = settings.examples_max as u64;
        let since = database.deal_closed_before(max.saturating_sub(1)).await?;
        let all = database.count_closed_deals().await?;
        let too_old = usize::try_from(all.saturating_sub(max)).unwrap_or(usize::MAX);
        Ok(Self {
            database,
            settings,
            activities: Activities::published(published),
            since: since.unwrap_or_default(),
            last: ContactId(0),
            deals: all.min(max),
            deals_read: 0,
            found: Found { too_old, ..Found::default() },
        })
    }

    /// Reads a page, and says how much is read by now, from 0 to 1. None: that was all.
    pub async fn next_page(&mut self) -> Result<Option<f64>, StoreError> {
        let deals = self.database.closed_deals(self.last, self.since, PAGE).await?;
        let Some(last) = deals.last() else { return Ok(None) };
        self.last = last.contact;
        let mut contacts: Vec<ContactId> = deals.iter().map(|deal| deal.contact).collect();
        contacts.dedup();
        let mut pasts = pasts(self.database, &contacts, &self.activities).await?;
        for deal in &deals {
            if let Some(past) = pasts.get_mut(&deal.contact) {
                past.closed(deal);
            }
        }
        for past in pasts.values() {
            self.found.examples.extend(past.history.examples(self.settings));
            past.count_scores(self.settings.gap, &mut self.found.scores);
        }
        self.deals_read += deals.len() as u64;
        Ok(Some((self.deals_read as f64 / self.deals.max(1) as f64).min(1.0)))
    }

    /// What was read.
    pub fn found(self) -> Found {
        self.found
    }
}
