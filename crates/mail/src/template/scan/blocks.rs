//! Which tags there are, and how blocks lie within each other. Liquid checks this too, but says neither
//! in which line nor, of what was never closed, which one.

use super::Wrong;
use super::places::Place;
use crate::template::limits::DEPTH_MAX;

/// Each is closed by `end` and its name.
const BLOCKS: [&str; 5] = ["if", "unless", "case", "for", "comment"];
/// What stands for itself.
const TAGS: [&str; 6] = ["assign", "break", "continue", "else", "elsif", "when"];

/// Of each place that opens a block, how many places are in it; 0 for all others.
pub fn sizes(places: &[Place<'_>]) -> Result<Vec<usize>, Wrong> {
    let mut sizes = vec![0; places.len()];
    let mut open: Vec<usize> = Vec::new();
    // To liquid each `elsif` is an `if` within the one before.
    let mut branches = 0;
    for (index, place) in places.iter().enumerate().filter(|(_, place)| !place.is_value) {
        let wrong = |message: String| (place.line, message);
        let tag = place.tag();
        if BLOCKS.contains(&tag) {
            open.push(index);
        } else if let Some(block) = tag.strip_prefix("end").filter(|block| BLOCKS.contains(block)) {
            let opened = open.pop().filter(|opened| places[*opened].tag() == block);
            let opened =
                opened.ok_or_else(|| wrong(format!("{{% {tag} %}} closes no {{% {block} %}}")))?;
            sizes[opened] = index - opened - 1;
            branches = if open.is_empty() { 0 } else { branches };
        } else if tag == "elsif" {
            branches += 1;
        } else if !TAGS.contains(&tag) {
            return Err(wrong(format!("there is no tag `{tag}`")));
        }
        if open.len() + branches > DEPTH_MAX {
            return Err(wrong(format!(
                "there are more than {DEPTH_MAX} blocks and branches in each other"
            )));
        }
    }
    match open.pop().map(|opened| &places[opened]) {
        Some(place) => Err((place.line, format!("{{% {} %}} is not closed", place.tag()))),
        None => Ok(sizes),
    }
}
