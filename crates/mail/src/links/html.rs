//! Exchanges the addresses of links in HTML, and leaves every other byte as it was: mail readers
//! disagree about HTML, and whoever wrote it has tried it as it is.
//!
//! Links inside conditional comments (`<!--[if mso]>`, which Outlook shows) count as well.

use std::ops::Range;

use html5gum::{DefaultEmitter, HtmlString, Spanned, StartTag, Token, Tokenizer};

/// The HTML with what `exchange` gives for each `href`; `None` leaves it. `end` is put before the end
/// of the body.
pub fn rewrite(html: &str, exchange: &mut dyn FnMut(&str) -> Option<String>, end: &str) -> String {
    let mut edits = Vec::new();
    let mut body_ends = html.len();
    walk(html, 0, exchange, &mut edits, &mut body_ends);
    let at = edits.partition_point(|(range, _): &Edit| range.start < body_ends);
    edits.insert(at, (body_ends..body_ends, end.to_owned()));
    apply(html, &edits)
}

/// What stands in a range instead of what stood there.
type Edit = (Range<usize>, String);

fn walk(
    html: &str,
    offset: usize,
    exchange: &mut dyn FnMut(&str) -> Option<String>,
    edits: &mut Vec<Edit>,
    body_ends: &mut usize,
) {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) if is_link(&tag) => {
                edits.extend(edit(html, offset, &tag, exchange));
            }
            Token::EndTag(tag) if &**tag.name == b"body" && offset == 0 => {
                *body_ends = tag.span.start;
            }
            Token::Comment(comment) if comment.starts_with(b"[if") => {
                // `<!--` stands before what a comment holds.
                let start = comment.span.start + 4;
                let inside = html.get(start..start + comment.len()).unwrap_or_default();
                walk(inside, offset + start, exchange, edits, body_ends);
            }
            _ => {}
        }
    }
}

/// `a`, `area`, and Outlook's drawn buttons (`v:roundrect`).
fn is_link(tag: &StartTag<usize>) -> bool {
    matches!(&**tag.name, b"a" | b"area") || tag.name.starts_with(b"v:")
}

fn edit(
    html: &str,
    offset: usize,
    tag: &StartTag<usize>,
    exchange: &mut dyn FnMut(&str) -> Option<String>,
) -> Option<Edit> {
    let value: &Spanned<HtmlString, usize> = tag.attributes.get(&b"href"[..])?;
    let href = std::str::from_utf8(value).ok().filter(|href| !href.trim().is_empty())?;
    let target = exchange(href)?;
    let range = value_range(&html[..tag.span.end], value.span.start)?;
    let written = format!("\"{}\"", target.replace('&', "&amp;").replace('"', "&quot;"));
    Some((offset + range.start..offset + range.end, written))
}

/// Where the value of an attribute stands, its quotes with it. The tokenizer says where the name
/// begins; where an unquoted value ends it does not say exactly.
fn value_range(html: &str, name: usize) -> Option<Range<usize>> {
    let equals = name + html.get(name..)?.find('=')? + 1;
    let rest = &html[equals..];
    let start = equals + rest.len() - rest.trim_ascii_start().len();
    let value = &html[start..];
    let length = match value.as_bytes().first()? {
        quote @ (b'"' | b'\'') => value[1..].find(char::from(*quote))? + 2,
        _ => value.find(|c: char| c.is_ascii_whitespace() || c == '>')?,
    };
    Some(start..start + length)
}

fn apply(html: &str, edits: &[Edit]) -> String {
    let mut written = String::with_capacity(html.len() + edits.len() * 128);
    let mut at = 0;
    for (range, text) in edits {
        written.push_str(&html[at..range.start]);
        written.push_str(text);
        at = range.end;
    }
    written.push_str(&html[at..]);
    written
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(html: &str, expect: &str) {
        let mut exchange = |href: &str| (href != "#").then(|| format!("T({href})"));
        assert_eq!(rewrite(html, &mut exchange, ""), expect, "{html}");
    }

    #[test]
    fn only_the_address_of_a_link_is_exchanged() {
        check("<a class=x href='b?c=1&amp;d'>t</a>", "<a class=x href=\"T(b?c=1&amp;d)\">t</a>");
        check("<A  HREF = \"b\" title=c>", "<A  HREF = \"T(b)\" title=c>");
        check("<a href=b>x<a href=b/c/>y", "<a href=\"T(b)\">x<a href=\"T(b/c/)\">y");
        check("<a href=b class=\"c\">", "<a href=\"T(b)\" class=\"c\">");
        check("<a title='href=z' href='b'>", "<a title='href=z' href=\"T(b)\">");
        check("<a data-href=z href=b href=c>", "<a data-href=z href=\"T(b)\" href=c>");
        check(
            "<area href=b><link href=b><img src=b>",
            "<area href=\"T(b)\"><link href=b><img src=b>",
        );
        check("<a href='#'><a href><a href=><a name=b>", "<a href='#'><a href><a href=><a name=b>");
        check("<a href='ж\"'>Ж", "<a href=\"T(ж&quot;)\">Ж");
        check("<a href=\"a\nb\">", "<a href=\"T(a\nb)\">");
    }

    #[test]
    fn what_only_looks_like_a_link_stays() {
        for html in [
            "<!-- <a href=b> -->",
            "<style>a[href=b]{}<a href=b></style>",
            "<script>'<a href=b>'</script>",
            "<textarea><a href=b></textarea>",
            "&lt;a href=b&gt; <p>a < b</p><p",
            "<a href='b",
        ] {
            check(html, html);
        }
    }

    #[test]
    fn links_that_only_outlook_shows_count_too() {
        check(
            "<!--[if mso]><v:roundrect href=\"b\" x><a href=b></a><![endif]--><a href=b>",
            "<!--[if mso]><v:roundrect href=\"T(b)\" x><a href=\"T(b)\"></a><![endif]--><a href=\"T(b)\">",
        );
    }

    #[test]
    fn the_end_is_put_before_the_end_of_the_body() {
        let end = |html: &str| rewrite(html, &mut |_| None, "E");
        assert_eq!(end("<body>a</body></html>"), "<body>aE</body></html>");
        assert_eq!(end("<p>a"), "<p>aE");
        assert_eq!(end("<!--[if x]></body><![endif]-->a"), "<!--[if x]></body><![endif]-->aE");
    }

    proptest! {
        #[test]
        fn any_text_is_left_alone_where_there_is_nothing_to_exchange(html in "(\\PC|[<>='\"&!a -]){0,200}") {
            prop_assert_eq!(rewrite(&html, &mut |_| None, ""), html);
        }

        #[test]
        fn any_text_can_be_rewritten(html in "([<>='\" /!-]|a|href|b|\\PC){0,60}") {
            let once = rewrite(&html, &mut |_| Some("T".to_owned()), "");
            let twice = rewrite(&once, &mut |_| Some("T".to_owned()), "");
            prop_assert_eq!(once, twice);
        }
    }
}
