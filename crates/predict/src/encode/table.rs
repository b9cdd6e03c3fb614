//! Examples turned over: each feature with what it was for each of them.
//!
//! Everything is learned feature by feature, several times over; looking each of them up by its
//! name in each example would take most of the time.

use std::collections::BTreeMap;

use crate::feature::{Feature, FeatureValue};
use crate::history::Example;

/// Examples, and for each feature known of any of them what it was, in their order.
pub(crate) struct Table<'a> {
    pub examples: Vec<&'a Example>,
    pub features: BTreeMap<&'a Feature, Vec<Option<&'a FeatureValue>>>,
}

impl<'a> Table<'a> {
    pub(crate) fn of(examples: Vec<&'a Example>) -> Self {
        let mut features: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (place, example) in examples.iter().enumerate() {
            for (feature, value) in example.features.iter() {
                let values = features.entry(feature).or_insert_with(|| vec![None; examples.len()]);
                values[place] = Some(value);
            }
        }
        Self { examples, features }
    }

    /// Those of whom this holds, with the same features.
    pub(crate) fn part(&self, belongs: impl Fn(&Example) -> bool) -> Self {
        let belongs: Vec<_> = self.examples.iter().map(|example| belongs(example)).collect();
        let values =
            |(feature, values): (&&'a Feature, &Vec<_>)| (*feature, only(values, &belongs));
        let features = self.features.iter().map(values).collect();
        Self { examples: only(&self.examples, &belongs), features }
    }

    pub(crate) fn won(&self) -> Vec<bool> {
        self.examples.iter().map(|example| example.won).collect()
    }
}

fn only<T: Copy>(all: &[T], belongs: &[bool]) -> Vec<T> {
    all.iter().zip(belongs).filter(|(_, belongs)| **belongs).map(|(one, _)| *one).collect()
}
