//! Reads a source once before liquid does, with liquid's own rules for where a `{{ … }}` or
//! `{% … %}` ends. It puts the filter `print` at the end of every `{{ … }}`, so that nothing is
//! printed unescaped or missing, and refuses what would take the parser or the machine too far.
//!
//! This is sound because no tag that prints a value by itself, and no block that keeps `{{` as
//! text (`raw`), is in the language: every `{{` is a value to print.

use super::limits::{BRACKETS_MAX, DEPTH_MAX, PLACE_BYTES_MAX, PLACES_MAX, SOURCE_BYTES_MAX};

/// The blocks of the language: each is closed by `end` and its name.
const BLOCKS: [&str; 5] = ["if", "unless", "case", "for", "comment"];

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

/// One `{{ … }}` or `{% … %}`.
struct Place<'a> {
    is_value: bool,
    /// Between the braces, without the dashes that take white space away.
    inner: &'a str,
    dashes: [bool; 2],
}

/// Reads the whole source.
pub fn scan(source: &str) -> Result<Scanned, Wrong> {
    if source.len() > SOURCE_BYTES_MAX {
        return Err((1, format!("it is longer than {} KiB", SOURCE_BYTES_MAX / 1024)));
    }
    let (mut scanned, mut depth, mut places, mut at) = (Scanned::default(), 0_usize, 0, 0);
    while let Some(start) = next_place(source, at) {
        let line = 1 + source[..start].matches('\n').count();
        let (place, end) = read_place(source, start).map_err(|message| (line, message))?;
        places += 1;
        depth = check(&place, places, depth).map_err(|message| (line, message))?;
        scanned.source.push_str(&source[at..start]);
        let written = write(&place);
        scanned.source.push_str(&written);
        if place.is_value {
            scanned.values.push((line, written));
        }
        at = end;
    }
    scanned.source.push_str(&source[at..]);
    Ok(scanned)
}

fn next_place(source: &str, from: usize) -> Option<usize> {
    let rest = &source[from..];
    let value = rest.find("{{");
    let tag = rest.find("{%");
    value.into_iter().chain(tag).min().map(|offset| from + offset)
}

fn read_place(source: &str, start: usize) -> Result<(Place<'_>, usize), String> {
    let is_value = source[start..].starts_with("{{");
    let close = if is_value { "}}" } else { "%}" };
    let body = start + 2;
    let end = outside_quotes(&source[body..])
        .find(|(offset, _)| source[body + offset..].starts_with(close))
        .map(|(offset, _)| body + offset)
        .ok_or_else(|| format!("{} is not closed by {close}", &source[start..body]))?;
    let mut inner = &source[body..end];
    let mut dashes = [false; 2];
    if let Some(rest) = inner.strip_prefix('-') {
        (inner, dashes[0]) = (rest, true);
    }
    if let Some(rest) = inner.strip_suffix('-') {
        (inner, dashes[1]) = (rest, true);
    }
    Ok((Place { is_value, inner, dashes }, end + 2))
}

/// The characters that are not within quotes. Liquid knows no escapes in them.
fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    text.char_indices().filter(move |(_, c)| match quote {
        Some(open) => {
            if *c == open {
                quote = None;
            }
            false
        }
        None if *c == '"' || *c == '\'' => {
            quote = Some(*c);
            false
        }
        None => true,
    })
}

/// The depth after this place, if it is within all limits.
fn check(place: &Place<'_>, places: usize, depth: usize) -> Result<usize, String> {
    let plain: String = outside_quotes(place.inner).map(|(_, c)| c).collect();
    if places > PLACES_MAX {
        return Err(format!("there are more than {PLACES_MAX} of {{{{ }}}} and {{% %}}"));
    }
    if place.inner.len() > PLACE_BYTES_MAX {
        return Err(format!("it is longer than {PLACE_BYTES_MAX} bytes"));
    }
    if plain.matches('[').count() > BRACKETS_MAX {
        return Err(format!("it has more than {BRACKETS_MAX} opening brackets"));
    }
    if plain.contains("..") {
        return Err("counting (1..9) is not available; go through a list".into());
    }
    if filters(place.inner).skip(1).any(|filter| first_word(filter) == "print") {
        return Err("there is no filter `print`".into());
    }
    if place.is_value { Ok(depth) } else { deeper(first_word(place.inner), depth) }
}

fn deeper(tag: &str, depth: usize) -> Result<usize, String> {
    if BLOCKS.contains(&tag) {
        if depth == DEPTH_MAX {
            return Err(format!("there are more than {DEPTH_MAX} blocks within each other"));
        }
        return Ok(depth + 1);
    }
    let closes = tag.strip_prefix("end").is_some_and(|block| BLOCKS.contains(&block));
    Ok(if closes { depth.saturating_sub(1) } else { depth })
}

/// The place again; of a value, what is printed goes through `print`. It gets the name of what must
/// be there, unless the writer said what stands for it.
fn write(place: &Place<'_>) -> String {
    let dash = |at: usize| if place.dashes[at] { "-" } else { "" };
    let (open, close) = (dash(0), dash(1));
    let inner = place.inner;
    if !place.is_value {
        return format!("{{%{open}{inner}{close}%}}");
    }
    let field = filters(inner).next().unwrap_or_default().trim().replace('"', "'");
    if filters(inner).skip(1).any(|filter| first_word(filter) == "default") {
        format!("{{{{{open}{inner}| print {close}}}}}")
    } else {
        format!("{{{{{open}{inner}| print: \"{field}\" {close}}}}}")
    }
}

/// The parts between bars: what is printed, then each filter with its arguments.
fn filters(inner: &str) -> impl Iterator<Item = &str> {
    let bars: Vec<usize> =
        outside_quotes(inner).filter(|(_, c)| *c == '|').map(|(at, _)| at).collect();
    let starts = std::iter::once(0).chain(bars.clone().into_iter().map(|bar| bar + 1));
    let ends = bars.into_iter().chain([inner.len()]);
    starts.zip(ends).map(|(start, end)| &inner[start..end])
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
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
    fn what_has_a_default_may_be_empty() {
        check("{{ a | default: 'x' }}", "{{ a | default: 'x' | print }}");
        check("{{ a | upcase | default:'' }}", "{{ a | upcase | default:'' | print }}");
        check("{{ a | append: '| default' }}", "{{ a | append: '| default' | print: \"a\" }}");
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
        check(&"{% if a %}".repeat(21), "line 1: there are more than 20 blocks within each other");
        check(&"a\n".repeat(200_000), "line 1: it is longer than 256 KiB");
        check(&"{{ a }}\n".repeat(1_001), "line 1001: there are more than 1000 of {{ }} and {% %}");
        check(
            &format!("{{{{ {} }}}}", "a[".repeat(17)),
            "line 1: it has more than 16 opening brackets",
        );
        check(&format!("{{{{ {} }}}}", "a".repeat(2_000)), "line 1: it is longer than 2000 bytes");
    }

    #[test]
    fn blocks_after_each_other_are_not_within_each_other() {
        let source = "{% if a %}x{% endif %}".repeat(100);
        assert_eq!(scan(&source).unwrap().source, source);
    }
}
