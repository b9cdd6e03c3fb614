//! The demo in small: the invented history, run through the flows that ship, without a database.
//!
//! It shows that the demo has something to show, and that all invariants hold after hundreds of
//! inputs that nobody wrote with them in mind.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use runnel_engine::{Catalog, VERSION, advance};
use runnel_model::{
    CatalogDocument, Contact, ContactId, EngineLimits, EventId, FlowState, IdentityKey,
    IdentityKeys, Input, InputBody, Outcome, PublishedFlow, PublishedSegment, Timestamp,
};
use runnel_sim::history::{Happening, Wanted, invent};
use runnel_sim::invariants::{Case, Entry, Log, Rows, check};
use runnel_sim::scenario::{FlowFile, sales_pipeline};

const UNTIL: Timestamp = Timestamp::from_ms(1_767_603_600_000);

#[test]
fn the_history_makes_hot_leads_and_loses_deals_and_every_invariant_holds() {
    let catalogs = BTreeMap::from([(1, Catalog::compile(shipped()).unwrap())]);
    let mut lives: BTreeMap<usize, Vec<Happening>> = BTreeMap::new();
    for happening in invent(Wanted::until(UNTIL)) {
        lives.entry(happening.person).or_default().push(happening);
    }
    let mut seen = BTreeSet::new();
    for (person, happenings) in lives {
        let (contact, entries) = live(person, happenings, &catalogs[&1]);
        let log = Log { baseline: None, entries };
        let rows = rows(&contact);
        let case =
            Case { contact: &contact, log: &log, absorbed: &[], rows: &rows, catalogs: &catalogs };
        assert_eq!(check(case), [], "{}", contact.display_name());
        let walked =
            log.entries.iter().flat_map(|entry| &entry.facts).filter_map(|fact| fact.step.as_ref());
        seen.extend(walked.map(|step| format!("{} {}", step.flow, step.node)));
    }
    for step in [
        "hand-over tell_sales",
        "hand-over create_deal",
        "hand-over heat_deal",
        "meeting-cancelled lose_deal",
        "segment-entered reward",
        "event-scoring keen_points",
        "event-scoring next_task_points",
    ] {
        assert!(seen.contains(step), "nobody came to `{step}`: {seen:#?}");
    }
}

fn live(person: usize, happenings: Vec<Happening>, catalog: &Catalog) -> (Contact, Vec<Entry>) {
    let mut life = Life {
        contact: Contact::new(ContactId(person as i64 + 1), happenings[0].at),
        known: BTreeSet::new(),
        log: Vec::new(),
        catalog,
    };
    for happening in happenings {
        life.wait_until(happening.at);
        let attached = life.attach(&happening.keys);
        life.apply(happening.at, attached, happening.body);
    }
    life.wait_until(UNTIL);
    (life.contact, life.log)
}

struct Life<'a> {
    contact: Contact,
    known: BTreeSet<IdentityKey>,
    log: Vec<Entry>,
    catalog: &'a Catalog,
}

impl Life<'_> {
    fn wait_until(&mut self, until: Timestamp) {
        while let Some(at) = self.contact.wake_at.filter(|at| *at < until) {
            self.apply(at, Vec::new(), InputBody::Wake);
        }
    }

    fn attach(&mut self, keys: &IdentityKeys) -> Vec<IdentityKey> {
        let new = keys.to_look_up().into_iter().filter(|key| self.known.insert(key.clone()));
        new.collect()
    }

    fn apply(&mut self, now: Timestamp, attached: Vec<IdentityKey>, body: InputBody) {
        let id = EventId::new(now, self.log.len() as u128);
        let input = Input {
            id,
            source: None,
            occurred_at: now,
            accepted_at: now,
            historic: false,
            attached,
            joins: None,
            body,
        };
        let Outcome { contact, facts, .. } =
            advance(self.contact.clone(), &input, self.catalog, now);
        self.contact = contact;
        self.log.push(Entry {
            input,
            now,
            catalog_version: 1,
            engine_version: VERSION.into(),
            facts,
        });
    }
}

fn rows(contact: &Contact) -> Rows {
    let total = (!contact.scores.is_empty()).then(|| (None, contact.score(None)));
    let scores = contact.scores.iter().map(|(category, points)| (Some(category.clone()), *points));
    Rows {
        scores: scores.chain(total).collect(),
        tags: contact.tags.keys().cloned().collect(),
        members: contact.segments.iter().map(|(id, member)| (id.clone(), member.since)).collect(),
        enrolments: contact.enrolments.iter().map(|one| (one.id, one.node.clone())).collect(),
        wake_at: contact.wake_at,
    }
}

/// Everything in `flows/`, published.
fn shipped() -> CatalogDocument {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../flows");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<FlowFile> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| FlowFile::parse(&fs::read_to_string(path).unwrap()).unwrap())
        .collect();
    let flow = |file: &FlowFile| PublishedFlow {
        version: 1,
        since: 1,
        state: FlowState::Active,
        current: true,
        migrations: Default::default(),
        members_since: 0,
        document: file.flow.clone(),
    };
    let segments = files.iter().flat_map(|file| file.segments.clone());
    CatalogDocument {
        version: 1,
        sweep: 1,
        flows: files.iter().map(flow).collect(),
        segments: segments
            .map(|document| PublishedSegment {
                version: 1,
                since: 1,
                starts_flows: false,
                document,
            })
            .collect(),
        models: Vec::new(),
        pipelines: vec![sales_pipeline()],
        zone: Default::default(),
        behaviours: Vec::new(),
        limits: EngineLimits::default(),
    }
}
