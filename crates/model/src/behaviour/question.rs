//! What a behaviour answers, and the id that follows from it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{EventMatch, ParseError, PropertyName};

/// What rules want kept of what a contact does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// The numbers that the events have in a property: their sum, the least and the most.
    Numbers {
        /// Which events.
        of: EventMatch,
        /// The property of theirs.
        property: PropertyName,
        /// Only of the last so many milliseconds; absent: of ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within_ms: Option<i64>,
    },
    /// The different values that the events have in a property, each with its last time.
    Values {
        /// Which events.
        of: EventMatch,
        /// The property of theirs.
        property: PropertyName,
    },
    /// How often they happened, counting only so many in each period.
    Periods {
        /// Which events.
        of: EventMatch,
        /// No more count in one period.
        at_most: u32,
        /// How long a period is.
        period_ms: i64,
    },
    /// One thing and then another one.
    Sequence {
        /// What comes first.
        first: EventMatch,
        /// What comes then.
        then: EventMatch,
        /// How much later it may come.
        at_most_ms: i64,
    },
    /// How often they happened, and when. Written as the match alone, as it was when there was no
    /// other question: ids are hashes of what is written.
    #[serde(untagged)]
    Times(EventMatch),
}

impl Question {
    /// The events that it is about.
    pub fn events(&self) -> impl Iterator<Item = &EventMatch> {
        let events = match self {
            Self::Times(of)
            | Self::Numbers { of, .. }
            | Self::Values { of, .. }
            | Self::Periods { of, .. } => [Some(of), None],
            Self::Sequence { first, then, .. } => [Some(first), Some(then)],
        };
        events.into_iter().flatten()
    }

    /// The same, to be written another way.
    pub fn events_mut(&mut self) -> impl Iterator<Item = &mut EventMatch> {
        let events = match self {
            Self::Times(of)
            | Self::Numbers { of, .. }
            | Self::Values { of, .. }
            | Self::Periods { of, .. } => [Some(of), None],
            Self::Sequence { first, then, .. } => [Some(first), Some(then)],
        };
        events.into_iter().flatten()
    }
}

/// Which behaviour it is: a stable hash of the [`Question`].
///
/// A hash and not a number from a table, so that the same question in two rules, in two
/// versions of a catalog or on two nodes is the same behaviour without anybody agreeing on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BehaviourId(pub u64);

impl fmt::Display for BehaviourId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for BehaviourId {
    type Err = ParseError;
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let id = u64::from_str_radix(text, 16);
        id.map(Self).map_err(|_| ParseError::new("behaviour id", "it is 16 hexadecimal digits"))
    }
}

impl Serialize for BehaviourId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BehaviourId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_about_times_is_written_as_before_there_were_others() {
        let written = r#"{"event":"page_visited","where":[{"name":"url","test":{"is":"/"}}]}"#;
        let question: Question = serde_json::from_str(written).unwrap();
        assert!(matches!(question, Question::Times(_)));
        assert_eq!(serde_json::to_string(&question).unwrap(), written);
        let written = r#"{"values":{"of":{"event":"page_visited"},"property":"url"}}"#;
        let question: Question = serde_json::from_str(written).unwrap();
        assert!(matches!(question, Question::Values { .. }));
        assert_eq!(serde_json::to_string(&question).unwrap(), written);
    }
}
