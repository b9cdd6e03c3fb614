//! What must be kept of what contacts do, so that the published rules can be answered exactly.
//!
//! Two rules that ask about the same thing share one behaviour. It is known by a hash of the
//! question, so nobody has to hand out numbers, and a question that is asked again in a later
//! version finds its old answer. The hash must therefore never change: a test pins it.

use std::collections::BTreeMap;

use runnel_model::{BehaviourId, EventMatch, Question};
use xxhash_rust::xxh3::xxh3_64;

/// All behaviours that a number of rules need.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs(BTreeMap<BehaviourId, Need>);

#[derive(Clone, Debug, PartialEq)]
struct Need {
    question: Question,
    keep: usize,
}

impl Needs {
    /// All of them in order of id: which, what it answers, how much must be kept for that: of the
    /// most recent times, numbers or values.
    pub fn behaviours(&self) -> impl Iterator<Item = (BehaviourId, &Question, usize)> {
        self.0.iter().map(|(id, need)| (*id, &need.question, need.keep))
    }

    /// Also needs to know how often this happened, ever, and when last.
    pub fn total(&mut self, of: &EventMatch) -> BehaviourId {
        self.recent(of, 0)
    }

    /// Also needs this many of the most recent times.
    pub fn recent(&mut self, of: &EventMatch, keep: usize) -> BehaviourId {
        self.ask(Question::Times(of.clone()), keep)
    }

    /// Also needs the answer to this, for which so much must be kept.
    pub(super) fn ask(&mut self, question: Question, keep: usize) -> BehaviourId {
        let question = canonical(question);
        let id = id(&question);
        let need = self.0.entry(id).or_insert(Need { question, keep });
        need.keep = need.keep.max(keep);
        id
    }

    /// Also needs all that `other` needs.
    pub(super) fn absorb(&mut self, other: Self) {
        for need in other.0.into_values() {
            self.ask(need.question, need.keep);
        }
    }
}

/// The id of the behaviour that answers this question.
pub fn behaviour_id(of: &EventMatch) -> BehaviourId {
    id(&canonical(Question::Times(of.clone())))
}

fn id(canonical: &Question) -> BehaviourId {
    BehaviourId(xxh3_64(json(canonical).as_bytes()))
}

/// The same question with its conditions in one order and each of them once.
fn canonical(mut question: Question) -> Question {
    for of in question.events_mut() {
        of.conditions.sort_by_cached_key(json);
        of.conditions.dedup();
    }
    question
}

fn json(part: &impl serde::Serialize) -> String {
    serde_json::to_string(part).expect("a rule is plain data, which JSON can always write")
}

#[cfg(test)]
mod tests {
    use runnel_model::PropertyName;

    use super::*;

    fn of(json: &str) -> EventMatch {
        serde_json::from_str(json).unwrap()
    }

    fn id_of(json: &str) -> String {
        behaviour_id(&of(json)).to_string()
    }

    #[test]
    fn the_id_of_a_question_never_changes() {
        // A changed hash would lose what is known of every contact.
        assert_eq!(id_of(r#"{"event":"meeting_booked"}"#), "75cabefab1e37d7f");
        let pricing = r#"{"event":"page_visited","where":[
            {"name":"url","test":{"contains":"/pricing"}},
            {"name":"duration","test":{"at_least":30}},
            {"name":"plan","test":{"is_any_of":["pro",2,true,{"time":1000}]}}]}"#;
        assert_eq!(id_of(pricing), "b13ece9bcd889f00");
    }

    #[test]
    fn other_questions_about_the_same_events_are_other_behaviours() {
        let of = || of(r#"{"event":"custom:bought"}"#);
        let property = || PropertyName::parse("amount").unwrap();
        let numbers = |within_ms| Question::Numbers { of: of(), property: property(), within_ms };
        let values = Question::Values { of: of(), property: property() };
        let mut needs = Needs::default();
        for question in [Question::Times(of()), numbers(None), numbers(Some(1_000)), values] {
            needs.ask(question, 1);
        }
        let ids: Vec<_> = needs.behaviours().map(|(id, ..)| id.to_string()).collect();
        insta::assert_snapshot!(ids.join(" "), @"20a6f5018abb63e3 54b20b2c59464444 91c7423f4de57521 b4e33a7340eeee68");
    }

    #[test]
    fn the_order_of_conditions_does_not_matter() {
        let ab = r#"{"event":"custom:x","where":[
            {"name":"a","test":{"is":1}},{"name":"b","test":{"is":2}}]}"#;
        let bab = r#"{"event":"custom:x","where":[{"name":"b","test":{"is":2}},
            {"name":"a","test":{"is":1}},{"name":"b","test":{"is":2}}]}"#;
        let other = r#"{"event":"custom:x","where":[
            {"name":"a","test":{"is":2}},{"name":"b","test":{"is":1}}]}"#;
        assert_eq!(id_of(ab), id_of(bab));
        assert_ne!(id_of(ab), id_of(other));
    }

    #[test]
    fn what_is_asked_twice_is_kept_once_and_as_far_as_both_need() {
        let question = of(r#"{"event":"meeting_booked"}"#);
        let mut needs = Needs::default();
        for keep in [2, 7, 3] {
            assert_eq!(needs.recent(&question, keep), behaviour_id(&question));
        }
        needs.total(&question);
        let kept: Vec<_> = needs.behaviours().map(|(_, _, keep)| keep).collect();
        assert_eq!(kept, [7]);
    }
}
