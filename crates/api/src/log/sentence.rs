//! What happened, in a sentence that a marketer reads without a manual.

use runnel_model::{
    Category, Edit, EndReason, Event, EventName, Fact, FactBody, IdentityKey, InputBody,
    PropertyName, Value,
};

use super::names::Names;
use crate::time::Time;

/// What an input is about.
pub fn input(body: &InputBody, names: &Names) -> String {
    match body {
        InputBody::Event(event) => event_text(event),
        InputBody::Identify { properties, .. } => identified(properties),
        InputBody::Edit { by, edit } => edit_text(by, edit),
        InputBody::Merge { loser } => {
            format!("Turned out to be the same person as {} ({})", loser.display_name(), loser.id)
        }
        InputBody::Answer { delivered: true, .. } => "A request to another system arrived".into(),
        InputBody::Answer { why, .. } => format!("A request to another system was given up: {why}"),
        InputBody::History { .. } => "What happened before was counted".into(),
        InputBody::CompanyChanged { company } => {
            format!("The company {} was changed", company.display_name())
        }
        InputBody::EndEnrolments { flow } => {
            format!("The flow {} was archived", names.flow_name(flow))
        }
        InputBody::Wake => "A time had come".into(),
    }
}

fn event_text(event: &Event) -> String {
    let map = event.properties.to_map();
    let text = |keys: &[&str]| {
        let texts = keys.iter().filter_map(|key| map.get(*key)?.as_str());
        texts.map(str::trim).find(|text| !text.is_empty()).map(|text| format!(" {text}"))
    };
    let about = |keys: &[&str]| text(keys).unwrap_or_default();
    match &event.name {
        EventName::PageVisited => {
            format!("Visited the page{}", about(&["title", "path", "url", "name"]))
        }
        EventName::ScreenViewed => format!("Saw the screen{}", about(&["name"])),
        EventName::CompanyJoined => format!("Belongs to the company{}", about(&["group_id"])),
        EventName::MeetingBooked => format!("Booked the meeting{}", about(&["name"])),
        EventName::MeetingCancelled => format!("The meeting{} was cancelled", about(&["name"])),
        EventName::MeetingRescheduled => format!("Moved the meeting{}", about(&["name"])),
        EventName::MeetingMissed => format!("Did not come to the meeting{}", about(&["name"])),
        EventName::FormSubmitted => format!("Submitted the form{}", about(&["name"])),
        EventName::Custom(name) => format!("Event {name}"),
    }
}

fn identified(properties: &[(PropertyName, Option<Value>)]) -> String {
    if properties.is_empty() {
        return "Was identified".into();
    }
    let names: Vec<&str> = properties.iter().map(|(name, _)| name.as_str()).collect();
    format!("Was identified, with {}", names.join(", "))
}

fn edit_text(by: &str, edit: &Edit) -> String {
    match edit {
        Edit::SetProperties(properties) if properties.is_empty() => {
            format!("{by} created the contact")
        }
        Edit::SetProperties(properties) => {
            let names: Vec<&str> = properties.iter().map(|(name, _)| name.as_str()).collect();
            format!("{by} changed {}", names.join(", "))
        }
        Edit::AddTag(tag) => format!("{by} added the tag {tag}"),
        Edit::RemoveTag(tag) => format!("{by} removed the tag {tag}"),
        Edit::AdjustScore { category, points, reason } => {
            format!("{by} gave {}: {reason}", points_text(*points, category))
        }
        Edit::SetStage(stage) => format!("{by} set the lifecycle stage to {stage}"),
        Edit::SetCompany(None) => format!("{by} took the contact out of its company"),
        Edit::SetCompany(Some(company)) => format!("{by} said that it works for {company}"),
        Edit::Requalify => format!("{by} requalified the contact"),
        Edit::CreateDeal { name, .. } => format!("{by} created the deal {name}"),
        Edit::MoveDeal { deal, stage } => format!("{by} moved {deal} to {stage}"),
        Edit::CompleteTask { task } => format!("{by} completed {task}"),
    }
}

/// What a fact says.
pub fn fact(fact: &Fact, names: &Names) -> String {
    match &fact.body {
        FactBody::Created => "Became known".into(),
        FactBody::Identified { key } => identity(key),
        FactBody::PropertyChanged { name, from, to } => property(name, from.as_ref(), to.as_ref()),
        FactBody::CompanyChanged { name: None, .. } => "Works for no company any more".into(),
        FactBody::CompanyChanged { name: Some(name), joined: true, .. } => {
            format!("Works for {name}")
        }
        FactBody::CompanyChanged { name: Some(name), changed, .. } => {
            let changed: Vec<&str> = changed.iter().map(PropertyName::as_str).collect();
            format!("News of {name}: {}", changed.join(", "))
        }
        FactBody::TagAdded { tag } => format!("Got the tag {tag}"),
        FactBody::TagRemoved { tag } => format!("Lost the tag {tag}"),
        FactBody::ScoreAdjusted { category, points, score, reason, .. } => {
            let because = if reason.is_empty() { String::new() } else { format!(": {reason}") };
            format!("{}, now {score}{because}", points_text(*points, category))
        }
        FactBody::StageChanged { from: None, to } => format!("Lifecycle stage {to}"),
        FactBody::StageChanged { from: Some(from), to } => {
            format!("Lifecycle stage {to}, before {from}")
        }
        FactBody::Disqualified { reason } => format!("Was disqualified: {reason}"),
        FactBody::Requalified => "Was requalified".into(),
        FactBody::SegmentEntered { segment, .. } => {
            format!("Entered the segment {}", names.segment(segment))
        }
        FactBody::SegmentLeft { segment, .. } => {
            format!("Left the segment {}", names.segment(segment))
        }
        _ => of_flow(fact, names).unwrap_or_else(|| of_sales(&fact.body, names)),
    }
}

/// What happened inside a flow; `None` if it is about something else.
fn of_flow(fact: &Fact, names: &Names) -> Option<String> {
    let step = fact.step.as_ref();
    let flow = step.map_or_else(|| "a flow".into(), |at| names.flow(&at.flow, at.version).name);
    let node =
        |node| step.map(|at| names.step(&at.flow, at.version, node).name).unwrap_or_default();
    let here = step.map(|at| node(&at.node)).unwrap_or_default();
    Some(match &fact.body {
        FactBody::Enrolled { key: None } => format!("Entered the flow {flow}"),
        FactBody::Enrolled { key: Some(key) } => format!("Entered the flow {flow} for {key}"),
        FactBody::Stepped { port, .. } if port == "next" => format!("Passed “{here}” in {flow}"),
        FactBody::Stepped { port, .. } => {
            format!("Left “{here}” in {flow} by {}", port.replace('_', " "))
        }
        FactBody::Waiting { due: None } => format!("Waits at “{here}” in {flow}"),
        FactBody::Waiting { due: Some(due) } => {
            format!("Waits at “{here}” in {flow} until {} at the latest", Time(*due))
        }
        FactBody::Heard => format!("What “{here}” waits for came while {flow} is paused"),
        FactBody::Migrated { to } => format!("Goes on in version {to} of {flow}"),
        FactBody::GoalReached { goal } => format!("Reached the goal “{}” of {flow}", node(goal)),
        FactBody::Ended { reason } => format!("Left the flow {flow}: {}", end(reason)),
        FactBody::StepFailed { why } if step.is_some() => {
            format!("“{here}” in {flow} failed: {why}")
        }
        FactBody::EffectQueued { .. } => {
            format!("“{here}” in {flow} sends a request to another system")
        }
        _ => return None,
    })
}

fn of_sales(body: &FactBody, names: &Names) -> String {
    match body {
        FactBody::DealCreated { deal } => format!("Deal {} created in {}", deal.name, deal.stage),
        FactBody::DealMoved { deal, from, to, .. } => format!("{deal} moved from {from} to {to}"),
        FactBody::TaskAssigned { task } => format!("Task assigned: {}", task.title),
        FactBody::TaskCompleted { task } => format!("{task} is done"),
        FactBody::Refused { flow, why } => {
            format!("Did not enter the flow {}: {why}", names.flow_name(flow))
        }
        FactBody::Merged { contact } => format!("{contact} is now part of this contact"),
        FactBody::StepFailed { why } => why.clone(),
        FactBody::Stopped { dropped, flows } => {
            let flows: Vec<String> = flows.iter().map(|flow| names.flow_name(flow)).collect();
            format!(
                "Too much at once: {dropped} reactions were dropped, mostly of {}",
                flows.join(", ")
            )
        }
        // The rest is told above; a new kind of fact is better named than lost.
        other => format!("{other:?}"),
    }
}

fn identity(key: &IdentityKey) -> String {
    match key {
        IdentityKey::Email(address) => format!("Known by the address {address}"),
        IdentityKey::UserId(id) => format!("Known by the user id {id}"),
        IdentityKey::AnonymousId(_) => "Known by a device".into(),
    }
}

fn property(name: &PropertyName, from: Option<&Value>, to: Option<&Value>) -> String {
    match (from, to) {
        (None, Some(to)) => format!("{name} is {}", value(to)),
        (Some(from), Some(to)) => format!("{name} is {}, before {}", value(to), value(from)),
        (_, None) => format!("{name} was cleared"),
    }
}

/// A value of a property.
pub fn value(value: &Value) -> String {
    match value {
        Value::Time { time } => Time(*time).to_string(),
        other => other.to_string(),
    }
}

fn points_text(points: i64, category: &Category) -> String {
    let unit = if points.abs() == 1 { "point" } else { "points" };
    let kind =
        if *category == Category::default() { String::new() } else { format!(" of {category}") };
    format!("{points:+} {unit}{kind}").replace('-', "−")
}

fn end(reason: &EndReason) -> String {
    match reason {
        EndReason::Finished => "it came to its end".into(),
        EndReason::Exited => "an exit step ended it".into(),
        EndReason::ExitRule => "the exit rule held".into(),
        EndReason::Merged => "an older passage goes on after a merge".into(),
        EndReason::Stopped => "it was stopped".into(),
        EndReason::Failed { why } => format!("it could not go on: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::super::names::tests::names;
    use super::*;

    fn check_input(body: Json, expect: &str) {
        let body = serde_json::from_value(body).unwrap();
        assert_eq!(input(&body, &names()), expect);
    }

    fn check(body: &Json, expect: &str) {
        let step = json!({ "flow": "hand_over", "version": 2, "enrolment": 1, "node": "points" });
        let of = serde_json::from_value(json!({ "at": 0, "body": body, "step": step })).unwrap();
        assert_eq!(fact(&of, &names()), expect);
    }

    fn event(name: &str, properties: &Json) -> Json {
        json!({ "event": { "name": name, "properties": properties } })
    }

    #[test]
    fn inputs_are_told_in_sentences() {
        check_input(
            event("page_visited", &json!({ "title": "", "path": "/pricing" })),
            "Visited the page /pricing",
        );
        check_input(event("page_visited", &json!({})), "Visited the page");
        check_input(event("custom:signed_up", &json!({})), "Event signed_up");
        check_input(
            event("meeting_cancelled", &json!({ "name": "Demo" })),
            "The meeting Demo was cancelled",
        );
        check_input(
            json!({ "identify": { "properties": [["city", "Paris"], ["age", null]] } }),
            "Was identified, with city, age",
        );
        check_input(json!({ "identify": { "properties": [] } }), "Was identified");
        check_input(json!("wake"), "A time had come");
        check_input(
            json!({ "end_enrolments": { "flow": "hand_over" } }),
            "The flow Hand-over was archived",
        );
        let edit = |edit: Json| json!({ "edit": { "by": "Ana", "edit": edit } });
        check_input(edit(json!({ "add_tag": "vip" })), "Ana added the tag vip");
        let points =
            json!({ "adjust_score": { "category": "fit", "points": -1, "reason": "wrong size" } });
        check_input(edit(points), "Ana gave −1 point of fit: wrong size");
        check_input(edit(json!({ "set_stage": "mql" })), "Ana set the lifecycle stage to MQL");
        check_input(edit(json!({ "set_properties": [] })), "Ana created the contact");
    }

    #[test]
    fn facts_are_told_in_sentences() {
        check(&json!("created"), "Became known");
        check(
            &json!({ "identified": { "key": { "email": "ana@x.co" } } }),
            "Known by the address ana@x.co",
        );
        check(
            &json!({ "property_changed": { "name": "city", "from": "Paris", "to": "Rome" } }),
            "city is Rome, before Paris",
        );
        check(
            &json!({ "property_changed": { "name": "city", "from": "Paris", "to": null } }),
            "city was cleared",
        );
        check(
            &json!({ "score_adjusted": { "category": "general", "points": 5, "score": 12, "total": 12, "reason": "Subscriber" } }),
            "+5 points, now 12: Subscriber",
        );
        check(&json!({ "segment_entered": { "segment": "hot" } }), "Entered the segment Hot leads");
        check(&json!({ "segment_left": { "segment": "gone" } }), "Left the segment gone");
        check(&json!({ "enrolled": {} }), "Entered the flow Hand-over");
        check(&json!({ "stepped": { "port": "next" } }), "Passed “Reward” in Hand-over");
        check(
            &json!({ "stepped": { "port": "timed_out" } }),
            "Left “Reward” in Hand-over by timed out",
        );
        check(
            &json!({ "waiting": { "due": 0 } }),
            "Waits at “Reward” in Hand-over until 1970-01-01T00:00:00.000Z at the latest",
        );
        check(
            &json!({ "goal_reached": { "goal": "start" } }),
            "Reached the goal “Segment entered” of Hand-over",
        );
        check(
            &json!({ "ended": { "reason": "exit_rule" } }),
            "Left the flow Hand-over: the exit rule held",
        );
        check(
            &json!({ "step_failed": { "why": "no deal" } }),
            "“Reward” in Hand-over failed: no deal",
        );
        check(
            &json!({ "refused": { "flow": "hand_over", "why": "it is inside" } }),
            "Did not enter the flow Hand-over: it is inside",
        );
        check(&json!({ "task_completed": { "task": 7 } }), "task_7 is done");
        check(
            &json!({ "deal_moved": { "deal": 7, "from": "new", "to": "lost", "status": "lost" } }),
            "deal_7 moved from new to lost",
        );
        check(
            &json!({ "stopped": { "dropped": 3, "flows": ["hand_over"] } }),
            "Too much at once: 3 reactions were dropped, mostly of Hand-over",
        );
    }
}
