//! Random rules and random people, narrow enough that rules often say yes as well as no.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use runnel_model::{
    Comparison, EventMatch, EventNumber, IfNever, LifecycleStage, NumberComparison,
    PropertyCondition, PropertyName, PropertyTest, Rule, Span, Tag, Value,
};

use crate::case::{Case, Deed, OVER_MS, Person, STORY_MS, shoes};

fn condition(name: &str, test: PropertyTest) -> PropertyCondition {
    PropertyCondition { name: PropertyName::parse(name).unwrap(), test }
}

fn names(names: &[&str]) -> Vec<PropertyName> {
    names.iter().map(|name| PropertyName::parse(name).unwrap()).collect()
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn event_match() -> impl Strategy<Value = EventMatch> {
    let of = |event: &str, tests: Vec<PropertyTest>| EventMatch {
        event: event.parse().unwrap(),
        conditions: tests.into_iter().map(|test| condition("url", test)).collect(),
    };
    let contains = |part: &str| PropertyTest::Contains(part.into());
    select(vec![
        of("page_visited", vec![]),
        of("page_visited", vec![contains("/PRICING")]),
        of("page_visited", vec![contains("e"), PropertyTest::IsNot(text("/Pricing"))]),
        of("custom:opened", vec![]),
        of("custom:opened", vec![PropertyTest::Exists(false)]),
    ])
}

/// How often; never what is true, or false, of every count.
fn times() -> impl Strategy<Value = Comparison> {
    (0..5_u8, 0..3_i64).prop_map(|(kind, n)| match kind {
        0 => Comparison::AtLeast(n + 1),
        1 => Comparison::LessThan(n + 1),
        2 => Comparison::AtMost(n),
        3 => Comparison::MoreThan(n),
        _ => Comparison::Exactly(n),
    })
}

fn span() -> impl Strategy<Value = Span> {
    select(vec![Span::Seconds(1), Span::Seconds(2), Span::Seconds(3), Span::Seconds(5)])
}

/// What a sum of a few small amounts may or may not come to.
fn amount() -> impl Strategy<Value = NumberComparison> {
    (0..5_u8, -2..6_i32).prop_map(|(kind, n)| match (kind, f64::from(n)) {
        (0, n) => NumberComparison::AtLeast(n),
        (1, n) => NumberComparison::LessThan(n),
        (2, n) => NumberComparison::AtMost(n),
        (3, n) => NumberComparison::MoreThan(n),
        (_, n) => NumberComparison::Exactly(n),
    })
}

fn number() -> impl Strategy<Value = Rule> {
    let within = option::weighted(0.9, span());
    (event_match(), amount(), within, 0..3_u8).prop_map(|(of, is, within, taken)| {
        let property = PropertyName::parse("amount").unwrap();
        let asked = EventNumber { of, property, is, within };
        match taken {
            0 => Rule::Sum(asked),
            1 => Rule::Min(asked),
            _ => Rule::Max(asked),
        }
    })
}

fn distinct() -> impl Strategy<Value = Rule> {
    let within = option::weighted(0.9, span());
    (event_match(), times(), within).prop_map(|(of, is, within)| {
        let property = PropertyName::parse("url").unwrap();
        Rule::Distinct { of, property, is, within }
    })
}

fn sequence() -> impl Strategy<Value = Rule> {
    let within = option::weighted(0.7, span());
    (event_match(), event_match(), span(), within)
        .prop_map(|(first, then, at_most, within)| Rule::Sequence { first, then, at_most, within })
}

fn leaf() -> impl Strategy<Value = Rule> {
    let within = (event_match(), times(), span()).prop_map(|(of, times, within)| Rule::Count {
        of,
        times,
        within: Some(within),
    });
    let last = (event_match(), span(), any::<bool>()).prop_map(|(of, more_than_ago, since)| {
        let if_never = if since { IfNever::SinceCreated } else { IfNever::False };
        Rule::LastOccurred { of, more_than_ago, if_never }
    });
    let ever =
        (event_match(), times()).prop_map(|(of, times)| Rule::Count { of, times, within: None });
    let state = select(vec![
        Rule::All(vec![]),
        Rule::Any(vec![]),
        Rule::Tag(Tag::parse("hot").unwrap()),
        Rule::Tag(Tag::parse("cold").unwrap()),
        Rule::Stage(vec![LifecycleStage::Lead, LifecycleStage::Mql]),
        Rule::Score { category: None, points: Comparison::MoreThan(0) },
        Rule::Score { category: Some(shoes()), points: Comparison::AtMost(0) },
        Rule::Property(condition("country", PropertyTest::Is(text("uk")))),
        Rule::Property(condition("country", PropertyTest::IsNot(text("PL")))),
        Rule::Company(condition("country", PropertyTest::Is(text("uk")))),
        Rule::Company(condition("country", PropertyTest::IsNot(text("PL")))),
        Rule::FilledIn { of: names(&["age", "country"]), is: Comparison::AtLeast(2) },
        Rule::FilledIn { of: names(&["country", "age", "city"]), is: Comparison::Exactly(1) },
        Rule::Property(condition("age", PropertyTest::Between(25.0, 45.0))),
        Rule::Property(condition("age", PropertyTest::MoreThan(30.0))),
    ]);
    prop_oneof![
        12 => within,
        4 => last,
        2 => number(),
        1 => distinct(),
        2 => sequence(),
        1 => ever,
        1 => event_match().prop_map(Rule::Never),
        2 => state,
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    leaf().prop_recursive(4, 10, 3, |inner| {
        prop_oneof![
            2 => vec(inner.clone(), 1..4).prop_map(Rule::All),
            2 => vec(inner.clone(), 1..4).prop_map(Rule::Any),
            1 => inner.prop_map(|rule| Rule::Not(Box::new(rule))),
        ]
    })
}

/// Half of the times fall on full half seconds, so that what happened at different times often
/// comes of age at the same.
fn moment() -> impl Strategy<Value = i64> {
    (0..STORY_MS, any::<bool>()).prop_map(|(ms, full)| if full { ms / 500 * 500 } else { ms })
}

fn deed() -> impl Strategy<Value = Deed> {
    let urls = [None, Some("/Pricing"), Some("https://x.test/pricing?e"), Some("/blog/seven")];
    let event = select(vec![
        "page_visited",
        "page_visited",
        "custom:opened",
        "custom:opened",
        "form_submitted",
    ]);
    let amount = option::weighted(0.7, -2..4_i32);
    (event, select(urls.to_vec()), amount, moment()).prop_map(|(event, url, amount, at)| Deed {
        event,
        url,
        amount,
        at,
    })
}

fn person() -> impl Strategy<Value = Person> {
    let stage = select(vec![None, Some(LifecycleStage::Lead), Some(LifecycleStage::Customer)]);
    let country = || select(vec![None, Some("UK"), Some("pl")]);
    let state = (any::<bool>(), country(), country(), stage);
    let numbers = (select(vec![None, Some(25), Some(34), Some(46)]), -2..3_i64, -2..3_i64);
    (moment(), state, numbers, vec(deed(), 0..16)).prop_map(|(created, state, numbers, deeds)| {
        let ((hot, country, employer_in, stage), (age, shoes, general)) = (state, numbers);
        Person { created, hot, country, employer_in, age, stage, shoes, general, deeds }
    })
}

pub fn case() -> impl Strategy<Value = Case> {
    (rule(), person(), any::<bool>(), vec(0..OVER_MS, 4))
        .prop_map(|(rule, person, ahead, anytime)| Case { rule, person, ahead, anytime })
}
