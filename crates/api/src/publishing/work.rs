//! What publishing does, one publication at a time.

use std::collections::BTreeSet;
use std::time::Duration;

use runnel_engine::{Catalog, Reference};
use runnel_model::{
    Clock, ContactId, Diagnostic, EventId, Flow, FlowId, FlowState, Incoming, InputBody,
    KeptBehaviour, ModelId, ScoringModel, Segment, SegmentId, Severity,
};
use runnel_runtime::{IntakeError, Runtime};
use runnel_store::{
    Actor, BlownFuse, Change, Database, EnrolmentQuery, FlowRow, PAGE_MAX, Preparation, Proposal,
    Published,
};
use tokio::sync::Mutex;

use super::preparing::{End, Preparing};
use super::{Choices, Error, Result, addresses, audience, inside, kept, references};
use crate::edits::random;

/// How often a proposal is made anew because somebody else has published meanwhile.
const TRIES: usize = 5;

/// Where is published to.
pub struct Work<C> {
    pub engine: Runtime<Database, C>,
    pub database: Database,
    pub allow_private_addresses: bool,
    pub flow_sends_per_hour: u64,
    pub patience: Duration,
    pub turn: Mutex<()>,
    pub preparing: Preparing,
}

/// What was made part of the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The version of what changed; 0 if it has none.
    pub version: u32,
    /// The version of the catalog.
    pub catalog_version: u64,
}

/// What came of wanting to publish something.
pub enum Begun {
    /// It is published.
    Done(Publication),
    /// It waits until the past has been counted.
    PutOff(i64, End),
}

impl<C: Clock> Work<C> {
    /// Makes a flow's draft its next version, which takes contacts in from now on.
    pub async fn publish_flow(
        &self,
        id: &FlowId,
        choices: Choices,
        by: Actor,
    ) -> Result<(Begun, Vec<Diagnostic>)> {
        let _turn = self.turn.lock().await;
        let Choices { migrations, include_members } = choices;
        let flow = self.flow(id).await?.draft;
        let mut diagnostics = self.check_flow(&flow, &self.database.empty_segments().await?);
        let inside = self.database.inside(id).await?;
        let is_inside = |version| inside.iter().any(|one| one.version == version);
        let catalog = self.engine.catalog();
        diagnostics.extend(inside::check(&flow, &migrations, catalog.document(), is_inside));
        refuse_errors(&diagnostics)?;
        let per_hour = self.ceiling(&flow).await?;
        let (flow, by) = (Box::new(flow), Some(by));
        let change = Change::Flow { flow, migrations, by, per_hour, include_members };
        Ok((self.publish_or_put_off(change).await?, diagnostics))
    }

    /// What the flow may send within an hour. To each contact once is no mistake yet.
    async fn ceiling(&self, flow: &Flow) -> Result<u64> {
        match flow.ceiling {
            Some(ceiling) => Ok(u64::from(ceiling.per_hour.get())),
            None => Ok(self.flow_sends_per_hour.max(self.database.count_contacts().await?)),
        }
    }

    /// Pauses the flows that sent too much. Answers which those were.
    pub async fn pause_blown(&self) -> Result<Vec<BlownFuse>> {
        let _turn = self.turn.lock().await;
        let mut paused = Vec::new();
        for fuse in self.database.blown_fuses().await? {
            let (flow, state) = (fuse.flow.clone(), FlowState::Paused);
            if self.flow(&flow).await?.state == FlowState::Active {
                self.publish(Change::FlowState { flow, state }).await?;
                paused.push(fuse);
            }
        }
        Ok(paused)
    }

    /// Takes nobody in and lets nobody move until it is resumed.
    pub async fn pause_flow(&self, id: &FlowId) -> Result<()> {
        self.change_state(id, FlowState::Active, FlowState::Paused).await
    }

    /// Takes contacts in and lets them move again.
    pub async fn resume_flow(&self, id: &FlowId) -> Result<()> {
        self.change_state(id, FlowState::Paused, FlowState::Active).await
    }

    /// Ends a flow, and the enrolments of whoever is inside.
    pub async fn archive_flow(&self, id: &FlowId) -> Result<()> {
        {
            let _turn = self.turn.lock().await;
            match self.flow(id).await?.state {
                FlowState::Draft => return Err(Error::wrong_state(id, FlowState::Draft)),
                FlowState::Archived => {}
                FlowState::Active | FlowState::Paused => {
                    let state = FlowState::Archived;
                    self.publish(Change::FlowState { flow: id.clone(), state }).await?;
                }
            }
        }
        // Also of a flow that was archived before: who asks again wants what is left ended.
        self.end_enrolments(id).await
    }

    /// Deletes a flow. The enrolments of whoever is inside end as each adopts the catalog.
    pub async fn delete_flow(&self, id: &FlowId, people_exit: bool) -> Result<()> {
        let _turn = self.turn.lock().await;
        self.flow(id).await?;
        let users =
            references::users_of(&Reference::Flow(id.clone()), self.engine.catalog().document());
        if !users.is_empty() {
            return Err(Error::in_use("flow", id, &users));
        }
        let inside = self.inside(id).await?;
        if inside > 0 && !people_exit {
            return Err(Error::PeopleInside { flow: id.clone(), inside });
        }
        self.publish(Change::DeleteFlow(id.clone())).await.map(drop)
    }

    /// How many are inside a flow. Of one that was deleted: who has not left yet.
    pub async fn inside(&self, id: &FlowId) -> Result<u64> {
        let steps = self.database.inside(id).await?;
        Ok(steps.iter().map(|step| step.count).sum())
    }

    /// Makes a segment what this document says.
    pub async fn put_segment(&self, segment: Segment, starts_flows: bool) -> Result<Begun> {
        let _turn = self.turn.lock().await;
        self.publish_or_put_off(Change::Segment { segment, starts_flows }).await
    }

    /// Deletes a segment that nothing refers to; everybody leaves it.
    pub async fn delete_segment(&self, id: &SegmentId) -> Result<()> {
        let _turn = self.turn.lock().await;
        if self.database.segment(id).await?.is_none() {
            return Err(Error::NotFound { what: "segment", id: id.to_string() });
        }
        let catalog = self.engine.catalog();
        let users = references::users_of(&Reference::Segment(id.clone()), catalog.document());
        if !users.is_empty() {
            return Err(Error::in_use("segment", id, &users));
        }
        self.publish(Change::DeleteSegment(id.clone())).await.map(drop)
    }

    /// Makes a scoring model what this document says.
    pub async fn put_model(&self, model: ScoringModel, starts_flows: bool) -> Result<Begun> {
        let _turn = self.turn.lock().await;
        self.publish_or_put_off(Change::Model { model, starts_flows }).await
    }

    /// Deletes a scoring model that nothing refers to; its points are taken back.
    pub async fn delete_model(&self, id: &ModelId) -> Result<()> {
        let _turn = self.turn.lock().await;
        if self.database.scoring_model(id).await?.is_none() {
            return Err(Error::NotFound { what: "scoring model", id: id.to_string() });
        }
        let catalog = self.engine.catalog();
        let users = references::users_of(&Reference::Model(id.clone()), catalog.document());
        if !users.is_empty() {
            return Err(Error::in_use("scoring model", id, &users));
        }
        self.publish(Change::DeleteModel(id.clone())).await.map(drop)
    }

    /// Takes contacts who do not say where they are to be in this time zone.
    pub async fn put_zone(&self, name: String) -> Result<()> {
        let _turn = self.turn.lock().await;
        if self.engine.catalog().document().zone.name == name {
            return Ok(());
        }
        self.publish(Change::Zone(name)).await.map(drop)
    }

    /// All that is wrong with a flow, as publishing would say it. `empty`: the segments that nobody
    /// is in.
    pub fn check_flow(&self, flow: &Flow, empty: &BTreeSet<SegmentId>) -> Vec<Diagnostic> {
        let catalog = self.engine.catalog();
        let (_, mut diagnostics) = runnel_engine::compile(flow, &catalog.scope());
        if !self.allow_private_addresses {
            diagnostics.extend(addresses::check(flow));
        }
        diagnostics.extend(audience::check(flow, empty));
        diagnostics
    }

    /// Warnings about what a flow asks of contacts' pasts and nobody has counted.
    pub fn uncounted(&self, catalog: &Catalog, flow: &Flow) -> Vec<Diagnostic> {
        kept::warnings(&kept::new(catalog, &kept::counted(&self.engine.catalog())), flow)
    }

    async fn flow(&self, id: &FlowId) -> Result<FlowRow> {
        let flow = self.database.flow(id).await?;
        flow.ok_or_else(|| Error::NotFound { what: "flow", id: id.to_string() })
    }

    async fn change_state(&self, id: &FlowId, from: FlowState, to: FlowState) -> Result<()> {
        let _turn = self.turn.lock().await;
        match self.flow(id).await?.state {
            state if state == to => Ok(()),
            state if state == from => {
                let change = Change::FlowState { flow: id.clone(), state: to };
                self.publish(change).await.map(drop)
            }
            state => Err(Error::wrong_state(id, state)),
        }
    }

    /// Publishes what asks about nothing new.
    async fn publish(&self, change: Change) -> Result<Publication> {
        self.try_to_publish(&change, None).await?.ok_or(Error::Busy)
    }

    /// Publishes, or puts it off if it asks about a past that is to be counted first.
    async fn publish_or_put_off(&self, change: Change) -> Result<Begun> {
        match self.try_to_publish(&change, None).await? {
            Some(publication) => Ok(Begun::Done(publication)),
            None => self.put_off(&change).await,
        }
    }

    /// Publishes what was put off; or puts it off again, if it asks about something else by now.
    pub(super) async fn publish_prepared(&self, one: &Preparation) -> Result<Option<Publication>> {
        let publication = self.try_to_publish(&one.change, Some(one.id)).await?;
        if publication.is_none() {
            self.put_off(&one.change).await?;
        }
        Ok(publication)
    }

    async fn put_off(&self, change: &Change) -> Result<Begun> {
        let before = self.database.preparations().await?;
        let id = self.database.prepare(change, self.engine.now()).await?;
        let now = self.database.preparations().await?;
        let is_gone = |one: &&Preparation| !now.iter().any(|other| other.id == one.id);
        before.iter().filter(is_gone).for_each(|one| self.preparing.give_up(one.id));
        let end = self.preparing.end_of(id);
        self.preparing.wanted.notify_one();
        Ok(Begun::PutOff(id, end))
    }

    /// Compiles what the catalog would be, stores it, and lets the engine adopt it. None if it
    /// asks about a past that is to be counted first. `counted`: the preparation that has done so.
    async fn try_to_publish(
        &self,
        change: &Change,
        counted: Option<i64>,
    ) -> Result<Option<Publication>> {
        for _ in 0..TRIES {
            let mut proposal = self.database.propose(change.clone()).await?;
            let catalog = Catalog::compile(proposal.document.clone()).map_err(Error::Refused)?;
            let waiting = self.database.preparations().await?;
            let is_of = |one: &KeptBehaviour, is_done: bool| {
                let mut of = waiting.iter().filter(|other| other.since == Some(one.since));
                of.any(|other| (Some(other.id) == counted) == is_done)
            };
            let kept = std::mem::take(&mut proposal.document.behaviours);
            let mut known = kept::counted(&self.engine.catalog());
            known.extend(kept.iter().filter(|one| is_of(one, true)).cloned());
            let pending = kept.into_iter().filter(|one| is_of(one, false));
            if !kept::new(&catalog, &known).is_empty() && self.database.has_history().await? {
                return Ok(None);
            }
            proposal.document.behaviours = kept::asked(&catalog, &known);
            proposal.document.behaviours.extend(pending);
            if let Some(publication) = self.store_and_adopt(&proposal).await? {
                return Ok(Some(publication));
            }
        }
        Err(Error::Busy)
    }

    /// None if somebody else has published meanwhile.
    pub(super) async fn store_and_adopt(&self, proposal: &Proposal) -> Result<Option<Publication>> {
        let catalog = Catalog::compile(proposal.document.clone()).map_err(Error::Refused)?;
        match self.database.publish(proposal, self.engine.now()).await? {
            Published::Outdated => Ok(None),
            Published::Done { catalog: catalog_version, version } => {
                self.engine.adopt(catalog);
                Ok(Some(Publication { version, catalog_version }))
            }
        }
    }

    async fn end_enrolments(&self, flow: &FlowId) -> Result<()> {
        let mut query = EnrolmentQuery {
            flow: Some(flow.clone()),
            active: Some(true),
            limit: PAGE_MAX,
            ..EnrolmentQuery::default()
        };
        loop {
            let page = self.database.enrolments(&query).await?;
            let mut contacts: Vec<ContactId> =
                page.items.iter().map(|enrolment| enrolment.contact).collect();
            contacts.sort_unstable();
            contacts.dedup();
            self.end_those(flow, &contacts).await?;
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => return Ok(()),
            }
        }
    }

    async fn end_those(&self, flow: &FlowId, contacts: &[ContactId]) -> Result<()> {
        let items: Result<Vec<Incoming>> =
            contacts.iter().map(|contact| self.ending(flow, *contact)).collect();
        let items = items?;
        loop {
            match self.engine.submit(items.clone()).await {
                Ok(_) => return Ok(()),
                // Everybody's events go first; there is no hurry to end anything.
                Err(IntakeError::Overloaded) => {
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn ending(&self, flow: &FlowId, contact: ContactId) -> Result<Incoming> {
        let now = self.engine.now();
        let entropy = random().map_err(|error| Error::Random(error.to_string()))?;
        let body = InputBody::EndEnrolments { flow: flow.clone() };
        Ok(Incoming::to_contact(contact, EventId::new(now, entropy), now, body))
    }
}

fn refuse_errors(diagnostics: &[Diagnostic]) -> Result<()> {
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    if diagnostics.iter().any(is_error) {
        return Err(Error::Refused(diagnostics.to_vec()));
    }
    Ok(())
}
