//! Invariant 1: a score is the sum of the points in the log, in the state and in the table; and
//! what rows of scoring models gave is what they give.

use std::collections::BTreeMap;

use runnel_engine::ModelPreview;
use runnel_model::{Award, Category, FactBody, InputBody};

use super::{Case, Difference};

const INVARIANT: u8 = 1;

/// Adds the points up again.
pub fn scores(case: Case) -> Vec<Difference> {
    let mut found = Vec::new();
    let sums = add_up(case, &mut found);
    let state = without_zeros(case.contact.scores.clone());
    if without_zeros(sums.clone()) != state {
        found.push(
            case.differ(INVARIANT, format!("the log adds up to {sums:?}, the state has {state:?}")),
        );
    }
    compare_rows(case, &mut found);
    compare_awards(case, &mut found);
    found
}

/// Who became part of the contact brought its points; they stand in its own log, not in this one.
fn add_up(case: Case, found: &mut Vec<Difference>) -> BTreeMap<Category, i64> {
    let baseline = case.log.baseline.as_ref();
    let mut sums = baseline.map(|state| state.scores.clone()).unwrap_or_default();
    for entry in &case.log.entries {
        if let InputBody::Merge { loser } = &entry.input.body {
            for (category, points) in &loser.scores {
                *sums.entry(category.clone()).or_default() += points;
            }
        }
        for fact in &entry.facts {
            let FactBody::ScoreAdjusted { category, points, score, total, .. } = &fact.body else {
                continue;
            };
            let sum = sums.entry(category.clone()).or_default();
            *sum += points;
            if sum != score {
                let what = format!(
                    "after {}, `{category}` adds up to {sum}, the log says {score}",
                    entry.input.id
                );
                found.push(case.differ(INVARIANT, what));
            }
            let all: i64 = sums.values().sum();
            if all != *total {
                let what = format!(
                    "after {}, all points add up to {all}, the log says {total}",
                    entry.input.id
                );
                found.push(case.differ(INVARIANT, what));
            }
        }
    }
    sums
}

fn compare_rows(case: Case, found: &mut Vec<Difference>) {
    for (category, points) in &case.rows.scores {
        let state = case.contact.score(category.as_ref());
        if state != *points {
            let name = category.as_ref().map_or("all", Category::as_str);
            found.push(case.differ(
                INVARIANT,
                format!("the table has {points} for `{name}`, the state {state}"),
            ));
        }
    }
    let has_row = |category: Option<&Category>| {
        case.rows.scores.iter().any(|(known, _)| known.as_ref() == category)
    };
    let categories = case.contact.scores.keys().map(Some).chain([None]);
    for category in
        categories.filter(|category| case.contact.score(*category) != 0 && !has_row(*category))
    {
        let name = category.map_or("all", Category::as_str);
        found.push(case.differ(INVARIANT, format!("the table has no row for `{name}`")));
    }
}

fn compare_awards(case: Case, found: &mut Vec<Difference>) {
    let baseline = case.log.baseline.as_ref();
    let mut log: Vec<Award> = baseline.map(|state| state.awards.clone()).unwrap_or_default();
    for entry in &case.log.entries {
        if let InputBody::Merge { loser } = &entry.input.body {
            loser.awards.iter().for_each(|award| Award::add(&mut log, award.clone()));
        }
        for fact in &entry.facts {
            if let FactBody::ScoreAdjusted { row: Some(by), category, points, .. } = &fact.body {
                let (by, category, points) = (by.clone(), category.clone(), *points);
                Award::add(&mut log, Award { by, category, points });
            }
        }
    }
    if log != case.contact.awards {
        let state = &case.contact.awards;
        let what = format!("by the log it has the awards {log:?}, by the state {state:?}");
        found.push(case.differ(INVARIANT, what));
    }
    let Some(catalog) = case.catalog() else { return };
    for model in &catalog.document().models {
        let id = &model.document.id;
        let Ok(preview) = ModelPreview::compile(&model.document, catalog) else {
            found.push(case.differ(INVARIANT, format!("the model `{id}` cannot be compiled")));
            continue;
        };
        for (row, given, due) in preview.rescore(case.contact, case.contact.now).rows {
            let what = format!("row `{row}` of the model `{id}` gave {given} and gives {due}");
            found.push(case.differ(INVARIANT, what));
        }
    }
}

fn without_zeros(mut scores: BTreeMap<Category, i64>) -> BTreeMap<Category, i64> {
    scores.retain(|_, points| *points != 0);
    scores
}
