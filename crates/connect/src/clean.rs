//! Makes JSON text from outside safe to keep: bounded in depth, without control characters, lone
//! surrogates and numbers that nothing can hold.
//!
//! It works on text that `serde_json` has found well-formed as a raw value, and does not parse it
//! again: one pass over the bytes finds that nothing has to be done, which is nearly always so.

use std::borrow::Cow;
use std::str::Chars;

/// What one pass over the text found.
#[derive(Debug, PartialEq, Eq)]
struct Scan {
    depth: usize,
    dirty: bool,
}

/// The text as it can be kept; absent if it is nested deeper than `depth_max`.
///
/// The depth is bounded here because a raw value is skipped without a limit, and whoever parses
/// it later would find one.
pub(crate) fn clean(json: &str, depth_max: usize) -> Option<Cow<'_, str>> {
    let scan = scan(json.as_bytes());
    if scan.depth > depth_max {
        return None;
    }
    Some(if scan.dirty { Cow::Owned(rewrite(json)) } else { Cow::Borrowed(json) })
}

/// `NaN` and `Infinity`, which some languages write although JSON has no such numbers, as null.
///
/// Done before anything parses: otherwise one such number would lose the whole batch.
pub(crate) fn without_nan(json: &str) -> Cow<'_, str> {
    const WORDS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];
    if !WORDS.iter().any(|word| json.contains(word)) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(first) = rest.chars().next() {
        let word = WORDS.iter().find(|word| rest.starts_with(**word));
        let taken = match (first, word) {
            ('"', _) => text_end(rest.as_bytes(), 1).0.min(rest.len()),
            (_, Some(word)) => word.len(),
            _ => first.len_utf8(),
        };
        out.push_str(if word.is_some() { "null" } else { &rest[..taken] });
        rest = &rest[taken..];
    }
    Cow::Owned(out)
}

fn scan(json: &[u8]) -> Scan {
    let (mut at, mut depth, mut scan) = (0, 0_usize, Scan { depth: 0, dirty: false });
    while let Some(byte) = json.get(at) {
        at += 1;
        match byte {
            b'"' => {
                let (end, dirty) = text_end(json, at);
                at = end;
                scan.dirty |= dirty;
            }
            b'{' | b'[' => {
                depth += 1;
                scan.depth = scan.depth.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'0'..=b'9' => {
                let end = number_end(json, at);
                scan.dirty |= may_be_too_large(&json[at - 1..end]);
                at = end;
            }
            _ => {}
        }
    }
    scan
}

/// The place after the closing quote of a text that begins at `at`, and whether it needs cleaning.
fn text_end(json: &[u8], mut at: usize) -> (usize, bool) {
    let mut dirty = false;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => return (at + 1, dirty),
            b'\\' => {
                dirty |= matches!(json.get(at + 1), Some(b'u' | b'b' | b'f' | b'r'));
                at += 1;
            }
            0x7F => dirty = true,
            // The control characters U+0080 to U+009F.
            0xC2 => dirty |= json.get(at + 1).is_some_and(|next| *next < 0xA0),
            _ => {}
        }
        at += 1;
    }
    (at, dirty)
}

fn number_end(json: &[u8], at: usize) -> usize {
    let part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
    at + json[at..].iter().take_while(|byte| part(byte)).count()
}

fn may_be_too_large(number: &[u8]) -> bool {
    number.len() > 300 || number.iter().any(|byte| matches!(byte, b'e' | b'E'))
}

fn rewrite(json: &str) -> String {
    let (bytes, mut out) = (json.as_bytes(), String::with_capacity(json.len()));
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        match byte {
            b'"' => {
                at = text_end(bytes, at + 1).0;
                write_text(&json[start + 1..at - 1], &mut out);
            }
            b'0'..=b'9' | b'-' => {
                at = number_end(bytes, at + 1);
                write_number(&json[start..at], &mut out);
            }
            // Outside of texts and numbers JSON is ASCII.
            other => {
                out.push(char::from(*other));
                at += 1;
            }
        }
    }
    out
}

fn write_number(number: &str, out: &mut String) {
    let finite = number.parse::<f64>().is_ok_and(f64::is_finite);
    out.push_str(if finite { number } else { "null" });
}

fn write_text(inner: &str, out: &mut String) {
    out.push('"');
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match if c == '\\' { unescape(&mut chars) } else { c } {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
}

fn unescape(chars: &mut Chars) -> char {
    match chars.next() {
        Some('n') => '\n',
        Some('t') => '\t',
        Some('r') => '\r',
        Some('b') => '\u{8}',
        Some('f') => '\u{C}',
        Some('u') => code_point(chars),
        Some(other) => other,
        None => char::REPLACEMENT_CHARACTER,
    }
}

/// The character of `\uXXXX`, of two of them that are a pair, or `U+FFFD` for half a pair.
fn code_point(chars: &mut Chars) -> char {
    let first = hex(chars);
    if (0xD800..0xDC00).contains(&first) {
        let mut ahead = chars.clone();
        if (ahead.next(), ahead.next()) == (Some('\\'), Some('u')) {
            let second = hex(&mut ahead);
            if (0xDC00..0xE000).contains(&second) {
                *chars = ahead;
                let point = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
            }
        }
    }
    char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn hex(chars: &mut Chars) -> u32 {
    chars.by_ref().take(4).fold(0, |sum, c| sum * 16 + c.to_digit(16).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expect: &str) {
        let cleaned = clean(json, 8).expect("not too deep");
        assert_eq!(cleaned, expect);
        serde_json::from_str::<serde_json::Value>(&cleaned).expect("still JSON");
    }

    #[test]
    fn what_is_clean_is_not_touched() {
        let json = r#"{"a": "ä \"q\" \n\t \\ \/", "b": [1, -2.5, true, null], "RTL": "ZW"}"#;
        let json = &json.replace("RTL", "\u{202E}").replace("ZW", "\u{200B}");
        assert!(matches!(clean(json, 8), Some(Cow::Borrowed(same)) if same == *json));
    }

    #[test]
    fn control_characters_go() {
        check(r#""a\u0000b\u001bc\bd\fe\rf""#, r#""abcdef""#);
        check("\"a\u{7F}b\u{85}c\"", r#""abc""#);
        check(r#"{"na\u0000me": 1}"#, r#"{"name": 1}"#);
    }

    #[test]
    fn escapes_become_the_characters_they_mean() {
        check(r#""\u00e4 \u0022 \u005c \u000a""#, r#""ä \" \\ \n""#);
        check(r#""\ud83d\ude00""#, r#""😀""#);
    }

    #[test]
    fn half_a_surrogate_pair_becomes_the_replacement_character() {
        check(r#""\ud83d""#, "\"\u{FFFD}\"");
        check(r#""\ude00x""#, "\"\u{FFFD}x\"");
        check(r#""\ud83d\n""#, "\"\u{FFFD}\\n\"");
        check(r#""\ud83d\ud83d\ude00""#, "\"\u{FFFD}😀\"");
    }

    #[test]
    fn a_number_that_nothing_can_hold_becomes_null() {
        check("[1e400, -1e400, 1e308, 1e-400, 2E3]", "[null, null, 1e308, 1e-400, 2E3]");
        check(&"9".repeat(400), "null");
        check("9223372036854775808", "9223372036854775808");
    }

    #[test]
    fn depth_is_bounded_and_brackets_in_texts_do_not_count() {
        assert!(clean("[[[]]]", 3).is_some());
        assert!(clean("[[[[]]]]", 3).is_none());
        assert!(clean(r#"["[[[[[[", "\"[[[["]"#, 1).is_some());
        assert!(clean(&"[".repeat(10_000), 64).is_none());
    }

    #[test]
    fn numbers_that_json_does_not_have_become_null() {
        let json = r#"{"a": NaN, "b": -Infinity, "NaN \" Infinity": [Infinity]}"#;
        assert_eq!(without_nan(json), r#"{"a": null, "b": null, "NaN \" Infinity": [null]}"#);
        assert!(matches!(without_nan("[1]"), Cow::Borrowed(_)));
        assert_eq!(without_nan("\"NaN"), "\"NaN", "an open text is left to the parser");
    }
}
