//! The receipt of a score: each point with when, why, by which step, because of which event.

use runnel_model::{Category, Fact, FactBody};
use runnel_store::EventRow;
use serde::Serialize;
use utoipa::ToSchema;

use super::entry::{EventRef, editor, flow_of, step_of};
use super::names::{FlowRef, Names, ScoringRowRef, StepRef};
use super::sentence;
use crate::time::Time;

/// Points that were given or taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptPoint {
    /// When.
    pub at: Time,
    /// How many; negative: taken.
    pub points: i64,
    /// The score of the category afterwards.
    pub score: i64,
    /// Of which category.
    pub category: String,
    /// Why, in the words of who set it up.
    pub reason: String,
    /// The row of a scoring model that gives them.
    pub row: Option<ScoringRowRef>,
    /// The flow that gave them.
    pub flow: Option<FlowRef>,
    /// The step that gave them.
    pub step: Option<StepRef>,
    /// Who gave them by hand.
    pub by: Option<String>,
    /// The event that caused it.
    pub event: EventRef,
    /// What the event was, in a sentence.
    pub text: String,
    /// What of it set the flow going, in sentences: from the event to the points.
    pub because: Vec<String>,
}

/// The points of some entries, newest first, of one category or of all.
pub fn points(rows: &[EventRow], category: Option<&Category>, names: &Names) -> Vec<ReceiptPoint> {
    let of_row = |row| points_of(row, category, names);
    rows.iter().flat_map(of_row).collect()
}

fn points_of(row: &EventRow, wanted: Option<&Category>, names: &Names) -> Vec<ReceiptPoint> {
    let point = |fact: &Fact| {
        let FactBody::ScoreAdjusted { category, points, score, reason, row: by_row, .. } =
            &fact.body
        else {
            return None;
        };
        wanted.is_none_or(|wanted| wanted == category).then(|| ReceiptPoint {
            at: Time(fact.at),
            points: *points,
            score: *score,
            category: category.to_string(),
            reason: reason.clone(),
            row: by_row.as_ref().map(|row| names.row(row)),
            flow: flow_of(fact, names),
            step: step_of(fact, names),
            by: editor(&row.input.body)
                .filter(|_| fact.step.is_none() && by_row.is_none())
                .map(str::to_owned),
            event: EventRef::of(row),
            text: sentence::input(&row.input.body, names),
            because: causes(fact, &row.facts, names),
        })
    };
    row.facts.iter().rev().filter_map(point).collect()
}

/// From the first cause to the last. A fact's cause is always an earlier one, so this ends.
fn causes(fact: &Fact, facts: &[Fact], names: &Names) -> Vec<String> {
    let mut texts = Vec::new();
    let mut after = fact.after;
    while let Some(place) = after {
        let Some(cause) = facts.get(place as usize) else { break };
        // Being moved from step to step explains nothing that the step does not say.
        if !matches!(cause.body, FactBody::Stepped { .. }) {
            texts.push(sentence::fact(cause, names));
        }
        after = cause.after.filter(|earlier| *earlier < place);
    }
    texts.reverse();
    texts
}

#[cfg(test)]
mod tests {
    use runnel_model::{ContactId, EventId, Input, Partition, Timestamp};
    use serde_json::json;

    use super::super::names::tests::names;
    use super::*;

    fn row() -> EventRow {
        let step = json!({ "flow": "hand_over", "version": 2, "enrolment": 1, "node": "points" });
        let score = |category: &str, points: i64| {
            json!({ "score_adjusted": {
            "category": category, "points": points, "score": points, "total": points, "reason": "Hot" } })
        };
        let facts = json!([
            { "at": 1_000, "body": { "segment_entered": { "segment": "hot" } } },
            { "at": 1_000, "body": { "enrolled": {} }, "step": step, "after": 0 },
            { "at": 1_000, "body": score("general", 5), "step": step, "after": 1 },
            { "at": 1_000, "body": score("fit", 1) },
        ]);
        let at = Timestamp::from_ms(1_000);
        let id = EventId::new(at, 1);
        let input = json!({ "id": id, "occurred_at": 500, "accepted_at": 1_000,
            "body": { "edit": { "by": "Ana", "edit": { "add_tag": "a" } } } });
        EventRow {
            contact: ContactId(42),
            partition: Partition(42),
            seq: 1,
            id,
            source: None,
            name: "edit".into(),
            occurred_at: Timestamp::from_ms(500),
            applied_at: at,
            catalog_version: 1,
            engine_version: String::new(),
            input: serde_json::from_value::<Input>(input).unwrap(),
            facts: serde_json::from_value(facts).unwrap(),
        }
    }

    #[test]
    fn a_point_says_when_why_by_which_step_and_because_of_what() {
        let general = Category::default();
        let points = points(&[row()], Some(&general), &names());
        let point = serde_json::to_value(&points[0]).unwrap();
        assert_eq!(points.len(), 1);
        assert_eq!((&point["points"], &point["reason"]), (&json!(5), &json!("Hot")));
        assert_eq!(point["flow"], json!({ "id": "hand_over", "name": "Hand-over", "version": 2 }));
        assert_eq!(point["step"]["name"], "Reward");
        assert_eq!(point["event"]["occurred_at"], "1970-01-01T00:00:00.500Z");
        assert_eq!(point["text"], "Ana added the tag a");
        assert_eq!(
            point["because"],
            json!(["Entered the segment Hot leads", "Entered the flow Hand-over"])
        );
        assert_eq!(point["by"], json!(null), "a flow gave them, not Ana");
    }

    #[test]
    fn points_by_hand_name_the_hand_and_the_newest_come_first() {
        let points = points(&[row()], None, &names());
        let shown: Vec<_> =
            points.iter().map(|point| (point.points, point.by.as_deref())).collect();
        assert_eq!(shown, [(1, Some("Ana")), (5, None)]);
    }
}
