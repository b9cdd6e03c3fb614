//! Lists that are too long for one answer: a page, and where the next one begins.
//!
//! A cursor holds the sort keys of the last row shown, not a number of rows to skip: a page costs
//! the same wherever it is, and rows that come or go meanwhile shift nothing.

use std::fmt;
use std::str::FromStr;

use runnel_model::ParseError;

/// The most rows of a page, whatever is asked for.
pub const PAGE_MAX: u64 = 1_000;

/// The rows of a page where nobody says how many.
const PAGE_USUAL: u64 = 50;

/// How many rows a page may have, given what was asked for.
pub(crate) fn page_size(asked: u64) -> u64 {
    if asked == 0 { PAGE_USUAL } else { asked.min(PAGE_MAX) }
}

/// Some rows of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; absent: this was the last one.
    pub next: Option<Cursor>,
}

/// Where a page begins: opaque to whoever sends it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub(crate) Vec<i64>);

impl Cursor {
    /// The keys, if there are exactly so many: a cursor of another list is not taken for this one's.
    pub(crate) fn keys<const N: usize>(&self) -> Option<[i64; N]> {
        self.0.as_slice().try_into().ok()
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, key) in self.0.iter().enumerate() {
            let separator = if place == 0 { "" } else { "." };
            write!(f, "{separator}{key}")?;
        }
        Ok(())
    }
}

impl FromStr for Cursor {
    type Err = ParseError;
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let keys: Result<Vec<i64>, _> = text.split('.').map(str::parse).collect();
        keys.map(Self).map_err(|_| ParseError::new("cursor", "send back `next` of the page before"))
    }
}

impl<T> Page<T> {
    /// Turns one row more than asked for into the cursor of the next page.
    pub(crate) fn cut(mut items: Vec<T>, limit: u64, cursor: impl Fn(&T) -> Vec<i64>) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(|last| Cursor(cursor(last)));
        Self { items, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        let cursor = Cursor(vec![-5, 42]);
        assert_eq!(cursor.to_string(), "-5.42");
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        assert!("1.x".parse::<Cursor>().is_err());
    }

    #[test]
    fn a_page_knows_whether_there_is_another() {
        let page = Page::cut(vec![1, 2, 3], 2, |last| vec![*last]);
        assert_eq!(page, Page { items: vec![1, 2], next: Some(Cursor(vec![2])) });
        assert_eq!(Page::cut(vec![1, 2], 2, |last| vec![*last]).next, None);
    }
}
