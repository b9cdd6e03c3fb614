//! What a part of a rule found, in a sentence.

use runnel_engine::rule::{Clock, Day, Found, Taking};
use runnel_model::{
    Comparison, Entries, EventMatch, EventNumber, FlowId, FlowTest, LocalTime, NodeId,
    PropertyName, PropertyTest, Rule, Value,
};
use serde_json::Value as Json;

use super::Explained;
use crate::log::{Names, value_text};
use crate::time::Time;

/// Of several that must all hold.
pub fn all(holds: bool, parts: &[Explained]) -> String {
    let failing = parts.iter().filter(|part| !part.holds).map(|part| part.text.as_str());
    match holds {
        true if parts.is_empty() => "Nothing is asked".into(),
        true => "All of it holds".into(),
        false => failing.collect::<Vec<_>>().join("; "),
    }
}

/// Of several of which one must hold.
pub fn any(holds: bool, parts: &[Explained]) -> String {
    let holding = parts.iter().find(|part| part.holds).map(|part| part.text.clone());
    let each = || parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join("; ");
    match holding {
        Some(text) if holds => text,
        _ if parts.is_empty() => "Nothing is listed of which one could hold".into(),
        _ => format!("None of these holds: {}", each()),
    }
}

/// Of one that must not hold.
pub fn not(part: &Explained) -> String {
    let holds = if part.holds { "holds, and must not" } else { "does not hold, as it should be" };
    format!("“{}” {holds}", part.text)
}

/// Of a question: what was found, what was asked, and how near it is.
pub fn asked(rule: &Rule, found: &Found, missing: Option<f64>, names: &Names) -> String {
    let near = missing.map(nearness).unwrap_or_default();
    match (rule, found) {
        (Rule::Property(condition), Found::Property(value)) => {
            let is = value.as_ref().map_or_else(|| "not known".into(), value_text);
            format!("{} is {is}; asked is {}{near}", condition.name, test(&condition.test))
        }
        (Rule::Company(condition), Found::Property(value)) => {
            let is = value.as_ref().map_or_else(|| "not known".into(), value_text);
            let asked = test(&condition.test);
            format!("{} of its company is {is}; asked is {asked}{near}", condition.name)
        }
        (Rule::FilledIn { of, is }, Found::FilledIn(found)) => filled_in(of, *is, found, &near),
        (Rule::Anniversary { property, is }, Found::Day(day)) => {
            format!("{property} {}; asked is {}", on_day(day, true), document(is))
        }
        (Rule::Date { property, is }, Found::Day(day)) => {
            format!("{property} {}; asked is {}{near}", on_day(day, false), document(is))
        }
        (Rule::LocalTime(asked), Found::Clock(Clock { local, zone })) => {
            let is = local.strftime("%A %H:%M");
            format!("It is {is} in {zone}; asked is {}", hours(asked))
        }
        (Rule::Tag(tag), Found::Tag(Some(_))) => format!("Carries the tag {tag}"),
        (Rule::Tag(tag), _) => format!("Does not carry the tag {tag}"),
        (Rule::Score { category, points }, Found::Score(score)) => {
            let of = category.as_ref().map(|category| format!(" of {category}"));
            let of = of.unwrap_or_default();
            format!("The score{of} is {score}; asked is {}{near}", comparison(*points))
        }
        (Rule::Stage(stages), Found::Stage(stage)) => {
            let is = stage.map_or_else(|| "not set".into(), |stage| stage.to_string());
            let wanted: Vec<String> = stages.iter().map(ToString::to_string).collect();
            format!("The lifecycle stage is {is}; asked is {}", wanted.join(" or "))
        }
        (Rule::Segment(id), Found::Segment(Some(since))) => {
            format!("In the segment {} since {}", names.segment(id), Time(*since))
        }
        (Rule::Segment(id), _) => format!("Not in the segment {}", names.segment(id)),
        (Rule::Deal { is, .. }, Found::Deals(deals)) => {
            let asked = document(is);
            let stands: Vec<String> = deals.iter().map(|deal| deal.stage.to_string()).collect();
            match stands.is_empty() {
                true => format!("There is no deal; asked is one that is {asked}"),
                false => format!("Deals are in {}; asked is {asked}", stands.join(", ")),
            }
        }
        (Rule::Flow { flow, is }, Found::Flow { at, past }) => standing(flow, is, at, past, names),
        (Rule::Never(of), Found::Times { times, .. }) => {
            format!("{} happened {}; asked is never", event(of), how_often(*times, false))
        }
        (Rule::Count { of, times: wanted, within }, Found::Times { times, or_more }) => {
            let within = within.map(|span| format!(" within {span}")).unwrap_or_default();
            let often = how_often(*times, *or_more);
            let wanted = comparison(*wanted);
            format!("{} happened {often}{within}; asked is {wanted}{near}", event(of))
        }
        (Rule::Sum(asked), Found::Number(taking)) => number("The sum", asked, *taking, &near),
        (Rule::Min(asked), Found::Number(taking)) => number("The least", asked, *taking, &near),
        (Rule::Max(asked), Found::Number(taking)) => number("The most", asked, *taking, &near),
        (Rule::Distinct { of, property, is, within }, Found::Values { values, or_more }) => {
            let within = within.map(|span| format!(" within {span}")).unwrap_or_default();
            let more = if *or_more { " or more" } else { "" };
            let (of, wanted) = (event(of), comparison(*is));
            format!("{values}{more} different {property} of {of}{within}; asked is {wanted}{near}")
        }
        (Rule::Sequence { first, then, at_most, within }, Found::Sequence { began, open }) => {
            let within = within.map(|span| format!(", all within {span}")).unwrap_or_default();
            let (first, then) = (event(first), event(then));
            let found = match (began, open) {
                (Some(began), _) => format!("happened last from {}", Time(*began)),
                (None, Some(open)) => format!("has begun at {}", Time(*open)),
                (None, None) => "has not happened".into(),
            };
            format!("{first} and then {then} {found}; asked is at most {at_most} later{within}")
        }
        (Rule::LastOccurred { of, more_than_ago, .. }, Found::Last { at, .. }) => {
            let last = at.map_or_else(
                || "has never happened".into(),
                |at| format!("happened last at {}", Time(at)),
            );
            format!("{} {last}; asked is more than {more_than_ago} ago", event(of))
        }
        (rule, _) => document(rule),
    }
}

fn filled_in(
    of: &[PropertyName],
    wanted: Comparison,
    found: &[PropertyName],
    near: &str,
) -> String {
    let listed = |names: &[PropertyName]| {
        names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    let which = if found.is_empty() { "None".into() } else { listed(found) };
    let wanted = comparison(wanted);
    format!("{which} of {} filled in: {}; asked is {wanted}{near}", listed(of), found.len())
}

fn number(what: &str, asked: &EventNumber, taking: Taking, near: &str) -> String {
    let EventNumber { of, property, is, within } = asked;
    let within = within.map(|span| format!(" within {span}")).unwrap_or_default();
    let is_now = taking.number.map_or_else(|| "not known".into(), |number| number.to_string());
    let latest = if taking.or_more { " of the latest" } else { "" };
    let (of, wanted) = (event(of), document(is));
    format!("{what} of {property} of {of}{latest}{within} is {is_now}; asked is {wanted}{near}")
}

fn on_day(Day { date, days, zone }: &Day, comes_round: bool) -> String {
    let (Some(date), Some(days)) = (date, days) else { return "is no date".into() };
    let unit = if days.abs() == 1 { "day" } else { "days" };
    let far = match days {
        0 => "today".into(),
        days if *days > 0 => format!("in {days} {unit}"),
        days => format!("{} {unit} ago", -days),
    };
    let comes_round = if comes_round { "comes round " } else { "" };
    format!("is {date}, {comes_round}{far} in {zone}")
}

/// `monday or tuesday from 09:00 to 17:00`.
fn hours(LocalTime { weekdays, from, to }: &LocalTime) -> String {
    let days: Vec<String> = weekdays.iter().map(document).collect();
    let from = from.map(|from| format!("from {from}"));
    let to = to.map(|to| format!("to {to}"));
    let days = (!days.is_empty()).then(|| days.join(" or "));
    [days, from, to].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn standing(flow: &FlowId, is: &FlowTest, at: &[NodeId], past: &Entries, names: &Names) -> String {
    let name = names.flow_name(flow);
    let times = |times: u32| how_often(times.into(), false);
    match is {
        FlowTest::Inside if at.is_empty() => format!("Not inside the flow {name}"),
        FlowTest::Inside => format!("Inside the flow {name}"),
        FlowTest::WaitsAt(step) => {
            let step = names.step_name(flow, step);
            let stands: Vec<String> = at.iter().map(|at| names.step_name(flow, at)).collect();
            match stands.is_empty() {
                true => format!("Not inside the flow {name}; asked is at {step}"),
                false => format!("At {} of {name}; asked is at {step}", stands.join(", ")),
            }
        }
        FlowTest::Entered => format!("Entered the flow {name} {}", times(past.count)),
        FlowTest::Finished => format!("Finished the flow {name} {}", times(past.finished)),
        FlowTest::ReachedGoal => format!("Reached a goal of {name} {}", times(past.goals)),
    }
}

fn nearness(missing: f64) -> String {
    match missing {
        missing if missing > 0.0 => format!(" ({missing} short)"),
        missing if missing < 0.0 => format!(" ({} too many)", -missing),
        _ => String::new(),
    }
}

fn how_often(times: i64, or_more: bool) -> String {
    let unit = if times == 1 { "time" } else { "times" };
    let more = if or_more { " or more" } else { "" };
    format!("{times}{more} {unit}")
}

/// What events are meant.
pub fn event(of: &EventMatch) -> String {
    let one = |condition: &runnel_model::PropertyCondition| {
        format!("{} {}", condition.name, test(&condition.test))
    };
    let conditions: Vec<String> = of.conditions.iter().map(one).collect();
    match conditions.is_empty() {
        true => of.event.to_string(),
        false => format!("{} ({})", of.event, conditions.join(", ")),
    }
}

fn comparison(wanted: Comparison) -> String {
    document(&wanted)
}

/// What a value is tested for.
pub fn test(test: &PropertyTest) -> String {
    match test {
        PropertyTest::Exists(true) => "any value".into(),
        PropertyTest::Exists(false) => "no value".into(),
        PropertyTest::Is(value) => format!("is {}", value_text(value)),
        PropertyTest::IsNot(value) => format!("is not {}", value_text(value)),
        PropertyTest::IsAnyOf(values) => {
            let values: Vec<String> =
                values.iter().map(|value: &Value| value_text(value)).collect();
            format!("is any of {}", values.join(", "))
        }
        PropertyTest::Between(from, to) => format!("between {from} and {to}"),
        PropertyTest::Before(time) => format!("before {}", Time(*time)),
        PropertyTest::After(time) => format!("after {}", Time(*time)),
        other => document(other),
    }
}

/// `{"at_least": 7}` as `at least 7`; what has no such short form as it is written.
fn document(part: &impl serde::Serialize) -> String {
    match serde_json::to_value(part) {
        Ok(Json::Object(map)) if map.len() == 1 => map
            .iter()
            .map(|(name, value)| format!("{} {}", name.replace('_', " "), plain(value)))
            .collect(),
        Ok(value) => plain(&value),
        Err(_) => String::new(),
    }
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(" or "),
        // 20.0 is 20 to whoever wrote it.
        Json::Number(number) => number.as_f64().map(|n| n.to_string()).unwrap_or_default(),
        other => other.to_string(),
    }
}
