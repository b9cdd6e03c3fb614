//! What a contact did and when: the answer, and until when it is sure.

use runnel_model::{Contact, ContactId};

use super::*;

/// The verdict, at a second, on a contact known since second 0 who did the thing at these seconds,
/// in this order of arrival. Written `yes until 12`.
#[track_caller]
fn did(seconds: &[i64], rule: &str, now_ms: i64, expect: &str) {
    let (rule, needs) = compile(rule);
    let mut contact = Contact::new(ContactId(1), at(0));
    let (id, _, keep) = needs.behaviours().next().unwrap();
    for second in seconds {
        contact.behaviours.entry(id).or_default().record(at(second * SECOND), keep);
    }
    let Verdict { holds, until } = rule.holds(&contact, at(now_ms));
    let mut said = String::from(if holds { "yes" } else { "no" });
    if let Some(until) = until {
        said += &format!(" until {}", until.as_ms() as f64 / SECOND as f64);
    }
    assert_eq!(said, expect);
}

#[test]
fn a_count_within_a_window_falls_exactly_when_a_time_leaves_it() {
    let twice =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"at_least":2},"within":{"seconds":10}}}"#;
    did(&[], twice, 0, "no");
    did(&[3], twice, 3_000, "no");
    did(&[3, 5], twice, 5_000, "yes until 13");
    did(&[5, 3], twice, 12_999, "yes until 13");
    did(&[3, 5], twice, 13_000, "no");
    did(&[1, 3, 5], twice, 5_000, "yes until 13");
    did(&[5, 5], twice, 6_000, "yes until 15");
    let more =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"more_than":1},"within":{"seconds":10}}}"#;
    did(&[3, 5], more, 5_000, "yes until 13");
}

#[test]
fn fewer_within_a_window_comes_true_by_itself() {
    let at_most_one =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"at_most":1},"within":{"seconds":10}}}"#;
    did(&[], at_most_one, 0, "yes");
    did(&[3], at_most_one, 3_000, "yes");
    did(&[3, 5], at_most_one, 5_000, "no until 13");
    did(&[3, 5], at_most_one, 13_000, "yes");
    let less_than_two = at_most_one.replace("at_most\":1", "less_than\":2");
    did(&[3, 5], &less_than_two, 5_000, "no until 13");
    let none = at_most_one.replace("at_most\":1", "exactly\":0");
    did(&[3, 5], &none, 5_000, "no until 15");
    did(&[3, 5], &none, 15_000, "yes");
}

#[test]
fn exactly_so_many_within_a_window_comes_and_goes() {
    let two =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"exactly":2},"within":{"seconds":10}}}"#;
    did(&[3], two, 5_000, "no");
    did(&[3, 4, 5], two, 5_000, "no until 13");
    did(&[3, 4, 5], two, 13_000, "yes until 14");
    did(&[3, 4, 5], two, 14_000, "no");
    did(&[1, 2, 3, 4, 5], two, 5_000, "no until 13");
}

#[test]
fn a_time_that_lies_ahead_does_not_count_yet() {
    let once =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"at_least":1},"within":{"seconds":10}}}"#;
    did(&[5], once, 4_999, "no until 5");
    did(&[5], once, 5_000, "yes until 15");
    let none = once.replace("at_least\":1", "exactly\":0");
    did(&[5], &none, 4_000, "yes until 5");
}

#[test]
fn a_count_without_a_window_never_changes_by_time() {
    let twice = r#"{"count":{"of":{"event":"custom:x"},"times":{"exactly":2}}}"#;
    did(&[3], twice, 5_000, "no");
    did(&[3, 5], twice, 5_000, "yes");
    did(&[3, 5, 4], twice, 5_000, "no");
    let many = r#"{"count":{"of":{"event":"custom:x"},"times":{"less_than":1000000}}}"#;
    did(&[3], many, 5_000, "yes");
    let never = r#"{"never":{"event":"custom:x"}}"#;
    did(&[], never, 5_000, "yes");
    did(&[3], never, 5_000, "no");
}

#[test]
fn long_ago_comes_true_to_the_millisecond() {
    let ago = r#"{"last_occurred":{"of":{"event":"custom:x"},"more_than_ago":{"seconds":10}}}"#;
    did(&[3, 5, 4], ago, 5_000, "no until 15");
    did(&[3, 5, 4], ago, 14_999, "no until 15");
    did(&[3, 5, 4], ago, 15_000, "yes");
    did(&[], ago, 9_999, "no until 10");
    did(&[], ago, 10_000, "yes");
    let or_false = ago.replace("}}}", r#"},"if_never":"false"}}"#);
    did(&[], &or_false, 99_999, "no");
    did(&[3], &or_false, 3_000, "no until 13");
}

#[test]
fn parts_are_joined_to_the_tightest_time_that_is_sure() {
    let part = |times: &str, seconds: i64| {
        format!(
            r#"{{"count":{{"of":{{"event":"custom:x"}},"times":{{{times}}},"within":{{"seconds":{seconds}}}}}}}"#
        )
    };
    let (short, long) = (part(r#""at_least":1"#, 10), part(r#""at_least":1"#, 20));
    let (no_short, no_long) = (part(r#""at_most":0"#, 10), part(r#""at_most":0"#, 20));
    did(&[1], &format!(r#"{{"all":[{short},{long}]}}"#), 1_000, "yes until 11");
    did(&[1], &format!(r#"{{"any":[{short},{long}]}}"#), 1_000, "yes until 21");
    did(&[1], &format!(r#"{{"all":[{no_short},{no_long}]}}"#), 1_000, "no until 21");
    did(&[1], &format!(r#"{{"any":[{no_short},{no_long}]}}"#), 1_000, "no until 11");
    did(&[1], &format!(r#"{{"all":[{no_short},{{"tag":"x"}}]}}"#), 1_000, "no");
    did(&[1], &format!(r#"{{"any":[{short},{{"not":{{"tag":"x"}}}}]}}"#), 1_000, "yes");
    did(&[1], &format!(r#"{{"not":{{"all":[{short},{no_long}]}}}}"#), 1_000, "yes until 21");
}

#[test]
fn the_ends_of_time_are_no_special_case() {
    let max = Timestamp::MAX.as_ms();
    let once =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"at_least":1},"within":{"weeks":520}}}"#;
    did(&[0], once, 0, "yes until 314496000");
    did(&[max / SECOND], once, max, "yes");
    let ago = r#"{"last_occurred":{"of":{"event":"custom:x"},"more_than_ago":{"weeks":520}}}"#;
    did(&[max / SECOND], ago, max, "no");
}
