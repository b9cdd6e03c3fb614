//! What processes have used so far, as Linux counts it in /proc. Elsewhere nothing is known.

use std::fs;
use std::ops::{Add, Sub};
use std::time::Duration;

/// The unit of times in `/proc/PID/stat`, the same on every machine that Linux runs on.
const TICKS_PER_SECOND: u64 = 100;

/// What one or several processes used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// On any core, in the program and in the kernel on its behalf.
    pub cpu: Duration,
    /// Handed to the disks.
    pub written_bytes: u64,
}

impl Add for Usage {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { cpu: self.cpu + other.cpu, written_bytes: self.written_bytes + other.written_bytes }
    }
}

/// What was used between two looks.
impl Sub for Usage {
    type Output = Self;
    fn sub(self, before: Self) -> Self {
        Self {
            cpu: self.cpu.saturating_sub(before.cpu),
            written_bytes: self.written_bytes.saturating_sub(before.written_bytes),
        }
    }
}

/// What the process `pid` has used.
pub fn of(pid: u32) -> Option<Usage> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let io = fs::read_to_string(format!("/proc/{pid}/io")).unwrap_or_default();
    Some(Usage { cpu: cpu(&stat, false)?, written_bytes: number_after(&io, "\nwrite_bytes:") })
}

/// What the process `pid`, its children and those that have ended have used: a PostgreSQL
/// server is one process and one more per connection.
pub fn of_family(pid: u32) -> Option<Usage> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let own = Usage { cpu: cpu(&stat, true)?, ..of(pid)? };
    let tasks = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).ok()?;
    let children = tasks.split_whitespace().filter_map(|child| of(child.parse().ok()?));
    Some(children.fold(own, Add::add))
}

/// The process that started `pid`.
pub fn parent(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    after_name(&stat)?.nth(1)?.parse().ok()
}

/// The memory that `pid` has now, without files that it sees by way of memory: the system takes
/// those pages back whenever it needs them.
pub fn memory_bytes(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    Some(number_after(&status, "\nRssAnon:") * 1024)
}

/// User and system time; of ended children as well, if asked.
fn cpu(stat: &str, with_ended_children: bool) -> Option<Duration> {
    // Fields 14 to 17 of proc(5); the first two are before the name's end.
    let fields = after_name(stat)?.skip(11).take(if with_ended_children { 4 } else { 2 });
    let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(ticks * 1_000 / TICKS_PER_SECOND))
}

/// The name stands in brackets and may contain anything, brackets and spaces too.
fn after_name(stat: &str) -> Option<std::str::SplitWhitespace<'_>> {
    Some(stat.rsplit_once(')')?.1.split_whitespace())
}

fn number_after(text: &str, label: &str) -> u64 {
    let rest = text.split_once(label).map_or("", |(_, rest)| rest);
    rest.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAT: &str = "42 (a) b (c)) S 7 42 42 0 -1 4194304 100 0 0 0 150 50 25 75 20 0 1 0 5";

    #[test]
    fn a_name_with_brackets_confuses_nobody() {
        assert_eq!(cpu(STAT, false), Some(Duration::from_secs(2)));
        assert_eq!(cpu(STAT, true), Some(Duration::from_secs(3)));
        assert_eq!(after_name(STAT).unwrap().nth(1), Some("7"));
    }

    #[test]
    fn this_very_process_has_used_something() {
        let me = std::process::id();
        assert!(of(me).is_some());
        assert!(memory_bytes(me).unwrap() > 100_000);
        assert!(of_family(me).is_some() && parent(me).is_some());
    }
}
