//! The properties of an event: what the sender told about it, and under `context` the rest.

use runnel_model::Properties;
use serde_json::value::RawValue;

use super::Kind;
use crate::Refused;
use crate::json::{Members, Object};

/// What we read ourselves, or what only concerns the transport. Every other field of an item is
/// kept under `context`: somebody sent it for a reason.
const OURS: [&str; 19] = [
    "type",
    "userId",
    "anonymousId",
    "previousId",
    "groupId",
    "event",
    "name",
    "category",
    "properties",
    "traits",
    "context",
    "timestamp",
    "originalTimestamp",
    "sentAt",
    "receivedAt",
    "messageId",
    "writeKey",
    "integrations",
    "_metadata",
];

/// Of a page these stand in the context when the caller gave none; of events from a server the
/// context knows nothing about a page.
const OF_A_PAGE: [&str; 5] = ["url", "path", "title", "referrer", "search"];

/// The longest name of a property, in bytes: that of a `runnel_model::PropertyName`, which is not
/// made here because every event would make a dozen.
const NAME_MAX: usize = 200;

/// Puts together the properties of an event of this kind.
pub(super) fn properties(
    kind: Kind,
    members: &Members,
    shared: &Members,
    refused: &mut Vec<Refused>,
) -> Properties {
    let told = members.get(if kind == Kind::Group { "traits" } else { "properties" });
    let told = object("properties", told, refused);
    let own = object("context", members.get("context"), refused);
    let page = Members::of(own.get("page")).unwrap_or_default();
    let around = context(members, &own, shared, refused).map(|object| object.to_raw());
    let told_raw;

    let mut object = Object::default();
    if kind == Kind::Group {
        object.add("group_id", members.get("groupId"));
        told_raw = named(&told, refused).to_raw();
        object.add("traits", Some(&told_raw));
    } else {
        object = named(&told, refused);
    }
    if matches!(kind, Kind::Page | Kind::Screen) {
        object.add("name", members.get("name"));
        object.add("category", members.get("category"));
    }
    if kind == Kind::Page {
        OF_A_PAGE.iter().for_each(|name| object.add(name, page.get(name)));
    }
    object.add("context", around.as_deref());
    Properties::from_raw(&object.to_raw())
}

/// What the event happened in. Traits are left out: they tell who somebody is, and only an
/// *identify* does that.
fn context<'a>(
    members: &'a Members<'a>,
    own: &'a Members<'a>,
    shared: &'a Members<'a>,
    refused: &mut Vec<Refused>,
) -> Option<Object<'a>> {
    let unknown = members.iter().filter(|(name, _)| !OURS.contains(name));
    let around = own.iter().chain(shared.iter()).filter(|(name, _)| *name != "traits");
    let mut object = Object::default();
    for (name, value) in around.chain(unknown) {
        add(&mut object, name, value, refused);
    }
    (!object.is_empty()).then_some(object)
}

fn named<'a>(members: &'a Members<'a>, refused: &mut Vec<Refused>) -> Object<'a> {
    let mut object = Object::default();
    for (name, value) in members.iter() {
        add(&mut object, name, value, refused);
    }
    object
}

/// A rule can only name what is a property name, so nothing else is kept.
fn add<'a>(
    object: &mut Object<'a>,
    name: &'a str,
    value: &'a RawValue,
    refused: &mut Vec<Refused>,
) {
    if name.len() <= NAME_MAX && !name.trim().is_empty() {
        return object.add(name, Some(value));
    }
    let message = format!("a property's name has 1 to {NAME_MAX} bytes");
    refused.push(Refused::new("property_name_not_valid", message, name));
}

fn object<'a>(name: &str, value: Option<&'a RawValue>, refused: &mut Vec<Refused>) -> Members<'a> {
    Members::of(value).unwrap_or_else(|| {
        let sample = value.map_or("", RawValue::get);
        refused.push(Refused::new("wrong_type", format!("`{name}` is a JSON object"), sample));
        Members::default()
    })
}
