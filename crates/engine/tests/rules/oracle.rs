//! The second reading of a rule: it goes through the whole log and counts.
//!
//! It knows no behaviours, no `until` and no shortcut, and shares no code with the evaluator.

use std::collections::BTreeSet;

use runnel_model::{
    Comparison, EventMatch, EventNumber, IfNever, NumberComparison, PropertyTest, Rule, Span, Value,
};

use crate::case::{Deed, Person};

pub fn holds(rule: &Rule, person: &Person, now: i64) -> bool {
    match rule {
        Rule::All(rules) => rules.iter().all(|rule| holds(rule, person, now)),
        Rule::Any(rules) => rules.iter().any(|rule| holds(rule, person, now)),
        Rule::Not(rule) => !holds(rule, person, now),
        Rule::Tag(tag) => person.hot && tag.as_str() == "hot",
        Rule::Stage(stages) => person.stage.is_some_and(|stage| stages.contains(&stage)),
        Rule::Score { category: None, points } => compares(*points, person.shoes + person.general),
        Rule::Score { points, .. } => compares(*points, person.shoes),
        Rule::Property(condition) if condition.name.as_str() == "country" => {
            text(&condition.test, person.country)
        }
        Rule::Property(condition) => number(&condition.test, person.age),
        Rule::Company(condition) => text(&condition.test, person.employer_in),
        Rule::FilledIn { is, .. } => {
            let filled_in = [person.country.is_some(), person.age.is_some()];
            compares(*is, filled_in.iter().filter(|yes| **yes).count() as i64)
        }
        Rule::Never(of) => times(person, of).count() == 0,
        Rule::Count { times: wanted, .. } => compares(*wanted, count(rule, person, now)),
        Rule::Sum(asked) => {
            let sum: i32 = amounts(asked, person, now).iter().sum();
            compares_number(asked.is, sum)
        }
        Rule::Min(asked) => amounts(asked, person, now)
            .iter()
            .min()
            .is_some_and(|min| compares_number(asked.is, *min)),
        Rule::Max(asked) => amounts(asked, person, now)
            .iter()
            .max()
            .is_some_and(|max| compares_number(asked.is, *max)),
        Rule::Distinct { is, .. } => compares(*is, distinct(rule, person, now)),
        Rule::Sequence { first, then, at_most, within } => {
            let mut all: Vec<&Deed> = person.deeds.iter().collect();
            all.sort_by_key(|deed| deed.at);
            let pair = |(place, begun): (usize, &&Deed)| {
                is(first, begun)
                    && is_inside(begun.at, *within, now)
                    && all[place + 1..]
                        .iter()
                        .any(|deed| is(then, deed) && deed.at - begun.at <= at_most.as_ms())
            };
            all.iter().enumerate().any(pair)
        }
        Rule::LastOccurred { of, more_than_ago, if_never } => {
            let since = match (times(person, of).max(), if_never) {
                (Some(last), _) => last,
                (None, IfNever::SinceCreated) => person.created,
                (None, IfNever::False) => return false,
            };
            now - since >= more_than_ago.as_ms()
        }
        // What the calendar says is in calendar.rs.
        Rule::Anniversary { .. } | Rule::Date { .. } | Rule::LocalTime(_) => {
            unreachable!("not generated")
        }
        Rule::Segment(_) | Rule::Deal { .. } | Rule::Flow { .. } => unreachable!("not generated"),
    }
}

/// How often it happened, of a count.
pub fn count(rule: &Rule, person: &Person, now: i64) -> i64 {
    let Rule::Count { of, within, .. } = rule else { unreachable!("only counts are counted") };
    times(person, of).filter(|at| is_inside(*at, *within, now)).count() as i64
}

/// How many different values, of a question about them.
pub fn distinct(rule: &Rule, person: &Person, now: i64) -> i64 {
    let Rule::Distinct { of, within, .. } = rule else { unreachable!("only values are counted") };
    let deeds = deeds(person, of).filter(|deed| is_inside(deed.at, *within, now));
    deeds.filter_map(|deed| deed.url).collect::<BTreeSet<_>>().len() as i64
}

fn is_inside(at: i64, within: Option<Span>, now: i64) -> bool {
    within.is_none_or(|within| now - within.as_ms() < at && at <= now)
}

/// The amounts that count.
pub fn amounts(asked: &EventNumber, person: &Person, now: i64) -> Vec<i32> {
    let deeds = deeds(person, &asked.of).filter(|deed| is_inside(deed.at, asked.within, now));
    deeds.filter_map(|deed| deed.amount).collect()
}

fn compares_number(wanted: NumberComparison, number: i32) -> bool {
    let number = f64::from(number);
    match wanted {
        NumberComparison::AtLeast(n) => number >= n,
        NumberComparison::MoreThan(n) => number > n,
        NumberComparison::AtMost(n) => number <= n,
        NumberComparison::LessThan(n) => number < n,
        NumberComparison::Exactly(n) => number == n,
    }
}

fn times<'a>(person: &'a Person, of: &'a EventMatch) -> impl Iterator<Item = i64> + 'a {
    deeds(person, of).map(|deed| deed.at)
}

fn deeds<'a>(person: &'a Person, of: &'a EventMatch) -> impl Iterator<Item = &'a Deed> {
    person.deeds.iter().filter(|deed| is(of, deed))
}

fn is(of: &EventMatch, deed: &Deed) -> bool {
    of.event == deed.event.parse().unwrap()
        && of.conditions.iter().all(|condition| text(&condition.test, deed.url))
}

fn compares(wanted: Comparison, number: i64) -> bool {
    let (least, most) = match wanted {
        Comparison::AtLeast(n) => (n, i64::MAX),
        Comparison::MoreThan(n) => (n + 1, i64::MAX),
        Comparison::AtMost(n) => (i64::MIN, n),
        Comparison::LessThan(n) => (i64::MIN, n - 1),
        Comparison::Exactly(n) => (n, n),
    };
    (least..=most).contains(&number)
}

fn text(test: &PropertyTest, given: Option<&str>) -> bool {
    let same = |text: &str| given.map(str::to_lowercase) == Some(text.to_lowercase());
    match test {
        PropertyTest::Exists(yes) => *yes == given.is_some(),
        PropertyTest::Is(Value::Text(text)) => same(text),
        PropertyTest::IsNot(Value::Text(text)) => !same(text),
        PropertyTest::Contains(text) => {
            given.is_some_and(|given| given.to_lowercase().contains(&text.to_lowercase()))
        }
        _ => unreachable!("not generated"),
    }
}

fn number(test: &PropertyTest, given: Option<i32>) -> bool {
    given.map(f64::from).is_some_and(|given| match test {
        PropertyTest::MoreThan(bound) => given > *bound,
        PropertyTest::Between(from, to) => *from <= given && given <= *to,
        _ => unreachable!("not generated"),
    })
}
