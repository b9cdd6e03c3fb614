//! Lists that are too long for one answer.

use runnel_store::{Cursor, Page as StoredPage};

use crate::dto::Page;
use crate::error::{Error, Result};

/// The cursor that a caller sent back.
pub fn cursor(text: Option<&str>) -> Result<Option<Cursor>> {
    let parsed = text.map(str::parse).transpose();
    parsed.map_err(|error: runnel_model::ParseError| {
        Error::malformed("invalid_query", error.to_string())
    })
}

/// The most items that a caller wants; the store has its own bounds.
pub fn limit(limit: Option<u64>) -> u64 {
    limit.unwrap_or_default()
}

/// What is searched for, without what no name has and PostgreSQL refuses; None if nothing is left.
pub fn search(text: Option<String>) -> Option<String> {
    let text: Option<String> = text.map(|text| text.chars().filter(|c| !c.is_control()).collect());
    text.filter(|text| !text.is_empty())
}

/// A page as it is shown.
pub fn page<T, U>(page: StoredPage<T>, show: impl FnMut(T) -> U) -> Page<U> {
    let items = page.items.into_iter().map(show).collect();
    Page { items, next: page.next.map(|next| next.to_string()) }
}

/// All of a list that is never long.
pub fn whole<T>(items: impl IntoIterator<Item = T>) -> Page<T> {
    Page { items: items.into_iter().collect(), next: None }
}
