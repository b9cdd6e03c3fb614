//! What workloads have shown that are not a load of events: named figures, one value a run.

use std::io::{self, Write};

use serde_json::{Map, json};

use super::report::Spread;
use super::workload::Workload;

/// The figures of one workload.
pub struct Figures {
    workload: Workload,
    database: &'static str,
    lines: Vec<Line>,
}

struct Line {
    name: &'static str,
    digits: usize,
    values: Vec<f64>,
}

impl Figures {
    /// None yet.
    pub const fn of(workload: Workload, database: &'static str) -> Self {
        Self { workload, database, lines: Vec::new() }
    }

    /// One more value of the figure with this name, shown with so many digits after the point.
    pub fn add(&mut self, name: &'static str, digits: usize, value: f64) {
        match self.lines.iter_mut().find(|line| line.name == name) {
            Some(line) => line.values.push(value),
            None => self.lines.push(Line { name, digits, values: vec![value] }),
        }
    }

    /// Prints a table, and below it everything as one line of JSON.
    pub fn print(&self, to: &mut impl Write) -> io::Result<()> {
        let Self { workload, database, lines } = self;
        writeln!(to, "{workload} on {database}: median [min – max]\n")?;
        for Line { name, digits, values } in lines {
            let spread = Spread::of(values.iter().copied());
            writeln!(to, "{name:<40} {}", spread.text(*digits))?;
        }
        let figures: Map<_, _> =
            lines.iter().map(|line| (line.name.to_owned(), json!(line.values))).collect();
        let workload = workload.to_string();
        let all = json!({ "workload": workload, "database": database, "figures": figures });
        writeln!(to, "\n{all}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_one_name_are_one_line() {
        let mut figures = Figures::of(Workload::Start, "sqlite");
        for seconds in [3.0, 1.0, 2.0] {
            figures.add("start, s", 1, seconds);
        }
        let mut text = Vec::new();
        figures.print(&mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(
            text.contains("start, s                                        2.0  [1.0 – 3.0]"),
            "{text}"
        );
        assert!(text.contains(r#""figures":{"start, s":[3.0,1.0,2.0]}"#), "{text}");
    }
}
