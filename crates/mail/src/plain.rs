//! The text part of a mail that was written as HTML only: words in their order, one line per block,
//! links with their address. Not a layout: who needs one writes the text.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// What begins on a line of its own, and ends it.
const BLOCKS: [&[u8]; 20] = [
    b"address",
    b"blockquote",
    b"center",
    b"div",
    b"dl",
    b"dt",
    b"dd",
    b"fieldset",
    b"footer",
    b"form",
    b"header",
    b"hr",
    b"li",
    b"ol",
    b"section",
    b"table",
    b"tr",
    b"ul",
    b"article",
    b"pre",
];
/// What has an empty line around it.
const PARAGRAPHS: [&[u8]; 7] = [b"p", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6"];
/// What is not read.
const SILENT: [&[u8]; 5] = [b"head", b"style", b"script", b"title", b"template"];

/// The words of a page.
pub fn from_html(html: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut writer = Writer::default();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => {
                let attribute = |name: &[u8]| {
                    tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into())
                };
                writer.open(&tag.name, attribute);
            }
            Token::EndTag(tag) => writer.close(&tag.name),
            Token::String(words) => writer.words(&String::from_utf8_lossy(&words)),
            _ => {}
        }
    }
    writer.text.trim().to_owned()
}

#[derive(Default)]
struct Writer {
    text: String,
    /// The silent element that is open. They do not nest, and what a `head` holds is silent too.
    silent: Option<Vec<u8>>,
    /// Where the open link leads, and where in the text its words begin.
    link: Option<(String, usize)>,
}

impl Writer {
    fn open(&mut self, name: &[u8], attribute: impl Fn(&[u8]) -> Option<String>) {
        if self.silent.is_some() {
            return;
        }
        if SILENT.contains(&name) {
            self.silent = Some(name.to_vec());
        }
        self.break_for(name);
        match name {
            b"br" => self.text.push('\n'),
            b"li" => self.text.push_str("- "),
            b"img" => self.words(&attribute(b"alt").unwrap_or_default()),
            b"a" => self.link = attribute(b"href").map(|href| (href, self.text.len())),
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        if self.silent.as_deref() == Some(name) {
            self.silent = None;
        }
        if self.silent.is_some() {
            return;
        }
        if name == b"a" {
            self.end_link();
        }
        if matches!(name, b"td" | b"th") {
            self.words(" ");
        }
        self.break_for(name);
    }

    /// `Words (https://…)`, unless the words are the address or nobody could follow it.
    fn end_link(&mut self) {
        let Some((href, start)) = self.link.take() else { return };
        let words = self.text.get(start..).unwrap_or_default().trim();
        let leads = ["http://", "https://", "mailto:", "tel:"].iter().any(|s| href.starts_with(s));
        let address = href.trim_start_matches("mailto:").trim_start_matches("tel:");
        if !leads || words == address {
            return;
        }
        let written = if words.is_empty() { href } else { format!(" ({address})") };
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push_str(&written);
    }

    fn break_for(&mut self, name: &[u8]) {
        let lines = if PARAGRAPHS.contains(&name) { 2 } else { 1 };
        if lines == 1 && !BLOCKS.contains(&name) {
            return;
        }
        let end = self.text.trim_end_matches([' ', '\n']);
        let there = self.text[end.len()..].matches('\n').count();
        let needed = if end.is_empty() { 0 } else { lines };
        let kept = end.len();
        if there < needed {
            self.text.truncate(kept);
            self.text.extend(std::iter::repeat_n('\n', needed));
        }
    }

    /// White space in HTML is one space at most, and none at the beginning of a line.
    fn words(&mut self, words: &str) {
        if self.silent.is_some() {
            return;
        }
        for c in words.chars() {
            if !c.is_whitespace() || c == '\u{a0}' {
                self.text.push(if c == '\u{a0}' { ' ' } else { c });
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expect: &str) {
        assert_eq!(from_html(html), expect, "{html}");
    }

    #[test]
    fn words_stay_in_order_and_blocks_become_lines() {
        check("<p>Hello <b>Ana</b>,</p>\n<p>two\n  words</p>", "Hello Ana,\n\ntwo words");
        check("<div>a</div><div>b<br>c</div>", "a\nb\nc");
        check("<ul><li>one</li><li>two</li></ul>after", "- one\n- two\nafter");
        check("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc");
        check("Zażółć &amp; &lt;b&gt; &nbsp;Привет", "Zażółć & <b>  Привет");
        check("", "");
    }

    #[test]
    fn what_is_not_for_reading_is_left_out() {
        check("<head><title>T</title><style>p{}</style></head><p>a</p>", "a");
        check("<script>alert('<p>')</script>a<!-- b --><style>x</style>", "a");
        check("<img src=x alt='Our logo'> a <img src=pixel>", "Our logo a");
    }

    #[test]
    fn links_keep_their_address() {
        check(
            "<a href='https://x.co/?a=1&amp;b=2'>Book</a> now",
            "Book (https://x.co/?a=1&b=2) now",
        );
        check("<a href='https://x.co'>https://x.co</a>", "https://x.co");
        check(
            "<a href='mailto:a@x.co'>a@x.co</a> <a href='tel:+48 1'>Call</a>",
            "a@x.co Call (+48 1)",
        );
        check("<a href='#top'>Up</a> <a>None</a>", "Up None");
        check("<a href='https://x.co'><img src=i alt=''></a>", "https://x.co");
    }
}
