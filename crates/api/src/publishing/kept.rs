//! Rules about a past that nobody has counted are refused.
//!
//! A contact's state keeps just those behaviours that published rules ask about. A new rule over
//! others would start from nothing and be wrong about everybody who was here before, silently.
//! Until the past can be counted when a rule is published, it says so.

use runnel_engine::Catalog;
use runnel_model::{BehaviourId, Diagnostic, EventMatch, NodeId, Question, Severity, Timestamp};
use runnel_store::{Change, KeptBehaviour};
use serde_json::Value;

/// The behaviours that a catalog's rules ask about.
pub fn wanted(catalog: &Catalog, now: Timestamp) -> Vec<KeptBehaviour> {
    let kept = |(id, question, keep): (BehaviourId, &Question, usize)| KeptBehaviour {
        id,
        question: question.clone(),
        keep: keep as u64,
        since: now,
    };
    catalog.behaviours().map(kept).collect()
}

/// One diagnostic for each that is not kept, or not as many of its times.
pub fn missing(
    wanted: &[KeptBehaviour],
    kept: &[KeptBehaviour],
    change: &Change,
) -> Vec<Diagnostic> {
    let is_missing = |wanted: &&KeptBehaviour| {
        let known = kept.iter().find(|kept| kept.id == wanted.id);
        known.is_none_or(|kept| kept.keep < wanted.keep)
    };
    wanted.iter().filter(is_missing).map(|behaviour| diagnostic(behaviour, change)).collect()
}

fn diagnostic(behaviour: &KeptBehaviour, change: &Change) -> Diagnostic {
    let events: Vec<&EventMatch> = behaviour.question.events().collect();
    let of: Vec<String> = events.iter().map(|of| describe(of)).collect();
    let of = of.join(" and then ");
    let times = match (&behaviour.question, behaviour.keep) {
        (Question::Numbers { property, .. }, _) => format!(", the numbers in `{property}`"),
        (Question::Values { property, .. }, _) => format!(", the values of `{property}`"),
        (Question::Sequence { .. }, _) => ", one after the other".to_owned(),
        (Question::Times(_), 0 | 1) => String::new(),
        (Question::Times(_), keep) => format!(", the latest {keep} times of it"),
    };
    let whose = match change {
        Change::Segment(segment) => format!("The rule of the segment `{}`", segment.name),
        Change::Flow { flow, .. } => format!("A rule of the flow `{}`", flow.name),
        Change::FlowState { .. } | Change::DeleteFlow(_) | Change::DeleteSegment(_) => {
            "A rule".to_owned()
        }
    };
    Diagnostic {
        code: "behaviour_not_kept".into(),
        severity: Severity::Error,
        node: events.iter().find_map(|of| node(change, of)),
        field: None,
        message: format!(
            "{whose} asks about {of}{times}. This is not counted yet, and there are contacts \
             whose past would be missing."
        ),
        help: "Ask about something that a published rule counts already. Counting the past of \
               contacts that exist comes in a later release."
            .into(),
        values: events.iter().take(1).map(|of| ("event".to_owned(), name(of))).collect(),
    }
}

fn name(of: &EventMatch) -> Value {
    of.event.to_string().into()
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
fn node(change: &Change, of: &EventMatch) -> Option<NodeId> {
    let Change::Flow { flow, .. } = change else { return None };
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
    use runnel_model::Flow;
    use serde_json::json;

    use super::*;

    fn behaviour(id: u64, keep: u64) -> KeptBehaviour {
        let of = json!({
            "event": "page_visited",
            "where": [{ "name": "url", "test": { "contains": "/pricing" } }]
        });
        let of = serde_json::from_value(of).unwrap();
        KeptBehaviour { id: BehaviourId(id), question: of, keep, since: Timestamp::MIN }
    }

    fn change() -> Change {
        let settings = json!({ "rule": { "count": { "of": behaviour(1, 1).question, "times": { "at_least": 7 } } } });
        let flow = json!({ "id": "f", "name": "Hot", "nodes": [
            { "id": "start", "kind": "event", "settings": { "of": { "event": "custom:a" } } },
            { "id": "ask", "kind": "branch", "settings": settings },
        ]});
        Change::flow(serde_json::from_value::<Flow>(flow).unwrap())
    }

    #[test]
    fn what_is_kept_may_be_asked_and_more_of_it_may_not() {
        let kept = [behaviour(1, 7)];
        assert_eq!(missing(&[behaviour(1, 7)], &kept, &change()), []);
        assert_eq!(missing(&[behaviour(1, 3)], &kept, &change()), []);
        assert_eq!(missing(&[behaviour(1, 8)], &kept, &change()).len(), 1);
        assert_eq!(missing(&[behaviour(2, 1)], &kept, &change()).len(), 1);
    }

    #[test]
    fn the_diagnostic_says_which_rule_and_what_comes_later() {
        let diagnostic = missing(&[behaviour(1, 7)], &[], &change()).remove(0);
        assert_eq!(diagnostic.node.unwrap().as_str(), "ask");
        let expect = "A rule of the flow `Hot` asks about `page_visited` where url contains \
            \"/pricing\", the latest 7 times of it.";
        assert!(diagnostic.message.starts_with(expect), "{}", diagnostic.message);
        assert!(diagnostic.help.contains("later release"));
    }
}
