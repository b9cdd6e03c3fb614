//! What the input itself changes.

use runnel_model::{
    CompanyCopy, Contact, ContactCompany, Edit, EffectId, EndReason, EnrolmentId, FactBody, FlowId,
    IdentityKey, InputBody, Joining, PropertyName, Value,
};

use super::{Reaction, Turn};
use crate::merge::merge;
use crate::recall::Recalled;

impl Turn<'_> {
    /// Applies the input: its identities, then its body.
    pub fn apply(&mut self) {
        let is_new = self.facts.last().is_some_and(|fact| fact.body == FactBody::Created);
        for key in &self.input.attached {
            self.attach(key.clone());
        }
        if let Some(joining) = &self.input.joins {
            self.join(joining);
        }
        match &self.input.body {
            InputBody::Event(_) => self.take_event(),
            InputBody::Identify { properties, fill_only } => {
                self.take_properties(properties, *fill_only);
            }
            InputBody::Edit { by, edit } => self.take_edit(by, edit),
            InputBody::Merge { loser } => self.take_merge((**loser).clone()),
            InputBody::Answer { effect, enrolment, delivered, why } => {
                self.take_answer(*effect, *enrolment, *delivered, why);
            }
            InputBody::History { since, behaviours } => self.take_history(*since, behaviours),
            InputBody::CompanyChanged { company } => self.refresh_company(company),
            InputBody::EndEnrolments { flow } => self.end_all(flow),
            InputBody::Wake => {}
        }
        if is_new {
            self.refresh_all(None);
        }
    }

    /// An address is a property as well, so that rules can ask about it.
    fn attach(&mut self, key: IdentityKey) {
        match key.clone() {
            IdentityKey::Email(address) => {
                let name = PropertyName::parse("email").expect("a plain name");
                let value = Value::Text(address.to_string());
                self.set_property(&name, Some(value), self.input.occurred_at);
                self.contact.email = Some(address);
            }
            IdentityKey::UserId(id) => self.contact.user_id = Some(id),
            IdentityKey::AnonymousId(id) => {
                self.contact.anonymous_ids.insert(id);
            }
        }
        self.record(FactBody::Identified { key });
    }

    /// An older word that arrives later does not count, nor does a browser's against a known company.
    fn join(&mut self, joining: &Joining) {
        let Joining { company, only_if_none } = joining;
        let since = self.input.occurred_at;
        match &self.contact.company {
            Some(known) if known.copy.id == company.id => self.refresh_company(company),
            Some(known) if *only_if_none || known.since > since => {}
            _ => self.set_company(Some(ContactCompany { since, copy: company.clone() })),
        }
    }

    /// Takes a newer copy of the company that the contact works for.
    fn refresh_company(&mut self, company: &CompanyCopy) {
        let known = self.contact.company.as_ref();
        let known = known.filter(|known| known.copy.id == company.id);
        if let Some(known) = known.filter(|known| known.copy.version < company.version) {
            let since = known.since;
            self.set_company(Some(ContactCompany { since, copy: company.clone() }));
        }
    }

    /// The event is the first to be reacted to; what is derived from it comes after.
    fn take_event(&mut self) {
        let Some(seen) = &self.seen else { return };
        let at = self.input.occurred_at.min(self.clock);
        let mut grown = Vec::new();
        for kept in self.catalog.kept_for(&seen.event().name) {
            if kept.memory.take(&mut self.contact.behaviours, seen, at) {
                grown.push(kept.memory.id());
            }
        }
        self.agenda.push_back(Reaction::Event);
        for id in grown {
            self.derive_from_behaviour(id);
        }
    }

    fn take_properties(&mut self, properties: &[(PropertyName, Option<Value>)], fill_only: bool) {
        for (name, value) in properties {
            if !(fill_only && self.contact.property(name).is_some()) {
                self.set_property(name, value.clone(), self.input.occurred_at);
            }
        }
    }

    fn take_edit(&mut self, by: &str, edit: &Edit) {
        self.contact.edit_version += 1;
        match edit {
            Edit::SetProperties(properties) => self.take_properties(properties, false),
            Edit::AddTag(tag) => self.add_tag(tag),
            Edit::RemoveTag(tag) => self.remove_tag(tag),
            Edit::AdjustScore { category, points, reason } => {
                self.adjust_score(category, *points, reason.clone(), None);
            }
            // The company itself is what the input joins.
            Edit::SetCompany(Some(_)) => {}
            Edit::SetCompany(None) => self.set_company(None),
            Edit::SetStage(stage) => self.set_stage(*stage),
            Edit::Requalify => self.requalify(),
            Edit::CreateDeal { name, pipeline, stage, amount } => {
                let created =
                    self.create_deal(name.clone(), pipeline, stage.as_ref(), amount.clone());
                self.refuse_edit(by, created.err());
            }
            Edit::MoveDeal { deal, stage } => {
                let moved = self.move_deal(*deal, stage);
                self.refuse_edit(by, moved.err());
            }
            Edit::CompleteTask { task } => self.complete_task(*task),
        }
    }

    /// The API checks an edit against what it sees; by the time it is applied that may have
    /// changed. Then the log says so.
    fn refuse_edit(&mut self, by: &str, why: Option<String>) {
        if let Some(why) = why {
            self.record(FactBody::StepFailed {
                why: format!("The edit by {by} was not made: {why}"),
            });
        }
    }

    /// What is kept no more, or was begun anew, was counted in vain.
    fn take_history(&mut self, since: u64, behaviours: &Recalled) {
        for (id, past) in behaviours {
            if let Some(kept) = self.catalog.kept(*id).filter(|kept| kept.since == since) {
                self.contact.behaviours.entry(*id).or_default().unite(past, kept.memory.keep());
                self.derive_from_behaviour(*id);
            }
        }
    }

    fn take_merge(&mut self, mut loser: Contact) {
        let contact = loser.id;
        self.catalog.forget_uncounted(&mut loser);
        let winner = std::mem::replace(&mut self.contact, Contact::new(contact, loser.created_at));
        let keep = |id| self.catalog.kept(id).map_or(0, |kept| kept.memory.keep());
        let (united, doubled) = merge(winner, loser, keep);
        self.contact = united;
        for id in doubled {
            self.end(id, EndReason::Merged);
        }
        self.record(FactBody::Merged { contact });
    }

    fn take_answer(&mut self, effect: EffectId, id: EnrolmentId, delivered: bool, why: &str) {
        let enrolment = self.contact.enrolments.iter().find(|enrolment| enrolment.id == id);
        let awaited =
            enrolment.and_then(|enrolment| enrolment.wait.as_ref()).and_then(|wait| wait.effect);
        // An answer that comes after its wait is over is in the log, and does nothing.
        if awaited != Some(effect) {
            return;
        }
        if delivered {
            self.resume(id, 0);
        } else {
            self.resume_failed(id, why);
        }
    }

    fn end_all(&mut self, flow: &FlowId) {
        let inside = self.contact.enrolments.iter().filter(|enrolment| enrolment.flow == *flow);
        let inside: Vec<_> = inside.map(|enrolment| enrolment.id).collect();
        for id in inside {
            self.end(id, EndReason::Stopped);
        }
    }
}
