//! A JSON object whose values are not looked into until somebody asks.

use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// The members of an object, in order, each value as the text it arrived as.
///
/// Any value is taken, so that a wrong type is found where it matters and not by the parser.
#[derive(Debug, Default)]
pub(crate) struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Members<'a> {
    /// Reads an object; absent if the text is something else.
    pub(crate) fn read(json: &'a str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// Of a value that may be absent or null, which both count as an empty object.
    pub(crate) fn of(value: Option<&'a RawValue>) -> Option<Self> {
        match value {
            None => Some(Self::default()),
            Some(value) if is_null(value) => Some(Self::default()),
            Some(value) => Self::read(value.get()),
        }
    }

    /// The value of this name; of two with the same name the last, as parsers do.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// Names and values in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), *value))
    }
}

#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// An object to be written, of members that are JSON already.
#[derive(Debug, Default)]
pub(crate) struct Object<'a>(Vec<(&'a str, &'a RawValue)>);

impl<'a> Object<'a> {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == name)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a member unless there is one of this name or the value is null.
    pub(crate) fn add(&mut self, name: &'a str, value: Option<&'a RawValue>) {
        if let Some(value) = value.filter(|value| !is_null(value) && !self.has(name)) {
            self.0.push((name, value));
        }
    }

    /// The object as JSON.
    pub(crate) fn to_raw(&self) -> Box<RawValue> {
        serde_json::value::to_raw_value(self).expect("texts and raw values always serialise")
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

pub(crate) fn is_null(value: &RawValue) -> bool {
    value.get() == "null"
}

/// The text of a value: of a string itself, of a number its digits; absent for null, an empty
/// string and nothing at all. An error for what cannot be an id or a name.
pub(crate) fn text(value: Option<&RawValue>) -> Result<Option<Cow<'_, str>>, &RawValue> {
    let Some(value) = value else { return Ok(None) };
    match value.get().as_bytes()[0] {
        b'"' => match serde_json::from_str::<Name>(value.get()) {
            Ok(Name(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
            Err(_) => Err(value),
        },
        b'n' => Ok(None),
        b'-' | b'0'..=b'9' => Ok(Some(Cow::Borrowed(value.get()))),
        _ => Err(value),
    }
}
