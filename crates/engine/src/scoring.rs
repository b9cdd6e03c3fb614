//! Scoring models compiled: what each row of a table gives a contact now.
//!
//! A group is the unit: its rows share a category and a limit, so that they are looked at
//! together. Like the rule of a segment it is asked again when something that it reads changed
//! or when the time has come that it named.

use std::collections::HashSet;

use runnel_model::{
    Category, Contact, Criterion, PublishedModel, RowRef, ScoringGroup, ScoringModel, Timestamp,
};

use crate::check::Check;
use crate::rule::{Compiled, Reads, Tally};

/// The most rows of a model.
const ROWS_MAX: usize = 500;
/// The most classes of a model.
const CLASSES_MAX: usize = 20;
/// The most points that a row gives or takes, and where classes begin.
const POINTS_MAX: i64 = 1_000_000;
/// The longest name of a model, a group, a row or a class.
const NAME_BYTES_MAX: usize = 200;

/// A group of a published scoring model.
pub(crate) struct LiveGroup {
    pub since: u64,
    pub starts_flows: bool,
    pub category: Category,
    at_most: Option<i64>,
    rows: Vec<LiveRow>,
}

struct LiveRow {
    by: RowRef,
    name: String,
    points: i64,
    when: When,
}

enum When {
    While(Box<Compiled>),
    Each(Tally),
}

/// What a row gives.
pub(crate) struct Given<'a> {
    pub by: &'a RowRef,
    pub name: &'a str,
    pub points: i64,
}

impl LiveGroup {
    /// Whether a row asks for the time or day at a contact's place.
    pub fn reads_zone(&self) -> bool {
        self.rows.iter().any(|row| matches!(&row.when, When::While(rule) if rule.reads_zone()))
    }

    /// What each row gives a contact at this time, and until when that is sure.
    pub fn points(&self, contact: &Contact, now: Timestamp) -> (Vec<Given<'_>>, Option<Timestamp>) {
        let mut until = None;
        let mut sum = 0_i64;
        let given = |row| {
            let (mut points, sure) = LiveRow::points(row, contact, now);
            until = Timestamp::earliest(until, sure);
            if let Some(at_most) = self.at_most {
                points = points.min(at_most - sum);
            }
            sum += points;
            Given { by: &row.by, name: &row.name, points }
        };
        (self.rows.iter().map(given).collect(), until)
    }

    /// Whether time alone can change what it gives.
    pub fn is_time_dependent(&self) -> bool {
        self.rows.iter().any(|row| match &row.when {
            When::While(rule) => rule.is_time_dependent(),
            When::Each(tally) => tally.is_time_dependent(),
        })
    }

    /// What its rows read of a contact, each.
    pub fn reads(&self) -> impl Iterator<Item = Reads> {
        self.rows.iter().map(|row| match &row.when {
            When::While(rule) => rule.reads().clone(),
            When::Each(tally) => Reads::of_behaviour(tally.behaviour()),
        })
    }

    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = &RowRef> {
        self.rows.iter().map(|row| &row.by)
    }
}

impl LiveRow {
    fn points(&self, contact: &Contact, now: Timestamp) -> (i64, Option<Timestamp>) {
        match &self.when {
            When::While(rule) => {
                let verdict = rule.holds(contact, now);
                (if verdict.holds { self.points } else { 0 }, verdict.until)
            }
            When::Each(tally) => {
                let (times, until) = tally.count(contact, now);
                // Far from the ends of what a score can be, whatever is sent.
                let times = times.min(POINTS_MAX);
                (self.points * times, until)
            }
        }
    }
}

/// Checks a model and compiles its groups; one that has a row with errors is left out.
pub(crate) fn compile(published: &PublishedModel, check: &mut Check<'_>) -> Vec<LiveGroup> {
    let model = &published.document;
    check_table(model, check);
    check_classes(model, check);
    let group = |(at, group): (usize, &ScoringGroup)| {
        let rows = group.rows.iter().enumerate();
        let rows: Vec<_> = rows.map(|row| compile_row(model, (at, row.0), row.1, check)).collect();
        Some(LiveGroup {
            since: published.since,
            starts_flows: published.starts_flows,
            category: group.category.clone(),
            at_most: group.at_most,
            rows: rows.into_iter().collect::<Option<_>>()?,
        })
    };
    model.groups.iter().enumerate().filter_map(group).collect()
}

fn compile_row(
    model: &ScoringModel,
    (group, row): (usize, usize),
    asked: &runnel_model::ScoringRow,
    check: &mut Check<'_>,
) -> Option<LiveRow> {
    let field = format!("groups.{group}.rows.{row}");
    check.text(&format!("{field}.name"), &asked.name, NAME_BYTES_MAX);
    check_points(&format!("{field}.points"), asked.points, check);
    let field = format!("{field}.when");
    let when = match &asked.when {
        Criterion::While(rule) => When::While(Box::new(check.rule(&field, rule)?)),
        Criterion::Each(activity) => When::Each(check.tally(&field, activity)?),
    };
    let by = RowRef { model: model.id.clone(), row: asked.id.clone() };
    Some(LiveRow { by, name: asked.name.trim().to_owned(), points: asked.points, when })
}

fn check_table(model: &ScoringModel, check: &mut Check<'_>) {
    check.text("name", &model.name, NAME_BYTES_MAX);
    let count = model.rows().count();
    if count > ROWS_MAX {
        let message = format!("The model has {count} rows; {ROWS_MAX} are possible.");
        check
            .error("too_many_rows", "groups", message, "Make two models of it.")
            .with("max", ROWS_MAX);
    }
    let mut seen = HashSet::new();
    for (at, group) in model.groups.iter().enumerate() {
        check.text(&format!("groups.{at}.name"), &group.name, NAME_BYTES_MAX);
        if let Some(at_most) = group.at_most {
            let field = format!("groups.{at}.at_most");
            check_points(&field, at_most, check);
            if at_most < 0 {
                let message = "A group cannot give fewer than no points at most.";
                check.error("limit_below_zero", &field, message, "Choose 0 or more.");
            }
        }
        for (row, asked) in group.rows.iter().enumerate() {
            if !seen.insert(&asked.id) {
                let message = format!("Two rows have the id `{}`.", asked.id);
                let field = format!("groups.{at}.rows.{row}.id");
                check
                    .error("duplicate_row", &field, message, "Give one of them another id.")
                    .with("row", asked.id.as_str());
            }
        }
    }
}

fn check_classes(model: &ScoringModel, check: &mut Check<'_>) {
    if model.classes.len() > CLASSES_MAX {
        let message = format!("The model has more than {CLASSES_MAX} classes.");
        check
            .error("too_many_classes", "classes", message, "Put some of them together.")
            .with("max", CLASSES_MAX);
    }
    let mut seen = HashSet::new();
    for (at, class) in model.classes.iter().enumerate() {
        check.text(&format!("classes.{at}.name"), &class.name, NAME_BYTES_MAX);
        check_points(&format!("classes.{at}.from"), class.from, check);
        if !seen.insert(&class.id) {
            let message = format!("Two classes have the id `{}`.", class.id);
            let field = format!("classes.{at}.id");
            check
                .error("duplicate_class", &field, message, "Give one of them another id.")
                .with("class", class.id.as_str());
        }
    }
    for (at, pair) in model.classes.windows(2).enumerate() {
        if pair[1].from <= pair[0].from {
            let message = format!("`{}` does not begin above `{}`.", pair[1].name, pair[0].name);
            let field = format!("classes.{}.from", at + 1);
            check.error("classes_not_ascending", &field, message, "List the classes lowest first.");
        }
    }
}

fn check_points(field: &str, points: i64, check: &mut Check<'_>) {
    if points.saturating_abs() > POINTS_MAX {
        let message = format!("{points} points are more than {POINTS_MAX}.");
        let help = format!("Choose a number from -{POINTS_MAX} to {POINTS_MAX}.");
        check
            .error("points_out_of_range", field, message, help)
            .with("points", points)
            .with("max", POINTS_MAX);
    }
}
