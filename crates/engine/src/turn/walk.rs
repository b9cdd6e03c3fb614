//! What a step may see and do. Node kinds get nothing else: no clock, no turn, no catalog.

use jiff::Timestamp as Instant;
use runnel_model::{
    Category, Contact, DealId, DealStatus, Effect, EffectBody, EffectId, EnrolmentId, EventId,
    FactBody, LifecycleStage, Money, PipelineId, PropertyName, StageId, Tag, Timestamp, Value,
};
use serde_json::json;
use xxhash_rust::xxh3::xxh3_128;

use super::Turn;
use crate::catalog::LiveFlow;

/// One step of one enrolment, while it is carried out.
pub(crate) struct Walk<'t, 'a> {
    turn: &'t mut Turn<'a>,
    enrolment: EnrolmentId,
    flow: &'a LiveFlow,
    step: usize,
}

impl<'t, 'a> Walk<'t, 'a> {
    pub(super) const fn new(
        turn: &'t mut Turn<'a>,
        enrolment: EnrolmentId,
        flow: &'a LiveFlow,
        step: usize,
    ) -> Self {
        Self { turn, enrolment, flow, step }
    }

    pub const fn contact(&self) -> &Contact {
        &self.turn.contact
    }

    pub const fn now(&self) -> Timestamp {
        self.turn.clock
    }

    pub fn flow_name(&self) -> String {
        self.flow.name.clone()
    }

    pub fn failed_is_wired(&self) -> bool {
        self.flow.plan.steps[self.step].failed_is_wired()
    }

    pub fn adjust_score(&mut self, category: &Category, points: i64, reason: String) {
        self.turn.adjust_score(category, points, reason, None);
    }

    pub fn add_tag(&mut self, tag: &Tag) {
        self.turn.add_tag(tag);
    }

    pub fn remove_tag(&mut self, tag: &Tag) {
        self.turn.remove_tag(tag);
    }

    pub fn set_property(&mut self, name: &PropertyName, value: Option<Value>, set_at: Timestamp) {
        self.turn.set_property(name, value, set_at);
    }

    pub fn set_stage(&mut self, stage: LifecycleStage) {
        self.turn.set_stage(stage);
    }

    pub fn create_deal(
        &mut self,
        name: String,
        pipeline: &PipelineId,
        stage: Option<&StageId>,
        amount: Option<Money>,
    ) -> Result<DealId, String> {
        self.turn.create_deal(name, pipeline, stage, amount)
    }

    /// The enrolment's later steps are about this deal.
    pub fn about_deal(&mut self, deal: DealId) {
        if let Some(enrolment) = self.turn.enrolment_mut(self.enrolment) {
            enrolment.deal = Some(deal);
        }
    }

    /// The enrolment's deal if it is in this pipeline, else the newest open one there.
    pub fn deal_in(&self, pipeline: &PipelineId) -> Option<DealId> {
        let deals = &self.contact().deals;
        let own = self
            .turn
            .contact
            .enrolments
            .iter()
            .find(|enrolment| enrolment.id == self.enrolment)?
            .deal;
        let of_enrolment =
            deals.iter().find(|deal| Some(deal.id) == own && deal.pipeline == *pipeline);
        let open = |deal: &&runnel_model::Deal| {
            deal.pipeline == *pipeline && deal.status == DealStatus::Open
        };
        of_enrolment.or_else(|| deals.iter().rev().find(open)).map(|deal| deal.id)
    }

    pub fn move_deal(&mut self, deal: DealId, stage: &StageId) -> Result<(), String> {
        self.turn.move_deal(deal, stage)
    }

    pub fn assign_task(
        &mut self,
        title: String,
        note: String,
        owner: Option<String>,
        due_at: Option<Timestamp>,
    ) {
        self.turn.assign_task(title, note, owner, due_at);
    }

    /// Asks the world for something.
    pub fn queue(&mut self, body: EffectBody, answer: bool) -> EffectId {
        let turn = &mut *self.turn;
        let seed = format!("{}/{}", turn.input.id, turn.facts.len());
        let id = EffectId(EventId::new(turn.clock, xxh3_128(seed.as_bytes())).0);
        // A step always has an enrolment, whose place is this step.
        if let Some(step) = turn.step_ref(self.enrolment) {
            turn.effects.push(Effect { id, at: turn.clock, step, answer, body });
            turn.record(FactBody::EffectQueued { effect: id });
        }
        id
    }

    /// A text with the contact's values in the places of `{name}`, `{email}` and `{score}`.
    ///
    /// One pass over the text: a value that itself looks like a place is never filled again.
    pub fn fill_in(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            filled.push_str(&rest[..open]);
            let Some(close) = rest[open..].find('}') else { break };
            let place = &rest[open..=open + close];
            filled.push_str(&self.value_of(place).unwrap_or_else(|| place.to_owned()));
            rest = &rest[open + close + 1..];
        }
        filled.push_str(rest);
        filled
    }

    fn value_of(&self, place: &str) -> Option<String> {
        let contact = self.contact();
        match place {
            "{name}" => Some(contact.display_name()),
            "{email}" => Some(contact.email.as_ref().map(ToString::to_string).unwrap_or_default()),
            "{score}" => Some(contact.score(None).to_string()),
            _ => None,
        }
    }

    /// The score and where it came from, for the people who are to act on it.
    pub fn score_summary(&self) -> String {
        let contact = self.contact();
        let mut summary = format!("Score: {}", contact.score(None));
        for recent in contact.recent_points.iter().rev() {
            summary.push_str(&format!(
                "\n{:+} {} ({})",
                recent.points,
                recent.reason,
                iso(recent.at)
            ));
        }
        summary
    }

    /// What another system is told about the contact.
    pub fn webhook_body(&self) -> String {
        let contact = self.contact();
        let reasons: Vec<_> = contact
            .recent_points
            .iter()
            .rev()
            .map(|recent| json!({ "at": iso(recent.at), "points": recent.points, "reason": recent.reason }))
            .collect();
        let properties: serde_json::Map<_, _> = contact
            .properties
            .iter()
            .filter_map(|(name, known)| Some((name.to_string(), plain(known.value.as_ref()?))))
            .collect();
        let body = json!({
            "type": "flow.post",
            "timestamp": iso(self.now()),
            "data": {
                "flow": { "id": self.flow.plan.flow, "name": self.flow.name, "version": self.flow.version },
                "step": self.flow.plan.steps[self.step].node,
                "contact": {
                    "id": contact.id.to_string(),
                    "name": contact.display_name(),
                    "email": contact.email,
                    "user_id": contact.user_id,
                    "stage": contact.stage,
                    "score": contact.score(None),
                    "scores": contact.scores,
                    "tags": contact.tags.keys().collect::<Vec<_>>(),
                    "properties": properties,
                },
                "reasons": reasons,
            },
        });
        body.to_string()
    }
}

/// A value as other systems expect it: times in words, not in milliseconds.
fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::Time { time } => iso(*time).into(),
        Value::Boolean(yes) => (*yes).into(),
        Value::Number(number) => json!(number),
        Value::Text(text) => text.as_str().into(),
        Value::List(texts) => texts.as_slice().into(),
    }
}

/// RFC 3339 in UTC.
fn iso(at: Timestamp) -> String {
    Instant::from_millisecond(at.as_ms()).map(|instant| instant.to_string()).unwrap_or_default()
}
