//! The traits of an *identify*: property names and values, and the address among them.

use runnel_model::{EmailAddress, PropertyName, Value};
use serde_json::Value as Json;
use serde_json::value::RawValue;

use crate::json::Members;
use crate::{Refused, value};

/// How many names a property of nested objects may have: `address.geo.city`.
const NAMES_MAX: usize = 3;

/// What an *identify* tells.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub email: Option<EmailAddress>,
    pub properties: Vec<(PropertyName, Option<Value>)>,
}

/// Reads `traits`, and `context.traits`, which is where RudderStack's browser library has them.
pub(super) fn read(members: &Members, refused: &mut Vec<Refused>) -> Told {
    let context = Members::of(members.get("context")).unwrap_or_default();
    let mut told = Told::default();
    for traits in [context.get("traits"), members.get("traits")].into_iter().flatten() {
        told.take(traits, refused);
    }
    told.settle();
    told.fill(&context);
    told
}

/// Reads the `traits` of a *group*: what the company is.
pub(super) fn of_company(
    members: &Members,
    refused: &mut Vec<Refused>,
) -> Vec<(PropertyName, Option<Value>)> {
    let mut told = Told::default();
    if let Some(traits) = members.get("traits") {
        told.take(traits, refused);
    }
    told.settle();
    let email = told.email.map(|email| (plain("email"), Some(Value::Text(email.to_string()))));
    told.properties.into_iter().chain(email).collect()
}

/// Where somebody is has standard names, which rules and scoring ask about: the parts of
/// `traits.address` as client libraries document them, and the names they get.
const ADDRESS: [(&str, &str); 4] = [
    ("address.country", "country"),
    ("address.region", "region"),
    ("address.state", "region"),
    ("address.city", "city"),
];

/// What a device says of its place, for whom nothing better is told.
const LOCATION: [&str; 3] = ["country", "region", "city"];

impl Told {
    fn take(&mut self, traits: &RawValue, refused: &mut Vec<Refused>) {
        match serde_json::from_str::<Option<serde_json::Map<String, Json>>>(traits.get()) {
            Ok(map) => map.into_iter().flatten().for_each(|(name, value)| {
                self.trait_of(&mut vec![snake_case(&name)], &value, refused);
            }),
            Err(_) => {
                let message = "`traits` is a JSON object";
                refused.push(Refused::new("wrong_type", message, traits.get()));
            }
        }
    }

    /// Gives the parts of an address their standard names, unless those are told as well.
    fn settle(&mut self) {
        for (part, standard) in ADDRESS {
            let Some(at) = self.properties.iter().position(|(name, _)| name.as_str() == part)
            else {
                continue;
            };
            if !self.tells(standard) {
                self.properties[at].0 = plain(standard);
            }
        }
    }

    /// Takes place and zone from the context, where the traits do not tell them.
    fn fill(&mut self, context: &Members) {
        let location = Members::of(context.get("location")).unwrap_or_default();
        let of_location = LOCATION.map(|name| (name, location.get(name)));
        for (name, raw) in of_location.into_iter().chain([("timezone", context.get("timezone"))]) {
            let text = raw.and_then(|raw| serde_json::from_str::<String>(raw.get()).ok());
            let value = text.and_then(|text| value::natural(&Json::String(text)).ok());
            if let Some(Value::Text(text)) = value
                && !text.trim().is_empty()
                && !self.tells(name)
            {
                self.properties.push((plain(name), Some(Value::Text(text))));
            }
        }
    }

    fn tells(&self, name: &str) -> bool {
        self.properties.iter().any(|(told, _)| told.as_str() == name)
    }

    fn trait_of(&mut self, names: &mut Vec<String>, json: &Json, refused: &mut Vec<Refused>) {
        if let Json::Object(map) = json {
            if names.len() == NAMES_MAX {
                let message = format!("objects are kept up to {NAMES_MAX} names deep");
                refused.push(sample(
                    names,
                    Refused::new("value_not_kept", message, &json.to_string()),
                ));
                return;
            }
            for (name, inner) in map {
                names.push(snake_case(name));
                self.trait_of(names, inner, refused);
                names.pop();
            }
        } else if names.len() == 1 && names[0] == "email" {
            self.address(json, refused);
        } else if let Err(refusal) = self.property(names, json) {
            refused.push(sample(names, refusal));
        }
    }

    /// An address that is none costs the address, not the rest of what was told.
    fn address(&mut self, json: &Json, refused: &mut Vec<Refused>) {
        match json {
            Json::Null => {}
            Json::String(text) if text.trim().is_empty() => {}
            Json::String(text) => match EmailAddress::parse(text) {
                Ok(address) => self.email = Some(address),
                Err(error) => refused.push(Refused::because("email_not_valid", &error, text)),
            },
            other => {
                let message = "`email` is a text";
                refused.push(Refused::new("email_not_valid", message, &other.to_string()));
            }
        }
    }

    fn property(&mut self, names: &[String], json: &Json) -> Result<(), Refused> {
        let name = names.join(".");
        let name = PropertyName::parse(&name)
            .map_err(|error| Refused::because("property_name_not_valid", &error, &name))?;
        let value = if json.is_null() { None } else { Some(value::natural(json)?) };
        self.properties.retain(|(known, _)| *known != name);
        self.properties.push((name, value));
        Ok(())
    }
}

fn plain(name: &str) -> PropertyName {
    PropertyName::parse(name).expect("a plain name")
}

fn sample(names: &[String], refused: Refused) -> Refused {
    let Refused { code, message, sample, .. } = refused;
    Refused::new(code, message, &format!("{}: {sample}", names.join(".")))
}

/// `firstName`, `First Name` and `first-name` are one property.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let chars: Vec<char> = name.trim().chars().collect();
    for (at, c) in chars.iter().enumerate() {
        if matches!(c, ' ' | '-' | '_') {
            if !snake.ends_with('_') || *c == '_' {
                snake.push('_');
            }
            continue;
        }
        if begins_word(&chars, at) && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

/// A capital after a small letter or digit, and the last capital of several: `myURLPath`.
fn begins_word(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| chars[before]);
    let after = chars.get(at + 1);
    chars[at].is_uppercase()
        && before.is_some_and(|before| {
            before.is_lowercase()
                || before.is_numeric()
                || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_one_way() {
        let check = |name: &str, expect: &str| assert_eq!(snake_case(name), expect, "{name}");
        check("firstName", "first_name");
        check("First Name", "first_name");
        check("first-name", "first_name");
        check("first_name", "first_name");
        check("createdAt", "created_at");
        check("myURLPath", "my_url_path");
        check("URL", "url");
        check("plan2Name", "plan2_name");
        check("__proto__", "__proto__");
        check("miastoŻycia", "miasto_życia");
        check("городРождения", "город_рождения");
        check(" a  b ", "a_b");
    }

    /// Reads the traits and shows the address, the properties and the refusals.
    fn check(traits: &str, expect: &str) {
        let json = format!(r#"{{"traits": {traits}}}"#);
        let mut refused = Vec::new();
        let told = read(&Members::read(&json).unwrap(), &mut refused);
        let email = told.email.map(|email| format!("<{email}>"));
        let properties = told.properties.iter().map(|(name, value)| match value {
            Some(value) => format!("{name}={}", serde_json::to_string(value).unwrap()),
            None => format!("{name} cleared"),
        });
        let refused = refused.iter().map(|refused| format!("!{} {}", refused.code, refused.sample));
        let shown: Vec<String> = email.into_iter().chain(properties).chain(refused).collect();
        assert_eq!(shown.join(" "), expect, "{traits}");
    }

    #[test]
    fn the_address_identifies_and_the_rest_is_kept() {
        check(
            r#"{"email": " Ana@Example.com ", "plan": "pro"}"#,
            r#"<ana@example.com> plan="pro""#,
        );
        check(r#"{"Email": "ana@example.com"}"#, "<ana@example.com>");
        check(r#"{"seats": 5, "vip": true, "city": null}"#, "city cleared seats=5.0 vip=true");
        check(r#"{"firstName": "A", "first_name": "B"}"#, r#"first_name="B""#);
        check("null", "");
        check("{}", "");
        check(r#"{"__proto__": {"polluted": "no"}}"#, r#"__proto__.polluted="no""#);
    }

    #[test]
    fn a_bad_part_costs_only_itself() {
        check(r#"{"email": "a..b@x", "plan": "pro"}"#, r#"plan="pro" !email_not_valid a..b@x"#);
        check(r#"{"email": 42, "plan": "pro"}"#, r#"plan="pro" !email_not_valid 42"#);
        check(r#"{"email": null}"#, "");
        check(r#"{"a": [{"b": 1}], "c": 1}"#, r#"c=1.0 !value_not_kept a: [{"b":1}]"#);
        check(r#""pro""#, r#"!wrong_type "pro""#);
        check("[1]", "!wrong_type [1]");
    }

    #[test]
    fn nested_objects_become_dotted_names() {
        check(r#"{"office": {"City": "Łódź"}}"#, r#"office.city="Łódź""#);
        check(r#"{"a": {"b": {"c": 1}}}"#, "a.b.c=1.0");
        check(r#"{"a": {"b": {"c": {"d": 1}}}}"#, r#"!value_not_kept a.b.c: {"d":1}"#);
        check(r#"{"tags": ["a", "b"]}"#, r#"tags=["a","b"]"#);
    }

    #[test]
    fn the_parts_of_an_address_have_standard_names() {
        check(
            r#"{"address": {"City": "Łódź", "state": "łódzkie", "country": "PL", "street": "x"}}"#,
            r#"city="Łódź" country="PL" region="łódzkie" address.street="x""#,
        );
        check(r#"{"address": {"region": "A", "state": "B"}}"#, r#"region="A" address.state="B""#);
        check(
            r#"{"city": "Kraków", "address": {"city": "Łódź"}}"#,
            r#"address.city="Łódź" city="Kraków""#,
        );
        check(r#"{"address": {"city": null}}"#, "city cleared");
    }

    #[test]
    fn place_and_zone_come_from_the_context_where_nothing_better_is_told() {
        let json = r#"{"traits": {"address": {"city": "Łódź"}, "timezone": null}, "context": {
            "timezone": "Europe/Warsaw",
            "location": {"city": "Warszawa", "country": "Poland", "region": " ", "speed": 0}}}"#;
        let told = read(&Members::read(json).unwrap(), &mut Vec::new());
        let shown: Vec<_> =
            told.properties.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        let expect = r#"city=Some(Text("Łódź")) timezone=None country=Some(Text("Poland"))"#;
        assert_eq!(shown.join(" "), expect);
    }

    #[test]
    fn an_overlong_name_is_refused() {
        let long = "k".repeat(201);
        let mut refused = Vec::new();
        let json = format!(r#"{{"traits": {{"{long}": 1, "plan": "pro"}}}}"#);
        let told = read(&Members::read(&json).unwrap(), &mut refused);
        assert_eq!(told.properties.len(), 1);
        assert_eq!(refused[0].code, "property_name_not_valid");
    }

    #[test]
    fn traits_in_the_context_count_and_those_of_the_item_win() {
        let json = r#"{"context": {"traits": {"plan": "old", "city": "Iași"}}, "traits": {"plan": "new"}}"#;
        let told = read(&Members::read(json).unwrap(), &mut Vec::new());
        let shown: Vec<_> =
            told.properties.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        insta::assert_snapshot!(shown.join(" "), @r#"city=Some(Text("Iași")) plan=Some(Text("new"))"#);
    }
}
