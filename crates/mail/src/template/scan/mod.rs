//! Reads a source once before liquid does, with liquid's own rules for where a `{{ … }}` or
//! `{% … %}` ends. It puts the filter `print` at the end of every `{{ … }}`, so that nothing is
//! printed unescaped or missing; tells every `for` what one round of it costs; and refuses what
//! would take the parser or the machine too far.
//!
//! This is sound because no tag that prints a value by itself, and no block that keeps `{{` as
//! text (`raw`), is in the language: every `{{` is a value to print.

mod blocks;
mod places;

use places::Place;

use super::limits::SOURCE_BYTES_MAX;

/// A source as liquid gets it.
#[derive(Debug, Default)]
pub struct Scanned {
    /// With `print` in every `{{ … }}`.
    pub source: String,
    /// Each `{{ … }}` of it, with its line.
    pub values: Vec<(usize, String)>,
}

/// What is wrong at which line.
pub type Wrong = (usize, String);

/// Reads the whole source.
pub fn scan(source: &str) -> Result<Scanned, Wrong> {
    if source.len() > SOURCE_BYTES_MAX {
        return Err((1, format!("it is longer than {} KiB", SOURCE_BYTES_MAX / 1024)));
    }
    let places = places::places(source)?;
    let sizes = blocks::sizes(&places)?;
    let (mut scanned, mut at) = (Scanned::default(), 0);
    for (place, size) in places.iter().zip(sizes) {
        let written = if place.is_value { value(place) } else { tag(place, size) };
        scanned.source.push_str(&source[at..place.start]);
        scanned.source.push_str(&written);
        if place.is_value {
            scanned.values.push((place.line, written));
        }
        at = place.end;
    }
    scanned.source.push_str(&source[at..]);
    Ok(scanned)
}

/// A value again, printed. `print` gets the name of what must be there, unless the writer said what
/// stands for it.
fn value(place: &Place<'_>) -> String {
    let [open, close] = dashes(place);
    let inner = place.inner;
    if place.has_literal_default() {
        return format!("{{{{{open}{inner}| print {close}}}}}");
    }
    let field = place.parts().next().unwrap_or_default().trim().replace('"', "'");
    format!("{{{{{open}{inner}| print: \"{field}\" {close}}}}}")
}

/// A tag again. A `for` gets the cost of a round: the places in it, and itself.
fn tag(place: &Place<'_>, size: usize) -> String {
    let [open, close] = dashes(place);
    let inner = place.inner;
    if place.tag() == "for" {
        return format!("{{%{open}{inner} cost: {} {close}%}}", size + 1);
    }
    format!("{{%{open}{inner}{close}%}}")
}

fn dashes(place: &Place<'_>) -> [&'static str; 2] {
    place.dashes.map(|dash| if dash { "-" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expect: &str) {
        let got = match scan(source) {
            Ok(scanned) => scanned.source,
            Err((line, message)) => format!("line {line}: {message}"),
        };
        assert_eq!(got, expect, "{source}");
    }

    #[test]
    fn every_value_goes_through_print_at_its_end() {
        check("Hi {{ a.b }}!", "Hi {{ a.b | print: \"a.b\" }}!");
        check("{{a}}{{b}}", "{{a| print: \"a\" }}{{b| print: \"b\" }}");
        check("{{- a | upcase -}}", "{{- a | upcase | print: \"a\" -}}");
        check("{{ a | append: ' }} | x' }}", "{{ a | append: ' }} | x' | print: \"a\" }}");
        check("{{ a['b c'] }}", "{{ a['b c'] | print: \"a['b c']\" }}");
        check("{{ a[\"b c\"] }}", "{{ a[\"b c\"] | print: \"a['b c']\" }}");
        check("{% if a == '%}' %}x{%- endif -%}", "{% if a == '%}' %}x{%- endif -%}");
        check("100 % of {this} } }} %}", "100 % of {this} } }} %}");
    }

    #[test]
    fn what_has_a_default_in_words_may_be_empty() {
        check("{{ a | default: 'x' }}", "{{ a | default: 'x' | print }}");
        check("{{ a | upcase | default:'' }}", "{{ a | upcase | default:'' | print }}");
        check("{{ a | default: b }}", "{{ a | default: b | print: \"a\" }}");
        check("{{ a | append: '| default' }}", "{{ a | append: '| default' | print: \"a\" }}");
    }

    #[test]
    fn a_round_costs_what_is_in_it() {
        check(
            "{% for a in b %}{% if a %}{% endif %}{%- for c in a -%}{% break %}{% endfor %}{% endfor %}",
            "{% for a in b  cost: 6 %}{% if a %}{% endif %}{%- for c in a  cost: 2 -%}{% break %}\
             {% endfor %}{% endfor %}",
        );
    }

    #[test]
    fn what_would_take_the_parser_too_far_is_refused_with_its_line() {
        check("a\n\n{{ b", "line 3: {{ is not closed by }}");
        check("{% if a", "line 1: {% is not closed by %}");
        check("{{ 'a }}", "line 1: {{ is not closed by }}");
        check(
            "\n{% for i in (1..9) %}{% endfor %}",
            "line 2: counting (1..9) is not available; go through a list",
        );
        check("{{ a | print }}", "line 1: there is no filter `print`");
        check(&"a\n".repeat(200_000), "line 1: it is longer than 256 KiB");
        check(&"{{ a }}\n".repeat(1_001), "line 1001: there are more than 1000 {{ }} and {% %}");
        check(
            &format!("{{{{ {} }}}}", "a[".repeat(17)),
            "line 1: it has more than 16 opening brackets",
        );
        check(&format!("{{{{ {} }}}}", "a".repeat(2_000)), "line 1: it is longer than 2000 bytes");
    }

    #[test]
    fn blocks_lie_within_each_other_and_are_closed() {
        let one = "{% if a %}x{% endif %}";
        check(&one.repeat(100), &one.repeat(100));
        let deep = "line 1: there are more than 50 blocks and branches in each other";
        check(&"{% if a %}".repeat(51), deep);
        check(&format!("{{% if a %}}{}", "{% elsif b %}".repeat(50)), deep);
        check("{% if a %}\n{% for b in c %}\n", "line 2: {% for %} is not closed");
        check("\n{% endif %}", "line 2: {% endif %} closes no {% if %}");
        check("{% if a %}{% endfor %}", "line 1: {% endfor %} closes no {% for %}");
        check("{{ a }}\n{% include 'x' %}", "line 2: there is no tag `include`");
        check("{% %}", "line 1: there is no tag ``");
    }
}
