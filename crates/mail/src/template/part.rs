//! One part of a template: parsed once, rendered for many.
//!
//! liquid panics on some arithmetic (`-9223372036854775808 | abs`) and would on a few lookups. A
//! panic here is one mail that is held, not a worker that dies, so both calls into it are guarded.

use std::panic::{AssertUnwindSafe, catch_unwind};

use liquid_core::runtime::{GlobalFrame, RuntimeCore, Template as Liquid};
use liquid_core::{Language, Renderable, Runtime, parser};

use super::fields::Fields;
use super::language::language;
use super::limits::{FIELDS_BYTES_MAX, OUTPUT_BYTES_MAX};
use super::meter::{Meter, Output, Stopped};
use super::problem::{Held, Part, Problem};
use super::scan::{Scanned, scan};
use super::scope::Scope;

/// A part, ready to be rendered.
#[derive(Debug)]
pub struct CompiledPart {
    part: Part,
    template: Liquid,
}

impl CompiledPart {
    /// Parses a source.
    pub fn compile(part: Part, source: &str) -> Result<Self, Problem> {
        let wrong = |(line, message)| Problem { part, line, message };
        let scanned = scan(source).map_err(wrong)?;
        let language = language(part == Part::Html);
        let parsed = parse(&scanned.source, &language);
        let template = parsed.map_err(|message| wrong(locate(&scanned, message, &language)))?;
        Ok(Self { part, template })
    }

    /// Fills it with the values of one contact.
    pub fn render(&self, fields: &Fields) -> Result<String, Held> {
        if fields.bytes() > FIELDS_BYTES_MAX {
            return Err(self.too_much("bytes of fields", FIELDS_BYTES_MAX));
        }
        let core = RuntimeCore::new();
        let scope = Scope::new(&core, fields.object());
        let runtime = GlobalFrame::new(scope);
        let mut output = Output::default();
        let ended =
            catch_unwind(AssertUnwindSafe(|| self.template.render_to(&mut output, &runtime)));
        let stopped = runtime.registers().get_mut::<Meter>().stopped.take();
        match (ended, stopped) {
            (_, Some(why)) => Err(self.stopped(why)),
            _ if output.full => Err(self.too_much("bytes of output", OUTPUT_BYTES_MAX)),
            (Ok(Ok(())), None) => Ok(String::from_utf8_lossy(&output.bytes).into_owned()),
            (Ok(Err(error)), None) => Err(self.failed(&brief(&error))),
            (Err(_), None) => Err(self.failed("a filter cannot work with this contact's value")),
        }
    }

    fn stopped(&self, why: Stopped) -> Held {
        match why {
            Stopped::Missing(field) => Held::Missing { part: self.part, field },
            Stopped::TooMuch(what, max) => self.too_much(what, max),
        }
    }

    const fn too_much(&self, what: &'static str, max: usize) -> Held {
        Held::TooMuch { part: self.part, what, max }
    }

    fn failed(&self, message: &str) -> Held {
        Held::Failed { part: self.part, message: message.to_owned() }
    }
}

fn parse(source: &str, language: &Language) -> Result<Liquid, String> {
    match catch_unwind(AssertUnwindSafe(|| parser::parse(source, language))) {
        Ok(Ok(elements)) => Ok(Liquid::new(elements)),
        Ok(Err(error)) => Err(brief(&error)),
        Err(_) => Err("this cannot be read".to_owned()),
    }
}

/// Liquid says where in a source that nobody has seen: the first value that is wrong by itself gives
/// the line, else what it says about blocks and tags stands for the whole part.
fn locate(scanned: &Scanned, message: String, language: &Language) -> (usize, String) {
    let alone = |(line, value): &(usize, String)| Some((*line, parse(value, language).err()?));
    scanned.values.iter().find_map(alone).unwrap_or((1, message))
}

/// What liquid says, on one line, without the drawing of the place and the list of all filters.
fn brief(error: &liquid_core::Error) -> String {
    let text = error.to_string();
    let drawn = |line: &&str| line.contains('|') || line.starts_with("-->") || line.is_empty();
    let lines = text.lines().map(str::trim).filter(|line| !drawn(line));
    let told = lines.filter(|line| !line.starts_with("available")).collect::<Vec<_>>().join(" ");
    let told = told.trim_start_matches("liquid:").replace("with: ", "");
    let unknown = ["filter", "tag", "block"].into_iter().find_map(|kind| {
        let name = told.trim().strip_prefix(&format!("Unknown {kind} requested {kind}="))?;
        Some(format!("there is no {kind} `{name}`"))
    });
    unknown.unwrap_or_else(|| told.trim().to_owned())
}
