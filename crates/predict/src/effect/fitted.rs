//! From weights of columns to effects.
//!
//! Every effect is a change of the feature's own columns, multiplied by their weights; its error is
//! the same change put through the covariance of the weights.

use std::f64::consts::LN_2;
use std::ops::Range;

use runnel_model::Rule;

use super::{Effect, EffectOf, condition};
use crate::encode::{Encoder, Input, Number, Scale, Shape, Table};
use crate::fit::{Fit, dot};
use crate::stats::{Estimate, Share, Z95, Z99};

/// What effects are computed from.
pub(crate) struct Fitted<'a> {
    pub encoder: &'a Encoder,
    pub fit: &'a Fit,
    pub covariance: &'a [Vec<f64>],
    pub table: &'a Table<'a>,
    pub rows: &'a [Vec<f64>],
    pub category_min: usize,
}

/// All effects, the features in their order.
pub(crate) fn effects(fitted: &Fitted<'_>) -> Vec<Effect> {
    let mut start = 0;
    let mut effects = Vec::new();
    for input in &fitted.encoder.inputs {
        let part = Part { fitted, input, columns: start..start + input.columns.len() };
        effects.extend(part.slope());
        effects.extend(part.conditions());
        start = part.columns.end;
    }
    effects
}

/// One feature and its columns among all.
struct Part<'a> {
    fitted: &'a Fitted<'a>,
    input: &'a Input,
    columns: Range<usize>,
}

impl Part<'_> {
    fn slope(&self) -> Option<Effect> {
        let (of, rise) = match &self.input.shape {
            Shape::Number(Number { scale: Scale::Plain, .. }) => (EffectOf::OneMore, 1.0),
            Shape::Number(_) | Shape::Times => (EffectOf::Doubled, LN_2),
            Shape::Category(_) | Shape::Tagged | Shape::Fresh(_) => return None,
        };
        let mut contrast = vec![0.0; self.columns.len()];
        *contrast.first_mut()? = self.input.columns.first()?.rise(rise);
        Some(self.effect(of, &contrast))
    }

    fn conditions(&self) -> Vec<Effect> {
        let Some(values) = self.fitted.table.features.get(&self.input.feature) else {
            return Vec::new();
        };
        let conditions = condition::conditions(self.input, values);
        conditions.into_iter().filter_map(|(when, holds)| self.condition(when, &holds)).collect()
    }

    /// None if too few meet it, or too few do not.
    fn condition(&self, when: Rule, holds: &[bool]) -> Option<Effect> {
        let (meets, others) = (self.share(holds, true), self.share(holds, false));
        if meets.of.min(others.of) < self.fitted.category_min {
            return None;
        }
        // What the columns are on average for those who meet it, less what they are for the others.
        let mut contrast = vec![0.0; self.columns.len()];
        for (row, holds) in self.fitted.rows.iter().zip(holds) {
            let weight = if *holds { 1.0 / meets.of as f64 } else { -1.0 / others.of as f64 };
            let columns = &row[self.columns.clone()];
            contrast.iter_mut().zip(columns).for_each(|(sum, column)| *sum += weight * column);
        }
        Some(self.effect(EffectOf::Condition { when, meets, others }, &contrast))
    }

    fn share(&self, holds: &[bool], side: bool) -> Share {
        let all = self.fitted.table.examples.iter().zip(holds);
        Share::among(all.filter(|(_, holds)| **holds == side).map(|(example, _)| example.won))
    }

    /// What this change of the columns makes of the log-odds.
    fn effect(&self, of: EffectOf, contrast: &[f64]) -> Effect {
        let value = dot(&self.fitted.fit.weights[self.columns.clone()], contrast);
        let lines = self.fitted.covariance[self.columns.clone()].iter().zip(contrast);
        let variance: f64 =
            lines.map(|(line, part)| part * dot(&line[self.columns.clone()], contrast)).sum();
        let error = variance.max(0.0).sqrt();
        Effect {
            feature: self.input.feature.clone(),
            of,
            log_odds: Estimate::normal(value, error, Z95),
            sound: value.abs() > Z99 * error,
        }
    }
}
