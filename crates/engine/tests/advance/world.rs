//! A contact, a catalog and a clock, and the inputs that come one after another.

use std::fmt::Write;

use runnel_engine::{Catalog, advance};
use runnel_model::{
    CatalogDocument, Contact, ContactId, Edit, EngineLimits, Event, EventId, EventName, FlowState,
    Input, InputBody, Joining, Properties, PublishedFlow, PublishedSegment, Timestamp,
};
use serde_json::{Value, json};

use crate::documents::sales;
use crate::told::{pretty, tell};

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
pub const START: i64 = 1_700_000_000_000;

/// A contact, a catalog and a clock.
pub struct World {
    pub document: CatalogDocument,
    pub catalog: Catalog,
    pub contact: Contact,
    /// The company that the next input joins.
    pub joins: Option<Joining>,
    inputs: u128,
}

impl World {
    pub fn new(flows: &[Value], segments: &[Value]) -> Self {
        let flow = |document: &Value| PublishedFlow {
            version: 1,
            since: 1,
            state: FlowState::Active,
            current: true,
            migrations: Default::default(),
            members_since: 0,
            document: serde_json::from_value(document.clone()).unwrap(),
        };
        let segment = |document: &Value| PublishedSegment {
            version: 1,
            since: 1,
            starts_flows: false,
            document: serde_json::from_value(document.clone()).unwrap(),
        };
        let document = CatalogDocument {
            version: 1,
            sweep: 0,
            flows: flows.iter().map(flow).collect(),
            segments: segments.iter().map(segment).collect(),
            models: Vec::new(),
            pipelines: vec![sales()],
            zone: Default::default(),
            behaviours: Vec::new(),
            limits: EngineLimits::default(),
        };
        Self::of(document)
    }

    pub fn of(document: CatalogDocument) -> Self {
        let catalog =
            Catalog::compile(document.clone()).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let contact = Contact::new(ContactId(7), Timestamp::from_ms(START));
        Self { document, catalog, contact, joins: None, inputs: 0 }
    }

    /// Publishes what `change` makes of the document.
    pub fn publish(&mut self, change: impl FnOnce(&mut CatalogDocument)) {
        self.document.version += 1;
        change(&mut self.document);
        self.catalog = Catalog::compile(self.document.clone()).unwrap();
    }

    /// Applies an input at so many milliseconds after the start.
    pub fn apply(&mut self, after: i64, body: InputBody) -> String {
        self.apply_input(after, after, false, body)
    }

    pub fn apply_input(
        &mut self,
        after: i64,
        occurred: i64,
        historic: bool,
        body: InputBody,
    ) -> String {
        self.inputs += 1;
        let at = Timestamp::from_ms(START + after);
        let input = Input {
            id: EventId::new(at, self.inputs),
            source: None,
            occurred_at: Timestamp::from_ms(START + occurred),
            accepted_at: at,
            historic,
            attached: Vec::new(),
            joins: self.joins.take(),
            body,
        };
        let outcome = advance(self.contact.clone(), &input, &self.catalog, at);
        assert_eq!(
            outcome,
            advance(self.contact.clone(), &input, &self.catalog, at),
            "not deterministic"
        );
        let mut told = String::new();
        for fact in &outcome.facts {
            let ms = fact.at.as_ms() - START;
            let late = if ms == after { String::new() } else { format!("@{} ", pretty(ms)) };
            writeln!(told, "{late}{}", tell(&fact.body)).unwrap();
        }
        self.contact = outcome.contact;
        told
    }

    pub fn track(&mut self, after: i64, name: &str) -> String {
        self.track_with(after, name, json!({}))
    }

    pub fn track_with(&mut self, after: i64, name: &str, properties: Value) -> String {
        let name: EventName = name.parse().unwrap();
        let properties = Properties::from_map(properties.as_object().unwrap());
        self.apply(after, InputBody::Event(Event { name, properties }))
    }

    pub fn wake(&mut self, after: i64) -> String {
        self.apply(after, InputBody::Wake)
    }

    pub fn edit(&mut self, after: i64, edit: Value) -> String {
        let edit: Edit = serde_json::from_value(edit).unwrap();
        self.apply(after, InputBody::Edit { by: "test".into(), edit })
    }

    pub fn wake_at(&self) -> Option<String> {
        self.contact.wake_at.map(|at| pretty(at.as_ms() - START))
    }
}

/// A world in which somebody is known already, so that the first line is about the input.
pub fn known(flows: &[Value], segments: &[Value]) -> World {
    let mut world = World::new(flows, segments);
    world.wake(0);
    world
}
