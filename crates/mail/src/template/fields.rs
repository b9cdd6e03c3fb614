//! What a template may name: values of one contact, in groups (`contact.first_name`,
//! `event.amount`). Nothing else is within its reach: no other contact, no environment, no file.
//!
//! Values are data. What they contain is printed, and never read as a template.

use liquid_core::model::{DateTime, KString};
use liquid_core::{Object, ObjectView, Value as Liquid, ValueView};
use runnel_model::{Contact, Timestamp, Value};
use serde_json::Value as Json;

/// Deeper JSON is left out: a mail shows rows and cells.
const JSON_DEPTH_MAX: usize = 8;

/// The values that a template is filled with.
#[derive(Clone, Debug, Default)]
pub struct Fields(Object);

impl Fields {
    /// The group `contact`: its properties by name, and `email`, `user_id`, `id`, `stage`, `score`,
    /// `scores`, `tags`.
    pub fn of_contact(contact: &Contact) -> Self {
        let mut group = Object::new();
        for (name, known) in &contact.properties {
            if let Some(value) = &known.value {
                group.insert(key(name.as_str()), from_value(value));
            }
        }
        group.insert("id".into(), text(&contact.id.to_string()));
        group.insert("score".into(), Liquid::scalar(contact.score(None)));
        let scores = contact.scores.iter();
        let scores = scores.map(|(name, points)| (key(name.as_str()), Liquid::scalar(*points)));
        group.insert("scores".into(), Liquid::Object(scores.collect()));
        let tags = contact.tags.keys().map(|tag| text(tag.as_str()));
        group.insert("tags".into(), Liquid::array(tags));
        let known = [
            ("email", contact.email.as_ref().map(ToString::to_string)),
            ("user_id", contact.user_id.as_ref().map(ToString::to_string)),
            ("stage", contact.stage.map(|stage| stage.to_string())),
        ];
        for (name, value) in known {
            // An `email` that is only a property is not the address: it must not pass for it.
            group.remove(name);
            group.extend(value.map(|value| (key(name), text(&value))));
        }
        Self(Object::from_iter([("contact".into(), Liquid::Object(group))]))
    }

    /// Adds a group: the properties of an event, links of the mail, facts about the sender.
    #[must_use]
    pub fn with(mut self, group: &str, fields: &serde_json::Map<String, Json>) -> Self {
        self.0.insert(key(group), from_map(fields, JSON_DEPTH_MAX));
        self
    }

    pub(super) const fn object(&self) -> &Object {
        &self.0
    }

    /// How many bytes of names and values there are.
    pub(super) fn bytes(&self) -> usize {
        bytes(self.0.as_value())
    }
}

/// The bytes of a value and of all that is in it.
pub(super) fn bytes(value: &dyn ValueView) -> usize {
    if let Some(object) = value.as_object() {
        object.iter().map(|(name, value)| name.len() + bytes(value)).sum()
    } else if let Some(array) = value.as_array() {
        array.values().map(|value| 8 + bytes(value)).sum()
    } else {
        value.to_kstr().len()
    }
}

fn key(name: &str) -> KString {
    KString::from_ref(name)
}

fn text(text: &str) -> Liquid {
    Liquid::scalar(KString::from_ref(text))
}

fn from_value(value: &Value) -> Liquid {
    match value {
        Value::Boolean(yes) => Liquid::scalar(*yes),
        Value::Number(amount) => number(*amount),
        Value::Time { time } => from_time(*time),
        Value::Text(value) => text(value),
        Value::List(texts) => Liquid::array(texts.iter().map(|value| text(value))),
    }
}

/// Whole numbers are printed without `.0`, as everywhere else.
fn number(amount: f64) -> Liquid {
    if amount.fract() == 0.0 && amount.abs() < 1e15 {
        Liquid::scalar(amount as i64)
    } else {
        Liquid::scalar(amount)
    }
}

/// A time that the filter `date` understands. UTC: the zone is for whoever makes the fields.
fn from_time(time: Timestamp) -> Liquid {
    let written = jiff::Timestamp::from_millisecond(time.as_ms())
        .map(|time| time.strftime("%Y-%m-%d %H:%M:%S +0000").to_string())
        .unwrap_or_default();
    DateTime::from_str(&written).map_or_else(|| text(&written), Liquid::scalar)
}

fn from_map(map: &serde_json::Map<String, Json>, depth: usize) -> Liquid {
    let fields = map.iter().map(|(name, value)| (key(name), from_json(value, depth - 1)));
    Liquid::Object(fields.collect())
}

fn from_json(value: &Json, depth: usize) -> Liquid {
    match value {
        Json::Null => Liquid::Nil,
        Json::Bool(yes) => Liquid::scalar(*yes),
        Json::Number(amount) => amount.as_f64().map_or(Liquid::Nil, number),
        Json::String(value) => text(value),
        Json::Array(_) | Json::Object(_) if depth == 0 => Liquid::Nil,
        Json::Array(items) => Liquid::array(items.iter().map(|item| from_json(item, depth - 1))),
        Json::Object(map) => from_map(map, depth),
    }
}

#[cfg(test)]
mod tests {
    use runnel_model::{
        Category, ContactId, EmailAddress, LifecycleStage, PropertyName, PropertyValue, Tag, UserId,
    };
    use serde_json::json;

    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_790_000_000_000);

    fn contact() -> Contact {
        let mut contact = Contact::new(ContactId(7), NOW);
        for (name, value) in [("email", Some("fake")), ("stage", Some("fake")), ("gone", None)] {
            let value = value.map(|value| Value::Text(value.into()));
            let known = PropertyValue { value, set_at: NOW };
            contact.properties.insert(PropertyName::parse(name).unwrap(), known);
        }
        contact
    }

    fn shown(fields: &Fields) -> String {
        // By way of a value, which sorts the names.
        serde_json::to_value(&fields.0).unwrap().to_string()
    }

    #[test]
    fn a_contact_has_its_own_facts_beside_its_properties() {
        let mut contact = contact();
        contact.email = Some(EmailAddress::parse("ana@x.co").unwrap());
        contact.user_id = Some(UserId::parse("u1").unwrap());
        contact.stage = Some(LifecycleStage::Mql);
        contact.tags.insert(Tag::parse("vip").unwrap(), NOW);
        contact.scores.insert(Category::parse("shoes").unwrap(), 43);
        insta::assert_snapshot!(shown(&Fields::of_contact(&contact)), @r#"
        {"contact":{"email":"ana@x.co","id":"con_7","score":43,"scores":{"shoes":43},"stage":"MQL","tags":["vip"],"user_id":"u1"}}
        "#);
    }

    #[test]
    fn a_property_does_not_pass_for_the_address() {
        insta::assert_snapshot!(shown(&Fields::of_contact(&contact())), @r#"
        {"contact":{"id":"con_7","score":0,"scores":{},"tags":[]}}
        "#);
    }

    #[test]
    fn other_groups_are_json_as_deep_as_a_mail_can_show() {
        let mut deep = json!("bottom");
        for _ in 0..1_000 {
            deep = json!([deep]);
        }
        let event =
            json!({"amount": 10.0, "rate": 0.5, "none": null, "deep": deep, "a": {"b": [1]}});
        let fields = Fields::default().with("event", event.as_object().unwrap());
        insta::assert_snapshot!(shown(&fields), @r#"
        {"event":{"a":{"b":[1]},"amount":10,"deep":[[[[[[[null]]]]]]],"none":null,"rate":0.5}}
        "#);
    }
}
