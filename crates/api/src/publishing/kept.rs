//! What contacts' states have to keep for the rules of a catalog.
//!
//! A contact's state keeps just those behaviours that published rules ask about. A new rule over
//! others would start from nothing and be wrong about everybody who was here before, silently:
//! it waits until the past has been counted.

use runnel_engine::Catalog;
use runnel_engine::rule::behaviour_id;
use runnel_model::{
    BehaviourId, Diagnostic, EventMatch, Flow, KeptBehaviour, NodeId, Question, Severity,
};
use serde_json::Value;

/// What is counted: what the rules in force ask about. What else is kept may have been begun for
/// somebody who gave it up.
pub fn counted(catalog: &Catalog) -> Vec<KeptBehaviour> {
    asked(catalog, &catalog.document().behaviours)
}

/// All that the rules of a catalog ask about. What was not kept before is from this version on.
pub fn asked(catalog: &Catalog, kept: &[KeptBehaviour]) -> Vec<KeptBehaviour> {
    let since = |id| kept.iter().find(|one| id_of(one) == id).map(|one| one.since);
    let behaviour = |(id, question, keep): (BehaviourId, &Question, usize)| KeptBehaviour {
        question: question.clone(),
        keep,
        since: since(id).unwrap_or(catalog.version()),
    };
    catalog.asked().map(behaviour).collect()
}

/// Which of them are new in this version.
pub fn new(catalog: &Catalog, kept: &[KeptBehaviour]) -> Vec<KeptBehaviour> {
    let is_new = |one: &KeptBehaviour| !kept.iter().any(|known| id_of(known) == id_of(one));
    asked(catalog, kept).into_iter().filter(is_new).collect()
}

/// A warning for each, about a flow that is tried out before it is published.
pub fn warnings(uncounted: &[KeptBehaviour], flow: &Flow) -> Vec<Diagnostic> {
    uncounted.iter().map(|behaviour| warning(behaviour, flow)).collect()
}

fn id_of(behaviour: &KeptBehaviour) -> BehaviourId {
    behaviour_id(&behaviour.question, behaviour.keep)
}

fn warning(behaviour: &KeptBehaviour, flow: &Flow) -> Diagnostic {
    let events: Vec<&EventMatch> = behaviour.question.events().collect();
    let of: Vec<String> = events.iter().map(|of| describe(of)).collect();
    let of = of.join(" and then ");
    Diagnostic {
        code: "behaviour_not_kept".into(),
        severity: Severity::Warning,
        node: events.iter().find_map(|of| node(flow, of)),
        field: None,
        message: format!(
            "A rule asks about {of}, which is not counted yet: here it is as if it had never \
             happened."
        ),
        help: "It is counted from the history when the flow is published.".into(),
        values: events
            .iter()
            .take(1)
            .map(|of| ("event".to_owned(), of.event.to_string().into()))
            .collect(),
    }
}
/// `page_visited where url contains "/pricing"`.
fn describe(of: &EventMatch) -> String {
    let condition = |condition: &runnel_model::PropertyCondition| {
        let test = serde_json::to_value(&condition.test).unwrap_or_default();
        let test = match &test {
            Value::Object(map) if map.len() == 1 => map
                .iter()
                .map(|(name, value)| format!("{} {value}", name.replace('_', " ")))
                .collect(),
            other => other.to_string(),
        };
        format!("{} {test}", condition.name)
    };
    let conditions: Vec<String> = of.conditions.iter().map(condition).collect();
    if conditions.is_empty() {
        return format!("`{}`", of.event);
    }
    format!("`{}` where {}", of.event, conditions.join(" and "))
}

/// The step whose settings ask about these events, as far as they can be found there.
fn node(flow: &Flow, of: &EventMatch) -> Option<NodeId> {
    let asks = |settings: &Value| mentions(settings, of);
    flow.nodes.iter().find(|node| asks(&node.settings)).map(|node| node.id.clone())
}

fn mentions(settings: &Value, of: &EventMatch) -> bool {
    match settings {
        Value::Object(map) => {
            let itself = map.contains_key("event")
                && serde_json::from_value::<EventMatch>(settings.clone())
                    .is_ok_and(|one| one == *of);
            itself || map.values().any(|value| mentions(value, of))
        }
        Value::Array(values) => values.iter().any(|value| mentions(value, of)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use runnel_model::{CatalogDocument, EngineLimits, PublishedSegment};
    use serde_json::json;

    use super::*;

    fn pricing() -> Value {
        json!({ "event": "page_visited", "where": [{ "name": "url", "test": { "contains": "/pricing" } }] })
    }

    /// A segment that asks for so many visits, published in version 5.
    fn catalog(visits: u64) -> Catalog {
        let times = json!({ "at_least": visits });
        let rule = json!({ "count": { "of": pricing(), "times": times, "within": { "days": 3 } } });
        let document = json!({ "id": "s", "name": "S", "rule": rule });
        let document = serde_json::from_value(document).unwrap();
        Catalog::compile(CatalogDocument {
            version: 5,
            sweep: 5,
            flows: Vec::new(),
            segments: vec![PublishedSegment {
                version: 1,
                since: 5,
                starts_flows: false,
                document,
            }],
            models: Vec::new(),
            pipelines: Vec::new(),
            zone: Default::default(),
            behaviours: Vec::new(),
            limits: EngineLimits::default(),
        })
        .unwrap()
    }

    #[test]
    fn what_was_kept_before_is_kept_since_then_and_more_of_it_is_new() {
        let first = new(&catalog(7), &[]);
        assert_eq!(first.iter().map(|one| one.since).collect::<Vec<_>>(), [5]);
        let kept: Vec<_> = first.into_iter().map(|one| KeptBehaviour { since: 2, ..one }).collect();
        assert_eq!(asked(&catalog(3), &kept), kept);
        assert_eq!(new(&catalog(3), &kept), []);
        assert_eq!(new(&catalog(100), &kept).len(), 1);
    }

    #[test]
    fn the_warning_names_the_step() {
        let rule = json!({ "count": { "of": pricing(), "times": { "at_least": 7 } } });
        let flow = json!({ "id": "f", "name": "Hot", "nodes": [
            { "id": "start", "kind": "event", "settings": { "of": { "event": "custom:a" } } },
            { "id": "ask", "kind": "branch", "settings": { "rule": rule } },
        ]});
        let of = serde_json::from_value(pricing()).unwrap();
        let uncounted = [KeptBehaviour { question: of, keep: 0, since: 1 }];
        let warning = warnings(&uncounted, &serde_json::from_value(flow).unwrap()).remove(0);
        assert_eq!(warning.node.unwrap().as_str(), "ask");
        let expect = "A rule asks about `page_visited` where url contains \"/pricing\", which";
        assert!(warning.message.starts_with(expect), "{}", warning.message);
    }
}
