//! Scoring models: points that are derived from what a contact is and did.

use runnel_engine::ModelPreview;
use runnel_model::{
    CatalogDocument, Contact, ContactId, Diagnostic, InputBody, PublishedModel, ScoringModel,
    Timestamp,
};
use serde_json::{Value, json};

use crate::documents::{flow, segment};
use crate::world::{DAY, HOUR, START, World, known};

fn group(name: &str, rows: Value) -> Value {
    json!({ "name": name, "category": name, "rows": rows })
}

fn row(id: &str, points: i64, when: Value) -> Value {
    json!({ "id": id, "name": id, "points": points, "when": when })
}

fn tagged(id: &str, points: i64) -> Value {
    row(id, points, json!({ "while": { "tag": id } }))
}

fn each(id: &str, points: i64, limits: Value) -> Value {
    let mut activity = json!({ "of": { "event": format!("custom:{id}") } });
    activity.as_object_mut().unwrap().extend(limits.as_object().unwrap().clone());
    row(id, points, json!({ "each": activity }))
}

fn model(groups: Value) -> ScoringModel {
    let document = json!({ "id": "m", "name": "M", "groups": groups, "classes": [
        { "id": "warm", "name": "Warm", "from": 10 }, { "id": "hot", "name": "Hot", "from": 20 } ] });
    serde_json::from_value(document).unwrap()
}

fn put(document: &mut CatalogDocument, model: ScoringModel) {
    let since = document.version;
    document.models =
        vec![PublishedModel { version: 1, since, starts_flows: false, document: model }];
}

/// Somebody who is known already, in a world with this model.
fn world(groups: Value) -> World {
    scored(known(&[], &[]), groups)
}

fn scored(mut world: World, groups: Value) -> World {
    world.publish(|document| put(document, model(groups)));
    world.wake(1);
    world
}

#[test]
fn a_row_gives_its_points_while_it_holds() {
    let mut world = world(json!([group("fit", json!([tagged("ceo", 5), tagged("student", -3)]))]));
    assert_eq!(world.edit(2, json!({ "add_tag": "ceo" })), "+ceo\n+5 = 5 (ceo)\n");
    assert_eq!(world.edit(3, json!({ "add_tag": "student" })), "+student\n-3 = 2 (student)\n");
    assert_eq!(world.edit(4, json!({ "remove_tag": "ceo" })), "-ceo\n-5 = -3 (ceo)\n");
    let awards = serde_json::to_value(&world.contact.awards).unwrap();
    let expect = json!([{ "model": "m", "row": "student", "category": "fit", "points": -3 }]);
    assert_eq!(awards, expect);
}

#[test]
fn each_event_gives_points_up_to_the_limit() {
    let mut world = world(json!([group("use", json!([each("task", 2, json!({ "at_most": 2 }))]))]));
    let told = [1, 2, 3].map(|hour| world.track(hour * HOUR, "custom:task"));
    assert_eq!(told, ["+2 = 2 (task)\n", "+2 = 4 (task)\n", ""]);
}

#[test]
fn in_each_period_no_more_than_so_many_events_count() {
    let limits = json!({ "per_period": { "times": 2, "period": { "days": 1 } } });
    let mut world = world(json!([group("use", json!([each("task", 1, limits)]))]));
    // The world begins at 22:13 of a day in UTC.
    let hours = [0, 1, 2, 3, 25].map(|hour| world.track(hour * HOUR + 2, "custom:task"));
    let given = ["+1 = 1 (task)\n", "+1 = 2 (task)\n", "+1 = 3 (task)\n", "+1 = 4 (task)\n"];
    assert_eq!(hours, [given[0], given[1], given[2], given[3], ""]);
    assert_eq!(world.track(27 * HOUR, "custom:task"), "+1 = 5 (task)\n", "the next day");
}

#[test]
fn points_fade_at_their_own_second() {
    let limits = json!({ "at_most": 10, "fades_after": { "days": 30 } });
    let mut world = world(json!([group("use", json!([each("task", 3, limits)]))]));
    world.track(DAY, "custom:task");
    world.track(2 * DAY, "custom:task");
    assert_eq!(world.wake_at().as_deref(), Some("31d0h0m0ms"));
    assert_eq!(world.wake(31 * DAY - 1), "");
    // However late the wake comes.
    assert_eq!(world.wake(31 * DAY + HOUR), "@31d0h0m0ms -3 = 3 (task)\n");
    assert_eq!(world.wake(32 * DAY), "-3 = 0 (task)\n");
    assert_eq!(world.wake_at(), None);
}

#[test]
fn a_group_gives_no_more_than_its_limit_and_what_comes_later_in_it_gives_less() {
    let mut fit = group("fit", json!([tagged("a", 6), tagged("b", 6), tagged("c", -4)]));
    fit["at_most"] = json!(10);
    let mut world = world(json!([fit]));
    assert_eq!(world.edit(2, json!({ "add_tag": "b" })), "+b\n+6 = 6 (b)\n");
    assert_eq!(world.edit(3, json!({ "add_tag": "a" })), "+a\n+6 = 12 (a)\n-2 = 10 (b)\n");
    assert_eq!(world.edit(4, json!({ "add_tag": "c" })), "+c\n-4 = 6 (c)\n");
    assert_eq!(world.edit(5, json!({ "remove_tag": "a" })), "-a\n-6 = 0 (a)\n+2 = 2 (b)\n");
}

#[test]
fn an_edited_model_gives_and_takes_silently_unless_its_author_wants_flows_to_start() {
    let nodes = [
        ("t", "score_crosses", json!({ "class": { "model": "m", "class": "warm" } })),
        ("a", "add_tag", json!({ "tag": "called" })),
    ];
    let with = |points| model(json!([group("fit", json!([tagged("ceo", points)]))]));
    let mut world = World::new(&[], &[]);
    world.publish(|document| put(document, with(5)));
    world.edit(1, json!({ "add_tag": "ceo" }));
    world.publish(|document| {
        let crossing = serde_json::from_value(flow("f", &nodes, "t>a")).unwrap();
        document.flows.push(runnel_model::PublishedFlow {
            version: 1,
            since: document.version,
            state: runnel_model::FlowState::Active,
            current: true,
            migrations: Default::default(),
            members_since: 0,
            document: crossing,
        });
    });
    world.publish(|document| put(document, with(12)));
    assert_eq!(world.wake(2), "+7 = 12 (ceo) (initial)\n");
    world.publish(|document| put(document, with(8)));
    assert_eq!(world.wake(3), "-4 = 8 (ceo) (initial)\n");
    world.publish(|document| {
        put(document, with(15));
        document.models[0].starts_flows = true;
    });
    let told = world.wake(4);
    assert!(told.starts_with("+7 = 15 (ceo)\nenrolled"), "{told}");
    assert!(world.contact.tags.keys().any(|tag| tag.as_str() == "called"));
}

#[test]
fn a_row_that_is_deleted_or_moved_to_another_category_takes_its_points_with_it() {
    let mut world = world(json!([group("fit", json!([tagged("a", 1), tagged("b", 2)]))]));
    world.edit(2, json!({ "add_tag": "a" }));
    world.edit(3, json!({ "add_tag": "b" }));
    let moved = json!([group("shoes", json!([tagged("b", 2)]))]);
    world.publish(|document| put(document, model(moved)));
    let told = "-1 = 2 (a) (initial)\n-2 = 0 (b) (initial)\n+2 = 2 (b) (initial)\n";
    assert_eq!(world.wake(4), told);
    world.publish(|document| document.models.clear());
    assert_eq!(world.wake(5), "-2 = 0 (b) (initial)\n");
    assert_eq!(world.contact.awards, []);
}

#[test]
fn two_contacts_that_are_one_have_the_points_of_one() {
    let groups = json!([group(
        "fit",
        json!([
            tagged("ceo", 5),
            each("task", 2, json!({ "per_period": { "times": 3, "period": { "days": 1 } } }))
        ])
    )]);
    let mut one = world(groups.clone());
    one.edit(2, json!({ "add_tag": "ceo" }));
    one.track(3, "custom:task");
    one.track(4, "custom:task");
    let mut other = world(groups);
    other.contact.id = ContactId(8);
    other.edit(5, json!({ "add_tag": "ceo" }));
    other.track(6, "custom:task");
    other.track(7, "custom:task");
    let loser = Box::new(other.contact);
    let told = one.apply(10, InputBody::Merge { loser });
    assert!(told.ends_with("-5 = 13 (ceo)\n-2 = 11 (task)\n"), "{told}");
    assert_eq!(one.contact.score(None), 5 + 3 * 2);
}

#[test]
fn a_segment_that_asks_about_the_score_follows_at_once_and_a_row_may_ask_about_a_segment() {
    let rich = json!({ "score": { "category": "fit", "points": { "at_least": 5 } } });
    let known = known(&[], &[segment("rich", rich), segment("vip", json!({ "tag": "vip" }))]);
    let when = json!({ "while": { "segment": "vip" } });
    let mut world = scored(known, json!([group("fit", json!([row("vip", 5, when)]))]));
    let told = "+vip\nin vip\n+5 = 5 (vip)\nin rich\n";
    assert_eq!(world.edit(2, json!({ "add_tag": "vip" })), told);
}

#[test]
fn somebody_new_has_points_from_the_first_input_on() {
    let mut world = World::new(&[], &[]);
    let rows = json!([row("known", 1, json!({ "while": { "not": { "tag": "x" } } }))]);
    world.publish(|document| put(document, model(json!([group("fit", rows)]))));
    assert_eq!(world.track(1, "custom:y"), "created\n+1 = 1 (known)\n");
}

fn problems(groups: Value, segments: &[Value]) -> Vec<String> {
    let mut world = World::new(&[], segments);
    world.document.version += 1;
    put(&mut world.document, model(groups));
    let refused = runnel_engine::Catalog::compile(world.document).err().unwrap_or_default();
    refused.into_iter().map(|one| one.code).collect()
}

#[test]
fn a_model_that_asks_about_its_own_points_is_refused() {
    let asks = |rule: Value| json!([group("fit", json!([row("a", 1, json!({ "while": rule }))]))]);
    let own = json!({ "score": { "category": "fit", "points": { "at_least": 5 } } });
    assert_eq!(problems(asks(own.clone()), &[]), ["scoring_cycle"]);
    assert_eq!(
        problems(asks(json!({ "score": { "points": { "at_least": 5 } } })), &[]),
        ["scoring_cycle"]
    );
    let through = problems(asks(json!({ "segment": "rich" })), &[segment("rich", own)]);
    assert_eq!(through.len(), 1, "{through:?}");
    assert!(through[0].ends_with("_cycle"));
    let other = json!({ "score": { "category": "shoes", "points": { "at_least": 5 } } });
    assert_eq!(problems(asks(other), &[]), [""; 0]);
}

#[test]
fn a_model_is_refused_with_all_that_is_wrong_with_it() {
    let refused = |model: &ScoringModel| -> Vec<Diagnostic> {
        ModelPreview::compile(model, &World::new(&[], &[]).catalog).err().unwrap_or_default()
    };
    let found = |groups: Value| {
        refused(&model(groups))
            .into_iter()
            .map(|one| format!("{} {}", one.field.unwrap(), one.code))
            .collect::<Vec<_>>()
    };
    let fading = |limits| found(json!([group("fit", json!([each("a", 1, limits)]))]));
    let at = "groups.0.rows.0.when";
    assert_eq!(
        fading(json!({ "fades_after": { "days": 1 } })),
        [format!("{at} fades_without_limit")]
    );
    assert_eq!(fading(json!({ "at_most": 0 })), [format!("{at} times_out_of_range")]);
    assert_eq!(fading(json!({ "at_most": 1001 })), [format!("{at} times_out_of_range")]);
    let hourly = json!({ "per_period": { "times": 1, "period": { "hours": 1 } }, "fades_after": { "days": 30 } });
    assert_eq!(fading(hourly), [format!("{at} too_many_periods")]);
    let twice = json!([group("fit", json!([tagged("a", 1), tagged("a", 2_000_000)]))]);
    let expect = ["groups.0.rows.1.id duplicate_row", "groups.0.rows.1.points points_out_of_range"];
    assert_eq!(found(twice), expect);
    let mut capped = group("", json!([]));
    capped["name"] = json!(" ");
    capped["category"] = json!("fit");
    capped["at_most"] = json!(-1);
    assert_eq!(
        found(json!([capped])),
        ["groups.0.name empty_text", "groups.0.at_most limit_below_zero"]
    );
    let mut falling = model(json!([]));
    falling.classes[1].from = 10;
    falling.classes[1].id = falling.classes[0].id.clone();
    let found = refused(&falling);
    let codes: Vec<_> = found.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["duplicate_class", "classes_not_ascending"]);
}

#[test]
fn a_preview_says_what_publishing_then_does() {
    let before = json!([group("fit", json!([tagged("ceo", 5), tagged("vip", 3)]))]);
    let mut world = world(before);
    world.edit(2, json!({ "add_tag": "ceo" }));
    world.edit(3, json!({ "add_tag": "vip" }));
    world.track(4, "custom:task");
    let edited =
        model(json!([group("fit", json!([tagged("ceo", 9), each("task", 2, json!({}))]))]));
    let preview = ModelPreview::compile(&edited, &world.catalog).unwrap();
    assert_eq!(preview.recall().events().len(), 1, "nobody has counted tasks yet");
    let event = |name: &str| runnel_model::Event {
        name: name.parse().unwrap(),
        properties: Default::default(),
    };
    let (task, at) = (event("custom:task"), Timestamp::from_ms(START + 4));
    let mut contact = world.contact.clone();
    preview.recall().give(&mut contact, [(&task, at)]);
    let rescored = preview.rescore(&contact, at);
    let row = |row: &(runnel_model::RowId, i64, i64)| (row.0.to_string(), row.1, row.2);
    let rows: Vec<_> = rescored.rows.iter().map(row).collect();
    assert_eq!((rescored.before, rescored.after), (8, 11));
    let expect = [("ceo".to_owned(), 5, 9), ("task".to_owned(), 0, 2), ("vip".to_owned(), 3, 0)];
    assert_eq!(rows, expect);
    world.contact = contact;
    world.publish(|document| put(document, edited));
    world.wake(5);
    assert_eq!(world.contact.score(None), rescored.after);
}

#[test]
fn a_contact_of_before_there_were_models_is_read() {
    let contact = Contact::new(ContactId(1), Timestamp::from_ms(START));
    let text = serde_json::to_string(&contact).unwrap();
    assert!(!text.contains("awards"));
    assert_eq!(serde_json::from_str::<Contact>(&text).unwrap(), contact);
}
