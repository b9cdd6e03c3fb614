//! Many rows as one text, for what is read by the thousand per batch.
//!
//! SQLite's driver hands each row from its thread to ours by itself, and wakes us for it: that
//! costs more than the row. So the database puts the rows together, and we take them apart
//! again. The separators are control characters, which neither numbers nor JSON contain.

use runnel_model::StoreError;

use crate::error::{Result, read_back};

/// The rows of a query that ends in `packed!`; nothing for no rows.
pub(crate) type Packed = (Option<String>,);

const ROW: char = '\x1e';
const COLUMN: char = '\x1f';

/// A select of one text that holds all rows, each of these columns, none of them NULL.
macro_rules! packed {
    ($($column:literal),+; $from:literal) => {
        concat!(
            "SELECT string_agg(concat_ws('\x1f', ", $crate::dialect::packed!(@list $($column),+),
            "), '\x1e') FROM ", $from
        )
    };
    (@list $first:literal $(, $more:literal)*) => { concat!($first $(, ", ", $more)*) };
}

pub(crate) use packed;

/// Takes rows of `N` columns apart.
pub(crate) fn unpack<const N: usize>(packs: &[Packed]) -> impl Iterator<Item = Result<[&str; N]>> {
    let texts = packs.iter().filter_map(|(text,)| text.as_deref());
    texts.flat_map(|text| text.split(ROW)).map(|row| {
        let mut columns = row.split(COLUMN);
        let row = std::array::from_fn(|_| columns.next());
        if row.contains(&None) || columns.next().is_some() {
            return Err(StoreError::Damaged("a row has other columns than were asked for".into()));
        }
        Ok(row.map(Option::unwrap_or_default))
    })
}

/// A column that is a number.
pub(crate) fn number(column: &str) -> Result<i64> {
    read_back("a number", column.parse().ok())
}

/// A column that is a number, or 0 for none.
pub(crate) fn number_or_none(column: &str) -> Result<Option<i64>> {
    number(column).map(|number| Some(number).filter(|number| *number != 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_taken_apart_as_they_were_put_together() {
        assert_eq!(
            packed!("a", "b"; "t"),
            "SELECT string_agg(concat_ws('\x1f', a, b), '\x1e') FROM t"
        );
        let packs = [(Some("1\x1fone\x1e2\x1ftwo".to_owned()),), (None,), (Some("3\x1f".into()),)];
        let rows: Result<Vec<[&str; 2]>> = unpack(&packs).collect();
        assert_eq!(rows.unwrap(), [["1", "one"], ["2", "two"], ["3", ""]]);
        assert!(unpack::<3>(&packs).next().unwrap().is_err());
        assert!(unpack::<1>(&packs).next().unwrap().is_err());
        assert_eq!(number_or_none("0").unwrap(), None);
        assert!(number("x").is_err());
    }
}
