//! What just happened, as triggers, waits and goals look at it.

use runnel_model::{Category, EventName, FactBody, SegmentId, Tag};

use crate::rule::Seen;

/// One thing that triggers, waits and goals may react to.
pub(crate) enum Signal<'a> {
    /// The input was this event.
    Event(&'a Seen<'a>),
    /// Something about the contact changed.
    Fact(&'a FactBody),
}

/// What a trigger wants to hear of: the key of the catalog's index, so that an event meets
/// only those triggers that can match, however many flows are published.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Listen {
    Event(EventName),
    SegmentEntered(SegmentId),
    SegmentLeft(SegmentId),
    TagAdded(Tag),
    TagRemoved(Tag),
    Score(Option<Category>),
    DealStage,
}

impl Signal<'_> {
    /// The index keys under which this signal is listened for.
    pub fn keys(&self) -> Vec<Listen> {
        match self {
            Self::Event(seen) => vec![Listen::Event(seen.event().name.clone())],
            Self::Fact(FactBody::SegmentEntered { segment, initial: false }) => {
                vec![Listen::SegmentEntered(segment.clone())]
            }
            Self::Fact(FactBody::SegmentLeft { segment, initial: false }) => {
                vec![Listen::SegmentLeft(segment.clone())]
            }
            Self::Fact(FactBody::TagAdded { tag }) => vec![Listen::TagAdded(tag.clone())],
            Self::Fact(FactBody::TagRemoved { tag }) => vec![Listen::TagRemoved(tag.clone())],
            Self::Fact(FactBody::ScoreAdjusted { category, initial: false, .. }) => {
                vec![Listen::Score(None), Listen::Score(Some(category.clone()))]
            }
            Self::Fact(FactBody::DealMoved { .. } | FactBody::DealCreated { .. }) => {
                vec![Listen::DealStage]
            }
            Self::Fact(_) => Vec::new(),
        }
    }
}
