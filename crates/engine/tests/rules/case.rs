//! One case: a rule, a person, and the times to ask at.

use std::collections::BTreeSet;

use runnel_engine::rule::{Memory, Needs, Seen};
use runnel_model::{
    Category, CompanyCopy, CompanyId, CompanyKey, Contact, ContactCompany, ContactId, Event,
    EventNumber, LifecycleStage, Properties, PropertyName, PropertyValue, Rule, Tag, Timestamp,
    Value,
};

/// The contact's story lasts this many milliseconds. All times in here count from its beginning.
pub const STORY_MS: i64 = 12_000;
/// Later than this nothing changes any more: the story and the longest span are over.
pub const OVER_MS: i64 = 18_000;
/// Where the story begins on the calendar. Not at 0, before which there is no time.
pub const BEGIN_MS: i64 = 1_700_000_000_000;

/// One thing the contact did.
#[derive(Clone, Debug)]
pub struct Deed {
    pub event: &'static str,
    pub url: Option<&'static str>,
    pub amount: Option<i32>,
    pub at: i64,
}

/// A contact, as a rule may ask about it.
#[derive(Clone, Debug)]
pub struct Person {
    pub created: i64,
    pub hot: bool,
    pub country: Option<&'static str>,
    /// The country of the company that they work for.
    pub employer_in: Option<&'static str>,
    pub age: Option<i32>,
    pub stage: Option<LifecycleStage>,
    pub shoes: i64,
    pub general: i64,
    /// In the order in which they became known, which is not that in which they happened.
    pub deeds: Vec<Deed>,
}

/// What is asked, of whom, and when.
#[derive(Clone, Debug)]
pub struct Case {
    pub rule: Rule,
    pub person: Person,
    /// Asks also at times at which some deeds still lie ahead.
    pub ahead: bool,
    /// Times to ask at besides those that matter.
    pub anytime: Vec<i64>,
}

pub fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(BEGIN_MS + ms)
}

pub fn shoes() -> Category {
    Category::parse("shoes").unwrap()
}

impl Deed {
    fn event(&self) -> Event {
        let url = self.url.map(|url| ("url".to_owned(), url.into()));
        let amount = self.amount.map(|amount| ("amount".to_owned(), amount.into()));
        let properties = Properties::from_map(&url.into_iter().chain(amount).collect());
        Event { name: self.event.parse().unwrap(), properties }
    }
}

impl Person {
    /// What the product would know of this person; `spare` times are kept beyond those needed.
    pub fn contact(&self, needs: &Needs, spare: usize) -> Contact {
        let mut contact = Contact::new(ContactId(1), at(self.created));
        let country = self.country.map(|country| ("country", Value::Text(country.into())));
        let age = self.age.map(|age| ("age", Value::Number(age.into())));
        for (name, value) in country.into_iter().chain(age) {
            let value = PropertyValue { value: Some(value), set_at: at(0) };
            contact.properties.insert(PropertyName::parse(name).unwrap(), value);
        }
        if self.hot {
            contact.tags.insert(Tag::parse("hot").unwrap(), at(0));
        }
        contact.company = self.employer_in.map(|country| {
            let country = (PropertyName::parse("country").unwrap(), Value::Text(country.into()));
            let key = CompanyKey::parse("acme").unwrap();
            let properties = [country].into();
            let copy = CompanyCopy { id: CompanyId(1), key, version: 1, properties };
            ContactCompany { since: at(0), copy }
        });
        contact.stage = self.stage;
        contact.scores.insert(shoes(), self.shoes);
        contact.scores.insert(Category::default(), self.general);
        let events: Vec<_> = self.deeds.iter().map(|deed| (deed.event(), deed.at)).collect();
        for (id, question, keep) in needs.behaviours() {
            let memory = Memory::compile((id, question, keep + spare)).unwrap();
            for (event, happened) in &events {
                memory.take(&mut contact.behaviours, &Seen::new(event), at(*happened));
            }
        }
        contact
    }
}

impl Case {
    /// The only times at which the answer can change: a deed happens, or is as old as a span.
    pub fn changes(&self) -> BTreeSet<i64> {
        let mut spans = BTreeSet::from([0]);
        self.rule.visit(&mut |rule| match rule {
            Rule::Count { within: Some(span), .. }
            | Rule::Distinct { within: Some(span), .. }
            | Rule::Sequence { within: Some(span), .. }
            | Rule::Sum(EventNumber { within: Some(span), .. })
            | Rule::Min(EventNumber { within: Some(span), .. })
            | Rule::Max(EventNumber { within: Some(span), .. }) => {
                spans.insert(span.as_ms());
            }
            Rule::LastOccurred { more_than_ago, .. } => drop(spans.insert(more_than_ago.as_ms())),
            _ => {}
        });
        let deeds = self.person.deeds.iter().map(|deed| deed.at);
        let starts = deeds.chain([self.person.created]);
        starts.flat_map(|start| spans.iter().map(move |span| start + span)).collect()
    }

    /// The times to ask at. The state of a contact holds for the time of the newest event it
    /// knows and after; before that only if it happens to have kept more than it must.
    pub fn times(&self, changes: &BTreeSet<i64>) -> Vec<i64> {
        let newest = self.person.deeds.iter().map(|deed| deed.at).max().unwrap_or(0);
        let from = if self.looks_ahead() { 0 } else { newest };
        let around = changes.iter().flat_map(|change| [change - 1, *change, change + 1]);
        let all: BTreeSet<_> = around.chain(self.anytime.iter().copied()).chain([from]).collect();
        all.into_iter().filter(|time| *time >= from).collect()
    }

    pub fn spare(&self) -> usize {
        if self.looks_ahead() { self.person.deeds.len() } else { 0 }
    }

    /// Only of times is all kept that there is room for. Of numbers what has left the window is
    /// dropped, of values only the last time is known, of sequences only the last beginning.
    fn looks_ahead(&self) -> bool {
        let mut only_times = true;
        self.rule.visit(&mut |rule| {
            only_times &= !matches!(
                rule,
                Rule::Sum(_)
                    | Rule::Min(_)
                    | Rule::Max(_)
                    | Rule::Distinct { .. }
                    | Rule::Sequence { .. }
            );
        });
        self.ahead && only_times
    }
}
