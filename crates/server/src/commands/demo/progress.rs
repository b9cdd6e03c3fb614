//! How far the history has come, on the console: a line that is written over on a terminal, a line
//! for each tenth elsewhere.

use std::io::{IsTerminal, Write, stderr};

/// What was said so far.
pub struct Progress {
    done: usize,
    of: usize,
    said: usize,
    over: bool,
}

impl Progress {
    /// Of so many events.
    pub fn over(of: usize) -> Self {
        let over = stderr().is_terminal();
        eprintln!("Living through the weeks before today, in virtual time: {of} events …");
        Self { done: 0, of: of.max(1), said: 0, over }
    }

    /// So many more are done.
    pub fn add(&mut self, events: usize) {
        self.done += events;
        let percent = self.done * 100 / self.of;
        let step = if self.over { 1 } else { 10 };
        if percent / step > self.said / step {
            self.said = percent;
            self.say(&format!("  {percent:>3} %"));
        }
    }

    /// It is through.
    pub fn end(self) {
        if self.over {
            self.say("\n");
        }
    }

    fn say(&self, text: &str) {
        let line = if self.over { format!("\r{text}") } else { format!("{text}\n") };
        // Nobody has to read it.
        stderr().lock().write_all(line.as_bytes()).ok();
    }
}
