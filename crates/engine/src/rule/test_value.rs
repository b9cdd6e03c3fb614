//! A test of one value, compiled: patterns built, texts folded, numbers checked.
//!
//! A value that is not of the kind a test asks about fails it; nothing is ever an error once the
//! rule is published. Of a list it is enough that one element passes, so `is not` means that no
//! element is.

use std::ops::{Bound, RangeBounds};

use regex::{Regex, RegexBuilder};
use runnel_model::{PropertyCondition, PropertyName, PropertyTest, Timestamp, Value};

use super::Problem;
use super::fold::Folded;
use super::given::Given;

/// The longest pattern, in characters.
const PATTERN_MAX: usize = 1_000;
/// The most memory that one compiled pattern may take: `(a{1000}){1000}` is short, too.
const PATTERN_SIZE_MAX: usize = 1 << 20;

/// A named property and what is asked of it.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub(super) name: PropertyName,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    Is(Expected),
    IsNot(Expected),
    IsAnyOf(Vec<Expected>),
    Contains(Folded),
    StartsWith(Folded),
    EndsWith(Folded),
    Matches(Regex),
    Number(Bound<f64>, Bound<f64>),
    Before(Timestamp),
    After(Timestamp),
    Exists(bool),
}

#[derive(Clone, Debug)]
enum Expected {
    Boolean(bool),
    Number(f64),
    Time(Timestamp),
    Text(Folded),
    List(Vec<Folded>),
}

impl Condition {
    pub(super) fn compile(condition: &PropertyCondition) -> Result<Self, Problem> {
        let name = condition.name.clone();
        Test::compile(&name, &condition.test).map(|test| Self { name, test })
    }

    /// Whether it holds of this value; absent: there is none.
    pub(super) fn holds(&self, given: Option<Given<'_>>) -> bool {
        match given {
            Some(given) => self.test.holds(given),
            None => matches!(self.test, Test::Exists(false) | Test::IsNot(_)),
        }
    }
}

impl Test {
    fn compile(name: &PropertyName, test: &PropertyTest) -> Result<Self, Problem> {
        use Bound::{Excluded, Included, Unbounded};
        let number = |from, to| number_test(name, from, to);
        Ok(match test {
            PropertyTest::Is(value) => Self::Is(Expected::compile(name, value)?),
            PropertyTest::IsNot(value) => Self::IsNot(Expected::compile(name, value)?),
            PropertyTest::IsAnyOf(values) => {
                if values.is_empty() {
                    return Err(nothing_listed(name));
                }
                let values = values.iter().map(|value| Expected::compile(name, value));
                Self::IsAnyOf(values.collect::<Result<_, _>>()?)
            }
            PropertyTest::Contains(text) => Self::Contains(part(name, text)?),
            PropertyTest::StartsWith(text) => Self::StartsWith(part(name, text)?),
            PropertyTest::EndsWith(text) => Self::EndsWith(part(name, text)?),
            PropertyTest::Matches(pattern) => Self::Matches(compile_pattern(name, pattern)?),
            PropertyTest::MoreThan(n) => number(Excluded(*n), Unbounded)?,
            PropertyTest::AtLeast(n) => number(Included(*n), Unbounded)?,
            PropertyTest::LessThan(n) => number(Unbounded, Excluded(*n))?,
            PropertyTest::AtMost(n) => number(Unbounded, Included(*n))?,
            PropertyTest::Between(from, to) => number(Included(*from), Included(*to))?,
            PropertyTest::Before(time) => Self::Before(*time),
            PropertyTest::After(time) => Self::After(*time),
            PropertyTest::Exists(yes) => Self::Exists(*yes),
        })
    }

    fn holds(&self, given: Given<'_>) -> bool {
        match self {
            Self::Is(expected) => expected.equals(given),
            Self::IsNot(expected) => !expected.equals(given),
            Self::IsAnyOf(expected) => expected.iter().any(|one| one.equals(given)),
            Self::Contains(part) => some_text(given, |text| part.is_within(text)),
            Self::StartsWith(part) => some_text(given, |text| part.begins(text)),
            Self::EndsWith(part) => some_text(given, |text| part.ends(text)),
            Self::Matches(pattern) => some_text(given, |text| pattern.is_match(text)),
            Self::Number(from, to) => {
                given.some(|one| one.number().is_some_and(|n| (*from, *to).contains(&n)))
            }
            Self::Before(time) => given.some(|one| one.time().is_some_and(|given| given < *time)),
            Self::After(time) => given.some(|one| one.time().is_some_and(|given| given > *time)),
            Self::Exists(yes) => *yes,
        }
    }
}

impl Expected {
    fn compile(name: &PropertyName, value: &Value) -> Result<Self, Problem> {
        Ok(match value {
            Value::Boolean(yes) => Self::Boolean(*yes),
            Value::Number(number) if !number.is_finite() => return Err(not_a_number(name)),
            Value::Number(number) => Self::Number(*number),
            Value::Time { time } => Self::Time(*time),
            Value::Text(text) => Self::Text(Folded::new(text)),
            Value::List(texts) => Self::List(texts.iter().map(|text| Folded::new(text)).collect()),
        })
    }

    fn equals(&self, given: Given<'_>) -> bool {
        match self {
            Self::Boolean(yes) => given.some(|one| one.boolean() == Some(*yes)),
            Self::Number(number) => given.some(|one| one.number() == Some(*number)),
            Self::Time(time) => given.some(|one| one.time() == Some(*time)),
            Self::Text(expected) => some_text(given, |text| expected.equals(text)),
            Self::List(expected) => given.is_list(expected),
        }
    }
}

fn some_text(given: Given<'_>, passes: impl Fn(&str) -> bool) -> bool {
    given.some(|one| one.text().is_some_and(|text| passes(&text)))
}

fn number_test(name: &PropertyName, from: Bound<f64>, to: Bound<f64>) -> Result<Test, Problem> {
    let bounds = [from, to].into_iter().filter_map(|bound| match bound {
        Bound::Included(number) | Bound::Excluded(number) => Some(number),
        Bound::Unbounded => None,
    });
    let bounds: Vec<f64> = bounds.collect();
    if bounds.iter().any(|number| !number.is_finite()) {
        return Err(not_a_number(name));
    }
    if let [from, to] = bounds[..]
        && from > to
    {
        return Err(Problem::new(
            "bounds_reversed",
            format!("No number is between {from} and {to}, so `{name}` never is."),
            "Write the smaller number first.",
        )
        .with("name", name.as_str())
        .with("from", from)
        .with("to", to));
    }
    Ok(Test::Number(from, to))
}

fn part(name: &PropertyName, text: &str) -> Result<Folded, Problem> {
    if text.is_empty() {
        return Err(Problem::new(
            "text_empty",
            format!("The text that `{name}` is searched for is empty, so every text has it."),
            "Write the text to search for, or ask whether there is a value.",
        )
        .with("name", name.as_str()));
    }
    Ok(Folded::new(text))
}

fn compile_pattern(name: &PropertyName, pattern: &str) -> Result<Regex, Problem> {
    if pattern.chars().count() > PATTERN_MAX {
        return Err(pattern_too_large(name));
    }
    let built = RegexBuilder::new(pattern).size_limit(PATTERN_SIZE_MAX).build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => pattern_too_large(name),
        error => {
            // The last line says what is wrong; those before draw an arrow in fixed-width type.
            let error = error.to_string();
            let why = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
            Problem::new(
                "pattern_invalid",
                format!("The pattern `{pattern}` for `{name}` cannot be read: {why}."),
                "Write a regular expression without look-around or back-references, or use contains.",
            )
            .with("name", name.as_str())
            .with("pattern", pattern)
            .with("why", why.to_string())
        }
    })
}

fn pattern_too_large(name: &PropertyName) -> Problem {
    Problem::new(
        "pattern_too_large",
        format!("The pattern for `{name}` is too large."),
        "Use at most 1,000 characters and smaller repetitions, or split it into several conditions.",
    )
    .with("name", name.as_str())
}

fn not_a_number(name: &PropertyName) -> Problem {
    Problem::new(
        "number_invalid",
        format!("`{name}` is compared with something that is not a finite number."),
        "Write a number.",
    )
    .with("name", name.as_str())
}

fn nothing_listed(name: &PropertyName) -> Problem {
    Problem::new(
        "list_empty",
        format!("`{name}` is to be one of several values, but none is listed."),
        "List at least one value.",
    )
    .with("name", name.as_str())
}
