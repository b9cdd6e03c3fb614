//! What a template can say. Only what cannot reach outside, loop uncounted, print unescaped or grow
//! without bound: no `include`, `render`, `raw`, `capture`, `cycle`, `tablerow`, ranges, `map` or
//! `where`. Nor `escape`: every value is escaped when it is printed, once.

use liquid_core::Language;
use liquid_core::parser::ParseFilter;
use liquid_lib::stdlib;

use super::bounded::{Bounded, Growth};
use super::print::Print;
use super::repeat::ForBlock;

/// The language of a part.
pub fn language(html: bool) -> Language {
    let mut language = Language::empty();
    blocks_and_tags(&mut language);
    texts(&mut language);
    numbers(&mut language);
    lists(&mut language);
    register(&mut language, Print { html });
    language
}

fn blocks_and_tags(language: &mut Language) {
    language.blocks.register("if".into(), stdlib::IfBlock.into());
    language.blocks.register("unless".into(), stdlib::UnlessBlock.into());
    language.blocks.register("case".into(), stdlib::CaseBlock.into());
    language.blocks.register("comment".into(), stdlib::CommentBlock.into());
    language.blocks.register("for".into(), ForBlock.into());
    language.tags.register("assign".into(), stdlib::AssignTag.into());
    language.tags.register("break".into(), stdlib::BreakTag.into());
    language.tags.register("continue".into(), stdlib::ContinueTag.into());
}

fn texts(language: &mut Language) {
    adds(language, stdlib::Default);
    adds(language, stdlib::Upcase);
    adds(language, stdlib::Downcase);
    adds(language, stdlib::Capitalize);
    adds(language, stdlib::Append);
    adds(language, stdlib::Prepend);
    adds(language, stdlib::Remove);
    adds(language, stdlib::RemoveFirst);
    adds(language, stdlib::ReplaceFirst);
    adds(language, stdlib::Strip);
    adds(language, stdlib::Lstrip);
    adds(language, stdlib::Rstrip);
    adds(language, stdlib::StripNewlines);
    adds(language, stdlib::Truncate);
    adds(language, stdlib::TruncateWords);
    adds(language, stdlib::Slice);
    adds(language, stdlib::Size);
    adds(language, stdlib::UrlEncode);
    register(language, Bounded::new(stdlib::Replace, Growth::Multiplies));
    register(language, Bounded::new(stdlib::Date, Growth::Pads));
}

fn numbers(language: &mut Language) {
    adds(language, stdlib::Plus);
    adds(language, stdlib::Minus);
    adds(language, stdlib::Times);
    adds(language, stdlib::DividedBy);
    adds(language, stdlib::Modulo);
    adds(language, stdlib::Round);
    adds(language, stdlib::Ceil);
    adds(language, stdlib::Floor);
    adds(language, stdlib::Abs);
    adds(language, stdlib::AtLeast);
    adds(language, stdlib::AtMost);
}

fn lists(language: &mut Language) {
    adds(language, stdlib::Split);
    adds(language, stdlib::First);
    adds(language, stdlib::Last);
    adds(language, stdlib::Reverse);
    adds(language, stdlib::Sort);
    register(language, Bounded::new(stdlib::Join, Growth::Multiplies));
}

fn adds(language: &mut Language, filter: impl Into<Box<dyn ParseFilter>>) {
    register(language, Bounded::new(filter, Growth::Adds));
}

fn register(language: &mut Language, filter: impl ParseFilter + 'static) {
    let name = filter.reflection().name().to_owned();
    language.filters.register(name, Box::new(filter));
}
