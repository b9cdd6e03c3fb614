//! Random rules about random contacts, against a second reading of the rule language.
//!
//! The second reading is as plain as can be, so that what both agree on is what the language
//! means and not what the evaluator happens to do. An answer can change only where some event is
//! as old as a span of the rule, so the tests ask at all those instants, one millisecond to each
//! side of them, and at some others. The number of rules is `PROPTEST_CASES`.

mod calendar;
mod case;
mod generate;
mod oracle;
mod tally;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use runnel_engine::rule::{Clause, Compiled, Explanation, Found, Needs, Verdict};
use runnel_model::{Category, Contact, FactBody, LifecycleStage, PropertyName, Rule, Tag};

use case::{BEGIN_MS, Case, OVER_MS, Person, at, shoes};
use generate::case;
use tally::{CASES_TO_JUDGE, Tally};

/// Failures are reproduced from the shrunk case that is printed, not from a file of seeds.
fn runner(cases: u32) -> TestRunner {
    let unset = std::env::var_os("PROPTEST_CASES").is_none();
    let config = if unset { Config::with_cases(cases) } else { Config::default() };
    TestRunner::new(Config { failure_persistence: None, ..config })
}

/// As many cases as asked for, half of them on another core.
fn on_two_cores(work: impl Fn(TestRunner) + Sync) {
    let half = || {
        let config = runner(2 * CASES_TO_JUDGE).config().clone();
        work(TestRunner::new(Config { cases: config.cases.div_ceil(2), ..config }));
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(half);
        half();
        other.join().expect("the other half holds as well");
    });
}

#[test]
fn every_answer_is_that_of_the_whole_log_and_stays_as_long_as_promised() {
    on_two_cores(|mut runner| {
        let tally = Tally::default();
        let result = runner.run(&case(), |case| check(&case, &tally));
        result.unwrap_or_else(|failure| panic!("{failure}"));
        tally.assert_varied();
    });
}

fn check(case: &Case, tally: &Tally) -> Result<(), TestCaseError> {
    let mut needs = Needs::default();
    let compiled = Compiled::compile(&case.rule, &mut needs).unwrap();
    let contact = case.person.contact(&needs, case.spare());
    let changes = case.changes();
    let answer = |now: &i64| oracle::holds(&case.rule, &case.person, *now);
    let times = case.times(&changes);
    let answers: Vec<_> = times.iter().map(answer).collect();
    tally.case(&case.rule, &answers);
    for (place, now) in times.iter().enumerate() {
        let Verdict { holds, until } = compiled.holds(&contact, at(*now));
        prop_assert_eq!(holds, answers[place], "at {}", now);
        let until = until.map(|until| until.as_ms() - BEGIN_MS);
        prop_assert!(compiled.is_time_dependent() || until.is_none());
        // Not just any time that is early enough: one at which something can change.
        prop_assert!(until.is_none_or(|until| until > *now && changes.contains(&until)));
        // Until then every answer asked for above is the same, and to be sure two others.
        let known = times.iter().zip(&answers).skip(place);
        let mut sure = known.take_while(|(time, _)| until.is_none_or(|until| **time < until));
        prop_assert!(sure.all(|(_, answer)| *answer == holds), "at {} until {:?}", now, until);
        let last = until.map_or(OVER_MS, |until| until - 1);
        for other in [last, now + (last - now) * case.anytime[0] / OVER_MS] {
            prop_assert_eq!(answer(&other), holds, "at {}, of {}", now, other);
        }
        if let Some(until) = until {
            tally.bound(answer(&until) != holds);
        }
    }
    Ok(())
}

/// Each part of an explanation says what the evaluator says of that part alone, and its numbers
/// are those that the whole log gives.
fn check_explained(
    part: &Explanation,
    rule: &Rule,
    case: &Case,
    contact: &Contact,
    now: i64,
) -> Result<(), TestCaseError> {
    let alone = Compiled::compile(rule, &mut Needs::default()).unwrap();
    prop_assert_eq!(part.verdict, alone.holds(contact, at(now)), "at {} of {:?}", now, rule);
    match (&part.clause, rule) {
        (Clause::All(parts), Rule::All(rules)) | (Clause::Any(parts), Rule::Any(rules)) => {
            prop_assert_eq!(parts.len(), rules.len());
            for (part, rule) in parts.iter().zip(rules) {
                check_explained(part, rule, case, contact, now)?;
            }
        }
        (Clause::Not(part), Rule::Not(rule)) => check_explained(part, rule, case, contact, now)?,
        (Clause::Asked { rule: asked, found, missing }, rule) => {
            prop_assert_eq!(asked, rule);
            prop_assert!(missing.is_none() || !part.verdict.holds);
            check_number(asked, found, case, now)?;
            if let (Rule::Count { times: wanted, .. }, Found::Times { times, or_more }) =
                (rule, found)
            {
                let counted = oracle::count(rule, &case.person, now);
                prop_assert!(*times == counted || (*or_more && *times < counted));
                let reached = missing.map_or(*times, |missing| times + missing as i64);
                prop_assert!(wanted.holds(reached) || *or_more, "{} of {:?}", reached, rule);
            }
        }
        other => prop_assert!(false, "another shape: {:?}", other),
    }
    Ok(())
}

/// What was found of numbers and values is what the whole log gives.
fn check_number(asked: &Rule, found: &Found, case: &Case, now: i64) -> Result<(), TestCaseError> {
    let amounts = |asked| oracle::amounts(asked, &case.person, now);
    let expect = match (asked, found) {
        (Rule::Sum(asked), Found::Number(_)) => Some(amounts(asked).iter().sum()),
        (Rule::Min(asked), Found::Number(_)) => amounts(asked).into_iter().min(),
        (Rule::Max(asked), Found::Number(_)) => amounts(asked).into_iter().max(),
        (Rule::Distinct { .. }, Found::Values { values, or_more }) => {
            let counted = oracle::distinct(asked, &case.person, now);
            prop_assert!(*values == counted || (*or_more && *values < counted));
            return Ok(());
        }
        _ => return Ok(()),
    };
    if let Found::Number(taking) = found {
        prop_assert_eq!(taking.number, expect.map(f64::from));
    }
    Ok(())
}

#[test]
fn an_explanation_says_of_every_part_what_the_evaluator_says() {
    let result = runner(CASES_TO_JUDGE).run(&case(), |case| {
        let mut needs = Needs::default();
        let compiled = Compiled::compile(&case.rule, &mut needs).unwrap();
        let contact = case.person.contact(&needs, case.spare());
        for now in case.times(&case.changes()) {
            let explained = compiled.explain(&contact, at(now));
            prop_assert_eq!(explained.verdict, compiled.holds(&contact, at(now)));
            check_explained(&explained, &case.rule, &case, &contact, now)?;
        }
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
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
        row: None,
        initial: false,
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
            other.employer_in = if person.employer_in.is_some() { None } else { Some("UK") };
            FactBody::CompanyChanged { company: None, name: None, joined: false, changed: vec![] }
        }
        5 => {
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
    let result = runner(CASES_TO_JUDGE).run(&(case(), 0..7_u8), |(case, kind)| {
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
