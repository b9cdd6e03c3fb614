//! The value that a test is given: a contact's property, or what a source told about an event.
//!
//! A contact's properties have a type, fixed when the property was first defined, and are taken
//! as they are. What a source tells about an event is JSON of whatever shape it liked, so it is
//! read as what the test asks for, as long as nothing is lost by that: `"42"` is also the number
//! 42, and a text in the form of RFC 3339 is also a time.

use std::borrow::Cow;

use runnel_model::{Timestamp, Value};
use serde_json::Value as Json;

use super::fold::Folded;

/// One value to be tested.
#[derive(Clone, Copy)]
pub(super) enum Given<'a> {
    /// A property's, or one element of a list's.
    Boolean(bool),
    Number(f64),
    Time(Timestamp),
    Text(&'a str),
    Texts(&'a [String]),
    /// An event's; never null, for null is no value.
    Told(&'a Json),
}

impl<'a> From<&'a Value> for Given<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Boolean(yes) => Self::Boolean(*yes),
            Value::Number(number) => Self::Number(*number),
            Value::Time { time } => Self::Time(*time),
            Value::Text(text) => Self::Text(text),
            Value::List(texts) => Self::Texts(texts),
        }
    }
}

impl<'a> Given<'a> {
    pub(super) fn boolean(self) -> Option<bool> {
        match self {
            Self::Boolean(yes) | Self::Told(&Json::Bool(yes)) => Some(yes),
            Self::Told(Json::String(text)) => text.trim().parse().ok(),
            _ => None,
        }
    }

    pub(super) fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Told(Json::Number(number)) => number.as_f64(),
            Self::Told(Json::String(text)) => {
                text.trim().parse().ok().filter(|number: &f64| number.is_finite())
            }
            _ => None,
        }
    }

    pub(super) fn time(self) -> Option<Timestamp> {
        match self {
            Self::Time(time) => Some(time),
            Self::Told(Json::String(text)) => {
                let time = text.trim().parse::<jiff::Timestamp>().ok()?;
                Some(Timestamp::from_ms(time.as_millisecond()))
            }
            _ => None,
        }
    }

    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text.into()),
            Self::Told(Json::String(text)) => Some(text.into()),
            Self::Told(Json::Bool(yes)) => Some(if *yes { "true" } else { "false" }.into()),
            // As a property would show it: 42.0 is "42".
            Self::Told(Json::Number(number)) => match number.as_f64().filter(|_| number.is_f64()) {
                Some(fraction) => Some(fraction.to_string().into()),
                None => Some(number.to_string().into()),
            },
            _ => None,
        }
    }

    /// Whether this passes, or of a list at least one element.
    pub(super) fn some(self, passes: impl Fn(Given<'a>) -> bool) -> bool {
        match self {
            Self::Texts(texts) => texts.iter().any(|text| passes(Self::Text(text))),
            Self::Told(Json::Array(items)) => items.iter().any(|item| passes(Self::Told(item))),
            one => passes(one),
        }
    }

    /// Whether this is a list of exactly these texts, in this order.
    pub(super) fn is_list(self, expected: &[Folded]) -> bool {
        match self {
            Self::Texts(texts) => {
                texts.len() == expected.len()
                    && texts.iter().zip(expected).all(|(text, expected)| expected.equals(text))
            }
            Self::Told(Json::Array(items)) => {
                let equal = |(item, expected): (&'a Json, &Folded)| {
                    Self::Told(item).text().is_some_and(|text| expected.equals(&text))
                };
                items.len() == expected.len() && items.iter().zip(expected).all(equal)
            }
            _ => false,
        }
    }
}
