//! Learning from all, and trying it on those who were not learned from: who fails is refused.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use runnel_model::ContactId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::auc::{self, Tried};
use crate::calibration::calibration;
use crate::effect::{Effect, Fitted, effects};
use crate::encode::{Encoder, LeftOut, Table};
use crate::fit::Fit;
use crate::folds::{buyers, folds};
use crate::history::Example;
use crate::model::Model;
use crate::refusal::Refusal;
use crate::report::Report;
use crate::settings::Settings;
use crate::stats::{Share, sigmoid};

/// A model and how good it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trained {
    /// What was learned.
    pub model: Model,
    /// How good it is.
    pub report: Report,
}

/// How far learning has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PredictionProgress")]
pub struct Progress {
    /// How many fits are done.
    pub done: usize,
    /// Of how many.
    pub of: usize,
}

/// Learns who buys, or says why nothing can be learned. The order of the examples does not matter.
pub fn train(examples: &[Example], settings: &Settings) -> Result<Trained, Refusal> {
    train_watched(examples, settings, &mut |_| {})
}

/// The same, telling how far it has come.
pub fn train_watched(
    examples: &[Example],
    settings: &Settings,
    watch: &mut dyn FnMut(Progress),
) -> Result<Trained, Refusal> {
    let settings = settings.workable();
    let table = Table::of(latest(examples, settings.examples_max));
    let buyers = buyers(table.examples.iter().copied());
    enough(&buyers, &settings)?;
    let of = settings.folds + 1;
    let mut step = |done| watch(Progress { done, of });
    step(0);
    let learned = Learned::from(&table, &settings)?;
    let tried = try_out(&table, &buyers, &settings, &mut step)?;
    let auc = auc::cross_validated(&tried).ok_or(Refusal::NotSettled)?;
    if auc.low <= 0.5 {
        let won = count(&buyers, true);
        return Err(Refusal::NoSignal { auc, won, lost: buyers.len() - won });
    }
    let effects = learned.effects(&table, settings.category_min)?;
    let mut report = Report {
        contacts: buyers.len(),
        deals: Share::among(table.won()),
        deals_too_old: examples.len() - table.examples.len(),
        auc,
        auc_by_fold: auc::by_fold(&tried),
        calibration: calibration(&tried),
        columns: learned.encoder.width(),
        left_out: learned.left_out.clone(),
        warnings: Vec::new(),
    };
    report.warn(&effects);
    let Learned { encoder, fit: Fit { intercept, weights }, .. } = learned;
    let model = Model { format: Model::FORMAT, effects, encoder, weights, intercept };
    Ok(Trained { model, report })
}

/// The latest ones, in an order of their own.
fn latest(examples: &[Example], max: usize) -> Vec<&Example> {
    let mut used: Vec<_> = examples.iter().collect();
    used.sort_by_key(|example| (Reverse(example.closed_at), example.contact, example.won));
    used.truncate(max);
    used
}

fn enough(buyers: &BTreeMap<ContactId, bool>, settings: &Settings) -> Result<(), Refusal> {
    let won = count(buyers, true);
    if won < settings.won_min {
        return Err(Refusal::TooFewWon { won, needed: settings.won_min });
    }
    let lost = buyers.len() - won;
    if lost < settings.lost_min {
        return Err(Refusal::TooFewLost { lost, needed: settings.lost_min });
    }
    Ok(())
}

fn count(buyers: &BTreeMap<ContactId, bool>, bought: bool) -> usize {
    buyers.values().filter(|won| **won == bought).count()
}

/// Each part of the contacts, predicted by what was learned from the others.
fn try_out(
    table: &Table<'_>,
    buyers: &BTreeMap<ContactId, bool>,
    settings: &Settings,
    step: &mut impl FnMut(usize),
) -> Result<Vec<Tried>, Refusal> {
    let parts = folds(buyers, settings.folds);
    let settings = &settings.for_a_fold();
    let mut tried = Vec::with_capacity(table.examples.len());
    for fold in 0..settings.folds {
        step(1 + fold);
        let inside = |example: &Example| parts.get(&example.contact) == Some(&fold);
        let held = table.part(inside);
        let learned = Learned::from(&table.part(|example| !inside(example)), settings)?;
        let rows = learned.encoder.rows(&held);
        tried.extend(held.examples.iter().zip(&rows).map(|(example, row)| Tried {
            contact: example.contact,
            fold,
            probability: sigmoid(learned.fit.log_odds(row)),
            won: example.won,
        }));
    }
    step(1 + settings.folds);
    Ok(tried)
}

struct Learned {
    encoder: Encoder,
    left_out: Vec<LeftOut>,
    rows: Vec<Vec<f64>>,
    fit: Fit,
}

impl Learned {
    fn from(table: &Table<'_>, settings: &Settings) -> Result<Self, Refusal> {
        let (encoder, left_out) = Encoder::of(table, settings);
        if encoder.inputs.is_empty() {
            return Err(Refusal::NothingDiffers { needed: settings.category_min });
        }
        let rows = encoder.rows(table);
        let fit = Fit::to(&rows, &table.won()).ok_or(Refusal::NotSettled)?;
        Ok(Self { encoder, left_out, rows, fit })
    }

    fn effects(&self, table: &Table<'_>, category_min: usize) -> Result<Vec<Effect>, Refusal> {
        let covariance = self.fit.covariance(&self.rows).ok_or(Refusal::NotSettled)?;
        Ok(effects(&Fitted {
            encoder: &self.encoder,
            fit: &self.fit,
            covariance: &covariance,
            table,
            rows: &self.rows,
            category_min,
        }))
    }
}
