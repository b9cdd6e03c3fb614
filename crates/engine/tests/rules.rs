//! Random rules about random contacts, against a second reading of the rule language.
//!
//! The second reading is as plain as can be: it goes through the whole log of what the contact
//! did and counts. It knows no behaviours, no `until` and no shortcut, so that what both agree on
//! is what the language means and not what the evaluator happens to do.
//!
//! An answer can change only where some event is as old as a span of the rule, so the tests ask
//! at all those instants, one millisecond to each side of them, and at some others. The number of
//! rules is `PROPTEST_CASES`.

use std::cell::Cell;
use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use runnel_engine::rule::{Compiled, Match, Needs, Seen, Verdict};
use runnel_model::{
    Category, Comparison, Contact, ContactId, Event, EventMatch, FactBody, IfNever, LifecycleStage,
    Properties, PropertyCondition, PropertyName, PropertyTest, PropertyValue, Rule, Span, Tag,
    Timestamp, Value,
};

/// The contact's story lasts this many milliseconds. All times in here count from its beginning.
const STORY_MS: i64 = 12_000;
/// Later than this nothing changes any more: the story and the longest span are over.
const OVER_MS: i64 = 18_000;
/// Where the story begins on the calendar. Not at 0, before which there is no time.
const BEGIN_MS: i64 = 1_700_000_000_000;

/// One thing the contact did.
#[derive(Clone, Debug)]
struct Deed {
    event: &'static str,
    url: Option<&'static str>,
    at: i64,
}

/// A contact, as a rule may ask about it.
#[derive(Clone, Debug)]
struct Person {
    created: i64,
    hot: bool,
    country: Option<&'static str>,
    age: Option<i32>,
    stage: Option<LifecycleStage>,
    shoes: i64,
    general: i64,
    /// In the order in which they became known, which is not that in which they happened.
    deeds: Vec<Deed>,
}

#[derive(Clone, Debug)]
struct Case {
    rule: Rule,
    person: Person,
    /// Asks also at times at which some deeds still lie ahead.
    ahead: bool,
    /// Times to ask at besides those that matter.
    anytime: Vec<i64>,
}

/// The second reading.
mod oracle {
    use super::*;

    pub fn holds(rule: &Rule, person: &Person, now: i64) -> bool {
        match rule {
            Rule::All(rules) => rules.iter().all(|rule| holds(rule, person, now)),
            Rule::Any(rules) => rules.iter().any(|rule| holds(rule, person, now)),
            Rule::Not(rule) => !holds(rule, person, now),
            Rule::Tag(tag) => person.hot && tag.as_str() == "hot",
            Rule::Stage(stages) => person.stage.is_some_and(|stage| stages.contains(&stage)),
            Rule::Score { category: None, points } => {
                compares(*points, person.shoes + person.general)
            }
            Rule::Score { points, .. } => compares(*points, person.shoes),
            Rule::Property(condition) if condition.name.as_str() == "country" => {
                text(&condition.test, person.country)
            }
            Rule::Property(condition) => number(&condition.test, person.age),
            Rule::Never(of) => times(person, of).count() == 0,
            Rule::Count { of, times: wanted, within } => {
                let inside =
                    |at: &i64| within.is_none_or(|within| now - within.as_ms() < *at && *at <= now);
                compares(*wanted, times(person, of).filter(inside).count() as i64)
            }
            Rule::LastOccurred { of, more_than_ago, if_never } => {
                let since = match (times(person, of).max(), if_never) {
                    (Some(last), _) => last,
                    (None, IfNever::SinceCreated) => person.created,
                    (None, IfNever::False) => return false,
                };
                now - since >= more_than_ago.as_ms()
            }
            Rule::Segment(_) | Rule::Deal { .. } => unreachable!("not generated"),
        }
    }

    fn times<'a>(person: &'a Person, of: &'a EventMatch) -> impl Iterator<Item = i64> + 'a {
        person.deeds.iter().filter(|deed| is(of, deed)).map(|deed| deed.at)
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
}

// What is generated.

fn condition(name: &str, test: PropertyTest) -> PropertyCondition {
    PropertyCondition { name: PropertyName::parse(name).unwrap(), test }
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
        Rule::Property(condition("age", PropertyTest::Between(25.0, 45.0))),
        Rule::Property(condition("age", PropertyTest::MoreThan(30.0))),
    ]);
    prop_oneof![
        8 => within,
        3 => last,
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
    (event, select(urls.to_vec()), moment()).prop_map(|(event, url, at)| Deed { event, url, at })
}

fn person() -> impl Strategy<Value = Person> {
    let stage = select(vec![None, Some(LifecycleStage::Lead), Some(LifecycleStage::Customer)]);
    let state = (any::<bool>(), select(vec![None, Some("UK"), Some("pl")]), stage);
    let numbers = (select(vec![None, Some(25), Some(34), Some(46)]), -2..3_i64, -2..3_i64);
    (moment(), state, numbers, vec(deed(), 0..16)).prop_map(|(created, state, numbers, deeds)| {
        let ((hot, country, stage), (age, shoes, general)) = (state, numbers);
        Person { created, hot, country, age, stage, shoes, general, deeds }
    })
}

fn case() -> impl Strategy<Value = Case> {
    (rule(), person(), any::<bool>(), vec(0..OVER_MS, 4))
        .prop_map(|(rule, person, ahead, anytime)| Case { rule, person, ahead, anytime })
}

// From a case to what the evaluator is given.

fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(BEGIN_MS + ms)
}

fn shoes() -> Category {
    Category::parse("shoes").unwrap()
}

impl Deed {
    fn event(&self) -> Event {
        let url = self.url.map(|url| ("url".to_owned(), url.into()));
        let properties = Properties::from_map(&url.into_iter().collect());
        Event { name: self.event.parse().unwrap(), properties }
    }
}

impl Person {
    /// What the product would know of this person; `spare` times are kept beyond those needed.
    fn contact(&self, needs: &Needs, spare: usize) -> Contact {
        let mut contact = Contact::new(ContactId(1), at(self.created));
        let country = self.country.map(|country| ("country", text(country)));
        let age = self.age.map(|age| ("age", Value::Number(age.into())));
        for (name, value) in country.into_iter().chain(age) {
            let value = PropertyValue { value: Some(value), set_at: at(0) };
            contact.properties.insert(PropertyName::parse(name).unwrap(), value);
        }
        if self.hot {
            contact.tags.insert(Tag::parse("hot").unwrap(), at(0));
        }
        contact.stage = self.stage;
        contact.scores.insert(shoes(), self.shoes);
        contact.scores.insert(Category::default(), self.general);
        let events: Vec<_> = self.deeds.iter().map(|deed| (deed.event(), deed.at)).collect();
        for (id, of, keep) in needs.behaviours() {
            let wanted = Match::compile(of).unwrap();
            for (event, happened) in &events {
                if wanted.matches(&Seen::new(event)) {
                    let behaviour = contact.behaviours.entry(id).or_default();
                    behaviour.record(at(*happened), keep + spare);
                }
            }
        }
        contact
    }
}

impl Case {
    /// The only times at which the answer can change: a deed happens, or is as old as a span.
    fn changes(&self) -> BTreeSet<i64> {
        let mut spans = BTreeSet::from([0]);
        self.rule.visit(&mut |rule| match rule {
            Rule::Count { within: Some(span), .. } => drop(spans.insert(span.as_ms())),
            Rule::LastOccurred { more_than_ago, .. } => drop(spans.insert(more_than_ago.as_ms())),
            _ => {}
        });
        let deeds = self.person.deeds.iter().map(|deed| deed.at);
        let starts = deeds.chain([self.person.created]);
        starts.flat_map(|start| spans.iter().map(move |span| start + span)).collect()
    }

    /// The times to ask at. The state of a contact holds for the time of the newest event it
    /// knows and after; before that only if it happens to have kept more than it must.
    fn times(&self, changes: &BTreeSet<i64>) -> Vec<i64> {
        let newest = self.person.deeds.iter().map(|deed| deed.at).max().unwrap_or(0);
        let from = if self.ahead { 0 } else { newest };
        let around = changes.iter().flat_map(|change| [change - 1, *change, change + 1]);
        let all: BTreeSet<_> = around.chain(self.anytime.iter().copied()).chain([from]).collect();
        all.into_iter().filter(|time| *time >= from).collect()
    }

    fn spare(&self) -> usize {
        if self.ahead { self.person.deeds.len() } else { 0 }
    }
}

fn depth(rule: &Rule) -> usize {
    match rule {
        Rule::All(rules) | Rule::Any(rules) => 1 + rules.iter().map(depth).max().unwrap_or(0),
        Rule::Not(rule) => 1 + depth(rule),
        _ => 1,
    }
}

/// What the random cases were like: a test that only ever sees *no* proves little.
#[derive(Default)]
struct Tally {
    cases: Cell<u64>,
    nested: Cell<u64>,
    turning: Cell<u64>,
    yes: Cell<u64>,
    no: Cell<u64>,
    bounds: Cell<u64>,
    bounds_met: Cell<u64>,
}

fn count(counter: &Cell<u64>, if_so: bool) {
    counter.set(counter.get() + u64::from(if_so));
}

impl Tally {
    fn case(&self, rule: &Rule, answers: &[bool]) {
        count(&self.cases, true);
        count(&self.nested, depth(rule) >= 3);
        count(&self.turning, answers.windows(2).any(|pair| pair[0] != pair[1]));
        for answer in answers {
            count(&self.yes, *answer);
            count(&self.no, !*answer);
        }
    }

    #[track_caller]
    fn at_least_a_fifth(&self, part: &Cell<u64>, whole: u64, what: &str) {
        let part = part.get();
        assert!(5 * part >= whole, "only {part} of {whole} {what}");
    }

    fn assert_varied(&self) {
        let (cases, answers) = (self.cases.get(), self.yes.get() + self.no.get());
        self.at_least_a_fifth(&self.nested, cases, "rules are nested");
        self.at_least_a_fifth(&self.turning, cases, "answers turn by time alone");
        self.at_least_a_fifth(&self.yes, answers, "answers are yes");
        self.at_least_a_fifth(&self.no, answers, "answers are no");
        self.at_least_a_fifth(&self.bounds_met, self.bounds.get(), "bounds are exact");
    }
}

/// Enough for the shares of a [`Tally`] to be no matter of luck.
const CASES_TO_JUDGE: u32 = 1_000;

/// Failures are reproduced from the shrunk case that is printed, not from a file of seeds.
fn runner() -> TestRunner {
    let unset = std::env::var_os("PROPTEST_CASES").is_none();
    let config = if unset { Config::with_cases(CASES_TO_JUDGE) } else { Config::default() };
    TestRunner::new(Config { failure_persistence: None, ..config })
}

#[test]
fn every_answer_is_that_of_the_whole_log_and_stays_as_long_as_promised() {
    let tally = Tally::default();
    let result = runner().run(&case(), |case| {
        let mut needs = Needs::default();
        let compiled = Compiled::compile(&case.rule, &mut needs).unwrap();
        let contact = case.person.contact(&needs, case.spare());
        let changes = case.changes();
        let times = case.times(&changes);
        let answer = |now: i64| oracle::holds(&case.rule, &case.person, now);
        let answers: Vec<_> = times.iter().map(|now| answer(*now)).collect();
        for (place, now) in times.iter().enumerate() {
            let verdict = compiled.holds(&contact, at(*now));
            prop_assert_eq!(verdict.holds, answers[place], "at {}", now);
            let until = verdict.until.map(|until| until.as_ms() - BEGIN_MS);
            prop_assert!(compiled.is_time_dependent() || until.is_none());
            prop_assert!(until.is_none_or(|until| until > *now && changes.contains(&until)));
            // In between only what was asked for can differ; and to be sure, two other times.
            let sure =
                times[place..].iter().take_while(|time| until.is_none_or(|end| **time < end));
            let same = answers[place..place + sure.count()].iter().all(|one| *one == verdict.holds);
            prop_assert!(same, "at {} until {:?}", now, until);
            let last = until.map_or(OVER_MS, |until| until - 1);
            for other in [last, now + (last - now) * case.anytime[0] / OVER_MS] {
                prop_assert_eq!(answer(other), verdict.holds, "at {}, of {}", now, other);
            }
            if let Some(until) = until {
                count(&tally.bounds, true);
                count(&tally.bounds_met, answer(until) != verdict.holds);
            }
        }
        tally.case(&case.rule, &answers);
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    if tally.cases.get() >= CASES_TO_JUDGE.into() {
        tally.assert_varied();
    }
}

/// A change of the contact, with the fact that tells of it.
fn changed(person: &Person, kind: u8) -> (Person, FactBody) {
    let mut other = person.clone();
    let property = |name| FactBody::PropertyChanged {
        name: PropertyName::parse(name).unwrap(),
        from: None,
        to: None,
    };
    let adjusted = |category| FactBody::ScoreAdjusted {
        category,
        points: 3,
        score: 0,
        total: 0,
        reason: String::new(),
    };
    let tag = Tag::parse("hot").unwrap();
    let fact = match kind {
        0 => {
            other.country = if person.country.is_some() { None } else { Some("UK") };
            property("country")
        }
        1 => {
            other.age = if person.age == Some(34) { None } else { Some(34) };
            property("age")
        }
        2 => {
            other.hot = !person.hot;
            if person.hot { FactBody::TagRemoved { tag } } else { FactBody::TagAdded { tag } }
        }
        3 => {
            other.stage = Some(LifecycleStage::Mql);
            FactBody::StageChanged { from: person.stage, to: LifecycleStage::Mql }
        }
        4 => {
            other.shoes += 3;
            adjusted(shoes())
        }
        _ => {
            other.general += 3;
            adjusted(Category::default())
        }
    };
    (other, fact)
}

#[test]
fn what_a_rule_says_it_does_not_read_never_changes_its_verdict() {
    let result = runner().run(&(case(), 0..6_u8), |(case, kind)| {
        let mut needs = Needs::default();
        let compiled = Compiled::compile(&case.rule, &mut needs).unwrap();
        let (other, fact) = changed(&case.person, kind);
        let verdict = |person: &Person| -> Verdict {
            compiled.holds(&person.contact(&needs, 0), at(OVER_MS / 2))
        };
        prop_assert!(
            compiled.reads().touched_by(&fact) || verdict(&other) == verdict(&case.person)
        );
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}
