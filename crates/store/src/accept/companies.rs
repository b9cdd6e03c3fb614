//! The companies that a batch speaks of: loaded and locked at once, told item by item, written at
//! once.
//!
//! They stay locked until the batch is committed. So whoever joins one has its newest version, or
//! is there to be told when it changes.

use std::collections::BTreeMap;

use runnel_model::{
    Company, CompanyId, CompanyKey, Incoming, Joining, PropertyName, PropertyType, Refusal,
    Timestamp, ToldCompany, Trust,
};

use crate::dialect::{Tx, cells};
use crate::error::{parsed, read_back, unsigned, written};
use crate::statements::{COMPANIES_LOAD, COMPANIES_LOCK, COMPANIES_PUT, PROPERTY_TYPES_INSERT};
use crate::{Database, Result};

/// The companies of a batch.
#[derive(Default)]
pub(crate) struct Companies {
    known: BTreeMap<String, Company>,
    changed: BTreeMap<String, Timestamp>,
}

impl Companies {
    /// Loads and locks those that the items speak of; those that are new are made.
    pub(crate) async fn of(tx: &mut Tx, items: impl Iterator<Item = &Incoming>) -> Result<Self> {
        let told = items.filter_map(|item| Some((&item.company.as_ref()?.key, item.accepted_at)));
        Self::lock(tx, told).await
    }

    async fn lock(
        tx: &mut Tx,
        told: impl Iterator<Item = (&CompanyKey, Timestamp)>,
    ) -> Result<Self> {
        let keys: BTreeMap<&str, Timestamp> = told.map(|(key, at)| (key.as_str(), at)).collect();
        if keys.is_empty() {
            return Ok(Self::default());
        }
        tx.write(&COMPANIES_LOCK, cells!(&keys, |(key, at)| *key, *at)).await?;
        let rows: Vec<(i64, String, i64, String)> =
            tx.read(&COMPANIES_LOAD, cells!(&keys, |(key, _)| *key)).await?;
        let read = |(id, key, version, properties): (i64, String, i64, String)| {
            let company = read(id, &key, version, &properties)?;
            Ok((key, company))
        };
        let known = rows.into_iter().map(read).collect::<Result<_>>()?;
        Ok(Self { known, changed: BTreeMap::new() })
    }

    /// Takes what an item says, as far as its sender may say it, and answers whom it makes the
    /// contact's company. A browser's word is good for belonging to a company, not for what the
    /// company is: that would concern other people.
    pub(crate) fn join(&mut self, item: &Incoming) -> Result<(Option<Joining>, Option<Refusal>)> {
        let Some(told) = &item.company else { return Ok((None, None)) };
        let only_if_none = item.trust == Trust::Browser;
        let mut refused = (only_if_none && !told.properties.is_empty())
            .then_some(Refusal::BrowserMayNotTellOfCompanies);
        if !only_if_none && !self.take(told, item.occurred_at, item.accepted_at)? {
            refused = Some(Refusal::CompanyTooLarge);
        }
        let company = read_back("a company that was locked", self.known.get(told.key.as_str()))?;
        Ok((Some(Joining { company: company.copy(), only_if_none }), refused))
    }

    fn take(&mut self, told: &ToldCompany, set_at: Timestamp, now: Timestamp) -> Result<bool> {
        let company = self.known.get_mut(told.key.as_str());
        let company = read_back("a company that was locked", company)?;
        let version = company.version;
        let fits = company.take(&told.properties, set_at);
        if company.version > version {
            self.changed.insert(told.key.as_str().to_owned(), now);
        }
        Ok(fits)
    }

    /// Writes those that changed.
    pub(crate) async fn write(self, tx: &mut Tx) -> Result<()> {
        let mut rows = Vec::with_capacity(self.changed.len());
        for (key, at) in &self.changed {
            let company = read_back("a company that was told of", self.known.get(key))?;
            let name = company.copy().display_name().to_owned();
            rows.push((company, name, written(&company.properties)?, *at));
        }
        let rows = cells!(
            rows,
            |(company, name, properties, at)| company.id.0,
            name.as_str(),
            name.to_lowercase(),
            company.version,
            properties,
            at
        );
        tx.write(&COMPANIES_PUT, rows).await
    }
}

/// A company from its row.
pub(crate) fn read(id: i64, key: &str, version: i64, properties: &str) -> Result<Company> {
    Ok(Company {
        id: CompanyId(id),
        key: read_back("a company's key", CompanyKey::parse(key).ok())?,
        version: unsigned(version),
        properties: parsed("a company's properties", properties)?,
    })
}

impl Database {
    /// Changes a company, or makes it, with the types of properties that this defines. False if
    /// something does not fit: then nothing is changed.
    pub async fn tell_company(
        &self,
        told: &ToldCompany,
        defines: &[(PropertyName, PropertyType)],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.pool().begin().await?;
        let mut companies = Companies::lock(&mut tx, std::iter::once((&told.key, now))).await?;
        if !companies.take(told, now, now)? {
            return Ok(false);
        }
        companies.write(&mut tx).await?;
        let types = cells!(defines, |(name, kind)| name.as_str(), crate::text::of(kind));
        tx.write(&PROPERTY_TYPES_INSERT, types).await?;
        tx.commit().await?;
        Ok(true)
    }
}
