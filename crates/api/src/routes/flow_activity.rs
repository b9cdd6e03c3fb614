//! How much happens in flows: how many are inside, and how many entered lately.
//!
//! Entering is counted where it happens, at the triggers. Which steps are triggers is known from
//! the document of the version that counted.

use std::collections::{BTreeSet, HashMap};

use runnel_engine::{Role, kinds};
use runnel_model::{FlowId, Timestamp};

use crate::app::App;
use crate::error::Result;
use crate::log::Names;

/// A week, today included.
const DAYS: u32 = 7;

/// What happens in some flows.
pub struct Activity {
    inside: HashMap<FlowId, u64>,
    entered: HashMap<FlowId, u64>,
}

impl Activity {
    /// Of one flow, or of all.
    pub async fn of(app: &App, flow: Option<&FlowId>) -> Result<Self> {
        let inside = app.database.inside_flows(flow).await?;
        let since = first_day(app.engine.now(), DAYS);
        let came = app.database.came_since(flow, since).await?;
        let versions: BTreeSet<_> =
            came.iter().map(|came| (came.flow.clone(), came.version)).collect();
        let mut names = Names::published(app.engine.catalog());
        names.look_up(versions, &app.database).await?;
        let mut entered = HashMap::new();
        for came in came {
            if is_trigger(&names.step(&came.flow, came.version, &came.node).kind) {
                *entered.entry(came.flow).or_default() += came.count;
            }
        }
        Ok(Self { inside, entered })
    }

    /// How many are inside a flow now.
    pub fn inside(&self, flow: &FlowId) -> u64 {
        self.inside.get(flow).copied().unwrap_or(0)
    }

    /// How often somebody entered it this week.
    pub fn entered(&self, flow: &FlowId) -> u64 {
        self.entered.get(flow).copied().unwrap_or(0)
    }
}

/// The first of so many UTC days of which today is the last.
pub fn first_day(now: Timestamp, days: u32) -> i64 {
    now.day() - i64::from(days) + 1
}

fn is_trigger(kind: &str) -> bool {
    kinds().iter().any(|known| known.name == kind && known.role == Role::Trigger)
}
