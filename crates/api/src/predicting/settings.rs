//! How to learn, as people choose it: each wish on top of those of the last time.

use runnel_model::Span;
use runnel_predict::Settings;
use serde_json::{Map, Value, json};

/// What is more than this takes minutes, or more memory than a small machine has.
const MOST: [(&str, u64); 5] = [
    ("examples_max", 20_000),
    ("features_max", 200),
    ("categories_max", 100),
    ("folds", 20),
    ("category_min", 10_000),
];

/// These wishes on top of earlier settings, or what is wrong with them.
pub fn with(earlier: Option<&Value>, wishes: Map<String, Value>) -> Result<Settings, String> {
    for (name, most) in MOST {
        let asked = wishes.get(name).and_then(Value::as_u64);
        if asked.is_some_and(|asked| asked == 0 || asked > most) {
            return Err(format!("`{name}` is a number from 1 to {most}"));
        }
    }
    let mut settings = json!(read_settings(earlier));
    for (name, wish) in wishes {
        settings[name] = wish;
    }
    let settings: Settings = serde_json::from_value(settings)
        .map_err(|error| format!("the settings are not right: {error}"))?;
    if settings.freshness.as_ms() == 0 {
        return Err("`freshness` is longer than nothing".into());
    }
    if [settings.freshness, settings.gap].iter().any(|span| span.as_ms() > Span::MAX_MS) {
        return Err("`freshness` and `gap` are ten years at most".into());
    }
    Ok(settings)
}

/// Settings as they were stored; the usual ones if there are none, or if they are of a version that
/// knew others.
pub fn read_settings(stored: Option<&Value>) -> Settings {
    let stored = stored.and_then(|stored| serde_json::from_value(stored.clone()).ok());
    stored.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(earlier: Value, wishes: Value, expect: Result<Value, &str>) {
        let Value::Object(wishes) = wishes else { panic!("wishes are an object") };
        let found = with(Some(&earlier), wishes);
        match (found, expect) {
            (Ok(settings), Ok(expect)) => {
                let expect: Settings = serde_json::from_value(expect).unwrap();
                assert_eq!(settings, expect);
            }
            (Err(found), Err(expect)) => assert!(found.contains(expect), "{found}"),
            (found, expect) => panic!("{found:?} instead of {expect:?}"),
        }
    }

    #[test]
    fn what_nobody_wishes_stays_as_it_was() {
        check(json!({}), json!({}), Ok(json!({})));
        check(json!({ "won_min": 40 }), json!({}), Ok(json!({ "won_min": 40 })));
        let both = json!({ "won_min": 40, "as_of": "opened" });
        check(json!({ "won_min": 40 }), json!({ "as_of": "opened" }), Ok(both));
        check(json!({ "unknown": 1 }), json!({ "folds": 3 }), Ok(json!({ "folds": 3 })));
    }

    #[test]
    fn what_cannot_be_is_said() {
        check(json!({}), json!({ "fold": 5 }), Err("fold"));
        check(json!({}), json!({ "as_of": "never" }), Err("never"));
        check(json!({}), json!({ "examples_max": 0 }), Err("from 1 to 20000"));
        check(json!({}), json!({ "features_max": 1_000_000 }), Err("from 1 to 200"));
        check(json!({}), json!({ "freshness": { "days": 0 } }), Err("longer than nothing"));
        check(json!({}), json!({ "gap": { "weeks": 1_000_000 } }), Err("ten years"));
    }
}
