//! Who buys: learned from deals whose outcome follows a pattern that the test knows, and refused
//! where there is none.

use runnel_tests::{Source, TestApp, both_databases, identify, text, track};
use serde_json::{Value, json};

both_databases!(
    what_tells_who_buys_is_found_and_what_comes_after_the_sale_is_not,
    without_a_pattern_nothing_is_claimed,
);

const PEOPLE: usize = 120;

async fn predict(app: &TestApp, words: &[&str]) -> Value {
    let words = [&["predict"], words].concat();
    let output = app.ask_command(&words).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

fn user(nth: usize) -> String {
    format!("user-{nth}")
}

/// People from two countries who look around, and days pass: of a deal, what is known is what was
/// known a day before it was closed.
async fn people_come(app: &mut TestApp, source: &Source) {
    let came = (0..PEOPLE).flat_map(|nth| {
        let country = ["PL", "FR"][nth % 2];
        let looks = (0..=nth % 3).map(move |_| track(&user(nth), "looked"));
        std::iter::once(identify(&user(nth), json!({ "country": country }))).chain(looks)
    });
    source.send(came.collect::<Vec<_>>()).await;
    app.run_until_idle().await;
    app.advance_days(3).await;
}

/// Of those from Poland three in four buy, of the others one in four; without the pattern half of
/// both do. Who has bought is told to be a customer.
async fn deals_are_closed(app: &TestApp, source: &Source, pattern: bool) {
    let api = app.api();
    for nth in 0..PEOPLE {
        let of_four = (nth / 2) % 4;
        let wins = if pattern { (of_four == 0) != (nth % 2 == 0) } else { of_four < 2 };
        let contact = api.contact(&user(nth)).await;
        let path = format!("/contacts/{}/deals", text(&contact["id"]));
        let deal = api.post(&path, json!({ "name": "Order", "pipeline": "sales" })).await;
        let stage = json!({ "stage": if wins { "won" } else { "lost" } });
        api.post(&format!("/deals/{}/move", text(&deal["id"])), stage).await;
        if wins {
            source.send([identify(&user(nth), json!({ "is_customer": true }))]).await;
        }
    }
    app.run_until_idle().await;
}

async fn what_tells_who_buys_is_found_and_what_comes_after_the_sale_is_not(app: &mut TestApp) {
    let few = predict(app, &[]).await;
    assert_eq!(few["refusal"]["code"], "too_few_won", "{few}");

    let source = app.server_source().await;
    people_come(app, &source).await;
    source.send([identify("new", json!({ "country": "PL" }))]).await;
    deals_are_closed(app, &source, true).await;
    let new = app.api().contact("new").await;
    let found = predict(app, &["--contact", text(&new["id"]), "--threshold", "20"]).await;
    assert!(found["report"]["auc"]["low"].as_f64().expect("an AUC") > 0.5, "{found}");
    let effects = found["effects"].as_array().expect("effects");
    let about = |name: &str| effects.iter().any(|one| one["feature"]["property"] == name);
    assert!(about("country") && !about("is_customer"), "{effects:#?}");
    let expected = found["contact"]["probability"].as_f64().expect("a probability");
    assert!((0.55..0.95).contains(&expected), "three in four from Poland buy: {expected}");
    let reasons = found["contact"]["reasons"].as_array().expect("reasons");
    assert!(reasons.iter().any(|one| one["feature"]["property"] == "country"), "{reasons:#?}");
    assert!(!found["suggested_points"].as_array().expect("rows").is_empty());
    assert_eq!(found["threshold"]["now"]["from"], 20);
}

async fn without_a_pattern_nothing_is_claimed(app: &mut TestApp) {
    let source = app.server_source().await;
    people_come(app, &source).await;
    deals_are_closed(app, &source, false).await;
    let found = predict(app, &[]).await;
    assert_eq!(found["refusal"]["code"], "no_signal", "{found}");
    assert!(found["effects"].is_null(), "no model, no effects");
}
