//! From a step of a scenario to the input that it is.

use runnel_model::{Contact, DealStatus, Edit, Effect, Event, InputBody, Properties};

use super::{Change, Step};
use crate::drive::{by_hand, create};

impl Step {
    /// The input of a step; none if only time passes. `asked`: what the world was asked so far.
    pub(crate) fn input(
        &self,
        contact: &Contact,
        asked: &[Effect],
    ) -> Result<Option<InputBody>, &'static str> {
        if let Some(name) = &self.event {
            let properties = Properties::from_map(&self.properties);
            return Ok(Some(InputBody::Event(Event { name: name.clone(), properties })));
        }
        if let Some(properties) = &self.identify {
            let properties = properties.clone().into_iter().collect();
            return Ok(Some(InputBody::Identify { properties, fill_only: false }));
        }
        if let Some(change) = &self.change {
            return change.edit(contact).map(|edit| Some(by_hand("scenario", edit)));
        }
        let Some(answer) = &self.answer else { return Ok(None) };
        let asked = asked.iter().rev().find(|effect| effect.answer);
        let asked = asked.ok_or("nothing was asked that waits for an answer")?;
        Ok(Some(InputBody::Answer {
            effect: asked.id,
            enrolment: asked.step.enrolment,
            delivered: answer.delivered,
            why: answer.why.clone(),
        }))
    }
}

impl Change {
    fn edit(&self, contact: &Contact) -> Result<Edit, &'static str> {
        Ok(match self.clone() {
            Self::AddTag(tag) => Edit::AddTag(tag),
            Self::RemoveTag(tag) => Edit::RemoveTag(tag),
            Self::AdjustScore { points, category, reason } => {
                Edit::AdjustScore { category, points, reason }
            }
            Self::SetStage(stage) => Edit::SetStage(stage),
            Self::CreateDeal(deal) => create(&deal),
            Self::MoveDeal { pipeline, stage } => {
                let mut newest_first = contact.deals.iter().rev();
                let deal = newest_first
                    .find(|deal| deal.pipeline == pipeline && deal.status == DealStatus::Open)
                    .ok_or("the contact has no open deal to move")?;
                Edit::MoveDeal { deal: deal.id, stage }
            }
        })
    }
}
