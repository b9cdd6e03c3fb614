//! What the demo's marketers have published: the flows that ship, and the printed scoring model.

use anyhow::{Context, Result};
use runnel_api::publishing::{Choices, Publisher};
use runnel_model::{ScoringModel, Timestamp};
use runnel_runtime::Driver;
use runnel_sim::scenario::FlowFile;
use runnel_store::{Actor, Database};
use rust_embed::RustEmbed;

use super::past::World;

/// The flows that ship.
#[derive(RustEmbed)]
#[folder = "../../flows"]
struct Flows;

/// The table that a new scoring model begins with on the screen.
const TABLE: &str =
    include_str!("../../../../../web/src/features/scoring/templates/lead-scoring.json");

/// Before anything happens, since what nobody has counted cannot be asked about afterwards.
pub async fn publish(
    driver: &Driver<Database, World>,
    database: &Database,
    now: Timestamp,
) -> Result<()> {
    let publisher = Publisher::new(driver.runtime().clone(), database.clone());
    for file in flow_files()? {
        for segment in file.segments {
            publisher.put_segment(segment, false).await?;
        }
        let FlowFile { flow, .. } = file;
        database.create_flow(&flow, &Actor::command_line(), now).await?;
        let published =
            publisher.publish_flow(&flow.id, Choices::default(), Actor::command_line()).await;
        published.with_context(|| format!("flow `{}`", flow.id))?;
    }
    publisher.put_model(table()?, false).await.context("the scoring model")?;
    Ok(())
}

fn flow_files() -> Result<Vec<FlowFile>> {
    let names = Flows::iter().filter(|name| name.ends_with(".json"));
    let read = |name: std::borrow::Cow<'static, str>| {
        let file = Flows::get(&name).context("it was listed")?;
        let text = String::from_utf8(file.data.into_owned())?;
        FlowFile::parse(&text).with_context(|| format!("flows/{name}"))
    };
    names.map(read).collect()
}

/// The screen gives it an id when it is saved.
fn table() -> Result<ScoringModel> {
    let mut table: serde_json::Value = serde_json::from_str(TABLE)?;
    table["id"] = "lead-scoring".into();
    Ok(serde_json::from_value(table)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flows_that_ship_and_the_printed_table_are_in_the_binary() {
        let files = flow_files().unwrap();
        assert!(files.iter().any(|file| file.flow.id.as_str() == "meeting-cancelled"));
        let table = table().unwrap();
        assert_eq!((table.rows().count(), table.classes.len()), (15, 3));
    }
}
