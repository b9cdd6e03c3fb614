//! How many of some properties are filled in: how well a contact's card is known.
//!
//! A text or a list in which nothing is written is not filled in, although the property *exists*.

use std::collections::BTreeSet;

use runnel_model::{Comparison, Contact, PropertyName, Value};

use super::Problem;
use super::compile::Compiler;

/// The properties, each once, and how many of them there are to be.
#[derive(Clone, Debug)]
pub(super) struct FilledIn {
    of: BTreeSet<PropertyName>,
    is: Comparison,
}

impl FilledIn {
    pub(super) fn holds(&self, contact: &Contact) -> bool {
        self.is.holds(number(self.found(contact).count()))
    }

    /// Those that are.
    pub(super) fn found<'a>(
        &'a self,
        contact: &'a Contact,
    ) -> impl Iterator<Item = &'a PropertyName> {
        self.of.iter().filter(|name| contact.property(name).is_some_and(is_filled_in))
    }
}

fn is_filled_in(value: &Value) -> bool {
    let written = |text: &String| !text.trim().is_empty();
    match value {
        Value::Text(text) => written(text),
        Value::List(texts) => texts.iter().any(written),
        Value::Boolean(_) | Value::Number(_) | Value::Time { .. } => true,
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Compiler {
    pub(super) fn filled_in(&mut self, of: &[PropertyName], is: Comparison) -> Option<FilledIn> {
        for _ in of {
            self.count_condition()?;
        }
        let of: BTreeSet<_> = of.iter().cloned().collect();
        self.reads.properties.extend(of.iter().cloned());
        if of.is_empty() {
            return self.refuse(none_listed());
        }
        let answers: BTreeSet<bool> =
            (0..=number(of.len())).map(|filled_in| is.holds(filled_in)).collect();
        if answers.len() == 1 {
            return self.refuse(pointless(of.len()));
        }
        Some(FilledIn { of, is })
    }
}

fn none_listed() -> Problem {
    Problem::new(
        "filled_in_empty",
        "It is asked how many properties are filled in, but none is listed.",
        "List at least one property.",
    )
}

fn pointless(listed: usize) -> Problem {
    Problem::new(
        "filled_in_pointless",
        format!(
            "How many of the {listed} listed properties are filled in cannot change the answer."
        ),
        "Compare with a number that they can both reach and miss.",
    )
    .with("listed", listed)
}
