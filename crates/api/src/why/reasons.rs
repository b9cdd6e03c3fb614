//! Single reasons, with the values that they are read from.

use runnel_engine::rule::{Match, Seen};
use runnel_engine::{Entry, Wants};
use runnel_model::{Enrolment, EventMatch, InputBody, PropertyCondition, Reentry};

use super::asked::Asked;
use super::reason::{Reason, TriedCondition, TriedEvent, WhyReason, reason};
use super::{Explained, clause};
use crate::log::EventRef;
use crate::time::Time;

impl Asked<'_> {
    pub(super) fn waits(&self, inside: &Enrolment) -> WhyReason {
        let step = self.step(&inside.node);
        let until = inside.wait.as_ref().and_then(|wait| wait.due).map(Time);
        let latest = until.map_or_else(String::new, |at| format!(" until {at} at the latest"));
        let text = format!("Is at “{}” since {}{latest}", step.name, Time(inside.since));
        reason(text, Reason::Waits { step, until })
    }

    pub(super) fn goal(&self) -> WhyReason {
        let (step, explanation) = (self.step(self.node), self.explain(self.node));
        let why = explanation.as_ref().map_or("its event has not come", |one| &one.text);
        let text = format!("The goal “{}”: {why}", step.name);
        reason(text, Reason::Goal { step, explanation })
    }

    pub(super) fn reentry(&self) -> WhyReason {
        let last = self.about.contact.entries.get(self.flow).map(|entries| entries.last);
        let inside = self.about.contact.enrolments.iter().any(|one| one.flow == *self.flow);
        let again_at = match (self.plan.reentry(), last) {
            (Reentry::OncePer(span), Some(last)) => Some(last + span),
            _ => None,
        };
        let allowed = match self.plan.reentry() {
            Reentry::Once => last.is_none(),
            Reentry::EveryTime => true,
            Reentry::WhenNotInside => !inside,
            Reentry::OncePer(_) => !inside && again_at.is_none_or(|at| at <= self.about.now),
        };
        let again_at = again_at.filter(|_| !allowed).map(Time);
        let text = match (allowed, again_at) {
            (true, _) => "The re-entry rule lets it in".to_owned(),
            (false, Some(at)) => format!("The re-entry rule lets it in again at {at}"),
            (false, None) => "The re-entry rule does not let it in again".to_owned(),
        };
        reason(text, Reason::Reentry { allowed, last: last.map(Time), again_at })
    }

    pub(super) fn trigger(&self, entry: &Entry) -> WhyReason {
        let step = self.step(&entry.node);
        let catalog = self.about.catalog;
        let explanation = catalog.explain_wanted(&entry.wants, self.about.contact, self.about.now);
        let explanation = explanation.map(|one| Explained::new(one, &self.about));
        let last_event = match &entry.wants {
            Wants::Event(of, _) => self.last_event(of),
            Wants::Becomes(_) => None,
        };
        let why = match (&entry.wants, &explanation, &last_event) {
            (_, Some(so), _) if so.holds => {
                format!("{}; this starts the flow only when it becomes so", so.text)
            }
            (_, Some(so), _) => so.text.clone(),
            (Wants::Event(of, times), None, tried) => {
                let wanted = clause::event(of);
                let nth = times.map(|times| format!(", time number {times}")).unwrap_or_default();
                let last = tried.as_ref().map_or_else(|| "it has not come".into(), tried_text);
                format!("waits for {wanted}{nth}; {last}")
            }
            (Wants::Becomes(_), None, _) => String::new(),
        };
        let text = format!("The trigger “{}”: {why}", step.name);
        reason(text, Reason::Trigger { step, explanation, last_event })
    }

    /// The last event of this name in the part of the log that was read.
    fn last_event(&self, of: &EventMatch) -> Option<TriedEvent> {
        let matching = Match::compile(of).ok()?;
        self.rows.iter().find_map(|row| {
            let InputBody::Event(event) = &row.input.body else { return None };
            let tried = matching.explain(&Seen::new(event))?;
            let condition = |(condition, (holds, value)): (&PropertyCondition, _)| {
                let (name, asked) = (condition.name.to_string(), clause::test(&condition.test));
                TriedCondition { name, asked, value, holds }
            };
            let conditions = of.conditions.iter().zip(tried).map(condition).collect();
            Some(TriedEvent { event: EventRef::of(row), conditions })
        })
    }
}

fn tried_text(tried: &TriedEvent) -> String {
    let failed = tried.conditions.iter().find(|condition| !condition.holds);
    let at = tried.event.occurred_at;
    match failed {
        Some(TriedCondition { name, asked, value: Some(value), .. }) => {
            format!("the last one, at {at}, has {name} {value}; asked is {asked}")
        }
        Some(TriedCondition { name, .. }) => format!("the last one, at {at}, has no {name}"),
        None => format!("the last one came at {at}"),
    }
}
