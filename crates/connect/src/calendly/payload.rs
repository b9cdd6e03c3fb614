//! What a delivery says happened.

use runnel_model::{
    EmailAddress, Event, EventName, IdentityKeys, InputBody, Properties, Timestamp,
};
use serde_json::{Map, Value as Json};

use crate::{Error, Item, Refused, clean, parse_time};

/// Deeper nesting than this is nothing that Calendly sends.
const DEPTH_MAX: usize = 64;

/// Turns a delivery into what happened. Nothing happened if it is the cancelling half of a
/// reschedule, or of a kind that we do not know: Calendly may send kinds that nobody asked for.
pub fn parse(body: &[u8], received_at: Timestamp) -> Result<Result<Option<Item>, Refused>, Error> {
    let text = String::from_utf8_lossy(body);
    let whole: &serde_json::value::RawValue =
        serde_json::from_str(&text).map_err(|error| Error::NotJson(error.to_string()))?;
    let Some(clean) = clean::clean(whole.get(), DEPTH_MAX) else {
        return Ok(Err(Refused::new("too_deep", "the delivery is nested too deep", &text)));
    };
    let delivery =
        serde_json::from_str(&clean).map_err(|error| Error::NotJson(error.to_string()))?;
    Ok(Delivery(delivery)
        .item(received_at)
        .map_err(|(code, message)| Refused::new(code, message, &text)))
}

type Reason = (&'static str, &'static str);

struct Delivery(Json);

impl Delivery {
    fn item(&self, received_at: Timestamp) -> Result<Option<Item>, Reason> {
        let kind = self.text("/event").ok_or(("unknown_type", "`event` says what happened"))?;
        let Some(name) = self.name(kind) else { return Ok(None) };
        let uri = self.text("/payload/uri").ok_or(("missing_uri", "`payload.uri` is needed"))?;
        let email = self.email().ok_or(("email_not_valid", "`payload.email` is an address"))?;
        let occurred_at = self.text("/created_at").and_then(parse_time).unwrap_or(received_at);
        let properties = match name {
            EventName::FormSubmitted => self.form(),
            _ => self.meeting(),
        };
        Ok(Some(Item {
            keys: IdentityKeys { email: Some(email), ..IdentityKeys::default() },
            // One person can book, cancel and miss one meeting: each is an event of its own.
            message_id: Some(format!("{kind} {uri}")),
            company: None,
            occurred_at: occurred_at.min(received_at),
            body: InputBody::Event(Event { name, properties: Properties::from_map(&properties) }),
        }))
    }

    fn name(&self, kind: &str) -> Option<EventName> {
        let rescheduled = self.0.pointer("/payload/rescheduled") == Some(&Json::Bool(true));
        match kind {
            "invitee.created" if self.text("/payload/old_invitee").is_some() => {
                Some(EventName::MeetingRescheduled)
            }
            "invitee.created" => Some(EventName::MeetingBooked),
            "invitee.canceled" if rescheduled => None,
            "invitee.canceled" => Some(EventName::MeetingCancelled),
            "invitee_no_show.created" => Some(EventName::MeetingMissed),
            "routing_form_submission.created" => Some(EventName::FormSubmitted),
            _ => None,
        }
    }

    fn text(&self, pointer: &str) -> Option<&str> {
        self.0.pointer(pointer)?.as_str().filter(|text| !text.trim().is_empty())
    }

    /// The invitee's address. A routing form has none of its own, but asks for one as a rule.
    fn email(&self) -> Option<EmailAddress> {
        let own = self.text("/payload/email");
        let answered = self.answers().filter_map(|(_, answer)| answer.as_str());
        own.into_iter().chain(answered).find_map(|text| EmailAddress::parse(text).ok())
    }

    fn answers(&self) -> impl Iterator<Item = (&str, &Json)> {
        let list = self.0.pointer("/payload/questions_and_answers").and_then(Json::as_array);
        list.into_iter()
            .flatten()
            .filter_map(|one| Some((one.get("question")?.as_str()?, one.get("answer")?)))
    }

    fn meeting(&self) -> Map<String, Json> {
        let mut told = self.common();
        let meeting = ["/payload/scheduled_event/uri", "/payload/event"];
        let meeting = meeting.iter().find_map(|pointer| self.text(pointer));
        told.extend(meeting.map(|uri| ("meeting".to_owned(), uri.into())));
        self.copy(
            &mut told,
            &[
                ("name", "/payload/scheduled_event/name"),
                ("start_time", "/payload/scheduled_event/start_time"),
                ("end_time", "/payload/scheduled_event/end_time"),
                ("timezone", "/payload/timezone"),
                ("cancel_url", "/payload/cancel_url"),
                ("reschedule_url", "/payload/reschedule_url"),
                ("reason", "/payload/cancellation/reason"),
                ("canceled_by", "/payload/cancellation/canceled_by"),
                ("canceler_type", "/payload/cancellation/canceler_type"),
                ("old_invitee", "/payload/old_invitee"),
            ],
        );
        told
    }

    fn form(&self) -> Map<String, Json> {
        let mut told = self.common();
        self.copy(&mut told, &[("form", "/payload/routing_form")]);
        told
    }

    fn common(&self) -> Map<String, Json> {
        let mut told = Map::new();
        self.copy(
            &mut told,
            &[
                ("invitee", "/payload/uri"),
                ("invitee_name", "/payload/name"),
                ("tracking", "/payload/tracking"),
            ],
        );
        let answers: Map<String, Json> = self
            .answers()
            .map(|(question, answer)| (question.to_owned(), answer.clone()))
            .collect();
        if !answers.is_empty() {
            told.insert("answers".into(), answers.into());
        }
        told
    }

    fn copy(&self, told: &mut Map<String, Json>, fields: &[(&str, &str)]) {
        for (name, pointer) in fields {
            if let Some(value) = self.0.pointer(pointer).filter(|value| !value.is_null()) {
                told.insert((*name).to_owned(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const RECEIVED: Timestamp = Timestamp::from_ms(1_800_000_000_000);

    fn delivery(event: &str, extra: &Json) -> Vec<u8> {
        let mut payload = json!({
            "uri": "https://calendly.test/events/E1/invitees/I1",
            "email": "Bo@Example.com",
            "name": "Bo Ek",
            "timezone": "Europe/Stockholm",
            "old_invitee": null,
            "rescheduled": false,
            "questions_and_answers": [{"question": "Topic?", "answer": "Prices", "position": 0}],
            "tracking": {"utm_source": "google"},
            "scheduled_event": {
                "uri": "https://calendly.test/events/E1",
                "name": "Demo call",
                "start_time": "2026-12-01T10:00:00.000000Z",
            },
        });
        payload.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let created_at = "2026-11-20T08:00:00.000000Z";
        json!({"event": event, "created_at": created_at, "payload": payload}).to_string().into()
    }

    fn check(event: &str, extra: &Json, expect: &str) {
        let found = parse(&delivery(event, extra), RECEIVED).unwrap();
        let shown = match &found {
            Ok(Some(Item { keys, body: InputBody::Event(event), .. })) => {
                format!("{} {}", event.name, keys.email.as_ref().unwrap())
            }
            Ok(Some(other)) => format!("{other:?}"),
            Ok(None) => "nothing".to_owned(),
            Err(refused) => refused.code.to_owned(),
        };
        assert_eq!(shown, expect, "{event}");
    }

    #[test]
    fn each_delivery_says_one_thing() {
        check("invitee.created", &json!({}), "meeting_booked bo@example.com");
        check(
            "invitee.canceled",
            &json!({"status": "canceled"}),
            "meeting_cancelled bo@example.com",
        );
        check("invitee_no_show.created", &json!({}), "meeting_missed bo@example.com");
        check("invitee_no_show.deleted", &json!({}), "nothing");
        check("routing_form_submission.created", &json!({}), "form_submitted bo@example.com");
    }

    #[test]
    fn of_a_reschedule_only_the_new_booking_speaks() {
        let old = json!({"old_invitee": "https://calendly.test/events/E0/invitees/I0"});
        check("invitee.created", &old, "meeting_rescheduled bo@example.com");
        let new = json!({"rescheduled": true, "new_invitee": "https://calendly.test/x"});
        check("invitee.canceled", &new, "nothing");
    }

    #[test]
    fn whom_it_concerns_must_be_told() {
        check("invitee.created", &json!({"email": "a..b@x"}), "email_not_valid");
        check("invitee.created", &json!({"uri": null}), "missing_uri");
        let answer = json!({"email": null, "questions_and_answers": [
            {"question": "Your e-mail", "answer": "cy@example.org"}
        ]});
        check("routing_form_submission.created", &answer, "form_submitted cy@example.org");
    }

    #[test]
    fn a_cancellation_tells_who_and_why() {
        let extra = json!({"cancellation": {
            "reason": "No\u{0} budget", "canceled_by": "Bo", "canceler_type": "invitee"
        }});
        let item =
            parse(&delivery("invitee.canceled", &extra), RECEIVED).unwrap().unwrap().unwrap();
        let InputBody::Event(event) = &item.body else { panic!("{item:?}") };
        assert_eq!(item.occurred_at.as_ms(), 1_795_248_000_000 - 86_400_000);
        insta::assert_snapshot!(item.message_id.unwrap(), @"invitee.canceled https://calendly.test/events/E1/invitees/I1");
        let told: std::collections::BTreeMap<_, _> =
            event.properties.to_map().into_iter().collect();
        insta::assert_snapshot!(serde_json::to_string_pretty(&told).unwrap(), @r#"
        {
          "answers": {
            "Topic?": "Prices"
          },
          "canceled_by": "Bo",
          "canceler_type": "invitee",
          "invitee": "https://calendly.test/events/E1/invitees/I1",
          "invitee_name": "Bo Ek",
          "meeting": "https://calendly.test/events/E1",
          "name": "Demo call",
          "reason": "No budget",
          "start_time": "2026-12-01T10:00:00.000000Z",
          "timezone": "Europe/Stockholm",
          "tracking": {
            "utm_source": "google"
          }
        }
        "#);
    }

    #[test]
    fn a_repetition_has_the_same_message_id_and_another_kind_another() {
        let id = |event: &str| {
            parse(&delivery(event, &json!({})), RECEIVED).unwrap().unwrap().unwrap().message_id
        };
        assert_eq!(id("invitee.canceled"), id("invitee.canceled"));
        assert_ne!(id("invitee.canceled"), id("invitee.created"));
    }

    #[test]
    fn a_time_after_its_receipt_is_clamped() {
        let early = Timestamp::from_ms(1_000);
        let item =
            parse(&delivery("invitee.created", &json!({})), early).unwrap().unwrap().unwrap();
        assert_eq!(item.occurred_at, early);
    }

    #[test]
    fn what_is_no_delivery_is_refused_or_no_json() {
        assert!(matches!(parse(b"<xml>", RECEIVED), Err(Error::NotJson(_))));
        for other in ["[]", "42", "{}", r#"{"event": 1}"#, r#"{"event": "invitee.created"}"#] {
            assert!(parse(other.as_bytes(), RECEIVED).unwrap().is_err(), "{other}");
        }
        let deep = format!(r#"{{"event": {}1{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(parse(deep.as_bytes(), RECEIVED).unwrap().unwrap_err().code, "too_deep");
    }
}
