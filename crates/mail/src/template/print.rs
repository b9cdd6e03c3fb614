//! The filter `print`, which the scanner puts at the end of every `{{ … }}`: the only way a value
//! comes into a mail. Here it is escaped, and here a missing one holds the mail.
//!
//! A template cannot name it: filters of that name in a source are refused.

use liquid_core::model::KString;
use liquid_core::parser::FilterArguments;
use liquid_core::{
    Display_filter, Expression, Filter, FilterParameters, FilterReflection, ParseFilter, Result,
    Runtime, Value, ValueView,
};

use super::meter::{Stopped, spend, stop};

#[derive(Debug, FilterParameters)]
struct PrintArguments {
    #[parameter(description = "What the mail lacks if this is empty.", arg_type = "str")]
    field: Option<Expression>,
}

/// Prints with HTML's special characters escaped, or as it is.
#[derive(Clone, FilterReflection)]
#[filter(name = "print", description = "Prints a value.", parameters(PrintArguments))]
pub struct Print {
    /// Whether the part is HTML.
    pub html: bool,
}

#[derive(Debug, Display_filter)]
#[name = "print"]
struct PrintFilter {
    #[parameters]
    args: PrintArguments,
    html: bool,
}

impl ParseFilter for Print {
    fn parse(&self, arguments: FilterArguments<'_>) -> Result<Box<dyn Filter>> {
        let args = PrintArguments::from_args(arguments)?;
        Ok(Box::new(PrintFilter { args, html: self.html }))
    }

    fn reflection(&self) -> &dyn FilterReflection {
        self
    }
}

impl Filter for PrintFilter {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        spend(runtime, 1)?;
        let printed = printed(input);
        let args = self.args.evaluate(runtime)?;
        match args.field {
            Some(field) if printed.trim().is_empty() => {
                stop(runtime, Stopped::Missing(field.to_string()))
            }
            _ if self.html => Ok(Value::scalar(KString::from(escape(&printed)))),
            _ => Ok(Value::scalar(KString::from(printed))),
        }
    }
}

/// Lists are printed as they are shown elsewhere; a group of fields is nothing to print.
fn printed(value: &dyn ValueView) -> String {
    if let Some(array) = value.as_array() {
        let items: Vec<String> = array.values().map(printed).collect();
        items.join(", ")
    } else if value.as_object().is_some() {
        String::new()
    } else {
        value.to_kstr().into_owned().into_string()
    }
}

/// Safe as text and inside a quoted attribute.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}
