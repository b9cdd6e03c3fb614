//! The type of each property: fixed when the property is first set, kept in memory.
//!
//! Coercion happens before an item is accepted, so that the sender's page can say what did not
//! fit. A type counts from the moment it is given out, but every item that uses it goes on
//! carrying the definition until one of them is committed: whichever that is, the database has
//! it then.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use runnel_model::{PropertyName, PropertyType, Value};

/// The most names there may be: a browser key can send anything, and each name stays for good.
const NAMES_MAX: usize = 20_000;
/// What the names of a company's properties begin with among those of its contacts.
const COMPANY: &str = "company.";

/// What became of the properties that somebody wants to set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coerced {
    /// Those that can be set, of the type their property has; an absent value clears.
    pub properties: Vec<(PropertyName, Option<Value>)>,
    /// The types that are not known to be stored yet; for [`Incoming::defines`].
    ///
    /// [`Incoming::defines`]: runnel_model::Incoming::defines
    pub defines: Vec<(PropertyName, PropertyType)>,
    /// Those that cannot be set.
    pub refused: Vec<PropertyRefusal>,
}

/// A property that cannot be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyRefusal {
    /// Which.
    pub name: PropertyName,
    /// Why, without the value: safe to show and to count.
    pub why: String,
}

#[derive(Clone, Copy)]
struct Known {
    kind: PropertyType,
    /// Whether the database has it.
    stored: bool,
}

/// All property types.
pub(crate) struct PropertyTypes {
    known: RwLock<HashMap<PropertyName, Known>>,
}

impl PropertyTypes {
    /// Starts with what is stored.
    pub(crate) fn new(stored: Vec<(PropertyName, PropertyType)>) -> Self {
        let known = stored.into_iter().map(|(name, kind)| (name, Known { kind, stored: true }));
        Self { known: RwLock::new(known.collect()) }
    }

    /// Gives each value the type of its property; a new property takes the type of the value.
    pub(crate) fn coerce(&self, properties: Vec<(PropertyName, Option<Value>)>) -> Coerced {
        let mut coerced = Coerced::default();
        for (name, value) in properties {
            match value.map(|value| self.fit(&name, value, &mut coerced.defines)).transpose() {
                Ok(value) => coerced.properties.push((name, value)),
                Err(why) => coerced.refused.push(PropertyRefusal { name, why }),
            }
        }
        coerced
    }

    /// The same for properties of a company. They have the types of contacts' `company.…`: what an
    /// *identify* tells of somebody's company is meant as the company tells it of itself.
    pub(crate) fn coerce_of_company(
        &self,
        properties: Vec<(PropertyName, Option<Value>)>,
    ) -> Coerced {
        let mut refused = Vec::new();
        let mut of_contacts = Vec::with_capacity(properties.len());
        for (name, value) in properties {
            match PropertyName::parse(&format!("{COMPANY}{name}")) {
                Ok(of_contact) => of_contacts.push((of_contact, value)),
                Err(why) => refused.push(PropertyRefusal { name, why: why.to_string() }),
            }
        }
        let plain = |name: PropertyName| {
            let plain =
                name.as_str().strip_prefix(COMPANY).and_then(|s| PropertyName::parse(s).ok());
            plain.unwrap_or(name)
        };
        let coerced = self.coerce(of_contacts);
        let of_types = coerced.refused.into_iter();
        refused.extend(of_types.map(|one| PropertyRefusal { name: plain(one.name), ..one }));
        let properties = coerced.properties.into_iter().map(|(name, value)| (plain(name), value));
        Coerced { properties: properties.collect(), defines: coerced.defines, refused }
    }

    fn fit(
        &self,
        name: &PropertyName,
        value: Value,
        defines: &mut Vec<(PropertyName, PropertyType)>,
    ) -> Result<Value, String> {
        within_bounds(&value)?;
        let known = self.known_or_new(name, value.kind())?;
        if !known.stored {
            defines.push((name.clone(), known.kind));
        }
        value.coerce(known.kind).map_err(|value| {
            format!("it is {}; {} was sent", words_for(known.kind), words_for(value.kind()))
        })
    }

    fn known_or_new(&self, name: &PropertyName, kind: PropertyType) -> Result<Known, String> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(name).copied();
        if let Some(known) = known {
            return Ok(known);
        }
        let mut all = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= NAMES_MAX && !all.contains_key(name) {
            return Err(format!("there are {NAMES_MAX} properties already"));
        }
        // Somebody may have come first between the two locks: then theirs is the type.
        Ok(*all.entry(name.clone()).or_insert(Known { kind, stored: false }))
    }

    /// An item that carried these definitions is committed.
    pub(crate) fn stored(&self, defined: &[(PropertyName, PropertyType)]) {
        if defined.is_empty() {
            return;
        }
        let mut all = self.known.write().unwrap_or_else(PoisonError::into_inner);
        for (name, _) in defined {
            if let Some(known) = all.get_mut(name) {
                known.stored = true;
            }
        }
    }
}

fn within_bounds(value: &Value) -> Result<(), String> {
    let too_long = |text: &String| text.len() > Value::TEXT_MAX;
    match value {
        Value::Number(number) if !number.is_finite() => Err("it is no finite number".into()),
        Value::Text(text) if too_long(text) => Err(longer_than(Value::TEXT_MAX, "bytes")),
        Value::List(texts) if texts.len() > Value::LIST_MAX => {
            Err(longer_than(Value::LIST_MAX, "texts"))
        }
        Value::List(texts) if texts.iter().any(too_long) => {
            Err(longer_than(Value::TEXT_MAX, "bytes"))
        }
        _ => Ok(()),
    }
}

fn longer_than(most: usize, unit: &str) -> String {
    format!("it is longer than {most} {unit}")
}

const fn words_for(kind: PropertyType) -> &'static str {
    match kind {
        PropertyType::Text => "a text",
        PropertyType::Number => "a number",
        PropertyType::Boolean => "yes or no",
        PropertyType::Time => "a time",
        PropertyType::List => "a list",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> PropertyName {
        PropertyName::parse(text).unwrap()
    }

    fn coerce(types: &PropertyTypes, value: Value) -> Coerced {
        types.coerce(vec![(name("age"), Some(value))])
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn the_first_value_defines_and_later_ones_are_coerced_or_refused() {
        let types = PropertyTypes::new(vec![]);
        assert_eq!(
            coerce(&types, Value::Number(42.0)).defines,
            [(name("age"), PropertyType::Number)]
        );
        let fits = coerce(&types, text("43"));
        assert_eq!(fits.properties, [(name("age"), Some(Value::Number(43.0)))]);
        let refused = coerce(&types, text("old"));
        assert_eq!(refused.properties, []);
        assert_eq!(refused.refused[0].why, "it is a number; a text was sent");
    }

    #[test]
    fn a_definition_is_sent_along_until_it_is_stored() {
        let types = PropertyTypes::new(vec![]);
        let first = coerce(&types, Value::Number(1.0)).defines;
        assert_eq!(coerce(&types, Value::Number(2.0)).defines, first);
        types.stored(&first);
        assert_eq!(coerce(&types, Value::Number(3.0)).defines, []);
    }

    #[test]
    fn clearing_needs_no_type() {
        let types = PropertyTypes::new(vec![]);
        let cleared = types.coerce(vec![(name("age"), None)]);
        assert_eq!(cleared.properties, [(name("age"), None)]);
        assert_eq!(cleared.defines, []);
    }

    #[test]
    fn what_is_too_long_is_refused_and_defines_nothing() {
        let types = PropertyTypes::new(vec![]);
        let refused = coerce(&types, text(&"x".repeat(Value::TEXT_MAX + 1)));
        assert_eq!(refused.refused[0].why, "it is longer than 8192 bytes");
        assert_eq!(refused.defines, []);
        assert_eq!(coerce(&types, Value::Number(1.0)).refused, []);
    }

    #[test]
    fn the_number_of_names_is_bounded() {
        let kinds = (0..NAMES_MAX).map(|n| (name(&format!("p{n}")), PropertyType::Text));
        let types = PropertyTypes::new(kinds.collect());
        assert_eq!(coerce(&types, text("x")).refused.len(), 1);
        let known = types.coerce(vec![(name("p7"), Some(text("x")))]);
        assert_eq!(known.refused, []);
    }
}
