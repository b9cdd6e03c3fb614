//! The fit itself: smartcore's, checked.
//!
//! The penalty is a statement about the world, not a knob. Over all features together log-odds
//! spread among contacts by about [`SPREAD`]; the more columns share it, the less each is trusted
//! with: each has a normal prior of variance SPREAD² / columns. With thousands of deals nothing of
//! that is felt, with few deals and many columns it keeps the model from learning them by heart.

use smartcore::linalg::basic::arrays::Array;
use smartcore::linalg::basic::matrix::DenseMatrix;
use smartcore::linalg::traits::cholesky::CholeskyDecomposable;
use smartcore::linear::logistic_regression::{LogisticRegression, LogisticRegressionParameters};

use crate::stats::sigmoid;

/// From one contact in six, who would buy with less than 12 %, to one in six with more than 88 %.
const SPREAD: f64 = 2.0;

/// A fit whose gradient is within a thousandth of what chance alone makes of it is as good as any.
const GRADIENT_MAX: f64 = 1e-3;

/// Log-odds = intercept + Σ weight × column.
#[derive(Clone, Debug)]
pub(crate) struct Fit {
    pub intercept: f64,
    pub weights: Vec<f64>,
}

impl Fit {
    /// Fits to rows of standardised columns. None if the fit came to no end that can be relied on;
    /// both kinds must be among the rows.
    pub(crate) fn to(rows: &[Vec<f64>], won: &[bool]) -> Option<Self> {
        let penalty = penalty(rows);
        let won_or_not: Vec<u32> = won.iter().map(|won| u32::from(*won)).collect();
        let parameters = LogisticRegressionParameters::default().with_alpha(penalty);
        let found = LogisticRegression::fit(&matrix(rows)?, &won_or_not, parameters).ok()?;
        let weights = found.coefficients().iterator(0).copied().collect();
        let fit = Self { intercept: *found.intercept().get((0, 0)), weights };
        // The library says nothing about how it ended.
        let bound = GRADIENT_MAX * (rows.len() as f64).sqrt();
        fit.gradient(rows, won, penalty).iter().all(|slope| slope.abs() <= bound).then_some(fit)
    }

    pub(crate) fn log_odds(&self, row: &[f64]) -> f64 {
        self.intercept + dot(&self.weights, row)
    }

    /// Of the penalised loss, by the weights and, last, by the intercept.
    fn gradient(&self, rows: &[Vec<f64>], won: &[bool], penalty: f64) -> Vec<f64> {
        let mut gradient: Vec<f64> = self.weights.iter().map(|weight| penalty * weight).collect();
        gradient.push(0.0);
        for (row, won) in rows.iter().zip(won) {
            let error = sigmoid(self.log_odds(row)) - f64::from(u8::from(*won));
            for (slope, value) in gradient.iter_mut().zip(with_one(row)) {
                *slope += error * value;
            }
        }
        gradient
    }

    /// How the weights would vary: the inverse of the penalised loss's curvature, without the
    /// intercept's row. The prior's part is in it (Wahba, 1983): intervals so made cover what they
    /// say, where those of the plain fit would be too wide for what was shrunk.
    pub(crate) fn covariance(&self, rows: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
        let width = self.weights.len();
        let unit = |place| (0..=width).map(|other| f64::from(u8::from(other == place))).collect();
        let identity: Vec<_> = (0..=width).map(unit).collect();
        let inverse = matrix(&self.curvature(rows))?.cholesky_solve_mut(matrix(&identity)?).ok()?;
        let line = |place| (0..width).map(|other| *inverse.get((place, other))).collect();
        Some((0..width).map(line).collect())
    }

    fn curvature(&self, rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let width = self.weights.len();
        let mut curvature = vec![vec![0.0; width + 1]; width + 1];
        for row in rows {
            let probability = sigmoid(self.log_odds(row));
            let weight = probability * (1.0 - probability);
            for (line, a) in curvature.iter_mut().zip(with_one(row)) {
                line.iter_mut().zip(with_one(row)).for_each(|(sum, b)| *sum += weight * a * b);
            }
        }
        let penalty = penalty(rows);
        for (i, line) in curvature.iter_mut().enumerate().take(width) {
            line[i] += penalty;
        }
        curvature
    }
}

fn penalty(rows: &[Vec<f64>]) -> f64 {
    let width = rows.first().map_or(0, Vec::len);
    let used = (0..width).filter(|column| rows.iter().any(|row| row[*column] != 0.0)).count();
    used.max(1) as f64 / (SPREAD * SPREAD)
}

/// Row after row, as they are gone through: by columns it takes three times as long.
fn matrix(rows: &[Vec<f64>]) -> Option<DenseMatrix<f64>> {
    DenseMatrix::new(rows.len(), rows.first()?.len(), rows.concat(), false).ok()
}

fn with_one(row: &[f64]) -> impl Iterator<Item = f64> {
    row.iter().copied().chain([1.0])
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One column of ±1: 30 of 40 bought on the one side, 10 of 40 on the other.
    fn two_groups() -> (Vec<Vec<f64>>, Vec<bool>) {
        let group = |side: f64, won| (0..40).map(move |n| (vec![side], n < won));
        group(1.0, 30).chain(group(-1.0, 10)).unzip()
    }

    #[test]
    fn a_weight_solves_its_equation_and_has_the_error_that_the_textbook_gives() {
        let (rows, won) = two_groups();
        let fit = Fit::to(&rows, &won).unwrap();
        let weight = fit.weights[0];
        // Symmetric: no intercept, and 80 × sigmoid(w) − 60 + w / 4 = 0.
        assert!(fit.intercept.abs() < 1e-6);
        assert!((80.0 * sigmoid(weight) - 60.0 + weight / 4.0).abs() < 1e-5);
        assert!((weight - 3.0_f64.ln()).abs() < 0.02, "hardly any of ln 3 is taken off");
        let probability = sigmoid(weight);
        let curvature = 80.0 * probability * (1.0 - probability) + 0.25;
        assert!((fit.covariance(&rows).unwrap()[0][0] - 1.0 / curvature).abs() < 1e-9);
    }

    #[test]
    fn a_column_that_tells_all_gets_a_finite_weight() {
        let rows: Vec<_> = (0..60).map(|n| vec![if n % 2 == 0 { 1.0 } else { -1.0 }]).collect();
        let won: Vec<_> = (0..60).map(|n| n % 2 == 0).collect();
        let fit = Fit::to(&rows, &won).unwrap();
        assert!((2.0..8.0).contains(&fit.weights[0]), "{fit:?}");
    }

    #[test]
    fn a_column_that_never_differs_has_no_weight_and_costs_nothing() {
        let (rows, won) = two_groups();
        let wider: Vec<_> = rows.iter().map(|row| vec![row[0], 0.0]).collect();
        let (fit, with) = (Fit::to(&rows, &won).unwrap(), Fit::to(&wider, &won).unwrap());
        assert_eq!(with.weights[1], 0.0);
        assert!((fit.weights[0] - with.weights[0]).abs() < 1e-6);
    }
}
