//! Values of properties in JSON: as JSON has them, and times as `{"time": "2026-03-01T…Z"}`.

use runnel_model::{ParseError, PropertyName, Value};
use serde_json::{Map, Number, Value as Json, json};

use crate::time::Time;

/// A value as it is shown.
pub fn show_value(value: &Value) -> Json {
    match value {
        Value::Boolean(yes) => Json::Bool(*yes),
        Value::Number(number) => show_number(*number),
        Value::Time { time } => json!({ "time": Time(*time) }),
        Value::Text(text) => Json::String(text.clone()),
        Value::List(texts) => json!(texts),
    }
}

/// Whole numbers without a fraction, since that is how they came.
fn show_number(number: f64) -> Json {
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= EXACT_MAX {
        return json!(number as i64);
    }
    Number::from_f64(number).map_or(Json::Null, Json::Number)
}

/// What somebody wants to set; null clears. The first one that cannot be taken is the error.
pub fn read_properties(
    map: Map<String, Json>,
) -> Result<Vec<(PropertyName, Option<Value>)>, ParseError> {
    map.into_iter()
        .map(|(name, value)| {
            let value = read_value(value)
                .map_err(|error| ParseError::new("property", format!("`{name}`: {}", error.why)))?;
            Ok((PropertyName::parse(&name)?, value))
        })
        .collect()
}

/// One value; `None` for null.
pub fn read_value(value: Json) -> Result<Option<Value>, ParseError> {
    let refuse = |why: &str| Err(ParseError::new("property", why));
    Ok(Some(match value {
        Json::Null => return Ok(None),
        Json::Bool(yes) => Value::Boolean(yes),
        Json::Number(number) => match number.as_f64() {
            Some(number) if number.is_finite() => Value::Number(number),
            _ => return refuse("the number is too large"),
        },
        Json::String(text) => Value::Text(read_text(&text)?),
        Json::Array(values) => Value::List(read_list(&values)?),
        Json::Object(map) => match (map.len(), map.get("time").and_then(Json::as_str)) {
            (1, Some(text)) => Value::Time { time: Time::parse(text)?.0 },
            _ => return refuse("an object is taken only as {\"time\": \"2026-03-01T09:30:00Z\"}"),
        },
    }))
}

fn read_list(values: &[Json]) -> Result<Vec<String>, ParseError> {
    if values.len() > Value::LIST_MAX {
        return Err(ParseError::new("property", "a list has at most 100 texts"));
    }
    let not_text = || ParseError::new("property", "a list holds only texts");
    values.iter().map(|value| read_text(value.as_str().ok_or_else(not_text)?)).collect()
}

fn read_text(text: &str) -> Result<String, ParseError> {
    if text.len() > Value::TEXT_MAX {
        return Err(ParseError::new("property", "a text has at most 8,192 bytes"));
    }
    let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    Ok(text.chars().filter(kept).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &Json) {
        let read = read_value(value.clone()).unwrap();
        assert_eq!(read.as_ref().map_or(Json::Null, show_value), *value);
    }

    #[test]
    fn values_are_shown_as_they_came() {
        let time = json!({ "time": "2026-03-01T09:30:00.000Z" });
        for value in
            [json!(null), json!(true), json!(7), json!(7.5), json!("a\nb"), json!(["x"]), time]
        {
            check(&value);
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        let long = "x".repeat(8_193);
        for wrong in [json!({"a": 1}), json!([1]), json!([["a"]]), json!({"time": 1}), json!(long)]
        {
            assert!(read_value(wrong.clone()).is_err(), "{wrong}");
        }
        assert_eq!(read_value(json!("a\u{7}b")).unwrap(), Some(Value::Text("ab".into())));
    }
}
