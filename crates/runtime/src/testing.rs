//! A store in memory, a world of HTTP answers and an engine that does what an event's name says.
//!
//! Not a model of the product: just enough to see what the loops ask for, in which portions, and
//! what they do about each way in which it can fail.

mod world;

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use runnel_engine::{Catalog, Recalled};
use runnel_model::{
    Acceptance, Accepted, Batch, CatalogDocument, Claim, Contact, ContactId, Delivery, Done,
    Effect, EffectBody, EffectId, EndReason, EnrolmentId, Event, EventId, EventName, Fact,
    FactBody, FlowId, IdentityKeys, Incoming, Input, InputBody, Job, Lane, Lease, NodeId, Outcome,
    Parked, PastEvent, PastWindow, Processed, Settled, Span, StepRef, Store, StoreError, Tag,
    Timestamp, Trust,
};
use tokio::sync::Semaphore;

use crate::engine::Engine;
use crate::guard::lock;
use crate::{Driver, ManualClock, Parts, Runtime, Settings, Tasks};

pub(crate) use world::World;

pub(crate) const START: Timestamp = Timestamp::from_ms(1_000_000_000_000);

/// An event for a contact. The name says what the test engine does with it.
pub(crate) fn event(contact: i64, name: &str) -> Incoming {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    let name = EventName::custom(name).unwrap();
    Incoming {
        id: EventId::new(START, u128::from(number)),
        source: None,
        dedupe: None,
        keys: IdentityKeys { contact: Some(ContactId(contact)), ..IdentityKeys::default() },
        trust: Trust::Server,
        occurred_at: START,
        accepted_at: START,
        historic: false,
        company: None,
        body: InputBody::Event(Event { name, properties: Default::default() }),
        defines: Vec::new(),
    }
}

pub(crate) fn name_of(body: &InputBody) -> String {
    match body {
        InputBody::Event(Event { name: EventName::Custom(name), .. }) => name.to_string(),
        InputBody::Wake => "wake".into(),
        InputBody::Answer { delivered, .. } => format!("answer {delivered}"),
        InputBody::Merge { .. } => "merge".into(),
        InputBody::History { .. } => "history".into(),
        _ => String::new(),
    }
}

pub(crate) fn effect_to(id: u128, url: &str) -> Effect {
    let step = StepRef {
        flow: FlowId::parse("flow").unwrap(),
        version: 1,
        enrolment: EnrolmentId(1),
        node: NodeId::parse("post").unwrap(),
    };
    let body = EffectBody::PostToUrl { url: url.into(), body: "{}".into() };
    Effect { id: EffectId(id), at: START, step, answer: false, body }
}

pub(crate) fn lease_to(id: u128, url: &str) -> Lease {
    Lease { effect: effect_to(id, url), contact: ContactId(1), attempts: 0, fence: 0 }
}

pub(crate) fn catalog(version: u64, sweep: u64) -> Catalog {
    let document = CatalogDocument {
        version,
        sweep,
        flows: Vec::new(),
        segments: Vec::new(),
        models: Vec::new(),
        pipelines: Vec::new(),
        zone: Default::default(),
        behaviours: Vec::new(),
        limits: Default::default(),
    };
    Catalog::compile(document).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// `boom` panics, `wait` asks to be woken in an hour, `curse` makes that wake panic, `post` POSTs
/// to the host named after it. Each other event leaves a fact.
pub(crate) const ENGINE: Engine = Engine { advance, fail_due };

fn fact(at: Timestamp, text: &str) -> Fact {
    let body = FactBody::TagAdded { tag: Tag::parse(text).unwrap() };
    Fact { at, body, step: None, after: None, historic: false }
}

fn advance(mut contact: Contact, input: &Input, catalog: &Catalog, now: Timestamp) -> Outcome {
    let name = name_of(&input.body);
    let cursed = Tag::parse("cursed").unwrap();
    contact.now = now;
    contact.catalog_version = catalog.version();
    let mut effects = Vec::new();
    match name.as_str() {
        "boom" => panic!("boom went the step"),
        "wait" => contact.wake_at = Some(now + Span::Hours(1)),
        "curse" => {
            contact.wake_at = Some(now + Span::Hours(1));
            contact.tags.insert(cursed, now);
        }
        "wake" if contact.tags.contains_key(&cursed) => panic!("cursed"),
        "wake" => contact.wake_at = contact.wake_at.filter(|due| *due > now),
        _ => {}
    }
    if let Some(host) = name.strip_prefix("post ") {
        effects.push(effect_to(input.id.0, &format!("https://{host}/hook")));
    }
    if let Some(host) = name.strip_prefix("ask ") {
        let answer = true;
        effects.push(Effect { answer, ..effect_to(input.id.0, &format!("https://{host}/hook")) });
    }
    Outcome { contact, facts: vec![fact(now, &name)], effects }
}

fn fail_due(mut contact: Contact, _: &Input, _: &Catalog, now: Timestamp, why: &str) -> Outcome {
    let hopeless = contact.score(None) != 0;
    assert!(!hopeless, "not even that");
    contact.wake_at = None;
    let reason = EndReason::Failed { why: why.into() };
    let ended = Fact { body: FactBody::Ended { reason }, ..fact(now, "x") };
    Outcome { contact, facts: vec![ended], effects: Vec::new() }
}

/// What the store holds and what it was asked.
#[derive(Default)]
pub(crate) struct Held {
    pub(crate) contacts: BTreeMap<ContactId, Contact>,
    pub(crate) inbox: VecDeque<(ContactId, Input)>,
    pub(crate) merges: VecDeque<(ContactId, ContactId)>,
    pub(crate) log: Vec<(ContactId, String, Timestamp, Vec<Fact>)>,
    pub(crate) parked: Vec<(ContactId, String, String)>,
    pub(crate) outbox: BTreeMap<EffectId, Queued>,
    pub(crate) dead: Vec<(EffectId, String)>,
    pub(crate) settled: Vec<(EffectId, Delivery)>,
    pub(crate) sweeps: Vec<(u64, usize)>,
    /// Events of the log, for whoever counts them.
    pub(crate) past: Vec<PastEvent>,
    /// What is asked to be deleted, and how many entries there still are for that.
    pub(crate) deleted: Vec<Timestamp>,
    pub(crate) old: usize,
    /// The days before which hashes were deleted, with the byte.
    pub(crate) hashes_deleted: Vec<(i64, u8)>,
    /// What was counted for whom.
    pub(crate) histories: Vec<(ContactId, Recalled)>,
    dedupe: HashSet<[u8; 16]>,
    /// The sizes of all accept transactions that were tried.
    pub(crate) accepts: Vec<usize>,
    /// The limits of all process transactions that were tried.
    pub(crate) limits: Vec<usize>,
    /// How many calls there were.
    pub(crate) calls: usize,
    /// The database is away.
    pub(crate) down: bool,
    /// Items and inputs with such a name cannot be stored.
    pub(crate) refuses: Option<&'static str>,
    /// What inputs with such a name lead to cannot be stored.
    pub(crate) refuses_applied: Option<&'static str>,
    /// An input with such a name makes the store panic.
    pub(crate) trips_over: Option<&'static str>,
}

pub(crate) struct Queued {
    pub(crate) lease: Lease,
    pub(crate) due: Timestamp,
}

/// Clones are the same store.
#[derive(Clone)]
pub(crate) struct MemoryStore {
    held: Arc<Mutex<Held>>,
    /// Whoever holds the one permit keeps accept transactions from committing.
    pub(crate) commits: Arc<Semaphore>,
}

impl Default for MemoryStore {
    fn default() -> Self {
        let commits = Arc::new(Semaphore::new(1));
        Self { held: Arc::default(), commits }
    }
}

impl MemoryStore {
    /// What is in it.
    pub(crate) fn look<T>(&self, see: impl FnOnce(&mut Held) -> T) -> T {
        see(&mut lock(&self.held))
    }

    /// The names of what was applied to a contact.
    pub(crate) fn applied(&self, contact: i64) -> Vec<String> {
        let own = |held: &mut Held| {
            let of = held.log.iter().filter(|entry| entry.0 == ContactId(contact));
            of.map(|entry| entry.1.clone()).collect()
        };
        self.look(own)
    }

    fn call(&self) -> Result<std::sync::MutexGuard<'_, Held>, StoreError> {
        let mut held = lock(&self.held);
        held.calls += 1;
        if held.down { Err(StoreError::Unavailable("down".into())) } else { Ok(held) }
    }
}

impl Held {
    fn check(&self, body: &InputBody) -> Result<(), StoreError> {
        let name = name_of(body);
        assert_ne!(Some(name.as_str()), self.trips_over, "the store trips");
        match self.refuses {
            Some(bad) if bad == name => Err(StoreError::Refused("not this one".into())),
            _ => Ok(()),
        }
    }

    fn check_applied(&self, done: &[Done]) -> Result<(), StoreError> {
        let mut bodies =
            done.iter().flat_map(|one| &one.applied).map(|applied| &applied.input.body);
        let refused = |body: &InputBody| Some(name_of(body).as_str()) == self.refuses_applied;
        if bodies.clone().any(refused) {
            return Err(StoreError::Refused("not what came of it".into()));
        }
        bodies.try_for_each(|body| self.check(body))
    }

    fn take(&mut self, item: Incoming) -> Accepted {
        if item.dedupe.is_some_and(|hash| !self.dedupe.insert(hash)) {
            return Accepted::Duplicate;
        }
        let Some(contact) = item.keys.contact.filter(|id| id.0 > 0) else {
            return Accepted::UnknownContact;
        };
        let Incoming { id, source, occurred_at, accepted_at, historic, body, .. } = item;
        let attached = Vec::new();
        let joins = None;
        let input = Input { id, source, occurred_at, accepted_at, historic, attached, joins, body };
        self.inbox.push_back((contact, input));
        Accepted::Taken { contact, refused: Vec::new() }
    }

    /// Inputs of contacts that are part of another one become that one's, for its next turn.
    fn send_on(&mut self, lane: &Lane) -> usize {
        let Self { inbox, contacts, .. } = self;
        let own = inbox.iter_mut().filter(|(id, _)| lane.contains(&id.partition().0));
        let mut count = 0;
        for (id, _) in own {
            if let Some(winner) = contacts.get(id).and_then(|contact| contact.merged_into) {
                *id = winner;
                count += 1;
            }
        }
        count
    }

    fn gather(&self, lane: &Lane, limit: usize, now: Timestamp) -> BTreeMap<ContactId, Vec<Input>> {
        let own = |id: &ContactId| lane.contains(&id.partition().0);
        let mut jobs: BTreeMap<ContactId, Vec<Input>> = BTreeMap::new();
        let merged = |id: &ContactId| {
            self.contacts.get(id).is_some_and(|contact| contact.merged_into.is_some())
        };
        let inputs = self.inbox.iter().filter(|(id, _)| own(id) && !merged(id)).cloned();
        let due = self
            .contacts
            .values()
            .filter(|contact| own(&contact.id) && contact.wake_at.is_some_and(|at| at <= now));
        let wakes = due.map(|contact| (contact.id, wake(now)));
        for (id, input) in inputs.chain(wakes).take(limit) {
            jobs.entry(id).or_default().push(input);
        }
        jobs
    }

    fn job(&self, id: ContactId, inputs: Vec<Input>) -> Job {
        let contact = self.contacts.get(&id).cloned();
        Job { contact: contact.unwrap_or_else(|| Contact::new(id, START)), inputs }
    }

    fn answer(&mut self, settled: &Settled) {
        let Lease { effect, contact, .. } = &settled.lease;
        if effect.answer && !matches!(settled.delivery, Delivery::Retry { .. }) {
            let delivered = settled.delivery == Delivery::Delivered;
            let (effect, enrolment) = (effect.id, effect.step.enrolment);
            let body = InputBody::Answer { effect, enrolment, delivered, why: String::new() };
            self.inbox.push_back((*contact, Input { body, ..wake(START) }));
        }
    }

    fn write(&mut self, done: Done, now: Timestamp) {
        let Done { contact, applied, parked } = done;
        let gone = |input: &Input| {
            applied.iter().any(|one| one.input.id == input.id)
                || parked.iter().any(|one| one.input.id == input.id)
        };
        self.inbox.retain(|(_, input)| !gone(input));
        for one in applied {
            for effect in one.effects {
                let lease = Lease { effect, contact: contact.id, attempts: 0, fence: 0 };
                self.outbox.insert(lease.effect.id, Queued { lease, due: now });
            }
            if let InputBody::History { behaviours, .. } = &one.input.body {
                self.histories.push((contact.id, behaviours.clone()));
            }
            self.log.push((contact.id, name_of(&one.input.body), one.now, one.facts));
        }
        for Parked { input, reason } in parked {
            self.parked.push((contact.id, name_of(&input.body), reason));
        }
        self.contacts.insert(contact.id, contact);
    }
}

fn wake(now: Timestamp) -> Input {
    let Incoming { id, source, occurred_at, historic, .. } = event(1, "wake");
    let (attached, joins, body) = (Vec::new(), None, InputBody::Wake);
    Input { id, source, occurred_at, accepted_at: now, historic, attached, joins, body }
}

impl Store for MemoryStore {
    async fn accept(&self, items: Vec<Incoming>) -> Result<Vec<Accepted>, StoreError> {
        self.look(|held| held.accepts.push(items.len()));
        let _commit = self.commits.acquire().await.expect("never closed");
        let mut held = self.call()?;
        items.iter().try_for_each(|item| held.check(&item.body))?;
        Ok(items.into_iter().map(|item| held.take(item)).collect())
    }

    async fn accept_and_apply<F>(
        &self,
        items: Vec<Incoming>,
        now: Timestamp,
        work: F,
    ) -> Result<Acceptance, StoreError>
    where
        F: FnOnce(Batch) -> Vec<Done> + Send,
    {
        let waiting = self.look(|held| !held.inbox.is_empty() || !held.merges.is_empty());
        let accepted = self.accept(items).await?;
        if waiting {
            return Ok(Acceptance { accepted, applied: false });
        }
        let mut held = self.call()?;
        let inbox: Vec<_> = held.inbox.drain(..).collect();
        let mut jobs: BTreeMap<ContactId, Vec<Input>> = BTreeMap::new();
        inbox.iter().cloned().for_each(|(id, input)| jobs.entry(id).or_default().push(input));
        let jobs = jobs.into_iter().map(|(id, inputs)| held.job(id, inputs)).collect();
        let done = work(Batch { jobs });
        held.check_applied(&done)?;
        done.into_iter().for_each(|one| held.write(one, now));
        Ok(Acceptance { accepted, applied: true })
    }

    async fn process<F>(
        &self,
        lane: Lane,
        limit: usize,
        now: Timestamp,
        work: F,
    ) -> Result<Processed, StoreError>
    where
        F: FnOnce(Batch) -> Vec<Done> + Send,
    {
        let mut held = self.call()?;
        held.limits.push(limit);
        let jobs = held.gather(&lane, limit, now);
        let sent_on = held.send_on(&lane);
        let jobs: Vec<_> = jobs.into_iter().map(|(id, inputs)| held.job(id, inputs)).collect();
        let inputs: usize = jobs.iter().map(|job| job.inputs.len()).sum();
        let done = work(Batch { jobs });
        held.check_applied(&done)?;
        done.into_iter().for_each(|one| held.write(one, now));
        Ok(Processed { inputs: inputs + sent_on, more: inputs == limit })
    }

    async fn merge<F>(&self, now: Timestamp, work: F) -> Result<bool, StoreError>
    where
        F: FnOnce(Job) -> Done + Send,
    {
        let mut held = self.call()?;
        let Some((winner, loser)) = held.merges.front().copied() else { return Ok(false) };
        let loser = Box::new(held.contacts.get(&loser).cloned().expect("a loser"));
        let input = Input { body: InputBody::Merge { loser }, ..wake(now) };
        let done = work(held.job(winner, vec![input]));
        held.check_applied(std::slice::from_ref(&done))?;
        held.write(done, now);
        held.merges.pop_front();
        Ok(true)
    }

    async fn next_wake(&self, lane: Lane) -> Result<Option<Timestamp>, StoreError> {
        let held = self.call()?;
        let own = held.contacts.values().filter(|one| lane.contains(&one.id.partition().0));
        Ok(own.filter_map(|contact| contact.wake_at).min())
    }

    async fn sweep(&self, version: u64, limit: usize, now: Timestamp) -> Result<usize, StoreError> {
        let mut held = self.call()?;
        let behind = |contact: &&mut Contact| {
            contact.catalog_version < version && contact.wake_at.is_none_or(|at| at > now)
        };
        let found = held.contacts.values_mut().filter(behind).take(limit);
        let found = found.map(|contact| contact.wake_at = Some(now)).count();
        held.sweeps.push((version, found));
        Ok(found)
    }

    async fn all_adopted(&self, _: u64) -> Result<i64, StoreError> {
        Ok(self.call()?.past.len() as i64)
    }

    async fn past(&self, window: &PastWindow) -> Result<Vec<PastEvent>, StoreError> {
        let held = self.call()?;
        let is_asked = |(at, one): &(usize, &PastEvent)| {
            (window.after..window.up_to).contains(&(*at as i64))
                && window.partitions.contains(&one.contact.partition().0)
                && window.names.contains(&one.event.name)
        };
        let found = held.past.iter().enumerate().filter(is_asked);
        Ok(found.map(|(_, one)| one.clone()).collect())
    }

    async fn delete_entries(
        &self,
        before: Timestamp,
        limit: usize,
        _: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut held = self.call()?;
        let found = held.old.min(limit);
        held.old -= found;
        held.deleted.push(before);
        Ok(found)
    }

    async fn delete_hashes(&self, before: Timestamp, first_byte: u8) -> Result<(), StoreError> {
        self.call()?.hashes_deleted.push((before.day(), first_byte));
        Ok(())
    }

    async fn claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        limit: usize,
    ) -> Result<Claim, StoreError> {
        let mut held = self.call()?;
        let mut due: Vec<_> = held.outbox.values_mut().filter(|one| one.due <= now).collect();
        due.sort_by_key(|one| one.due);
        let claim = |one: &mut Queued| {
            one.due = lease_until;
            one.lease.fence += 1;
            one.lease.clone()
        };
        let leases: Vec<Lease> = due.into_iter().take(limit).map(claim).collect();
        Ok(Claim { taken: leases.len(), leases, fuse_blew: false })
    }

    async fn settle(&self, settled: Vec<Settled>, _: Timestamp) -> Result<(), StoreError> {
        let mut held = self.call()?;
        for one in settled {
            let current = held.outbox.get(&one.id()).map(|queued| queued.lease.fence);
            if current != Some(one.lease.fence) {
                continue;
            }
            held.settled.push((one.id(), one.delivery.clone()));
            held.answer(&one);
            match one.delivery {
                Delivery::Delivered => drop(held.outbox.remove(&one.id())),
                Delivery::Retry { at, .. } => {
                    let queued = held.outbox.get_mut(&one.id()).expect("seen above");
                    queued.due = at;
                    queued.lease.attempts += 1;
                }
                Delivery::Dead { why } => {
                    held.outbox.remove(&one.lease.effect.id);
                    held.dead.push((one.lease.effect.id, why));
                }
            }
        }
        Ok(())
    }

    async fn next_effect(&self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.call()?.outbox.values().map(|queued| queued.due).min())
    }
}

/// Everything a runtime needs, in memory.
pub(crate) struct Bench {
    pub(crate) store: MemoryStore,
    pub(crate) clock: ManualClock,
    pub(crate) world: World,
    pub(crate) settings: Settings,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self {
            store: MemoryStore::default(),
            clock: ManualClock::at(START),
            world: World::default(),
            // So that each loop can be looked at by itself.
            settings: Settings { apply_at_once: false, ..Settings::default() },
        }
    }

    fn parts(&self) -> Parts<MemoryStore, ManualClock, World> {
        Parts {
            settings: self.settings,
            store: self.store.clone(),
            clock: self.clock.clone(),
            http: self.world.clone(),
            signer: Arc::new(|_, id, at, _| {
                vec![("webhook-id".into(), id.to_string()), ("at".into(), at.to_string())]
            }),
            catalog: catalog(1, 0),
            property_types: Vec::new(),
        }
    }

    pub(crate) fn start(&self) -> (Runtime<MemoryStore, ManualClock>, Tasks) {
        Runtime::start_with(ENGINE, self.parts())
    }

    pub(crate) fn drive(&self) -> Driver<MemoryStore, World> {
        Driver::start_with(ENGINE, self.parts())
    }
}

/// Waits until a condition holds, at most an hour of paused time.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..3_600_000 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("it did not happen: {what}");
}
