//! Why nothing was learned, with the numbers and with what would be needed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::stats::Estimate;

/// There is no model. The text is for whoever reads no code; screens translate by `code`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[schemars(rename = "PredictionRefusal")]
pub enum Refusal {
    /// Too few contacts have bought.
    #[error("{won} contacts have bought so far; {needed} are needed to learn from")]
    TooFewWon {
        /// How many have.
        won: usize,
        /// How many must have.
        needed: usize,
    },
    /// Too few contacts have decided not to buy.
    #[error("{lost} contacts have decided not to buy so far; {needed} are needed to learn from")]
    TooFewLost {
        /// How many have, and have not bought otherwise.
        lost: usize,
        /// How many must have.
        needed: usize,
    },
    /// Nothing is known of enough contacts, or it is the same for all of them.
    #[error(
        "nothing differs between the contacts that is known of at least {needed} of their deals"
    )]
    NothingDiffers {
        /// Of how many deals something must be known.
        needed: usize,
    },
    /// Tried on contacts it had not seen, the model was not surely better than a coin.
    #[error(
        "what is known does not tell who buys: of two contacts the one who bought is picked in \
         {:.0} % of cases, and it may be {:.0} %",
        auc.value * 100.0,
        auc.low * 100.0
    )]
    NoSignal {
        /// How well it did. The lower end is 0.5 or less.
        auc: Estimate,
        /// From how many contacts that bought.
        won: usize,
        /// From how many that did not.
        lost: usize,
    },
    /// The computation came to no end that could be relied on.
    #[error("no stable model was found; leave out properties with extreme values")]
    NotSettled,
}
