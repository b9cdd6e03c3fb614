//! A contact's company: a copy that comes with what joins it, and is taken as a whole.

use runnel_model::{CompanyCopy, CompanyId, CompanyKey, InputBody, Joining, PropertyName};
use serde_json::{Value, json};

use crate::documents::segment;
use crate::world::{HOUR, World, known};

fn company(id: i64, version: u64, properties: Value) -> CompanyCopy {
    let key = CompanyKey::parse(&format!("c{id}")).unwrap();
    let properties = properties.as_object().unwrap().iter();
    let value = |value: &Value| serde_json::from_value(value.clone()).unwrap();
    let properties =
        properties.map(|(name, one)| (PropertyName::parse(name).unwrap(), value(one))).collect();
    CompanyCopy { id: CompanyId(id), key, version, properties }
}

fn join(world: &mut World, after: i64, company: CompanyCopy, only_if_none: bool) -> String {
    world.joins = Some(Joining { company, only_if_none });
    world.track(after, "company_joined")
}

/// In `large` are companies of IT with a hundred people or more, in `shop` those that sell shoes.
fn world() -> World {
    let asks = |name: &str, test| json!({ "company": { "name": name, "test": test } });
    let it = asks("industry", json!({ "is": "IT" }));
    let large = json!({ "all": [it, asks("employees", json!({ "at_least": 100 }))] });
    let shop = asks("sells", json!({ "contains": "shoes" }));
    known(&[], &[segment("large", large), segment("shop", shop)])
}

fn acme(version: u64, employees: f64) -> CompanyCopy {
    company(1, version, json!({ "industry": "IT", "employees": employees }))
}

#[test]
fn rules_see_one_company_or_the_other_and_never_a_mixture() {
    let mut world = world();
    assert_eq!(join(&mut world, 1, acme(1, 120.0), false), "works for c1\nin large\n");
    let shoes = company(2, 4, json!({ "sells": "Shoes", "employees": 500.0 }));
    let moved = "works for c2\nin shop\nout of large\n";
    assert_eq!(join(&mut world, 2, shoes, false), moved);
    let left = world.edit(3, json!({ "set_company": null }));
    assert_eq!(left, "works for nobody\nout of shop\n");
}

#[test]
fn an_older_copy_of_the_company_is_not_taken_however_it_comes() {
    let mut world = world();
    join(&mut world, 1, acme(2, 120.0), false);
    let changed = |copy| InputBody::CompanyChanged { company: copy };
    assert_eq!(world.apply(2, changed(acme(1, 5.0))), "");
    assert_eq!(join(&mut world, 3, acme(1, 5.0), false), "");
    assert_eq!(world.apply(4, changed(acme(3, 5.0))), "news of c1\nout of large\n");
    assert_eq!(world.apply(5, changed(company(2, 9, json!({})))), "", "it works for another one");
}

#[test]
fn what_is_told_later_but_happened_earlier_does_not_count() {
    let mut world = world();
    join(&mut world, 2 * HOUR, acme(1, 120.0), false);
    world.joins = Some(Joining { company: company(2, 1, json!({})), only_if_none: false });
    assert_eq!(world.apply_input(3 * HOUR, HOUR, false, InputBody::Wake), "");
}

#[test]
fn a_browser_says_where_somebody_works_of_whom_nobody_knows_it() {
    let mut world = world();
    assert_eq!(join(&mut world, 1, acme(1, 120.0), true), "works for c1\nin large\n");
    assert_eq!(join(&mut world, 2, company(2, 1, json!({})), true), "");
    assert_eq!(join(&mut world, 3, acme(2, 9.0), true), "news of c1\nout of large\n");
}
