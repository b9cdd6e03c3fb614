//! What a screen may show, and which of it a batch has changed.

use std::collections::BTreeSet;
use std::fmt;

use runnel_model::{Applied, Done, FactBody, FlowId};

/// Something that a screen may show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Companies.
    Companies,
    /// Contacts, with their scores, tags and properties.
    Contacts,
    /// What could not be applied or delivered.
    DeadLetters,
    /// Deals.
    Deals,
    /// The log.
    Events,
    /// One flow: its draft, its state, the numbers on its steps.
    Flow(FlowId),
    /// The list of flows.
    Flows,
    /// Keys.
    Keys,
    /// Scoring models.
    ScoringModels,
    /// Segments and who is in them.
    Segments,
    /// Sources and what came from them.
    Sources,
    /// Tasks.
    Tasks,
    /// Users and their sessions.
    Users,
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Companies => f.write_str("companies"),
            Self::Contacts => f.write_str("contacts"),
            Self::DeadLetters => f.write_str("dead-letters"),
            Self::Deals => f.write_str("deals"),
            Self::Events => f.write_str("events"),
            Self::Flow(id) => write!(f, "flow:{id}"),
            Self::Flows => f.write_str("flows"),
            Self::Keys => f.write_str("keys"),
            Self::ScoringModels => f.write_str("scoring-models"),
            Self::Segments => f.write_str("segments"),
            Self::Sources => f.write_str("sources"),
            Self::Tasks => f.write_str("tasks"),
            Self::Users => f.write_str("users"),
        }
    }
}

/// What a batch has changed.
pub(crate) fn topics_of(done: &[Done], topics: &mut BTreeSet<Topic>) {
    for one in done {
        for entry in &one.applied {
            topics.extend([Topic::Contacts, Topic::Events]);
            topics.extend(entry.input.source.map(|_| Topic::Sources));
            topics_of_facts(entry, topics);
        }
        topics.extend(one.parked.first().map(|_| Topic::DeadLetters));
    }
}

fn topics_of_facts(entry: &Applied, topics: &mut BTreeSet<Topic>) {
    for fact in &entry.facts {
        topics.extend(match &fact.body {
            FactBody::SegmentEntered { .. } | FactBody::SegmentLeft { .. } => Some(Topic::Segments),
            FactBody::DealCreated { .. } | FactBody::DealMoved { .. } => Some(Topic::Deals),
            FactBody::TaskAssigned { .. } | FactBody::TaskCompleted { .. } => Some(Topic::Tasks),
            FactBody::Refused { flow, .. } => Some(Topic::Flow(flow.clone())),
            _ => None,
        });
        topics.extend(fact.step.as_ref().map(|step| Topic::Flow(step.flow.clone())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_written_as_screens_know_them() {
        let flow = Topic::Flow(FlowId::parse("welcome").unwrap());
        assert_eq!(flow.to_string(), "flow:welcome");
        assert_eq!(Topic::DeadLetters.to_string(), "dead-letters");
    }
}
