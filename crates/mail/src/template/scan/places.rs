//! Where the `{{ … }}` and `{% … %}` of a source are: found as liquid's grammar finds them, and held
//! to what its parser, which goes as deep as it is led, can take.

use super::Wrong;
use crate::template::limits::{BRACKETS_MAX, PLACE_BYTES_MAX, PLACES_MAX};

/// One `{{ … }}` or `{% … %}`.
pub struct Place<'a> {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it has ended.
    pub end: usize,
    /// The line it begins in, from 1.
    pub line: usize,
    /// Whether it is `{{ … }}`.
    pub is_value: bool,
    /// What stands in it, without the dashes that take white space away.
    pub inner: &'a str,
    /// Whether there are such dashes, before and after.
    pub dashes: [bool; 2],
}

impl Place<'_> {
    /// The name of a tag.
    pub fn tag(&self) -> &str {
        first_word(self.inner)
    }

    /// The parts between bars: what is printed, then each filter with its arguments.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        let bars: Vec<usize> =
            outside_quotes(self.inner).filter(|(_, c)| *c == '|').map(|(at, _)| at).collect();
        let starts = std::iter::once(0).chain(bars.clone().into_iter().map(|bar| bar + 1));
        let ends = bars.into_iter().chain([self.inner.len()]);
        starts.zip(ends).map(|(start, end)| &self.inner[start..end])
    }

    /// Whether one of its filters has this name.
    pub fn has_filter(&self, name: &str) -> bool {
        self.parts().skip(1).any(|filter| first_word(filter) == name)
    }

    /// Whether the writer said in so many words what stands for a missing value, were it nothing.
    pub fn has_literal_default(&self) -> bool {
        self.parts().skip(1).any(|filter| {
            let argument = filter.trim_start().strip_prefix("default").unwrap_or_default();
            argument.trim_start_matches([' ', ':']).starts_with(['"', '\''])
        })
    }

    fn check(&self) -> Result<(), String> {
        if self.inner.len() > PLACE_BYTES_MAX {
            return Err(format!("it is longer than {PLACE_BYTES_MAX} bytes"));
        }
        let plain: String = outside_quotes(self.inner).map(|(_, c)| c).collect();
        if plain.matches('[').count() > BRACKETS_MAX {
            return Err(format!("it has more than {BRACKETS_MAX} opening brackets"));
        }
        if plain.contains("..") {
            return Err("counting (1..9) is not available; go through a list".to_owned());
        }
        if self.has_filter("print") {
            return Err("there is no filter `print`".to_owned());
        }
        Ok(())
    }
}

/// All places, in order.
pub fn places(source: &str) -> Result<Vec<Place<'_>>, Wrong> {
    let mut places: Vec<Place<'_>> = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(start) = next_place(source, at) {
        line += source[at..start].matches('\n').count();
        let place = read_place(source, start, line).map_err(|message| (line, message))?;
        place.check().map_err(|message| (line, message))?;
        if places.len() == PLACES_MAX {
            return Err((line, format!("there are more than {PLACES_MAX} {{{{ }}}} and {{% %}}")));
        }
        line += source[start..place.end].matches('\n').count();
        at = place.end;
        places.push(place);
    }
    Ok(places)
}

fn next_place(source: &str, from: usize) -> Option<usize> {
    let rest = &source[from..];
    let found = ["{{", "{%"].into_iter().filter_map(|open| rest.find(open));
    found.min().map(|offset| from + offset)
}

fn read_place(source: &str, start: usize, line: usize) -> Result<Place<'_>, String> {
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
    Ok(Place { start, end: end + 2, line, is_value, inner, dashes })
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

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}
