//! Templates: Liquid with merge fields, for subject, text and HTML. Parsed once, rendered for many.
//!
//! - A value is hostile. In HTML it is escaped when printed, whatever the template says; it is never
//!   read as a template itself.
//! - A field that is empty and has no `default` holds the mail ([`Held::Missing`]): "Hello ," is
//!   never sent.
//! - Source, fields, work and output are bounded (`limits`).
//!
//! Not here: layout (MJML becomes HTML before [`Source`]), links and tracking (`links`), storing.
//! Rendering is plain computing of up to a second in the worst case: off the async threads.

mod bounded;
mod fields;
mod language;
mod limits;
mod meter;
mod part;
mod print;
mod problem;
mod repeat;
mod scan;
mod scope;

#[cfg(test)]
mod tests;

pub use fields::Fields;
pub use limits::{HTML_BYTES_ADVISED, OUTPUT_BYTES_MAX, SOURCE_BYTES_MAX};
pub use problem::{Held, Part, Problem};

use part::CompiledPart;

/// A template as somebody wrote it. At least one of text and HTML is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The subject line.
    pub subject: String,
    /// The text part; made from the HTML if absent.
    pub text: Option<String>,
    /// The HTML part.
    pub html: Option<String>,
}

/// A template, ready to be rendered.
#[derive(Debug)]
pub struct Template {
    subject: CompiledPart,
    text: Option<CompiledPart>,
    html: Option<CompiledPart>,
}

/// What one contact would get, before links are rewritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// On one line.
    pub subject: String,
    /// What is read.
    pub bodies: Bodies,
}

/// The text of a mail, in its two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bodies {
    /// Never absent: some readers show nothing else.
    pub text: String,
    /// The HTML.
    pub html: Option<String>,
}

impl Template {
    /// Parses all parts; all problems at once.
    pub fn compile(source: &Source) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut compile = |part, source: &str| {
            CompiledPart::compile(part, source).map_err(|problem| problems.push(problem)).ok()
        };
        let subject = compile(Part::Subject, &source.subject);
        let text = source.text.as_ref().and_then(|text| compile(Part::Text, text));
        let html = source.html.as_ref().and_then(|html| compile(Part::Html, html));
        problems.extend(missing_parts(source));
        match subject {
            Some(subject) if problems.is_empty() => Ok(Self { subject, text, html }),
            _ => Err(problems),
        }
    }

    /// Fills all parts with the values of one contact.
    pub fn render(&self, fields: &Fields) -> Result<Rendered, Held> {
        let html = self.html.as_ref().map(|html| html.render(fields)).transpose()?;
        let text = match &self.text {
            Some(text) => text.render(fields)?,
            None => crate::plain::from_html(html.as_deref().unwrap_or_default()),
        };
        let subject = one_line(&self.subject.render(fields)?);
        Ok(Rendered { subject, bodies: Bodies { text, html } })
    }
}

impl Bodies {
    /// Whether Gmail would cut the end off, where the unsubscribe link is. Tracked links are longer:
    /// what is nearly too long becomes it by them.
    pub fn is_too_long_to_show(&self) -> bool {
        self.html.as_ref().is_some_and(|html| html.len() > HTML_BYTES_ADVISED)
    }
}

fn missing_parts(source: &Source) -> impl Iterator<Item = Problem> {
    let problem = |part, message: &str| Problem { part, line: 1, message: message.to_owned() };
    let no_subject =
        source.subject.trim().is_empty().then(|| problem(Part::Subject, "there is no subject"));
    let blank = |part: &Option<String>| part.as_ref().is_none_or(|part| part.trim().is_empty());
    let no_body = (blank(&source.text) && blank(&source.html))
        .then(|| problem(Part::Html, "there is neither HTML nor text"));
    no_subject.into_iter().chain(no_body)
}

/// A subject is one line, whatever a value brought in.
fn one_line(text: &str) -> String {
    text.split(char::is_control).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
