//! What must be kept of what contacts do, so that the published rules can be answered exactly.
//!
//! Two rules that ask about the same thing share one behaviour. It is known by a hash of the
//! question, so nobody has to hand out numbers. The hash must therefore never change: a test pins
//! it.
//!
//! How many of the latest times are kept is part of the question: a rule that needs more of them
//! asks for another behaviour, which is counted from the log while the old one goes on serving
//! the rules that there are. The number of times is rounded up, so that this does not happen at each edit.

use std::collections::BTreeMap;

use runnel_model::{BehaviourId, EventMatch, Question};
use xxhash_rust::xxh3::xxh3_64;

/// Whoever asks for fewer times than these gets these.
const KEPT_LEAST: usize = 8;

/// All behaviours that a number of rules need.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs(BTreeMap<BehaviourId, Need>);

#[derive(Clone, Debug, PartialEq)]
struct Need {
    question: Question,
    keep: usize,
}

impl Needs {
    /// All of them in order of id: which, what it answers, how much is kept for that: of the most
    /// recent times, numbers or values.
    pub fn behaviours(&self) -> impl Iterator<Item = (BehaviourId, &Question, usize)> {
        self.0.iter().map(|(id, need)| (*id, &need.question, need.keep))
    }

    /// Whether this behaviour is among them.
    pub(crate) fn has(&self, id: BehaviourId) -> bool {
        self.0.contains_key(&id)
    }

    /// Also needs to know how often this happened, ever, and when last.
    pub fn total(&mut self, of: &EventMatch) -> BehaviourId {
        self.recent(of, 0)
    }

    /// Also needs this many of the most recent times, at least.
    pub fn recent(&mut self, of: &EventMatch, keep: usize) -> BehaviourId {
        self.ask(Question::Times(of.clone()), keep)
    }

    /// Also needs the answer to this, for which so much must be kept, at least.
    pub(super) fn ask(&mut self, question: Question, keep: usize) -> BehaviourId {
        let keep = rounded(&question, keep);
        let question = canonical(question);
        let id = id(&question, keep);
        self.0.insert(id, Need { question, keep });
        id
    }

    /// Also needs all that `other` needs.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// The id of the behaviour that answers this question by so much that is kept.
pub fn behaviour_id(question: &Question, keep: usize) -> BehaviourId {
    id(&canonical(question.clone()), rounded(question, keep))
}

fn rounded(question: &Question, keep: usize) -> usize {
    match question {
        Question::Times(_) if keep > 0 => keep.next_power_of_two().max(KEPT_LEAST),
        _ => keep,
    }
}

fn id(canonical: &Question, keep: usize) -> BehaviourId {
    let mut question = json(canonical);
    if keep > 0 {
        question = format!("{question} the latest {keep}");
    }
    BehaviourId(xxh3_64(question.as_bytes()))
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
        behaviour_id(&Question::Times(of(json)), 0).to_string()
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
        assert_eq!(behaviour_id(&Question::Times(of(pricing)), 7).to_string(), "55a2a5d77c666697");
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
        insta::assert_snapshot!(ids.join(" "), @"5929ddee21fd52f9 dc2e98686837325e f02b5eee08f782a8 fbe4a54ee4b410c3");
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
    fn what_is_asked_twice_is_kept_once_and_more_of_it_apart() {
        let question = of(r#"{"event":"meeting_booked"}"#);
        let mut needs = Needs::default();
        let ids = [0, 2, 8, 9, 15, 0].map(|keep| needs.recent(&question, keep));
        assert_eq!((ids[0], ids[1], ids[3]), (ids[5], ids[2], ids[4]));
        let mut kept: Vec<_> = needs.behaviours().map(|(_, _, keep)| keep).collect();
        kept.sort_unstable();
        assert_eq!(kept, [0, 8, 16]);
    }
}
