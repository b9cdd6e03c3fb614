//! JSON values into property values, and those into the type that a property has.
//!
//! What the type of a property *is* is not known here: the intake asks the catalog and the store
//! settles who defined it first.

use runnel_model::{PropertyName, PropertyType, Timestamp, Value};
use serde_json::Value as Json;

use crate::{Refused, parse_time};

/// The value that a JSON scalar or list of scalars is by itself. Null is for the caller.
///
/// A date stays a text: only the property's type can say that it is a time.
pub fn natural(json: &Json) -> Result<Value, Refused> {
    let value = match json {
        Json::Bool(yes) => Value::Boolean(*yes),
        Json::Number(number) => match number.as_f64().filter(|number| number.is_finite()) {
            Some(number) => Value::Number(number),
            None => return Err(refuse("a number is finite", json)),
        },
        Json::String(text) => Value::Text(clean(text)),
        Json::Array(items) => Value::List(list(items, json)?),
        Json::Null | Json::Object(_) => return Err(refuse("this is no value", json)),
    };
    within_limits(value).map_err(|why| refuse(why, json))
}

fn list(items: &[Json], whole: &Json) -> Result<Vec<String>, Refused> {
    let texts = items.iter().filter(|item| !item.is_null()).map(|item| match natural(item) {
        Ok(Value::List(_)) | Err(_) => Err(refuse("a list holds texts or numbers", whole)),
        Ok(value) => Ok(value.to_string()),
    });
    texts.collect()
}

fn within_limits(value: Value) -> Result<Value, String> {
    let text_fits = |text: &String| text.len() <= Value::TEXT_MAX;
    match &value {
        Value::Text(text) if !text_fits(text) => {
            Err(format!("a text has at most {} bytes", Value::TEXT_MAX))
        }
        Value::List(texts) if texts.len() > Value::LIST_MAX || !texts.iter().all(text_fits) => {
            let (most, longest) = (Value::LIST_MAX, Value::TEXT_MAX);
            Err(format!("a list has at most {most} texts of at most {longest} bytes"))
        }
        _ => Ok(value),
    }
}

fn clean(text: &str) -> String {
    let keep = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    text.chars().filter(keep).collect()
}

fn refuse(why: impl Into<String>, json: &Json) -> Refused {
    Refused::new("value_not_kept", why, &json.to_string())
}

/// The value as the type that its property has; as it is, if the property has none yet.
///
/// On top of the lossless coercions of the model, what is readable as a time becomes one.
pub fn coerce(value: Value, kind: Option<PropertyType>) -> Result<Value, Refused> {
    let Some(kind) = kind else { return Ok(value) };
    let time = |time: Timestamp| Value::Time { time };
    match (&value, kind) {
        (Value::Text(text), PropertyType::Time) => {
            parse_time(text).map(time).ok_or_else(|| wrong_type(&value, kind))
        }
        (Value::Number(number), PropertyType::Time) => {
            parse_time(&number.to_string()).map(time).ok_or_else(|| wrong_type(&value, kind))
        }
        _ => value.coerce(kind).map_err(|value| wrong_type(&value, kind)),
    }
}

fn wrong_type(value: &Value, kind: PropertyType) -> Refused {
    let needed = match kind {
        PropertyType::Text => "a text",
        PropertyType::Number => "a number",
        PropertyType::Boolean => "true or false",
        PropertyType::Time => "a time such as 2026-01-31T12:00:00Z",
        PropertyType::List => "a list of texts",
    };
    let message = format!("this property was first sent as another type and takes {needed}");
    Refused::new("wrong_property_type", message, &value.to_string())
}

/// Properties of which each has its type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// Names and values; an absent value clears.
    pub properties: Vec<(PropertyName, Option<Value>)>,
    /// The properties that are new, with the type they get.
    pub defines: Vec<(PropertyName, PropertyType)>,
    /// The values that do not fit.
    pub refused: Vec<Refused>,
}

/// Gives each property the type that `kind_of` knows, or the type it defines by being the first.
pub fn typed(
    properties: Vec<(PropertyName, Option<Value>)>,
    kind_of: impl Fn(&PropertyName) -> Option<PropertyType>,
) -> Typed {
    let mut typed = Typed::default();
    for (name, value) in properties {
        let Some(value) = value else {
            typed.properties.push((name, None));
            continue;
        };
        let known = kind_of(&name);
        match coerce(value, known) {
            Ok(value) => {
                if known.is_none() {
                    typed.defines.push((name.clone(), value.kind()));
                }
                typed.properties.push((name, Some(value)));
            }
            Err(mut refused) => {
                refused.sample = format!("{name}: {}", refused.sample);
                typed.refused.push(refused);
            }
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `json`, coerces it, and shows what came of it.
    fn check(json: &str, kind: Option<PropertyType>, expect: &str) {
        let json: Json = serde_json::from_str(json).unwrap();
        let found = natural(&json).and_then(|value| coerce(value, kind));
        let shown = match &found {
            Ok(value) => serde_json::to_string(value).unwrap(),
            Err(refused) => refused.code.to_owned(),
        };
        assert_eq!(shown, expect, "{json} as {kind:?}");
    }

    #[test]
    fn a_value_without_a_type_is_what_it_looks_like() {
        check("true", None, "true");
        check("42", None, "42.0");
        check("9223372036854775808", None, "9.223372036854776e+18");
        check(r#""2026-01-02T03:04:05Z""#, None, r#""2026-01-02T03:04:05Z""#);
        check(r#""a\u0000\nb\u001b""#, None, r#""a\nb""#);
        check(r#"["a", 1, null, true]"#, None, r#"["a","1","true"]"#);
        check("[]", None, "[]");
        check("[[1]]", None, "value_not_kept");
        check(r#"[{"a": 1}]"#, None, "value_not_kept");
        check("null", None, "value_not_kept");
    }

    #[test]
    fn a_known_type_decides() {
        use PropertyType::{List, Number, Text, Time};
        check(r#""42""#, Some(Number), "42.0");
        check("42", Some(Text), r#""42""#);
        check(r#""yes""#, Some(Number), "wrong_property_type");
        check(r#""a""#, Some(List), r#"["a"]"#);
        check(r#""1970-01-01T00:00:01Z""#, Some(Time), r#"{"time":1000}"#);
        check(r#""1970-01-02""#, Some(Time), r#"{"time":86400000}"#);
        check("1767323045", Some(Time), r#"{"time":1767323045000}"#);
        check(r#""tomorrow""#, Some(Time), "wrong_property_type");
        check("true", Some(Time), "wrong_property_type");
    }

    #[test]
    fn an_overlong_value_is_refused_and_not_cut() {
        let text = |bytes: usize| Json::String("x".repeat(bytes));
        assert!(natural(&text(Value::TEXT_MAX)).is_ok());
        assert!(natural(&text(Value::TEXT_MAX + 1)).is_err());
        assert!(natural(&Json::Array(vec![Json::Bool(true); Value::LIST_MAX + 1])).is_err());
    }

    #[test]
    fn a_new_property_gets_the_type_of_its_first_value() {
        let name = |name: &str| PropertyName::parse(name).unwrap();
        let given = vec![
            (name("plan"), Some(Value::Text("pro".into()))),
            (name("seats"), Some(Value::Text("many".into()))),
            (name("city"), None),
        ];
        let known =
            |asked: &PropertyName| (*asked == name("seats")).then_some(PropertyType::Number);
        let typed = typed(given, known);
        assert_eq!(typed.defines, [(name("plan"), PropertyType::Text)]);
        assert_eq!(typed.properties.len(), 2);
        assert_eq!(typed.refused[0].sample, "seats: many");
    }
}
