//! Whether one thing happened and then another one, ever or within a window.
//!
//! All the work was done when the events came: see [`runnel_model::Sequence`] for what is kept of
//! them, and why that suffices. Within a window the answer is yes exactly while the beginning of
//! the pair that began last is inside.

use runnel_model::{BehaviourId, Contact, EventMatch, Question, Sequence, Span, Timestamp};

use super::compile::Compiler;
use super::evaluate::{Verdict, behaviour, later};

/// How many steps are kept for events that arrive late.
pub(super) const STEPS_MAX: usize = 100;

/// A question about a sequence.
#[derive(Clone, Debug)]
pub(super) struct AskedSequence {
    of: BehaviourId,
    within_ms: Option<i64>,
}

impl AskedSequence {
    pub(super) fn holds(&self, contact: &Contact, now: Timestamp) -> Verdict {
        let began = self.known(contact).and_then(|known| known.began);
        let Some(within_ms) = self.within_ms else {
            return Verdict { holds: began.is_some(), until: None };
        };
        match began.filter(|began| now - *began < within_ms) {
            Some(began) => Verdict { holds: true, until: later(began, within_ms) },
            None => Verdict { holds: false, until: None },
        }
    }

    /// When the pair began that began last, and the first that waits for its then.
    pub(super) fn find(
        &self,
        contact: &Contact,
        now: Timestamp,
    ) -> (Option<Timestamp>, Option<Timestamp>) {
        let known = self.known(contact);
        (known.and_then(|known| known.began), known.and_then(|known| known.open(now)))
    }

    fn known<'a>(&self, contact: &'a Contact) -> Option<&'a Sequence> {
        behaviour(contact, self.of)?.sequence.as_deref()
    }
}

impl Compiler {
    pub(super) fn sequence(
        &mut self,
        first: &EventMatch,
        then: &EventMatch,
        at_most: Span,
        within: Option<Span>,
    ) -> Option<AskedSequence> {
        let at_most = self.span(at_most);
        let within = self.window(within);
        let at_most_ms = at_most.map_or(0, Span::as_ms);
        let (first, then) = (first.clone(), then.clone());
        let of = self.ask(Question::Sequence { first, then, at_most_ms }, STEPS_MAX);
        at_most?;
        Some(AskedSequence { within_ms: within?.map(Span::as_ms), of: of? })
    }
}
