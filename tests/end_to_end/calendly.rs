//! Calendly's webhooks, with the flow that ships for a cancelled meeting.

use hmac::{Hmac, KeyInit, Mac};
use runnel_tests::{Answer, TestApp, both_databases, shipped, text, time_text};
use serde_json::{Value, json};
use sha2::Sha256;

both_databases!(
    a_cancellation_that_is_delivered_three_times_costs_ten_points_once_and_loses_the_deal,
    a_reschedule_in_either_order_costs_neither_points_nor_the_deal,
    what_calendly_did_not_sign_just_now_is_refused,
    each_kind_of_delivery_becomes_its_event,
);

async fn a_cancellation_that_is_delivered_three_times_costs_ten_points_once_and_loses_the_deal(
    app: &mut TestApp,
) {
    let calendly = Calendly::connect(app).await;
    let ana = lead(app, "ana@example.com").await;
    for _ in 0..3 {
        let answer = calendly.deliver(app, "invitee.canceled", cancelled("ana@example.com")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        app.run_until_idle().await;
    }
    let ana = app.api().get(&format!("/contacts/{ana}")).await;
    assert_eq!((&ana["score"], &ana["deals"][0]["stage"]), (&json!(5), &json!("lost")));

    let receipt = app.api().get(&format!("/contacts/{}/receipt", text(&ana["id"]))).await;
    assert_eq!(receipt["score"], 5);
    let point = &receipt["points"][0];
    assert_eq!(receipt["points"].as_array().map(Vec::len), Some(2), "{receipt}");
    assert_eq!((&point["points"], &point["score"]), (&json!(-10), &json!(5)));
    assert_eq!(point["reason"], "Cancelled a meeting");
    assert_eq!(point["flow"]["id"], "meeting-cancelled");
    assert_eq!(point["step"]["kind"], "adjust_score");
    assert_eq!(point["event"]["name"], "meeting_cancelled");
    let source = app.api().get(&format!("/sources/{}", calendly.source)).await;
    assert_eq!((&source["accepted"], &source["duplicates"]), (&json!(1), &json!(2)));
}

async fn a_reschedule_in_either_order_costs_neither_points_nor_the_deal(app: &mut TestApp) {
    let calendly = Calendly::connect(app).await;
    for (email, first) in [("old@example.com", "canceled"), ("new@example.com", "created")] {
        let id = lead(app, email).await;
        let gone = with(cancelled(email), json!({ "rescheduled": true, "new_invitee": uri(2) }));
        let moved = with(booked(email, 2), json!({ "old_invitee": uri(1) }));
        let (gone, moved) = (("invitee.canceled", gone), ("invitee.created", moved));
        let pair = if first == "canceled" { [gone, moved] } else { [moved, gone] };
        for (event, payload) in pair {
            assert_eq!(calendly.deliver(app, event, payload).await.status, 200);
            app.run_until_idle().await;
        }
        let lead = app.api().get(&format!("/contacts/{id}")).await;
        assert_eq!((&lead["score"], &lead["deals"][0]["stage"]), (&json!(15), &json!("qualified")));
        let events = event_names(app, &lead).await;
        assert!(events.contains(&"meeting_rescheduled".to_owned()), "{events:?}");
        assert!(!events.contains(&"meeting_cancelled".to_owned()), "{events:?}");
    }
}

async fn what_calendly_did_not_sign_just_now_is_refused(app: &mut TestApp) {
    let calendly = Calendly::connect(app).await;
    let ana = lead(app, "ana@example.com").await;
    let body = calendly.body(app, "invitee.canceled", cancelled("ana@example.com")).await;
    let now_s = app.now().await / 1_000;
    let fresh = calendly.sign(now_s, &body);
    let old = calendly.sign(now_s - 200, &body);
    let early = calendly.sign(now_s + 260, &body);
    let anothers = Calendly { key: "0".repeat(64), ..calendly.clone() }.sign(now_s, &body);
    let unversioned = fresh.replace("v1=", "v0=");
    let undated = fresh.split_once(',').expect("t and v1").1.to_owned();
    for signature in [&old, &early, &anothers, &unversioned, &undated, "", "t=,v1=", "nonsense"] {
        let answer = calendly.post(app, Some(signature), body.clone()).await;
        assert_eq!(answer.status, 401, "{signature}: {}", answer.text);
    }
    assert_eq!(calendly.post(app, None, body.clone()).await.status, 401);
    let changed = body.replace("ana@example.com", "eve@example.com");
    assert_eq!(calendly.post(app, Some(&fresh), changed).await.status, 401);
    app.run_until_idle().await;
    assert_eq!(app.api().get(&format!("/contacts/{ana}")).await["score"], 15);

    assert_eq!(calendly.post(app, Some(&fresh), body.clone()).await.status, 200);
    assert_eq!(calendly.post(app, Some(&fresh), body.clone()).await.status, 200);
    app.advance_ms(4 * 60_000).await;
    assert_eq!(calendly.post(app, Some(&fresh), body).await.status, 401, "a replay");
    app.run_until_idle().await;
    assert_eq!(app.api().get(&format!("/contacts/{ana}")).await["score"], 5);
    let nobody = Calendly { path: "/hooks/calendly/src_999".into(), ..calendly.clone() };
    assert_eq!(nobody.post(app, Some("t=1,v1=00"), String::new()).await.status, 404);
}

async fn each_kind_of_delivery_becomes_its_event(app: &mut TestApp) {
    let calendly = Calendly::connect(app).await;
    let email = "ana@example.com";
    let form = json!({ "uri": uri(9), "questions_and_answers": [
        { "question": "Your e-mail", "answer": email, "position": 0 }
    ] });
    for (event, payload) in [
        ("invitee.created", booked(email, 1)),
        ("invitee_no_show.created", booked(email, 1)),
        ("routing_form_submission.created", form),
        ("invitee.canceled", cancelled(email)),
        ("event_type.created", json!({ "uri": uri(8) })),
    ] {
        let answer = calendly.deliver(app, event, payload).await;
        assert_eq!(answer.status, 200, "{event}: {}", answer.text);
        app.run_until_idle().await;
    }
    let ana = app.api().contact(email).await;
    let events = event_names(app, &ana).await;
    let expect = ["meeting_booked", "meeting_missed", "form_submitted", "meeting_cancelled"];
    assert_eq!(events, expect);
    let booked = &app.api().timeline(&ana).await[0]["properties"];
    assert_eq!(booked["name"], "Demo call");
    assert_eq!(booked["answers"], json!({ "Topic?": "Prices" }));
}

/// A source of the app's, as Calendly knows it.
#[derive(Clone)]
pub struct Calendly {
    source: String,
    path: String,
    key: String,
}

impl Calendly {
    /// Publishes the flow that ships, and makes a source.
    pub async fn connect(app: &TestApp) -> Self {
        app.api().publish_file(&shipped("meeting-cancelled")).await;
        let body = json!({ "name": "Calendly", "kind": "calendly" });
        let made = app.api().post("/sources", body).await;
        let field = |name| text(&made[name]).to_owned();
        Self { source: field("id"), path: field("webhook_path"), key: field("signing_key") }
    }

    pub async fn deliver(&self, app: &mut TestApp, event: &str, payload: Value) -> Answer {
        let body = self.body(app, event, payload).await;
        let signature = self.sign(app.now().await / 1_000, &body);
        self.post(app, Some(&signature), body).await
    }

    async fn body(&self, app: &mut TestApp, event: &str, payload: Value) -> String {
        let created_at = time_text(app.now().await);
        json!({ "event": event, "created_at": created_at, "payload": payload }).to_string()
    }

    fn sign(&self, seconds: i64, body: &str) -> String {
        let mut mac: Hmac<Sha256> =
            Hmac::new_from_slice(self.key.as_bytes()).expect("a key of any length will do");
        mac.update(format!("{seconds}.{body}").as_bytes());
        let digest = mac.finalize().into_bytes();
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("t={seconds},v1={hex}")
    }

    async fn post(&self, app: &TestApp, signature: Option<&str>, body: String) -> Answer {
        let request = app.http().post(format!("{}{}", app.base(), self.path)).body(body);
        let request = request.header("content-type", "application/json");
        Answer::to(match signature {
            Some(signature) => request.header("calendly-webhook-signature", signature),
            None => request,
        })
        .await
    }
}

/// Somebody with 15 points and an open deal. Answers the id.
async fn lead(app: &TestApp, email: &str) -> String {
    let api = app.api();
    let contact = api.post("/contacts", json!({ "email": email })).await;
    let id = text(&contact["id"]).to_owned();
    let points = json!({ "points": 15, "reason": "Came to the fair" });
    api.post(&format!("/contacts/{id}/score"), points).await;
    let deal = json!({ "name": "Big order", "pipeline": "sales", "stage": "qualified" });
    api.post(&format!("/contacts/{id}/deals"), deal).await;
    id
}

async fn event_names(app: &TestApp, contact: &Value) -> Vec<String> {
    let timeline = app.api().timeline(contact).await;
    let names = timeline.iter().map(|one| text(&one["event"]["name"]).to_owned());
    names.filter(|name| name != "edit").collect()
}

fn uri(number: u32) -> String {
    format!("https://api.calendly.com/scheduled_events/E{number}/invitees/I{number}")
}

pub fn booked(email: &str, number: u32) -> Value {
    json!({
        "uri": format!("{}-{email}", uri(number)),
        "email": email,
        "name": "Ana Pop",
        "status": "active",
        "timezone": "Europe/Bucharest",
        "event": "https://api.calendly.com/scheduled_events/E1",
        "rescheduled": false,
        "old_invitee": null,
        "new_invitee": null,
        "cancel_url": "https://calendly.com/cancellations/I1",
        "reschedule_url": "https://calendly.com/reschedulings/I1",
        "no_show": null,
        "questions_and_answers": [{ "question": "Topic?", "answer": "Prices", "position": 0 }],
        "tracking": { "utm_source": "google", "utm_medium": null },
        "scheduled_event": {
            "uri": "https://api.calendly.com/scheduled_events/E1",
            "name": "Demo call",
            "status": "active",
            "start_time": "2027-01-11T09:00:00.000000Z",
            "end_time": "2027-01-11T09:30:00.000000Z",
            "event_memberships": [{ "user": "https://api.calendly.com/users/U1" }],
            "event_guests": [],
        },
    })
}

fn cancelled(email: &str) -> Value {
    let how =
        json!({ "canceled_by": "Ana Pop", "reason": "No budget", "canceler_type": "invitee" });
    with(booked(email, 1), json!({ "status": "canceled", "cancellation": how }))
}

/// The payload with these fields.
fn with(mut payload: Value, fields: Value) -> Value {
    let fields = fields.as_object().expect("fields are an object").clone();
    payload.as_object_mut().expect("a payload is an object").extend(fields);
    payload
}
