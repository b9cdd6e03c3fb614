//! Something that happened to a contact, as told from outside.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::ParseError;

/// What happened. Built-in kinds can be sent only by a source that owns them; everything else
/// is `custom:` and a name, so that no `track("meeting_booked")` can forge a meeting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventName {
    /// A page of the web site was visited (`url`, `path`, `title`, `referrer`).
    PageVisited,
    /// A screen of an app was seen (`name`).
    ScreenViewed,
    /// The contact was said to belong to a company (`group_id`, `traits`).
    CompanyJoined,
    /// A meeting was booked.
    MeetingBooked,
    /// A meeting was cancelled and not moved to another time.
    MeetingCancelled,
    /// A meeting was moved to another time.
    MeetingRescheduled,
    /// The contact did not come to a meeting.
    MeetingMissed,
    /// A form was submitted.
    FormSubmitted,
    /// Whatever else a source calls it.
    Custom(Arc<str>),
}

const BUILT_IN: [(&str, EventName); 8] = [
    ("page_visited", EventName::PageVisited),
    ("screen_viewed", EventName::ScreenViewed),
    ("company_joined", EventName::CompanyJoined),
    ("meeting_booked", EventName::MeetingBooked),
    ("meeting_cancelled", EventName::MeetingCancelled),
    ("meeting_rescheduled", EventName::MeetingRescheduled),
    ("meeting_missed", EventName::MeetingMissed),
    ("form_submitted", EventName::FormSubmitted),
];

impl EventName {
    /// The longest name of a custom event, in bytes.
    pub const CUSTOM_MAX: usize = 200;

    /// A custom event; control characters go, an empty or overlong name is refused.
    pub fn custom(name: &str) -> Result<Self, ParseError> {
        let clean: String = name.chars().filter(|c| !c.is_control()).collect();
        let clean = clean.trim();
        if clean.is_empty() {
            return Err(ParseError::new("event name", "it is empty"));
        }
        if clean.len() > Self::CUSTOM_MAX {
            return Err(ParseError::new("event name", "it is longer than 200 bytes"));
        }
        Ok(Self::Custom(clean.into()))
    }

    /// The names that are not custom, with the text each is written as.
    pub fn built_in() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(text, _)| *text)
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Custom(name) = self {
            return write!(f, "custom:{name}");
        }
        let text = BUILT_IN.iter().find(|(_, name)| name == self).map_or("", |(text, _)| text);
        f.write_str(text)
    }
}

impl FromStr for EventName {
    type Err = ParseError;
    fn from_str(text: &str) -> Result<Self, ParseError> {
        if let Some(name) = text.strip_prefix("custom:") {
            return Self::custom(name);
        }
        let known = BUILT_IN.iter().find(|(known, _)| *known == text);
        known.map(|(_, name)| name.clone()).ok_or_else(|| {
            ParseError::new(
                "event name",
                format!("`{text}` is not built in; one of your own is written custom:{text}"),
            )
        })
    }
}

impl Serialize for EventName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EventName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for EventName {
    fn schema_name() -> Cow<'static, str> {
        "EventName".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let built_in: Vec<_> = Self::built_in().collect();
        schemars::json_schema!({
            "type": "string",
            "anyOf": [{ "enum": built_in }, { "pattern": "^custom:.+" }],
            "description": "A built-in event, or custom: and the name your source gives it"
        })
    }
}

/// A JSON object kept as the text it arrived as, and parsed only by who needs to look inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Properties(Arc<str>);

impl Properties {
    /// From an object.
    pub fn from_map(map: &serde_json::Map<String, serde_json::Value>) -> Self {
        Self(serde_json::to_string(map).unwrap_or_else(|_| "{}".into()).into())
    }

    /// From JSON text that is known to be an object.
    pub fn from_raw(raw: &RawValue) -> Self {
        Self(raw.get().into())
    }

    /// The JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parsed; empty if the text is no object.
    pub fn to_map(&self) -> serde_json::Map<String, serde_json::Value> {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl Default for Properties {
    fn default() -> Self {
        Self("{}".into())
    }
}

impl Serialize for Properties {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Self::from_raw(&raw))
    }
}

/// Something that happened to a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What.
    pub name: EventName,
    /// What the source told about it.
    #[serde(default)]
    pub properties: Properties,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_cannot_forge_a_built_in_event() {
        let forged = EventName::custom("meeting_booked").unwrap();
        assert_ne!(forged, EventName::MeetingBooked);
        assert_eq!(forged.to_string(), "custom:meeting_booked");
        assert_eq!(forged.to_string().parse(), Ok(forged));
    }

    #[test]
    fn every_built_in_name_reads_back() {
        for name in EventName::built_in() {
            assert_eq!(name.parse::<EventName>().unwrap().to_string(), name);
        }
        assert!("segment_entered".parse::<EventName>().is_err());
    }
}
