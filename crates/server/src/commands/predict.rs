//! `runnel predict`: who buys, learned from the deals that were won and lost.
//!
//! It reads the logs and prints JSON: the model's effects and how good it is, or why nothing can be
//! learned; what share of so many points buys, and whether a threshold is right; what it expects of
//! one contact. It only reads, takes no lock, and stores nothing.

mod past;

use anyhow::{Context, Result};
use clap::Args;
use runnel_model::{ContactId, Timestamp};
use runnel_predict::{
    AsOf, Example, History, Scored, Settings as Learning, bands, review_threshold, train,
};
use runnel_store::Database;
use serde_json::json;

use super::print;
use crate::open;
use crate::settings::Flags;
use past::{Past, activities};

/// How many contacts are read at a time.
const PAGE: u64 = 200;
/// How many score bands are shown.
const BANDS_MAX: usize = 10;
/// What the strongest row of a suggested table gives.
const STRONGEST: u32 = 20;

/// What is asked.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    settings: Flags,
    /// Whose chance to buy is asked: `con_42`.
    #[arg(long)]
    contact: Option<ContactId>,
    /// Learn only from what was known before the deals were opened.
    #[arg(long)]
    opened: bool,
    /// Whether these points are the right threshold to hand a lead over.
    #[arg(long, default_value_t = 20, allow_negative_numbers = true)]
    threshold: i64,
}

/// Learns, and prints what was learned.
pub async fn run(arguments: Arguments) -> Result<()> {
    let database = open::visit(&super::begin(&arguments.settings)?).await?;
    let as_of = if arguments.opened { AsOf::Opened } else { AsOf::Closed };
    let learning = Learning { as_of, ..Learning::default() };
    let seen = read(&database, &learning, arguments.contact).await?;
    database.close().await;
    let Seen { examples, scored, asked, now } = seen;
    if arguments.contact.is_some() && asked.is_none() {
        anyhow::bail!("there is no such contact");
    }
    let mut found = match train(&examples, &learning) {
        Ok(trained) => {
            let of = asked.map(|history| trained.model.predict(&history.features(now)));
            json!({
                "report": trained.report,
                "effects": trained.model.effects,
                "suggested_points": trained.model.suggested_points(STRONGEST),
                "contact": of,
            })
        }
        Err(refusal) => json!({ "refusal": refusal, "text": refusal.to_string() }),
    };
    found["bands"] = json!(bands(&scored, BANDS_MAX));
    found["threshold"] = json!(review_threshold(&scored, arguments.threshold, &learning));
    print(&format!("{found:#}\n"))
}

/// What the logs tell.
struct Seen {
    examples: Vec<Example>,
    /// What each deal's contact had before the deal was closed.
    scored: Vec<Scored>,
    /// The contact that is asked about.
    asked: Option<History>,
    /// After all that was seen.
    now: Timestamp,
}

async fn read(database: &Database, learning: &Learning, asked: Option<ContactId>) -> Result<Seen> {
    let activities = activities(&database.latest_catalog().await?);
    let mut seen =
        Seen { examples: Vec::new(), scored: Vec::new(), asked: None, now: Timestamp::default() };
    let mut last = ContactId(0);
    loop {
        let contacts = database.states(last, PAGE).await?;
        let Some(end) = contacts.last() else { return Ok(seen) };
        last = end.id;
        for contact in contacts.iter().filter(|contact| contact.merged_into.is_none()) {
            seen.now = seen.now.max(contact.now + runnel_model::Span::Seconds(1));
            if contact.deals.is_empty() && asked != Some(contact.id) {
                continue;
            }
            let past = Past::read(database, contact.id, &activities).await;
            let past = past.with_context(|| contact.id.to_string())?;
            seen.examples.extend(past.history.examples(learning));
            seen.scored.extend(past.scored(learning.gap));
            if asked == Some(contact.id) {
                seen.asked = Some(past.history);
            }
        }
    }
}
