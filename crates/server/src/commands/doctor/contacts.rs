//! Contact after contact: state, log and rows, brought together for the invariants.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::Result;
use runnel_engine::Catalog;
use runnel_model::{Contact, ContactId, Deal, EventId};
use runnel_sim::invariants::{Case, Counters, Entry, check, count};
use runnel_store::{Database, DealQuery, PAGE_MAX, Projections, TaskQuery, TaskRow};

use super::logs::{Kept, absorbed};
use super::{Findings, rows, tables};

/// How many contacts are read at a time.
const PAGE: u64 = 200;

/// What was seen on the way.
#[derive(Default)]
pub struct Seen {
    /// How many contacts.
    pub contacts: u64,
    /// How many entries of their logs.
    pub entries: u64,
    /// What the facts add up to, flow by flow, those included that were deleted.
    pub counters: Counters,
}

/// Examines every contact.
pub async fn examine(database: &Database, findings: &mut Findings) -> Result<Seen> {
    let mut examiner = Examiner {
        database,
        deals: deals(database).await?,
        tasks: tasks(database).await?,
        catalogs: BTreeMap::new(),
        seen: Seen { counters: tables::counter_baselines(database).await?, ..Seen::default() },
    };
    let mut last = ContactId(0);
    loop {
        let contacts = database.states(last, PAGE).await?;
        let Some(end) = contacts.last() else { break };
        last = end.id;
        let ids: Vec<ContactId> = contacts.iter().map(|contact| contact.id).collect();
        let projections = database.projections(&ids).await?;
        for (contact, projections) in contacts.iter().zip(projections) {
            examiner.contact(contact, projections, findings).await?;
        }
    }
    examiner.remaining(findings)?;
    Ok(examiner.seen)
}

async fn deals(database: &Database) -> Result<HashMap<ContactId, Vec<Deal>>> {
    let mut query = DealQuery { limit: PAGE_MAX, ..DealQuery::default() };
    let mut deals: HashMap<ContactId, Vec<Deal>> = HashMap::new();
    loop {
        let page = database.deals(&query).await?;
        for row in page.items {
            deals.entry(row.contact).or_default().push(row.deal);
        }
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(deals);
        }
    }
}

async fn tasks(database: &Database) -> Result<HashMap<ContactId, Vec<TaskRow>>> {
    let mut query = TaskQuery { limit: PAGE_MAX, ..TaskQuery::default() };
    let mut tasks: HashMap<ContactId, Vec<TaskRow>> = HashMap::new();
    loop {
        let page = database.tasks(&query).await?;
        for row in page.items {
            tasks.entry(row.contact).or_default().push(row);
        }
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(tasks);
        }
    }
}

struct Examiner<'a> {
    database: &'a Database,
    /// Of contacts that were not examined yet.
    deals: HashMap<ContactId, Vec<Deal>>,
    tasks: HashMap<ContactId, Vec<TaskRow>>,
    catalogs: BTreeMap<u64, Catalog>,
    seen: Seen,
}

impl Examiner<'_> {
    async fn contact(
        &mut self,
        contact: &Contact,
        projections: Projections,
        findings: &mut Findings,
    ) -> Result<()> {
        let Kept { covered, log } = Kept::read(self.database, contact.id).await?;
        self.count(&covered);
        self.count(&log.entries);
        self.seen.contacts += 1;
        let absorbed = absorbed(self.database, &log.entries).await?;
        let others = || absorbed.iter().flat_map(|log| &log.entries);
        for version in versions(contact, log.entries.iter().chain(others())) {
            self.load_catalog(version).await?;
        }
        for id in repeated(covered.iter().chain(&log.entries).chain(others())) {
            findings.tell(format_args!("invariant 3: {}: {id} was applied twice", contact.id))?;
        }
        let deals = self.deals.remove(&contact.id).unwrap_or_default();
        let tasks = self.tasks.remove(&contact.id).unwrap_or_default();
        for difference in rows::differences(contact, &projections, &deals, &tasks) {
            findings.tell(format_args!("tables: {}: {difference}", contact.id))?;
        }
        let (rows, catalogs) = (rows::for_invariants(projections), &self.catalogs);
        let case = Case { contact, log: &log, absorbed: &absorbed, rows: &rows, catalogs };
        check(case).into_iter().try_for_each(|difference| findings.tell(difference))
    }

    fn count(&mut self, log: &[Entry]) {
        self.seen.entries += log.len() as u64;
        for fact in log.iter().flat_map(|entry| &entry.facts) {
            count(fact, &mut self.seen.counters);
        }
    }

    /// One that is missing or does not compile is what the invariants then speak of.
    async fn load_catalog(&mut self, version: u64) -> Result<()> {
        if self.catalogs.contains_key(&version) {
            return Ok(());
        }
        let document = self.database.catalog(version).await?;
        if let Some(Ok(catalog)) = document.map(Catalog::compile) {
            self.catalogs.insert(version, catalog);
        }
        Ok(())
    }

    fn remaining(&self, findings: &mut Findings) -> Result<()> {
        let mut contacts: Vec<_> = self.deals.keys().chain(self.tasks.keys()).collect();
        contacts.sort_unstable();
        contacts.dedup();
        for contact in contacts {
            findings
                .tell(format_args!("tables: deals or tasks of {contact}, who does not exist"))?;
        }
        Ok(())
    }
}

fn versions<'a>(contact: &Contact, log: impl Iterator<Item = &'a Entry>) -> HashSet<u64> {
    log.map(|entry| entry.catalog_version).chain([contact.catalog_version]).collect()
}

/// The part of an id that comes from the message, not from when it was taken: a message that was
/// accepted twice has the same in both ids.
const OF_MESSAGE: u128 = (1 << 76) - 1;

fn repeated<'a>(log: impl Iterator<Item = &'a Entry>) -> Vec<EventId> {
    let mut seen = HashSet::new();
    let ids = log.map(|entry| entry.input.id);
    ids.filter(|id| !seen.insert(id.0 & OF_MESSAGE)).collect()
}
