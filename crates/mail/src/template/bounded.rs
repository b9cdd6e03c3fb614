//! A filter of the standard library that can neither loop for long nor make a value explode: what
//! would grow too much is refused before, what did grow is looked at after.

use std::fmt;

use liquid_core::parser::FilterArguments;
use liquid_core::{
    Expression, Filter, FilterReflection, ParseFilter, Result, Runtime, Value, ValueView,
};

use super::fields::bytes;
use super::limits::VALUE_BYTES_MAX;
use super::meter::{Stopped, spend, stop};

/// How a filter's result grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// To no more than a small multiple of its input and arguments together.
    Adds,
    /// To its input times an argument: `replace`, `join`.
    Multiplies,
    /// To what a number in its argument says: `%999999999d`.
    Pads,
}

/// The most digits in a row that an argument of a padding filter may have.
const PADDING_DIGITS_MAX: usize = 2;

/// Such a filter, not yet parsed.
#[derive(Clone)]
pub struct Bounded {
    inner: Box<dyn ParseFilter>,
    growth: Growth,
}

impl Bounded {
    /// `inner`, bounded.
    pub fn new(inner: impl Into<Box<dyn ParseFilter>>, growth: Growth) -> Self {
        Self { inner: inner.into(), growth }
    }
}

impl ParseFilter for Bounded {
    fn parse(&self, arguments: FilterArguments<'_>) -> Result<Box<dyn Filter>> {
        let positional: Vec<Expression> = arguments.positional.collect();
        let inner = self.inner.parse(FilterArguments {
            positional: Box::new(positional.clone().into_iter()),
            keyword: arguments.keyword,
        })?;
        Ok(Box::new(BoundedFilter { inner, arguments: positional, growth: self.growth }))
    }

    fn reflection(&self) -> &dyn FilterReflection {
        self.inner.reflection()
    }
}

#[derive(Debug)]
struct BoundedFilter {
    inner: Box<dyn Filter>,
    arguments: Vec<Expression>,
    growth: Growth,
}

impl fmt::Display for BoundedFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl Filter for BoundedFilter {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        spend(runtime, 1)?;
        if self.would_explode(input, runtime) {
            return too_long(runtime);
        }
        let result = self.inner.evaluate(input, runtime)?;
        if bytes(&result) > VALUE_BYTES_MAX { too_long(runtime) } else { Ok(result) }
    }
}

impl BoundedFilter {
    fn would_explode(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> bool {
        let arguments = self.arguments.iter().filter_map(|argument| argument.try_evaluate(runtime));
        let mut arguments = arguments.map(|argument| argument.to_kstr().into_owned());
        match self.growth {
            Growth::Adds => false,
            Growth::Multiplies => {
                let longest = arguments.map(|argument| argument.len()).max().unwrap_or(0);
                // Below this product the worst there can be is a megabyte.
                bytes(input).saturating_mul(longest) > 64 * VALUE_BYTES_MAX
            }
            Growth::Pads => arguments.any(|argument| pads(&argument)),
        }
    }
}

fn pads(format: &str) -> bool {
    let digits = format.split(|c: char| !c.is_ascii_digit());
    format.len() > 200 || digits.into_iter().any(|run| run.len() > PADDING_DIGITS_MAX)
}

fn too_long<T>(runtime: &dyn Runtime) -> Result<T> {
    stop(runtime, Stopped::TooMuch("bytes in a value", VALUE_BYTES_MAX))
}
