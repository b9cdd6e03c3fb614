//! What a rule reads of a contact, so that it is asked again only when that changed.
//!
//! Time is not in here: that a rule may change by time alone is its verdict's `until`.

use std::collections::BTreeSet;

use runnel_model::{BehaviourId, Category, FactBody, FlowId, PropertyName, SegmentId, Tag};

/// What a rule reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Properties.
    pub properties: BTreeSet<PropertyName>,
    /// The company that it works for.
    pub company: bool,
    /// Tags.
    pub tags: BTreeSet<Tag>,
    /// Scores; None is the sum over all categories.
    pub scores: BTreeSet<Option<Category>>,
    /// The lifecycle stage.
    pub stage: bool,
    /// Memberships: these segments are to be brought up to date before this rule is asked.
    pub segments: BTreeSet<SegmentId>,
    /// Flows: where the contact stands in them.
    pub flows: BTreeSet<FlowId>,
    /// Deals.
    pub deals: bool,
    /// When the contact became known.
    pub created: bool,
    pub(crate) behaviours: BTreeSet<BehaviourId>,
}

impl Reads {
    /// One that reads nothing else.
    pub(crate) fn of_behaviour(id: BehaviourId) -> Self {
        Self { behaviours: [id].into(), ..Self::default() }
    }

    /// The behaviours it reads. That one of them grew is no fact, so ask here.
    pub fn behaviours(&self) -> impl Iterator<Item = BehaviourId> {
        self.behaviours.iter().copied()
    }

    /// Whether this change may change the rule's answer.
    pub fn touched_by(&self, fact: &FactBody) -> bool {
        match fact {
            FactBody::PropertyChanged { name, .. } => self.properties.contains(name),
            FactBody::CompanyChanged { .. } => self.company,
            FactBody::TagAdded { tag } | FactBody::TagRemoved { tag } => self.tags.contains(tag),
            FactBody::ScoreAdjusted { category, .. } => self.reads_score(category),
            FactBody::StageChanged { .. } => self.stage,
            FactBody::SegmentEntered { segment, .. } | FactBody::SegmentLeft { segment, .. } => {
                self.segments.contains(segment)
            }
            FactBody::DealCreated { .. } | FactBody::DealMoved { .. } => self.deals,
            // Two contacts became one: anything may be different.
            FactBody::Merged { .. } => true,
            // A fact does not say of which flow it is; they only get here if some rule asks.
            FactBody::Enrolled { .. }
            | FactBody::Stepped { .. }
            | FactBody::Waiting { .. }
            | FactBody::GoalReached { .. }
            | FactBody::Ended { .. } => !self.flows.is_empty(),
            // No rule reads these. A contact that was just created has never been asked about.
            FactBody::Created
            | FactBody::Identified { .. }
            | FactBody::Disqualified { .. }
            | FactBody::Requalified
            | FactBody::Heard
            | FactBody::Migrated { .. }
            | FactBody::Refused { .. }
            | FactBody::StepFailed { .. }
            | FactBody::TaskAssigned { .. }
            | FactBody::TaskCompleted { .. }
            | FactBody::EffectQueued { .. }
            | FactBody::Stopped { .. } => false,
        }
    }

    fn reads_score(&self, category: &Category) -> bool {
        self.scores.iter().any(|read| read.as_ref().is_none_or(|read| read == category))
    }
}
