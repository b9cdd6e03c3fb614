//! The changes there are, one function each. A change that changes nothing is no fact.

use std::collections::{BTreeMap, BTreeSet};

use runnel_model::{
    Category, ContactCompany, Deal, DealId, DealStatus, Disqualified, FactBody, LifecycleStage,
    Money, PipelineId, PropertyName, PropertyValue, RecentPoints, RowRef, StageId, Tag, Task,
    TaskId, TaskStatus, Timestamp, Value,
};

use super::Turn;
use crate::signal::Signal;

/// How many deals a contact keeps at hand; the oldest that are no longer open go first.
const DEALS_MAX: usize = 200;

impl Turn<'_> {
    pub(super) fn set_property(
        &mut self,
        name: &PropertyName,
        value: Option<Value>,
        set_at: Timestamp,
    ) {
        let known = self.contact.properties.get(name);
        // An older identify that arrives later does not overwrite a newer value.
        if known.is_some_and(|known| known.set_at > set_at) {
            return;
        }
        let from = known.and_then(|known| known.value.clone());
        self.contact
            .properties
            .insert(name.clone(), PropertyValue { value: value.clone(), set_at });
        if from != value {
            self.record(FactBody::PropertyChanged { name: name.clone(), from, to: value });
        }
    }

    /// All at once, so that no rule sees one company's industry beside another one's size.
    pub(super) fn set_company(&mut self, company: Option<ContactCompany>) {
        let none = BTreeMap::new();
        let of = |one: &Option<ContactCompany>| one.as_ref().map(|one| one.copy.id);
        let before = std::mem::replace(&mut self.contact.company, company);
        let now = &self.contact.company;
        let old = before.as_ref().map_or(&none, |one| &one.copy.properties);
        let new = now.as_ref().map_or(&none, |one| &one.copy.properties);
        let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
        let changed = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
        let changed: Vec<PropertyName> = changed.cloned().collect();
        let joined = of(now).is_some() && of(&before) != of(now);
        if of(&before) == of(now) && changed.is_empty() {
            return;
        }
        let (company, name) = (of(now), now.as_ref().map(|one| one.copy.display_name().to_owned()));
        self.record(FactBody::CompanyChanged { company, name, joined, changed });
    }

    pub(super) fn add_tag(&mut self, tag: &Tag) {
        if !self.contact.tags.contains_key(tag) {
            self.contact.tags.insert(tag.clone(), self.clock);
            self.record(FactBody::TagAdded { tag: tag.clone() });
        }
    }

    pub(super) fn remove_tag(&mut self, tag: &Tag) {
        if self.contact.tags.remove(tag).is_some() {
            self.record(FactBody::TagRemoved { tag: tag.clone() });
        }
    }

    /// `row`: the row of a scoring model that gives them.
    pub(super) fn adjust_score(
        &mut self,
        category: &Category,
        points: i64,
        reason: String,
        row: Option<RowRef>,
    ) {
        if points == 0 {
            return;
        }
        let score = self.contact.scores.entry(category.clone()).or_default();
        let before = *score;
        *score = score.saturating_add(points);
        let (points, score) = (*score - before, *score);
        let total = self.contact.score(None);
        let recent = RecentPoints { at: self.clock, points, reason: reason.clone() };
        self.contact.recent_points.push(recent);
        if self.contact.recent_points.len() > RecentPoints::KEPT {
            self.contact.recent_points.remove(0);
        }
        self.record(FactBody::ScoreAdjusted {
            category: category.clone(),
            points,
            score,
            total,
            reason,
            row,
            initial: self.initial,
        });
    }

    pub(super) fn set_stage(&mut self, to: LifecycleStage) {
        if to != LifecycleStage::Disqualified {
            self.contact.disqualified = None;
        }
        let from = self.contact.stage.replace(to);
        if from != Some(to) {
            self.record(FactBody::StageChanged { from, to });
        }
    }

    /// Who is disqualified already stays so for the first reason.
    pub(super) fn disqualify(&mut self, reason: String) {
        let from = self.contact.stage;
        if from != Some(LifecycleStage::Disqualified) {
            let at = self.clock;
            self.contact.disqualified = Some(Disqualified { at, reason: reason.clone(), from });
            self.record(FactBody::Disqualified { reason });
            self.set_stage(LifecycleStage::Disqualified);
        }
    }

    /// Gives back the stage before. That it was about to be disqualified is heard by the step that
    /// waits with it.
    pub(super) fn requalify(&mut self) {
        let is_disqualified = self.contact.stage == Some(LifecycleStage::Disqualified);
        if !is_disqualified && !self.is_awaited(&Signal::Fact(&FactBody::Requalified)) {
            return;
        }
        let before = self.contact.disqualified.take().and_then(|known| known.from);
        self.record(FactBody::Requalified);
        if is_disqualified {
            self.set_stage(before.unwrap_or(LifecycleStage::Lead));
        }
    }

    pub(super) fn create_deal(
        &mut self,
        name: String,
        pipeline: &PipelineId,
        stage: Option<&StageId>,
        amount: Option<Money>,
    ) -> Result<DealId, String> {
        let known = self.catalog.pipeline(pipeline).ok_or_else(|| no_pipeline(pipeline))?;
        let stage = match stage {
            Some(id) => known.stage(id),
            None => known.stages.first(),
        };
        let stage = stage.ok_or_else(|| format!("The pipeline `{pipeline}` has no such stage."))?;
        let deal = Deal {
            id: DealId(self.next_own_id()),
            name,
            pipeline: pipeline.clone(),
            stage: stage.id.clone(),
            status: stage.kind,
            amount,
            created_at: self.clock,
            moved_at: self.clock,
        };
        let id = deal.id;
        self.contact.deals.push(deal.clone());
        self.forget_old_deals();
        self.record(FactBody::DealCreated { deal });
        Ok(id)
    }

    fn forget_old_deals(&mut self) {
        if self.contact.deals.len() > DEALS_MAX {
            let closed = self.contact.deals.iter().position(|deal| deal.status != DealStatus::Open);
            self.contact.deals.remove(closed.unwrap_or(0));
        }
    }

    pub(super) fn move_deal(&mut self, id: DealId, to: &StageId) -> Result<(), String> {
        let clock = self.clock;
        let deal = self.contact.deals.iter_mut().find(|deal| deal.id == id);
        let deal = deal.ok_or_else(|| format!("The contact has no deal {id}."))?;
        let pipeline =
            self.catalog.pipeline(&deal.pipeline).ok_or_else(|| no_pipeline(&deal.pipeline))?;
        let stage = pipeline
            .stage(to)
            .ok_or_else(|| format!("`{}` has no stage `{to}`.", pipeline.name))?;
        if deal.stage == *to {
            return Ok(());
        }
        let from = std::mem::replace(&mut deal.stage, to.clone());
        deal.status = stage.kind;
        deal.moved_at = clock;
        self.record(FactBody::DealMoved { deal: id, from, to: to.clone(), status: stage.kind });
        Ok(())
    }

    pub(super) fn assign_task(
        &mut self,
        title: String,
        note: String,
        owner: Option<String>,
        due_at: Option<Timestamp>,
    ) {
        let id = TaskId(self.next_own_id());
        let status = TaskStatus::Open;
        let task = Task { id, title, note, owner, due_at, status, created_at: self.clock };
        self.contact.tasks.push(task.clone());
        self.record(FactBody::TaskAssigned { task });
    }

    pub(super) fn complete_task(&mut self, id: TaskId) {
        let open = self.contact.tasks.len();
        self.contact.tasks.retain(|task| task.id != id);
        if self.contact.tasks.len() < open {
            self.record(FactBody::TaskCompleted { task: id });
        }
    }
}

fn no_pipeline(id: &PipelineId) -> String {
    format!("There is no pipeline `{id}`.")
}
