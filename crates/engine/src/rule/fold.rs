//! Text compared without regard to case, in every script.
//!
//! Each character is taken to upper and then to lower case, which is what Unicode's case folding
//! comes to: it also makes one letter of `ß` and `SS`, and of the two small sigmas, which going
//! to lower case alone leaves apart. Accents and compatibility forms stay as they are: `é` written
//! in one or in two characters is not the same text here.

use std::borrow::Cow;

/// A text that others are compared with; folded once, when its rule is compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folded(Box<str>);

impl Folded {
    pub(super) fn new(text: &str) -> Self {
        Self(fold(text).into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn equals(&self, text: &str) -> bool {
        if text.is_ascii() {
            return text.eq_ignore_ascii_case(&self.0);
        }
        text.chars().flat_map(fold_char).eq(self.0.chars())
    }

    pub(super) fn is_within(&self, text: &str) -> bool {
        fold(text).contains(&*self.0)
    }

    pub(super) fn begins(&self, text: &str) -> bool {
        let mut given = text.chars().flat_map(fold_char);
        self.0.chars().all(|expected| given.next() == Some(expected))
    }

    pub(super) fn ends(&self, text: &str) -> bool {
        fold(text).ends_with(&*self.0)
    }
}

fn fold(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        return text.chars().flat_map(fold_char).collect::<String>().into();
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return text.to_ascii_lowercase().into();
    }
    text.into()
}

fn fold_char(c: char) -> impl Iterator<Item = char> {
    c.to_uppercase().flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_nothing_in_any_script() {
        for (a, b) in [
            ("", ""),
            ("Pricing", "pRICING"),
            ("Straße", "STRASSE"),
            ("ΟΔΟΣ", "οδος"),
            ("Mazowieckie Łódź", "MAZOWIECKIE łÓDŹ"),
            ("Москва", "МОСКВА"),
            ("\u{212A}elvin", "kelvin"),
        ] {
            assert!(Folded::new(a).equals(b), "{a} {b}");
            assert!(Folded::new(b).equals(a), "{b} {a}");
        }
        for (a, b) in [("a", "b"), ("é", "e"), ("a", "ab"), ("ab", "a"), ("é", ""), ("", "é")] {
            assert!(!Folded::new(a).equals(b), "{a} {b}");
        }
    }

    #[test]
    fn parts_are_found_whatever_their_case() {
        let part = Folded::new("Łódź");
        assert!(part.is_within("w łódŹ i") && !part.is_within("Lodz"));
        assert!(part.begins("ŁÓDŹ!") && !part.begins(" ŁÓDŹ") && !part.begins("Łó"));
        assert!(part.ends("w ŁÓDŹ") && !part.ends("ŁÓDŹ!"));
    }
}
