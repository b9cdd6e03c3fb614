//! The organisation a contact works for.
//!
//! A company belongs to no contact, and `advance` sees one contact only: so each of its contacts
//! keeps a copy, which its rules are asked of. Copies are as old as their version says; who has an
//! older one is told, and a replay has in its inputs what was told then.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{CompanyId, CompanyKey, PropertyName, PropertyValue, Timestamp, Value};

/// A company.
#[derive(Clone, Debug, PartialEq)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// The id it has in the sender's own system.
    pub key: CompanyKey,
    /// Counts its changes.
    pub version: u64,
    /// Named facts, each with the time it was set.
    pub properties: BTreeMap<PropertyName, PropertyValue>,
}

/// A company as its contacts keep it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompanyCopy {
    /// Its id.
    pub id: CompanyId,
    /// The id it has in the sender's own system.
    pub key: CompanyKey,
    /// Which of its versions this is.
    pub version: u64,
    /// Named facts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<PropertyName, Value>,
}

/// The company that a contact works for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactCompany {
    /// Since when, by the clock of who told us.
    pub since: Timestamp,
    /// The company.
    pub copy: CompanyCopy,
}

/// What somebody says about a company.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldCompany {
    /// Which.
    pub key: CompanyKey,
    /// Its properties; absent values clear. Already coerced to the types the properties have.
    pub properties: Vec<(PropertyName, Option<Value>)>,
}

/// The company that a contact was said to work for, as it was when that was accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Joining {
    /// The company.
    pub company: CompanyCopy,
    /// Only if it works for none: the source is a browser, which anybody can write with.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_if_none: bool,
}

impl Company {
    /// The most bytes that its properties have, names included: each of its contacts carries them.
    pub const BYTES_MAX: usize = 16 * 1024;

    /// One of which nothing is known.
    pub const fn new(id: CompanyId, key: CompanyKey) -> Self {
        Self { id, key, version: 0, properties: BTreeMap::new() }
    }

    /// Takes what is newer than what is known. False if something did not fit and was left out.
    pub fn take(&mut self, told: &[(PropertyName, Option<Value>)], set_at: Timestamp) -> bool {
        let mut changed = false;
        let mut fits = true;
        for (name, value) in told {
            let known = self.properties.get(name);
            if known.is_some_and(|known| known.set_at > set_at) {
                continue;
            }
            let is_same = known.and_then(|known| known.value.as_ref()) == value.as_ref();
            let before = known.cloned();
            let property = PropertyValue { value: value.clone(), set_at };
            self.properties.insert(name.clone(), property);
            if self.bytes() > Self::BYTES_MAX {
                fits = false;
                match before {
                    Some(before) => self.properties.insert(name.clone(), before),
                    None => self.properties.remove(name),
                };
                continue;
            }
            changed |= !is_same;
        }
        self.version += u64::from(changed);
        fits
    }

    fn bytes(&self) -> usize {
        let of = |(name, known): (&PropertyName, &PropertyValue)| {
            name.as_str().len() + known.value.as_ref().map_or(0, bytes_of)
        };
        self.properties.iter().map(of).sum()
    }

    /// What its contacts keep.
    pub fn copy(&self) -> CompanyCopy {
        let set = |(name, known): (&PropertyName, &PropertyValue)| {
            Some((name.clone(), known.value.clone()?))
        };
        CompanyCopy {
            id: self.id,
            key: self.key.clone(),
            version: self.version,
            properties: self.properties.iter().filter_map(set).collect(),
        }
    }
}

impl CompanyCopy {
    /// What people call it: its name, else its key.
    pub fn display_name(&self) -> &str {
        match self.properties.get("name") {
            Some(Value::Text(name)) if !name.trim().is_empty() => name.trim(),
            _ => self.key.as_str(),
        }
    }
}

fn bytes_of(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List(texts) => texts.iter().map(String::len).sum(),
        Value::Number(_) | Value::Boolean(_) | Value::Time { .. } => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THEN: Timestamp = Timestamp::from_ms(1_000);
    const LATER: Timestamp = Timestamp::from_ms(2_000);

    fn acme() -> Company {
        Company::new(CompanyId(1), CompanyKey::parse("acme").unwrap())
    }

    fn told(name: &str, value: Option<&str>) -> [(PropertyName, Option<Value>); 1] {
        [(PropertyName::parse(name).unwrap(), value.map(|text| Value::Text(text.into())))]
    }

    #[test]
    fn only_what_is_news_makes_a_version() {
        let mut company = acme();
        assert_eq!(company.copy().display_name(), "acme");
        assert!(company.take(&told("name", Some("Acme")), LATER));
        assert_eq!((company.version, company.copy().display_name()), (1, "Acme"));
        company.take(&told("name", Some("Acme")), LATER);
        company.take(&told("name", Some("Old name")), THEN);
        assert_eq!((company.version, company.copy().display_name()), (1, "Acme"));
        company.take(&told("name", None), LATER);
        assert_eq!((company.version, company.copy().properties.len()), (2, 0));
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_the_rest_is_kept() {
        let mut company = acme();
        assert!(company.take(&told("notes", Some("short")), THEN));
        assert!(!company.take(&told("notes", Some(&"x".repeat(Company::BYTES_MAX))), LATER));
        assert!(company.take(&told("industry", Some("IT")), LATER));
        let copy = company.copy();
        assert_eq!(copy.properties["notes"], Value::Text("short".into()));
        assert_eq!((copy.version, copy.properties.len()), (2, 2));
    }
}
