//! Exchanges the addresses in a text. There is no markup to go by: an address begins with `http://`
//! or `https://` and ends before white space, a bracket or the sentence's punctuation.

/// What an address may end with in a sentence without meaning it.
const PUNCTUATION: [char; 9] = ['.', ',', ';', ':', '!', '?', '\'', '"', '*'];

/// The text with what `exchange` gives for each address; `None` leaves it.
pub fn rewrite(text: &str, exchange: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = next_address(rest) {
        let length = address_length(&rest[start..]);
        let address = &rest[start..start + length];
        written.push_str(&rest[..start]);
        written.push_str(exchange(address).as_deref().unwrap_or(address));
        rest = &rest[start + length..];
    }
    written + rest
}

fn next_address(text: &str) -> Option<usize> {
    let found = ["http://", "https://"].into_iter().filter_map(|scheme| text.find(scheme));
    found.min()
}

fn address_length(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"');
    let mut address = &text[..text.find(ends).unwrap_or(text.len())];
    loop {
        let opened = address.matches('(').count();
        let shorter = match address.chars().next_back() {
            Some(')') if address.matches(')').count() > opened => address.strip_suffix(')'),
            Some(last) if PUNCTUATION.contains(&last) => address.strip_suffix(last),
            _ => None,
        };
        let Some(shorter) = shorter else { return address.len() };
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        assert_eq!(rewrite(text, &mut |address| Some(format!("[{address}]"))), expect, "{text}");
    }

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        check("See https://x.co/a?b=1&c=ж#d.", "See [https://x.co/a?b=1&c=ж#d].");
        check("Book (https://x.co/a), now", "Book ([https://x.co/a]), now");
        check("https://x.co/a_(b) x", "[https://x.co/a_(b)] x");
        check("<http://x.co>\nhttps://y.co/", "<[http://x.co]>\n[https://y.co/]");
        check("Really https://x.co/?!", "Really [https://x.co/]?!");
    }

    #[test]
    fn what_is_no_address_stays() {
        for text in ["", "x.co", "mailto:a@x.co", "ftp://x.co", "http s://", "Привет"] {
            check(text, text);
        }
    }
}
