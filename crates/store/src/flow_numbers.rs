//! How often what happened at the steps of flows, and how many are there now.
//!
//! What happened is counted by the UTC day, by partition, and added up when it is asked for.

use std::collections::{BTreeMap, HashMap};

use runnel_model::{FlowId, NodeId};

use crate::error::{read_back, unsigned};
use crate::flow_versions::small;
use crate::{Database, Result};

/// What happened at one node of one version of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeNumbers {
    /// The node.
    pub node: NodeId,
    /// How often an enrolment came there.
    pub entered: u64,
    /// How many are there now.
    pub inside: u64,
    /// How often one left, by port.
    pub left: BTreeMap<String, u64>,
    /// How often the step failed.
    pub failed: u64,
}

/// How many are at a step of a version of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    /// Which version.
    pub version: u32,
    /// Which step.
    pub node: NodeId,
    /// How many.
    pub count: u64,
}

/// How often somebody came to a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// Of which flow.
    pub flow: FlowId,
    /// Of which version.
    pub version: u32,
    /// To which step.
    pub node: NodeId,
    /// How often.
    pub count: u64,
}

/// The numbers of a node.
fn at<'a>(nodes: &'a mut BTreeMap<String, NodeNumbers>, node: &str) -> Result<&'a mut NodeNumbers> {
    let id = read_back("a counter's node", NodeId::parse(node).ok())?;
    let none = NodeNumbers { node: id, entered: 0, inside: 0, left: BTreeMap::new(), failed: 0 };
    Ok(nodes.entry(node.to_owned()).or_insert(none))
}

fn add(numbers: &mut NodeNumbers, port: &str, count: u64) {
    match port.strip_prefix("p:") {
        Some(name) => *numbers.left.entry(name.to_owned()).or_default() += count,
        None if port.is_empty() => numbers.entered += count,
        None => numbers.failed += count,
    }
}

/// This flow; empty: all of them. Not NULL: PostgreSQL keeps the type of whatever is bound first.
pub(crate) fn or_all(of: Option<&FlowId>) -> &str {
    of.map_or("", FlowId::as_str)
}

impl Database {
    /// What happened at each node of a version of a flow, ever or since a UTC day, and how many
    /// are there now. Nodes that nobody came to are missing.
    pub async fn flow_numbers(
        &self,
        id: &FlowId,
        version: u32,
        since: Option<i64>,
    ) -> Result<Vec<NodeNumbers>> {
        let cells = || vec![id.as_str().into(), version.into()];
        let text = "SELECT node, port, CAST(SUM(count) AS BIGINT) FROM flow_counters \
            WHERE flow = $1 AND version = $2 AND day >= $3 GROUP BY node, port";
        let since = cells().into_iter().chain([since.unwrap_or(0).into()]).collect();
        let counts: Vec<(String, String, i64)> = self.pool().query(text, since).await?;
        let text = "SELECT node, COUNT(*) FROM enrolments \
            WHERE flow = $1 AND version = $2 AND ended_at IS NULL GROUP BY node";
        let inside: Vec<(String, i64)> = self.pool().query(text, cells()).await?;

        let mut nodes = BTreeMap::new();
        for (node, port, count) in counts {
            add(at(&mut nodes, &node)?, &port, unsigned(count));
        }
        for (node, count) in inside {
            at(&mut nodes, &node)?.inside = unsigned(count);
        }
        Ok(nodes.into_values().collect())
    }

    /// How many are inside each flow now, or inside this one. Flows without anybody are missing.
    pub async fn inside_flows(&self, of: Option<&FlowId>) -> Result<HashMap<FlowId, u64>> {
        let text = "SELECT f.id, COUNT(*) FROM flows f \
            JOIN enrolments e ON e.flow = f.id AND e.ended_at IS NULL \
            WHERE f.id = COALESCE(NULLIF($1, ''), f.id) GROUP BY f.id";
        let cells = vec![or_all(of).into()];
        let rows: Vec<(String, i64)> = self.pool().query(text, cells).await?;
        let inside = |(flow, count): (String, i64)| {
            Ok((read_back("a flow's id", FlowId::parse(&flow).ok())?, unsigned(count)))
        };
        rows.into_iter().map(inside).collect()
    }

    /// How often somebody came to which step of each flow, or of this one, since a UTC day.
    pub async fn came_since(&self, of: Option<&FlowId>, day: i64) -> Result<Vec<Came>> {
        // From the versions to their counters: a key begins with both and the day.
        let text = "SELECT c.flow, c.version, c.node, CAST(SUM(c.count) AS BIGINT) \
            FROM flow_versions v CROSS JOIN flow_counters c \
            WHERE v.flow = COALESCE(NULLIF($1, ''), v.flow) AND c.flow = v.flow \
            AND c.version = v.version AND c.day >= $2 AND c.port = '' GROUP BY c.flow, c.version, c.node";
        let cells = vec![or_all(of).into(), day.into()];
        let rows: Vec<(String, i64, String, i64)> = self.pool().query(text, cells).await?;
        let came = |(flow, version, node, count): (String, i64, String, i64)| {
            Ok(Came {
                flow: read_back("a counter's flow", FlowId::parse(&flow).ok())?,
                version: small(version),
                node: read_back("a counter's node", NodeId::parse(&node).ok())?,
                count: unsigned(count),
            })
        };
        rows.into_iter().map(came).collect()
    }

    /// How many are at which step of which version of a flow now.
    pub async fn inside(&self, id: &FlowId) -> Result<Vec<Inside>> {
        let text = "SELECT version, node, COUNT(*) FROM enrolments \
            WHERE flow = $1 AND ended_at IS NULL GROUP BY version, node ORDER BY version, node";
        let rows: Vec<(i64, String, i64)> =
            self.pool().query(text, vec![id.as_str().into()]).await?;
        let inside = |(version, node, count): (i64, String, i64)| {
            let node = read_back("a step", NodeId::parse(&node).ok())?;
            let version = read_back("a version", u32::try_from(version).ok())?;
            Ok(Inside { version, node, count: unsigned(count) })
        };
        rows.into_iter().map(inside).collect()
    }
}
