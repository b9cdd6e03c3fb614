//! Who buys: learned from deals whose outcome follows a pattern that the test knows, and refused
//! where there is none.

use reqwest::Method;
use runnel_tests::{Source, TestApp, both_databases, eventually, identify, text, track};
use serde_json::{Value, json};

both_databases!(
    what_tells_who_buys_is_found_and_what_comes_after_the_sale_is_not,
    without_a_pattern_nothing_is_claimed,
    what_was_learned_is_shown_by_the_api_and_its_points_make_a_scoring_model,
    a_refusal_says_its_numbers_and_leaves_what_was_learned_before,
    what_was_broken_off_by_a_crash_is_begun_again,
    one_is_made_at_a_time_and_can_be_broken_off,
    what_was_so_all_along_helps_where_everything_was_imported_afterwards,
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

fn country(nth: usize) -> &'static str {
    ["PL", "FR"][nth % 2]
}

/// People from two countries who look around, and days pass: of a deal, what is known is what was
/// known a day before it was closed.
async fn people_come(app: &mut TestApp, source: &Source) {
    let came = (0..PEOPLE).flat_map(|nth| {
        let country = country(nth);
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

/// Asks the API to learn, and waits for what comes of it: what is told of it.
async fn learn(app: &TestApp, settings: Value) -> Value {
    let begun = app.api().post("/predictions", json!({ "settings": settings })).await;
    assert_eq!(begun["state"], "running", "{begun}");
    ended(app, &begun).await
}

async fn ended(app: &TestApp, begun: &Value) -> Value {
    eventually("the prediction comes to its end", async || {
        let all = app.api().get("/predictions").await;
        let one = all["items"].as_array()?.iter().find(|one| one["id"] == begun["id"])?.clone();
        (one["state"] != "running").then_some(one)
    })
    .await
}

async fn current(app: &TestApp) -> Value {
    app.api().get("/predictions/current").await
}

async fn what_was_learned_is_shown_by_the_api_and_its_points_make_a_scoring_model(
    app: &mut TestApp,
) {
    let nothing = app.api().ask(Method::GET, "/predictions/current", None).await;
    nothing.refused(404, "never_trained");
    let source = app.server_source().await;
    people_come(app, &source).await;
    source.send([identify("new", json!({ "country": "PL" })), track("new", "looked")]).await;
    deals_are_closed(app, &source, true).await;
    let ended = learn(app, json!({})).await;
    assert_eq!(ended["state"], "done", "{ended}");

    let shown = current(app).await;
    assert_eq!((&shown["id"], &shown["newer"]), (&ended["id"], &Value::Null));
    assert!(shown["report"]["auc"]["low"].as_f64().expect("an AUC") > 0.5, "{shown}");
    assert_eq!((&shown["stale"], &shown["report"]["deals"]["of"]), (&json!(false), &json!(PEOPLE)));
    let effects = shown["effects"].as_array().expect("effects");
    let about = |name: &str| effects.iter().any(|one| one["feature"]["property"] == name);
    assert!(about("country") && !about("is_customer"), "{effects:#?}");

    let new = app.api().contact("new").await;
    let path = format!("/contacts/{}/prediction", text(&new["id"]));
    let expected = app.api().get(&path).await;
    let reasons = expected["reasons"].as_array().expect("reasons");
    assert!(reasons.iter().any(|one| one["feature"]["property"] == "country"), "{expected}");
    let printed = predict(app, &["--contact", text(&new["id"])]).await;
    let near = |one: &Value, other: &Value| {
        let number = |value: &Value| value.as_f64().expect("a probability");
        assert!((number(one) - number(other)).abs() < 0.005, "{one} and {other}");
    };
    near(&printed["contact"]["probability"], &expected["probability"]);

    // The list's comes from the state and the whole log, the contact's own from its own log.
    let listed = app.api().all("/contacts?sort=-probability&limit=50").await;
    assert_eq!(listed.len(), PEOPLE + 1, "page by page, each once");
    let probabilities = listed.iter().map(|one| one["probability"].as_f64().expect("one"));
    assert!(probabilities.is_sorted_by(|one, next| one >= next));
    let in_list = listed.iter().find(|one| one["id"] == new["id"]).expect("the new one");
    near(&in_list["probability"], &expected["probability"]);

    suggested_points_are_taken_over(app, &new).await;
    let later = app.advance_ms(31 * 86_400_000).await;
    assert!(later > 0 && current(app).await["stale"] == true);
}

/// A marketer puts the suggested rows into a scoring model of theirs.
async fn suggested_points_are_taken_over(app: &TestApp, polish: &Value) {
    let points = app.api().get("/predictions/current/points?strongest=30").await;
    let points = points["items"].as_array().expect("rows");
    assert_eq!(points[0]["points"].as_i64().map(i64::abs), Some(30), "{points:#?}");
    let row = |(nth, row): (usize, &Value)| {
        json!({ "id": format!("suggested-{nth}"), "name": "Suggested", "points": row["points"],
            "when": { "while": row["when"] } })
    };
    let rows: Vec<Value> = points.iter().enumerate().map(row).collect();
    let groups = json!([{ "name": "Suggested", "category": "fit", "rows": rows }]);
    let classes = json!([{ "id": "hot", "name": "Hot", "from": 1 }]);
    let model =
        json!({ "name": "Who buys", "groups": groups, "class_of": "fit", "classes": classes });
    app.api().put("/scoring-models/who-buys", model).await;
    app.run_until_idle().await;
    let polish = app.api().get(&format!("/contacts/{}", text(&polish["id"]))).await;
    assert_eq!(polish["scores"]["fit"].as_i64().map(i64::abs), Some(30), "{polish}");

    // What the model gives now was not there when the deals were closed.
    let bands = app.api().get("/scores/bands?bands=5").await;
    assert_eq!(
        (&bands["deals"], bands["items"].as_array().map(Vec::len)),
        (&json!(PEOPLE), Some(1))
    );
    let review = app.api().get("/scores/threshold?model=who-buys&class=hot").await;
    assert_eq!(
        (&review["now"]["from"], &review["verdict"]["code"]),
        (&json!(1), &json!("cannot_tell"))
    );
}

async fn a_refusal_says_its_numbers_and_leaves_what_was_learned_before(app: &mut TestApp) {
    let source = app.server_source().await;
    people_come(app, &source).await;
    deals_are_closed(app, &source, false).await;
    let refused = learn(app, json!({})).await;
    assert_eq!(
        (&refused["state"], &refused["refusal"]["code"]),
        (&json!("refused"), &json!("no_signal"))
    );
    assert!(refused["refusal"]["auc"]["low"].as_f64().expect("an AUC") <= 0.5, "{refused}");
    let shown = current(app).await;
    assert_eq!((&shown["report"], &shown["effects"]), (&Value::Null, &json!([])));
    assert_eq!(app.api().get("/scores/bands").await["deals"], PEOPLE);
    let points = app.api().ask(Method::GET, "/predictions/current/points", None).await;
    points.refused(404, "no_prediction");
    assert_eq!(app.api().all("/contacts?sort=-probability").await, [Value::Null; 0]);

    // The settings of the last time stay unless others are wished.
    let few = learn(app, json!({ "won_min": 100 })).await;
    let expect = json!({ "code": "too_few_won", "won": 60, "needed": 100 });
    assert_eq!(few["refusal"], expect);
    assert_eq!(learn(app, json!({})).await["refusal"], expect);
}

async fn what_was_broken_off_by_a_crash_is_begun_again(app: &mut TestApp) {
    let source = app.server_source().await;
    people_come(app, &source).await;
    deals_are_closed(app, &source, true).await;
    // It gives way to live inputs, and so to whoever keeps them from being worked off.
    app.pause_processing(true).await;
    let begun = app.api().post("/predictions", json!({})).await;
    eventually("it is in the middle of reading", async || {
        let shown = current(app).await;
        (shown["progress"]["step"] == "reading").then_some(())
    })
    .await;
    app.kill();
    app.restart().await;
    assert_eq!(ended(app, &begun).await["state"], "done");
    assert_eq!(app.api().all("/contacts?sort=-probability").await.len(), PEOPLE);
    app.kill();
    app.restart().await;
    assert_eq!(current(app).await["id"], begun["id"], "and is not begun once more");
}

async fn one_is_made_at_a_time_and_can_be_broken_off(app: &mut TestApp) {
    let source = app.server_source().await;
    people_come(app, &source).await;
    deals_are_closed(app, &source, true).await;
    let first = learn(app, json!({})).await;
    app.pause_processing(true).await;
    let second = app.api().post("/predictions", json!({})).await;
    let third = app.api().ask(Method::POST, "/predictions", Some(json!({}))).await;
    third.refused(409, "already_training");
    let shown = current(app).await;
    assert_eq!((&shown["id"], &shown["newer"]["id"]), (&first["id"], &second["id"]));
    app.api().delete("/predictions/current/run").await;
    app.api().delete("/predictions/current/run").await;
    app.pause_processing(false).await;
    let shown = current(app).await;
    assert_eq!((&shown["id"], &shown["newer"]), (&first["id"], &Value::Null));
    let next = learn(app, json!({})).await;
    assert_eq!(next["state"], "done");
    assert_ne!(next["id"], second["id"]);
    let told = app.api().all("/audit?limit=1000").await;
    let verbs: Vec<&str> = told.iter().map(|entry| text(&entry["verb"])).collect();
    assert!(verbs.contains(&"prediction.begun") && verbs.contains(&"prediction.broken_off"));
}

async fn what_was_so_all_along_helps_where_everything_was_imported_afterwards(app: &mut TestApp) {
    let source = app.server_source().await;
    source.send((0..PEOPLE).map(|nth| identify(&user(nth), json!({})))).await;
    deals_are_closed(app, &source, true).await;
    app.advance_days(3).await;
    source
        .send((0..PEOPLE).map(|nth| identify(&user(nth), json!({ "country": country(nth) }))))
        .await;
    app.run_until_idle().await;
    let without = learn(app, json!({})).await;
    assert_eq!(without["refusal"]["code"], "too_few_won", "nothing was known: {without}");
    let with = learn(app, json!({ "always_so": ["country"] })).await;
    assert_eq!(with["state"], "done", "{with}");
    assert_eq!(current(app).await["settings"]["always_so"], json!(["country"]));
}
