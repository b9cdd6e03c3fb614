//! What is published before the load begins, and what it must lead to.

use std::sync::atomic::Ordering;

use anyhow::Result;
use serde_json::{Value, json};

use super::contacts::{Api, on_trial};
use super::load::Sent;
use super::workload::Workload;

/// Points for a visit to /pricing, by the flow.
const VISIT: i64 = 10;
/// The same by each scoring model, and what a model gives to whoever is on trial.
const MODEL_VISIT: i64 = 1;
const MODEL_TRIAL: i64 = 5;
/// From so many points on there is the tag.
const HOT: i64 = 50;
/// So many segments ask about one topic.
const SEGMENTS_PER_TOPIC: u32 = 10;
/// So many visits to a topic make a member of every second of them.
const KEEN: u8 = 3;

/// How much of what there is.
#[derive(Clone, Copy)]
pub struct Published {
    flows: u32,
    segments: u32,
    models: u32,
}

impl Published {
    /// As the workload wants it.
    pub const fn of(workload: Workload, models: u32) -> Self {
        Self { flows: workload.flows(), segments: workload.segments(), models }
    }

    /// How many topics the load's pages are about; 0: nobody asks.
    pub const fn topics(self) -> u32 {
        self.segments / SEGMENTS_PER_TOPIC
    }

    /// What a visit to /pricing gives.
    pub fn points_per_visit(self) -> i64 {
        VISIT + MODEL_VISIT * i64::from(self.models)
    }

    /// Publishes everything.
    pub async fn publish(self, api: &mut Api) -> Result<()> {
        for flow in flows().take(self.flows as usize) {
            publish_flow(api, flow).await?;
        }
        for number in 0..self.segments {
            let path = format!("/api/v1/segments/segment-{number}");
            api.call("PUT", &path, &segment(number)).await?;
        }
        for number in 0..self.models {
            let path = format!("/api/v1/scoring-models/model-{number}");
            api.call("PUT", &path, &model(number)).await?;
        }
        Ok(())
    }

    /// How many points all contacts have, how many the tag, and how many memberships there are,
    /// once everything that was sent is applied. The probe is one more contact.
    pub fn expected(self, sent: &Sent, probe_visits: u64) -> [i64; 3] {
        let visits = sent.pricing.iter().map(|visits| visits.load(Ordering::Relaxed));
        let known = visits.zip(0..).map(|(visits, number)| (i64::from(visits), on_trial(number)));
        let everybody = known.chain([(probe_visits as i64, false)]);
        let scores: Vec<i64> =
            everybody.map(|(visits, trial)| self.points(visits, trial)).collect();
        // The second flow gives the tag.
        let hot = scores.iter().filter(|points| self.flows > 1 && **points >= HOT).count();
        let keen = sent.topics.iter().filter(|visits| visits.load(Ordering::Relaxed) >= KEEN);
        let members = keen.count() as i64 * i64::from(SEGMENTS_PER_TOPIC / 2);
        [scores.iter().sum(), hot as i64, members]
    }

    fn points(self, visits: i64, on_trial: bool) -> i64 {
        let of_model = i64::from(self.models) * if on_trial { MODEL_TRIAL } else { 0 };
        visits * self.points_per_visit() + of_model
    }
}

/// Publishes one flow.
pub async fn publish_flow(api: &mut Api, flow: Value) -> Result<()> {
    let path = format!("/api/v1/flows/{}/publish", flow["id"].as_str().unwrap_or_default());
    api.call("POST", "/api/v1/flows", &json!({ "document": flow })).await?;
    api.call("POST", &path, &Value::Null).await?;
    Ok(())
}

/// A visit to /pricing gives ten points, the fiftieth point the tag `hot`; all others wait for
/// events that do not come, as most flows do most of the time.
fn flows() -> impl Iterator<Item = Value> {
    let pricing = json!({ "url": { "contains": "/pricing" } });
    let points = json!({ "points": VISIT, "reason": "visited the pricing page" });
    let crossing = json!({ "points": HOT, "direction": "up" });
    let concerned = [
        flow("pricing", &[("page_visited", pricing), ("adjust_score", points)]),
        flow("hot", &[("score_crosses", crossing), ("add_tag", json!({ "tag": "hot" }))]),
    ];
    concerned.into_iter().chain((1..).map(|number: u32| {
        let event = json!({ "of": { "event": format!("custom:step {number} done") } });
        let points = json!({ "points": 1, "reason": "took a step" });
        flow(&format!("step-{number}"), &[("event", event), ("adjust_score", points)])
    }))
}

/// A flow of steps in a line.
pub fn flow(id: &str, steps: &[(&str, Value)]) -> Value {
    let node = |(place, (kind, settings)): (usize, &(&str, Value))| json!({ "id": node_id(place), "kind": kind, "settings": settings });
    let edges =
        (1..steps.len()).map(|place| json!({ "from": node_id(place - 1), "to": node_id(place) }));
    json!({
        "id": id,
        "name": id,
        "nodes": steps.iter().enumerate().map(node).collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
    })
}

/// The bare database writes the first two by name as well.
fn node_id(place: usize) -> String {
    match place {
        0 => "when".into(),
        1 => "then".into(),
        _ => format!("then-{place}"),
    }
}

/// Five of ten ask for visits to their topic within a week, five for none in a month.
fn segment(number: u32) -> Value {
    let topic = number / SEGMENTS_PER_TOPIC;
    let of = json!({
        "event": "page_visited",
        "where": [{ "name": "topic", "test": { "is": format!("topic-{topic}") } }],
    });
    let rule = if number.is_multiple_of(2) {
        json!({ "count": { "of": of, "times": { "at_least": KEEN }, "within": { "days": 7 } } })
    } else {
        json!({ "last_occurred": { "of": of, "more_than_ago": { "days": 30 } } })
    };
    json!({ "name": format!("Segment {number}"), "rule": rule })
}

fn model(number: u32) -> Value {
    let on_trial = json!({ "property": { "name": "plan", "test": { "is": "trial" } } });
    let pricing = json!({
        "event": "page_visited",
        "where": [{ "name": "url", "test": { "contains": "/pricing" } }],
    });
    let row = |id: &str, points: i64, when: Value| json!({ "id": id, "name": id, "points": points, "when": when });
    json!({
        "name": format!("Model {number}"),
        "groups": [{
            "name": "All",
            "rows": [
                row("trial", MODEL_TRIAL, json!({ "while": on_trial })),
                row("pricing", MODEL_VISIT, json!({ "each": { "of": pricing } })),
            ],
        }],
    })
}
