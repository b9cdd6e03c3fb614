//! Who is on the site right now, while the demo runs: the history goes on, at a pace that can be
//! watched.
//!
//! A few people are there at a time. Each does one thing after another and leaves; then somebody
//! else comes: somebody known of old, or nobody knows who.

use runnel_model::Timestamp;

use super::chooser::Chooser;
use super::{Happening, Wanted};

/// How many are there at a time.
const PRESENT: usize = 4;

/// Those who are there.
pub struct Visitors {
    chooser: Chooser,
    /// Of the history that they come from.
    wanted: Wanted,
    /// The number of the next who comes.
    next: usize,
    present: Vec<std::vec::IntoIter<Happening>>,
}

impl Visitors {
    /// They come when the history has ended; its end sets them apart from earlier visitors.
    pub fn after(wanted: Wanted) -> Self {
        let chooser = Chooser::new(wanted.seed ^ wanted.until.as_ms() as u64);
        Self { chooser, wanted, next: 0, present: Vec::new() }
    }

    /// What happens next, now.
    pub fn next(&mut self, now: Timestamp) -> Happening {
        while self.present.len() < PRESENT {
            let visit = self.visit(now);
            self.present.push(visit.into_iter());
        }
        let who = self.chooser.between(0, PRESENT as i64 - 1) as usize;
        match self.present[who].next() {
            Some(happening) => Happening { at: now, ..happening },
            None => {
                drop(self.present.swap_remove(who));
                self.next(now)
            }
        }
    }

    fn visit(&mut self, now: Timestamp) -> Vec<Happening> {
        let again = self.chooser.chance(60) && self.wanted.people > Wanted::NAMED;
        let (first, last) = (Wanted::NAMED as i64, self.wanted.people as i64 - 1);
        let place =
            if again { self.chooser.between(first, last) as usize } else { self.stranger() };
        self.next += 1;
        let name = format!("visit-{}-{}", self.wanted.until.as_ms(), self.next);
        let chooser = Chooser::new(self.chooser.next());
        super::life(self.wanted, place).comes_by(name, chooser, now)
    }

    /// A place that nobody has in the history.
    const fn stranger(&self) -> usize {
        self.wanted.people + self.next
    }
}
