//! What the world is to be asked to do, after the commit that decided it.

use serde::{Deserialize, Serialize};

use crate::{EffectId, StepRef, Timestamp};

/// One request to the world. Stored in the outbox by the transaction that decided it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The same on every try, so that the receiver can tell a repetition.
    pub id: EffectId,
    /// When it was decided.
    pub at: Timestamp,
    /// Which step decided it.
    pub step: StepRef,
    /// Whether an enrolment waits for the final answer.
    #[serde(default)]
    pub answer: bool,
    /// What is asked.
    pub body: EffectBody,
}

/// The kinds of effects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectBody {
    /// POST this JSON to this address, signed as a Standard Webhook.
    PostToUrl {
        /// Where to.
        url: String,
        /// The JSON text, the same bytes on every try.
        body: String,
    },
}
