//! The body of a request: its items, not yet looked into, and what holds for all of them.

use std::fmt;

use runnel_model::{Timestamp, Trust};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::reader::Reader;
use super::{Limits, Route, key};
use crate::json::{self, Members};
use crate::{Error, Item, Refused, time};

/// A body of which the outer form is read.
#[derive(Debug)]
pub struct Envelope<'a> {
    route: Route,
    items: Vec<&'a str>,
    sent_at_ms: Option<i64>,
    context: Option<&'a RawValue>,
    write_key: Option<String>,
    refused: Vec<Refused>,
    limits: Limits,
}

/// What a body holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What can be taken, in the order in which it happened.
    pub items: Vec<Item>,
    /// What cannot be, whole items and parts of items.
    pub refused: Vec<Refused>,
}

impl<'a> Envelope<'a> {
    /// Reads the outer form of a text that [`readable`](super::readable) made. The only error is
    /// that it is no JSON; what is JSON of another form is refused like a bad item.
    pub fn read(route: Route, body: &'a str, limits: Limits) -> Result<Self, Error> {
        let mut envelope = Self {
            route,
            items: Vec::new(),
            sent_at_ms: None,
            context: None,
            write_key: None,
            refused: Vec::new(),
            limits,
        };
        if let Some(members) = Members::read(body) {
            envelope.open(&members, body);
            return Ok(envelope);
        }
        match serde_json::from_str::<IgnoredAny>(body) {
            Ok(_) => envelope.refuse("not_an_object", "the body is a JSON object", body),
            Err(error) => return Err(Error::NotJson(error.to_string())),
        }
        Ok(envelope)
    }

    fn open(&mut self, members: &Members<'a>, whole: &'a str) {
        let text = |name: &str| json::text(members.get(name)).ok().flatten();
        self.write_key = text("writeKey").and_then(|key| key::present(&key));
        self.sent_at_ms = text("sentAt").and_then(|time| time::parse_ms(&time));
        if matches!(self.route, Route::Single(_)) {
            self.items.push(whole.trim());
            return;
        }
        self.context = members.get("context");
        match members.get("batch").map(|batch| list(batch, self.limits.items_max)) {
            Some(Ok(List { items, beyond })) => {
                self.items = items.into_iter().map(RawValue::get).collect();
                self.refuse_beyond(beyond);
            }
            _ => self.refuse("not_a_batch", "`batch` is a list of items", whole),
        }
    }

    fn refuse(&mut self, code: &'static str, message: &str, whole: &str) {
        self.refused.push(Refused::new(code, message, whole));
    }

    fn refuse_beyond(&mut self, count: u64) {
        if count > 0 {
            let message = format!("a batch has at most {} items", self.limits.items_max);
            self.refused.push(Refused { count, ..Refused::new("too_many_items", message, "") });
        }
    }

    /// The write key inside the body; one in a header wins over it, one in a query does not.
    pub fn write_key(&self) -> Option<&str> {
        self.write_key.as_deref()
    }

    /// Turns the items into what happened, oldest first: clients do not keep the order.
    pub fn parse(self, trust: Trust, received_at: Timestamp) -> Parsed {
        let mut reader = Reader {
            trust,
            received_at,
            sent_at_ms: self.sent_at_ms,
            context: Members::of(self.context).unwrap_or_default(),
            limits: self.limits,
            refused: self.refused,
        };
        let kind = match self.route {
            Route::Batch => None,
            Route::Single(kind) => Some(kind),
        };
        let mut items: Vec<(i64, Item)> = Vec::with_capacity(self.items.len());
        for raw in self.items {
            match reader.item(raw, kind) {
                Ok(item) => items.extend(item),
                Err(refused) => reader.refused.push(refused),
            }
        }
        // Stable, so items of one millisecond stay as they came.
        items.sort_by_key(|(at_ms, _)| *at_ms);
        let items = items.into_iter().map(|(_, item)| item).collect();
        Parsed { items, refused: reader.refused }
    }
}

/// The items of a list up to a limit, and how many more there are.
struct List<'a> {
    items: Vec<&'a RawValue>,
    beyond: u64,
}

/// Reads a list without ever holding more than `items_max` of it: a body of commas and zeros has
/// millions, and whoever sent it may not even have a key.
fn list(batch: &RawValue, items_max: usize) -> Result<List<'_>, Category> {
    let mut deserializer = serde_json::Deserializer::from_str(batch.get());
    ListOf { items_max }.deserialize(&mut deserializer).map_err(|error| error.classify())
}

struct ListOf {
    items_max: usize,
}

impl<'de> DeserializeSeed<'de> for ListOf {
    type Value = List<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<List<'de>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ListOf {
    type Value = List<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<List<'de>, A::Error> {
        let mut list = List { items: Vec::new(), beyond: 0 };
        while list.items.len() < self.items_max {
            match seq.next_element()? {
                Some(item) => list.items.push(item),
                None => return Ok(list),
            }
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {
            list.beyond += 1;
        }
        Ok(list)
    }
}
