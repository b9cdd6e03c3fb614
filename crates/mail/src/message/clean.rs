//! Text on its way into a message: nothing in it can end a header or a line early.

/// The longest name that is shown beside an address, in characters.
const NAME_MAX: usize = 100;
/// The longest subject, in characters: no reader shows more, and each may take twelve bytes.
const SUBJECT_MAX: usize = 300;

/// A name as it is shown: one line, no control characters. Absent if nothing is left.
pub fn name(text: &str) -> Option<String> {
    Some(one_line(text, NAME_MAX)).filter(|name| !name.is_empty())
}

/// A subject: one line, no control characters.
pub fn subject(text: &str) -> String {
    one_line(text, SUBJECT_MAX)
}

/// A body: lines end with a line feed, and nothing but them and tabs controls anything.
pub fn body(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// A word of an identifier: what is neither letter, digit, dot, dash nor underscore becomes one.
pub fn word(text: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    text.chars().take(NAME_MAX).map(|c| if allowed(c) { c } else { '_' }).collect()
}

fn one_line(text: &str, max: usize) -> String {
    let words = text.split(|c: char| c.is_control() || c.is_whitespace() || is_line_end(c));
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    // lettre leaves what looks like an encoded word as it is; readers would decode what is in it.
    let line = line.replace("=?", "= ?");
    line.chars().take(max).collect()
}

/// Unicode's own line ends, which are no control characters.
const fn is_line_end(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a19_nothing_ends_a_header_early() {
        assert_eq!(subject("a\r\nBcc: x\0\u{2028}b\u{85}c"), "a Bcc: x b c");
        assert_eq!(name(" Ana\n <x@y.co> ").as_deref(), Some("Ana <x@y.co>"));
        assert_eq!(subject("=?utf-8?q?a=0D=0Ab?="), "= ?utf-8?q?a=0D=0Ab?=");
        assert_eq!(name("\r\n"), None);
        assert_eq!(name(&"ż".repeat(200)).unwrap().chars().count(), 100);
        assert_eq!(word("flow:hot leads\r\n"), "flow_hot_leads__");
    }

    #[test]
    fn a_body_has_only_line_feeds_and_tabs() {
        assert_eq!(body("a\r\nb\rc\n\td\0\u{7f}\u{1b}"), "a\nb\nc\n\td");
    }
}
