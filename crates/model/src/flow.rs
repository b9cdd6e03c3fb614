//! The document that the canvas edits. Nothing in it is checked yet: that is `compile`.

use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{FlowId, NodeId, PropertyName, Rule, Span};

/// A graph drawn by a marketer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Its id.
    pub id: FlowId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The steps. Their order decides which of two matching triggers gives the entry.
    pub nodes: Vec<Node>,
    /// The wires.
    #[serde(default)]
    pub edges: Vec<Edge>,
    /// When a contact may enter again.
    #[serde(default)]
    pub reentry: Reentry,
    /// One enrolment per value of an event's property, instead of one per contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<EnrolmentKey>,
    /// Ends the enrolment at once, wherever it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_when: Option<Rule>,
    /// How much it may send before it pauses itself; absent: as the operator set it, and at least
    /// as many as there are contacts when it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Ceiling>,
}

/// How much a flow may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ceiling {
    /// Within one hour of the clock, over all contacts. A repeated try is not another one.
    pub per_hour: NonZeroU32,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Its id, the same in every version of the flow.
    pub id: NodeId,
    /// What it does: the name of a node kind.
    pub kind: String,
    /// The version of the kind that `settings` are written for.
    #[serde(default = "first_version", skip_serializing_if = "is_first_version")]
    pub version: u32,
    /// What people call it; absent: the summary of its settings.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// As the kind's schema says.
    #[serde(default)]
    pub settings: serde_json::Value,
    /// Where it stands on the canvas.
    #[serde(default)]
    pub position: Point,
}

const fn first_version() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over by reference")]
const fn is_first_version(version: &u32) -> bool {
    *version == 1
}

/// A place on the canvas, in pixels at 100 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A wire from an output port of one step to another step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edge {
    /// The step it leaves.
    pub from: NodeId,
    /// Through which port; `next` where there is just one.
    #[serde(default = "next_port", skip_serializing_if = "is_next_port")]
    pub port: String,
    /// The step it leads to.
    pub to: NodeId,
}

fn next_port() -> String {
    "next".into()
}

fn is_next_port(port: &str) -> bool {
    port == "next"
}

/// When a contact may enter a flow again. Counted over all versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reentry {
    /// A single time.
    Once,
    /// Whenever it is not inside.
    #[default]
    WhenNotInside,
    /// Every time, also while it is inside.
    EveryTime,
    /// When it is not inside, and at most once per this long, counted from the entry.
    OncePer(Span),
}

/// What makes two enrolments of one contact in one flow two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentKey {
    /// The event's property whose value is the key. An event without it is refused and shown.
    pub property: PropertyName,
}
