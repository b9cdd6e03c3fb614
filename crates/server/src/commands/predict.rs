//! `runnel predict`: who buys, learned from the deals that were won and lost.
//!
//! It reads the logs and prints JSON: the model's effects and how good it is, or why nothing can be
//! learned; what share of so many points buys, and whether a threshold is right; what it expects of
//! one contact. It only reads, takes no lock, and stores nothing.

use anyhow::Result;
use clap::Args;
use runnel_api::predicting::{Found, Reading, predict};
use runnel_model::ContactId;
use runnel_predict::{AsOf, Settings as Learning, bands, review_threshold, train};
use runnel_store::Database;
use serde_json::{Value, json};

use super::print;
use crate::open;
use crate::settings::Flags;

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
    let found = learn(&database, &arguments).await;
    database.close().await;
    print(&format!("{:#}\n", found?))
}

async fn learn(database: &Database, arguments: &Arguments) -> Result<Value> {
    let as_of = if arguments.opened { AsOf::Opened } else { AsOf::Closed };
    let learning = Learning { as_of, ..Learning::default() };
    let asked = match arguments.contact {
        Some(id) => database.contact(id).await?,
        None => None,
    };
    if arguments.contact.is_some() && asked.is_none() {
        anyhow::bail!("there is no such contact");
    }
    let Found { examples, scores, .. } = read(database, &learning).await?;
    let mut found = match train(&examples, &learning) {
        Ok(trained) => {
            let of = match &asked {
                // Its own clock, since nothing happens to anybody here.
                Some(contact) => {
                    Some(predict(database, &trained.model, contact, contact.now).await?)
                }
                None => None,
            };
            json!({
                "report": trained.report,
                "effects": trained.model.effects,
                "suggested_points": trained.model.suggested_points(STRONGEST),
                "contact": of,
            })
        }
        Err(refusal) => json!({ "refusal": refusal, "text": refusal.to_string() }),
    };
    let scored = scores.scored(None);
    found["bands"] = json!(bands(&scored, BANDS_MAX));
    found["threshold"] = json!(review_threshold(&scored, arguments.threshold, &learning));
    Ok(found)
}

async fn read(database: &Database, learning: &Learning) -> Result<Found> {
    let published = database.latest_catalog().await?;
    let mut reading = Reading::begin(database, &published, learning).await?;
    while reading.next_page().await?.is_some() {}
    Ok(reading.found())
}
