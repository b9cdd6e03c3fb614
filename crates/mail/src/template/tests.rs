//! What templates give, for contacts friendly and hostile.

use proptest::prelude::*;
use runnel_model::{Contact, ContactId, PropertyName, PropertyValue, Timestamp, Value};
use serde_json::json;

use super::*;

const NOW: Timestamp = Timestamp::from_ms(1_790_000_000_000);

fn contact(properties: &[(&str, Value)]) -> Contact {
    let mut contact = Contact::new(ContactId(7), NOW);
    for (name, value) in properties {
        let known = PropertyValue { value: Some(value.clone()), set_at: NOW };
        contact.properties.insert(PropertyName::parse(name).unwrap(), known);
    }
    contact
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn fields() -> Fields {
    let contact = contact(&[
        ("first_name", text("Ana")),
        ("blank", text(" ")),
        ("empty", text("")),
        ("evil", text("<script>alert('x')</script>&\"{{7*7}}{% if %}")),
        ("age", Value::Number(42.0)),
        ("rate", Value::Number(0.5)),
        ("vip", Value::Boolean(true)),
        ("since", Value::Time { time: NOW }),
        ("shoe sizes", Value::List(vec!["38".into(), "39".into()])),
        ("many", Value::List(vec!["x".into(); 100])),
        ("long", text(&"a".repeat(8_192))),
    ]);
    let event = json!({"items": [{"name": "Boots", "price": 10}, {"name": "<b>"}], "none": null});
    Fields::of_contact(&contact).with("event", event.as_object().unwrap())
}

fn compile(part: Part, source: &str) -> Result<Template, Vec<Problem>> {
    let mut whole = Source { subject: "S".into(), text: Some("T".into()), html: None };
    match part {
        Part::Subject => whole.subject = source.into(),
        Part::Text => whole.text = Some(source.into()),
        Part::Html => whole.html = Some(source.into()),
    }
    Template::compile(&whole)
}

fn render(part: Part, source: &str) -> String {
    let template = match compile(part, source) {
        Ok(template) => template,
        Err(problems) => return format!("problem: {}", problems[0]),
    };
    match (template.render(&fields()), part) {
        (Err(held), _) => format!("held: {held}"),
        (Ok(rendered), Part::Subject) => rendered.subject,
        (Ok(rendered), Part::Text) => rendered.bodies.text,
        (Ok(rendered), Part::Html) => rendered.bodies.html.unwrap(),
    }
}

fn check(source: &str, expect: &str) {
    assert_eq!(render(Part::Html, source), expect, "{source}");
}

#[test]
fn fields_are_merged() {
    check("Hello {{ contact.first_name }}!", "Hello Ana!");
    check("{{ contact.first_name | upcase }}", "ANA");
    check("{{contact.age}} {{contact.rate}} {{contact.vip}}", "42 0.5 true");
    check("{{ contact['shoe sizes'] }}", "38, 39");
    check("{{ contact['shoe sizes'] | first }}", "38");
    check("{{ contact.since | date: '%d.%m.%Y' }}", "21.09.2026");
    check("{{ contact.score }} {{ contact.id }}", "0 con_7");
    check("{% if contact.age > 40 %}A{% else %}B{% endif %}", "A");
    check("{% if contact.nothing %}A{% else %}B{% endif %}", "B");
    check("{% assign n = contact.age | plus: 1 %}{{ n }}", "43");
    check("a{%- comment -%} {{ contact.x }} {%- endcomment -%}b", "ab");
}

#[test]
fn a_missing_field_takes_its_default_or_holds_the_mail() {
    check("Hello {{ contact.nick | default: \"there\" }}", "Hello there");
    check("Hello {{ contact.empty | default: \"there\" }}", "Hello there");
    check("Hello {{ contact.first_name | default: \"there\" }}", "Hello Ana");
    check("Hello{{ contact.nick | default: '' }}", "Hello");
    check(
        "Hello {{ contact.nick }},",
        "held: HTML: `contact.nick` is empty for this contact and has no default",
    );
    for (source, field) in [
        ("{{ contact.blank }}", "contact.blank"),
        ("{{ contact.nick | upcase | append: '' }}", "contact.nick"),
        ("{{ contact.nick | default: contact.empty }}", "contact.nick"),
        ("{{ contct.first_name }}", "contct.first_name"),
        ("{{ event.none }}", "event.none"),
        ("{{ event.items[7].name }}", "event.items[7].name"),
        ("{{ contact }}", "contact"),
        ("{{ nobody }}", "nobody"),
    ] {
        let held = format!("`{field}` is empty for this contact and has no default");
        assert_eq!(render(Part::Html, source), format!("held: HTML: {held}"));
        assert_eq!(render(Part::Subject, source), format!("held: subject: {held}"));
    }
}

#[test]
fn a12_what_a_contact_contains_is_escaped_and_never_rendered_again() {
    let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;{{7*7}}{% if %}";
    check("{{ contact.evil }}", escaped);
    check("{{ contact.evil | escape }}", "problem: HTML, line 1: there is no filter `escape`");
    check("{% assign e = contact.evil %}{{ e }}", escaped);
    check("{{ contact.evil | downcase }}", escaped);
    check("{% for item in event.items %}{{ item.name }} {% endfor %}", "Boots &lt;b&gt; ");
    let plain = "<script>alert('x')</script>&\"{{7*7}}{% if %}";
    assert_eq!(render(Part::Text, "{{ contact.evil }}"), plain);
    assert_eq!(render(Part::Subject, "{{ contact.evil }}"), plain);
}

#[test]
fn a19_a_subject_is_one_line() {
    let evil = contact(&[("name", text("Ana\r\nBcc: x@y.co\n\tA"))]);
    let template = compile(Part::Subject, "Hi {{ contact.name }}").unwrap();
    let rendered = template.render(&Fields::of_contact(&evil)).unwrap();
    assert_eq!(rendered.subject, "Hi Ana Bcc: x@y.co A");
}

#[test]
fn lists_are_gone_through() {
    check(
        "{% for i in event.items limit: 1 %}{{ forloop.index }} {{ i.name }}: {{ i.price }}{% endfor %}",
        "1 Boots: 10",
    );
    check("{% for i in event.items %}{{ i.price | default: '?' }};{% endfor %}", "10;?;");
    check("{% for i in event.nothing %}x{% else %}none{% endfor %}", "none");
    check("{% for i in contact.first_name %}x{% endfor %}", "");
    check("{% for i in event.items %}{% if forloop.last %}L{% endif %}{% break %}{% endfor %}", "");
}

#[test]
fn a12_nothing_outside_the_fields_is_within_reach() {
    for source in [
        "{% include 'x' %}",
        "{% render 'x' %}",
        "{% raw %}{{ a }}{% endraw %}",
        "{% capture a %}{% endcapture %}",
        "{% cycle contact.evil, 'b' %}",
        "{% tablerow i in a %}{% endtablerow %}",
        "{% increment a %}",
        "{{ a | map: 'x' }}",
        "{{ a | print }}",
        "{{ 7*7 }}",
        "{% if a %}",
        "{% endif %}",
        "{{ }}",
        "{% for i in (1..1000000000) %}{% endfor %}",
        "{% for i in event.items cost: 0 %}{% endfor %}",
        "{% for i in event.items limit: 1 cost: 0 %}{% endfor %}",
        "{% for i in event.items reversed %}{% endfor %}",
    ] {
        assert!(render(Part::Html, source).starts_with("problem: "), "{source}");
    }
}

#[test]
fn what_would_explode_holds_the_mail() {
    let double =
        "{% assign a = contact.long %}".to_owned() + &"{% assign a = a | append: a %}".repeat(40);
    let rounds = "{% for a in contact.many %}".repeat(6) + &"{% endfor %}".repeat(6);
    let busy = "{% for a in contact.many %}".repeat(2)
        + &"{% if a == b %}{% endif %}".repeat(450)
        + &"{% endfor %}".repeat(2);
    let print = format!("{{{{ contact.long }}}}{}", "{{ contact.long }}".repeat(200));
    for (source, what) in [
        (double.as_str(), "bytes in a value"),
        (&rounds, "steps"),
        (&busy, "steps"),
        (&print, "bytes of output"),
        ("{{ contact.long | replace: 'a', contact.long }}", "bytes in a value"),
        ("{{ contact.long | split: '' | join: contact.long }}", "bytes in a value"),
        ("{{ contact.since | date: '%999999999Y' }}", "bytes in a value"),
    ] {
        let got = render(Part::Html, source);
        assert!(got.contains(&format!("held: HTML: {what}")), "{what}: {got:.200}");
    }
    let much = contact(&[("a", text(&"a".repeat(300_000)))]);
    let held = compile(Part::Html, "x").unwrap().render(&Fields::of_contact(&much)).unwrap_err();
    assert!(matches!(held, Held::TooMuch { what: "bytes of fields", .. }));
}

#[test]
fn the_largest_templates_there_may_be_are_taken() {
    let elsifs = format!("{{% if a %}}{}{{% endif %}}", "{% elsif a == 1 %}".repeat(49));
    check(&elsifs, "");
    let whens = format!("{{% case a %}}{}{{% endcase %}}", "{% when 1 %}".repeat(990));
    check(&whens, "");
    let deep = "{% if true %}".repeat(50) + "x" + &"{% endif %}".repeat(50);
    check(&deep, "x");
    check(&format!("{{{{ 'a'{} }}}}", " | strip".repeat(240)), "a");
    let and = format!("{{% if true{} %}}x{{% endif %}}", " and true".repeat(200));
    check(&and, "x");
}

#[test]
fn a_filter_that_panics_or_fails_holds_the_mail() {
    for source in [
        "{{ contact.age | divided_by: 0 }}",
        "{{ 9223372036854775807 | plus: 1 }}",
        "{{ 9223372036854775807 | times: contact.age }}",
        "{{ contact.first_name | times: 2 }}",
        "{{ contact.since | date: '%Q%' }}",
    ] {
        let got = render(Part::Html, source);
        assert!(got.starts_with("held: HTML: "), "{source}: {got}");
    }
}

#[test]
fn all_problems_are_told_at_once_with_their_line() {
    let source = Source {
        subject: " ".into(),
        text: Some("a\n{{ b | shout }}".into()),
        html: Some("{% if a %}\n\n{{ b".into()),
    };
    let problems = Template::compile(&source).unwrap_err();
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    text, line 2: there is no filter `shout`
    HTML, line 3: {{ is not closed by }}
    subject, line 1: there is no subject
    ");
    let empty = Source { subject: "a".into(), ..Source::default() };
    assert_eq!(Template::compile(&empty).unwrap_err()[0].message, "there is neither HTML nor text");
}

#[test]
fn text_is_made_from_the_html_when_nobody_wrote_it() {
    let source = Source {
        subject: "S".into(),
        text: None,
        html: Some("<p>Hi {{ contact.evil }}</p><a href='https://x.co'>Go</a>".into()),
    };
    let rendered = Template::compile(&source).unwrap().render(&fields()).unwrap();
    let expect = "Hi <script>alert('x')</script>&\"{{7*7}}{% if %}\n\nGo (https://x.co)";
    assert_eq!(rendered.bodies.text, expect);
    assert!(!rendered.bodies.is_too_long_to_show());
}

#[test]
fn html_that_gmail_would_cut_is_known() {
    let long = "a".repeat(HTML_BYTES_ADVISED);
    let rendered = |html: &str| compile(Part::Html, html).unwrap().render(&fields()).unwrap();
    assert!(!rendered(&long).bodies.is_too_long_to_show());
    assert!(rendered(&format!("{long}{{{{ contact.age }}}}")).bodies.is_too_long_to_show());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn a12_no_template_prints_what_a_contact_contains_unescaped(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 1..12)
    ) {
        let source = pieces.concat();
        let out = render(Part::Html, &source);
        prop_assert!(!out.contains('<') || out.starts_with("problem: "), "{source} gave {out}");
    }

    #[test]
    fn any_source_is_taken_or_refused(source in "([{}%|'\" a.:-]|for|if|end|in|\\PC){0,60}") {
        for part in [Part::Subject, Part::Text, Part::Html] {
            if let Ok(template) = compile(part, &source) {
                template.render(&fields()).ok();
            }
        }
    }
}

/// Pieces of templates, well formed or not, that print a hostile value or lead the scanner astray.
const PIECES: &[&str] = &[
    "{{ contact.evil }}",
    "{{- contact.evil | upcase -}}",
    "{{ contact.evil | append: \"}}\" }}",
    "{{ contact.evil | default: '{{' }}",
    "{{ contact['evil'] | replace: '&lt;', contact.evil }}",
    "{% assign a = contact.evil %}",
    "{{ a }}",
    "{{ a | split: ' ' | join: contact.evil }}",
    "{% for a in event.items %}",
    "{{ a.name }}",
    "{% endfor %}",
    "{% if contact.evil %}",
    "{% else %}",
    "{% endif %}",
    "{% case contact.evil %}",
    "{% when '%}' %}",
    "{% endcase %}",
    "{% comment %}",
    "{% endcomment %}",
    "{% cycle contact.evil %}",
    "{% raw %}",
    "{% endraw %}",
    "{{",
    "}}",
    "{%",
    "%}",
    "'",
    "\"",
    "-",
    " ",
];
