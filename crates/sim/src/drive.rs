//! One contact in virtual time: what scenarios and simulations have in common.
//!
//! The contact is looked at exactly when it asked to be, so a wait of three days ends at its very
//! second and takes none.

use runnel_engine::{Catalog, Decision, advance_explained};
use runnel_model::{
    Contact, ContactId, Edit, Effect, EventId, Fact, IdentityKey, Input, InputBody, Outcome,
    Timestamp,
};

use crate::scenario::{StartingContact, StartingDeal};

/// A contact, the time it has, and the number of things that happened to it.
pub(crate) struct Drive {
    pub contact: Contact,
    pub now: Timestamp,
    inputs: u128,
}

/// Something that happened to it, and what came of it.
#[derive(Clone, Debug)]
pub struct Applied {
    /// What happened, and when.
    pub input: Input,
    /// What changed.
    pub facts: Vec<Fact>,
    /// What the world would be asked.
    pub effects: Vec<Effect>,
    /// Why rules decided as they did.
    pub decisions: Vec<Decision>,
}

impl Drive {
    pub(crate) const fn new(contact: Contact, now: Timestamp) -> Self {
        Self { contact, now, inputs: 0 }
    }

    /// Lets something happen now.
    pub(crate) fn apply(
        &mut self,
        body: InputBody,
        attached: Vec<IdentityKey>,
        catalog: &Catalog,
    ) -> Applied {
        let input = self.input(body, attached);
        let now = self.now;
        let (outcome, decisions) = advance_explained(self.take_contact(), &input, catalog, now);
        self.keep(input, outcome, decisions)
    }

    /// Makes a new contact what `start` says, by the same inputs that would make it.
    pub(crate) fn prepare(&mut self, start: &StartingContact, catalog: &Catalog) {
        let mut attached = attached(start);
        for body in inputs_of(start) {
            self.apply(body, std::mem::take(&mut attached), catalog);
        }
    }

    /// When the contact next has something to do, up to and including `until`.
    pub(crate) fn next_wake(&self, until: Timestamp) -> Option<Timestamp> {
        self.contact.wake_at.filter(|at| *at <= until).map(|at| at.max(self.now))
    }

    pub(crate) fn input(&mut self, body: InputBody, attached: Vec<IdentityKey>) -> Input {
        self.inputs += 1;
        Input {
            id: EventId::new(self.now, self.inputs),
            source: None,
            occurred_at: self.now,
            accepted_at: self.now,
            historic: false,
            attached,
            joins: None,
            body,
        }
    }

    pub(crate) fn take_contact(&mut self) -> Contact {
        std::mem::replace(&mut self.contact, Contact::new(ContactId(0), self.now))
    }

    pub(crate) fn keep(
        &mut self,
        input: Input,
        outcome: Outcome,
        decisions: Vec<Decision>,
    ) -> Applied {
        let Outcome { contact, facts, effects } = outcome;
        self.contact = contact;
        Applied { input, facts, effects, decisions }
    }
}

fn attached(start: &StartingContact) -> Vec<IdentityKey> {
    let user = start.user_id.clone().map(IdentityKey::UserId);
    let email = start.email.clone().map(IdentityKey::Email);
    user.into_iter().chain(email).collect()
}

/// What would have happened to somebody who is now as `start` says.
fn inputs_of(start: &StartingContact) -> Vec<InputBody> {
    let properties = start.properties.clone().into_iter().map(|(name, value)| (name, Some(value)));
    let identify = InputBody::Identify { properties: properties.collect(), fill_only: false };
    let general = start.score.map(|points| (Default::default(), points));
    let scores = start.scores.clone().into_iter().chain(general);
    let scores = scores.map(|(category, points)| Edit::AdjustScore {
        category,
        points,
        reason: "Before this scenario".into(),
    });
    let tags = start.tags.iter().cloned().map(Edit::AddTag);
    let stage = start.stage.map(Edit::SetStage);
    let deals = start.deals.iter().map(create);
    let edits = tags.chain(scores).chain(stage).chain(deals);
    let edits = edits.map(|edit| by_hand("scenario", edit));
    std::iter::once(identify).chain(edits).collect()
}

pub(crate) fn create(deal: &StartingDeal) -> Edit {
    let StartingDeal { name, pipeline, stage } = deal.clone();
    Edit::CreateDeal { name, pipeline, stage, amount: None }
}

pub(crate) fn by_hand(by: &str, edit: Edit) -> InputBody {
    InputBody::Edit { by: by.into(), edit }
}
