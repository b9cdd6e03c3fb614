//! Counts what one rendering does, and keeps why it stopped: liquid's own errors are texts.

use std::io;

use liquid_core::{Error, Result, Runtime};

use super::limits::{OUTPUT_BYTES_MAX, STEPS_MAX};

/// Kept in the runtime's registers while a part is rendered.
#[derive(Default)]
pub struct Meter {
    steps: usize,
    /// The first reason to hold the mail.
    pub stopped: Option<Stopped>,
}

/// Why a rendering ended before its end.
pub enum Stopped {
    /// This is empty.
    Missing(String),
    /// More of this than the limit.
    TooMuch(&'static str, usize),
}

/// Counts `steps` more, or stops.
pub fn spend(runtime: &dyn Runtime, steps: usize) -> Result<()> {
    let spent = {
        let mut meter = runtime.registers().get_mut::<Meter>();
        meter.steps = meter.steps.saturating_add(steps);
        meter.steps
    };
    if spent > STEPS_MAX { stop(runtime, Stopped::TooMuch("steps", STEPS_MAX)) } else { Ok(()) }
}

/// Ends the rendering with this reason.
pub fn stop<T>(runtime: &dyn Runtime, why: Stopped) -> Result<T> {
    runtime.registers().get_mut::<Meter>().stopped.get_or_insert(why);
    Err(Error::with_msg("stopped"))
}

/// What has come out so far; refuses to grow beyond the limit.
#[derive(Default)]
pub struct Output {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Whether more was refused.
    pub full: bool,
}

impl io::Write for Output {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + more.len() > OUTPUT_BYTES_MAX {
            self.full = true;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
