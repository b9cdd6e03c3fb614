//! From what is known to columns of numbers, each with mean 0 and spread 1.
//!
//! Everything here is learned from the examples given, and from nothing else: of a fold, from its
//! four fifths. The average contact is 0 in every column, so that what a column adds is what it
//! adds against the average contact (of those who had deals). Outcomes are not looked at.

mod category;
mod number;
mod shape;
mod table;

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::feature::{Feature, FeatureValue};
use crate::settings::Settings;

pub(crate) use category::Category;
pub(crate) use number::{Number, Scale};
pub(crate) use shape::Shape;
pub(crate) use table::Table;

/// What a column is before it is standardised; none: unknown, and as good as average.
type Raw = Option<f64>;

/// How contacts become rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Encoder {
    pub(crate) inputs: Vec<Input>,
}

/// A feature and its columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Input {
    /// Which feature.
    pub feature: Feature,
    pub(crate) shape: Shape,
    pub(crate) columns: Vec<Column>,
}

/// What is taken off a column, what it is then divided by, and the range in which it was seen:
/// beyond it nothing was learned, and what is beyond counts as the end of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Column {
    mean: f64,
    /// 0: it never differed, and is 0 always.
    spread: f64,
    low: f64,
    high: f64,
}

/// A feature that is not used, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "LeftOutFeature")]
pub struct LeftOut {
    /// Which.
    pub feature: Feature,
    /// Why.
    pub why: Why,
}

/// Why a feature is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "LeftOutWhy")]
pub enum Why {
    /// It is known of too few.
    TooSeldom,
    /// It is the same for (nearly) all, or another one for each.
    TellsNothingApart,
    /// There are more features than the settings allow.
    TooMany,
}

impl Encoder {
    /// Decides which features have which columns, and says which have none.
    pub(crate) fn of(table: &Table<'_>, settings: &Settings) -> (Self, Vec<LeftOut>) {
        let (mut inputs, mut left_out) = (Vec::new(), Vec::new());
        for (feature, values) in &table.features {
            let known: Vec<_> = values.iter().copied().flatten().collect();
            match Input::of(feature, values, &known, settings) {
                Ok(input) => inputs.push((known.len(), input)),
                Err(why) => left_out.push(LeftOut { feature: (*feature).clone(), why }),
            }
        }
        // Stable: among those known of equally many, the order of features decides.
        inputs.sort_by_key(|(known, _)| Reverse(*known));
        let kept = inputs.len().min(settings.features_max);
        let why = Why::TooMany;
        let too_many = |(_, input): (usize, Input)| LeftOut { feature: input.feature, why };
        left_out.extend(inputs.split_off(kept).into_iter().map(too_many));
        (Self { inputs: inputs.into_iter().map(|(_, input)| input).collect() }, left_out)
    }

    /// A row for each example.
    pub(crate) fn rows(&self, table: &Table<'_>) -> Vec<Vec<f64>> {
        let mut rows = vec![Vec::new(); table.examples.len()];
        for input in &self.inputs {
            let values = table.features.get(&input.feature);
            for (place, row) in rows.iter_mut().enumerate() {
                row.extend(input.encode(values.and_then(|values| values[place])));
            }
        }
        rows
    }

    pub(crate) fn width(&self) -> usize {
        self.inputs.iter().map(|input| input.columns.len()).sum()
    }
}

impl Input {
    fn of(
        feature: &Feature,
        values: &[Option<&FeatureValue>],
        known: &[&FeatureValue],
        settings: &Settings,
    ) -> Result<Self, Why> {
        if known.len() < settings.category_min {
            return Err(Why::TooSeldom);
        }
        let shape = Shape::of(feature, known, values.len(), settings);
        let rows: Vec<_> = values.iter().map(|value| shape.raw(*value)).collect();
        let column = |place| Column::of(rows.iter().filter_map(move |row: &Vec<Raw>| row[place]));
        let columns: Vec<_> = (0..shape.width()).map(column).collect();
        if columns.iter().all(|column| column.spread == 0.0) {
            return Err(Why::TellsNothingApart);
        }
        Ok(Self { feature: feature.clone(), shape, columns })
    }

    /// What its columns are when this is known of it.
    pub(crate) fn encode(&self, value: Option<&FeatureValue>) -> impl Iterator<Item = f64> {
        let raw = self.shape.raw(value).into_iter().zip(&self.columns);
        raw.map(|(raw, column)| raw.map_or(0.0, |raw| column.standardised(raw)))
    }
}

impl Column {
    fn of(raw: impl Iterator<Item = f64> + Clone) -> Self {
        let count = raw.clone().count().max(1) as f64;
        let mean = raw.clone().sum::<f64>() / count;
        let spread = (raw.clone().map(|x| (x - mean).powi(2)).sum::<f64>() / count).sqrt();
        // What rounding leaves of a column that never differs.
        let spread = if spread > 1e-9 * (1.0 + mean.abs()) { spread } else { 0.0 };
        let low = raw.clone().fold(f64::INFINITY, f64::min);
        let high = raw.fold(f64::NEG_INFINITY, f64::max);
        Self { mean, spread, low, high }
    }

    fn standardised(self, raw: f64) -> f64 {
        if self.spread == 0.0 {
            return 0.0;
        }
        // Not `clamp`, which panics on bounds that a stored model may have lost.
        (raw.min(self.high).max(self.low) - self.mean) / self.spread
    }

    /// By how much the column rises when the raw number rises by this.
    pub(crate) fn rise(self, raw: f64) -> f64 {
        if self.spread == 0.0 { 0.0 } else { raw / self.spread }
    }
}
