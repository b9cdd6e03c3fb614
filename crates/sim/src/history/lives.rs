//! The kinds of lives: who only looks, who subscribes, who tries, who buys.

use runnel_model::{
    Category, Edit, EventName, LifecycleStage, Money, PipelineId, Span, StageId, Tag, Timestamp,
};

use super::chooser::Chooser;
use super::life::Life;
use super::odds::{self, Interest};
use super::people::NAMED;
use super::{Deed, Happening};

impl Life {
    /// Lives one of a few kinds of lives, as far as it gets before the end.
    pub(super) fn live(mut self, until: Timestamp) -> Vec<Happening> {
        if self.place < NAMED.len() {
            self.as_named();
        } else {
            self.as_one_of_many();
        }
        let mut happened = self.happened();
        happened.retain(|happening| happening.at < until);
        happened
    }

    /// Looks around now; some then say who they are and try the product.
    pub(super) fn comes_by(self, name: String, chooser: Chooser, now: Timestamp) -> Vec<Happening> {
        let mut life = self.visit_at(now, name, chooser);
        let visits = life.chooser.between(1, 4);
        life.visits(visits as u32);
        if life.chooser.chance(35) {
            life.looks_at_prices(1);
        }
        if life.chooser.chance(30) {
            life.identifies();
            if life.chooser.chance(50) {
                life.uses_the_product(2);
            }
            if life.chooser.chance(20) {
                life.books();
            }
        }
        life.happened()
    }

    /// People with names of their own take turns, so that there is one of each kind.
    fn as_named(&mut self) {
        match self.place % 8 {
            0 => self.cancels(),
            1 => self.buys(Self::gets_a_deal, |_| {}),
            2 => self.buys(|_| {}, Self::gets_a_deal),
            3 => self.moves_a_meeting(),
            4 | 5 => self.subscribes(),
            6 => self.only_looks(),
            _ => self.tries(),
        }
    }

    fn as_one_of_many(&mut self) {
        match self.chooser.between(1, 100) {
            ..=40 => self.passes_by(),
            41..=60 => self.reads(),
            61..=75 => self.tries(),
            _ => self.is_sold_to(),
        }
    }

    /// Reads, books a meeting, gets a deal, and cancels.
    fn cancels(&mut self) {
        self.visits(2);
        self.identifies();
        self.looks_at_prices(2);
        let meeting = self.books();
        self.gets_a_deal();
        self.pause(3);
        self.meeting_event("invitee.canceled", EventName::MeetingCancelled, &meeting);
    }

    /// Tries the product, likes it, meets sales, who may know of it early or late.
    fn buys(&mut self, early: fn(&mut Self), late: fn(&mut Self)) {
        self.visits(3);
        self.identifies();
        early(self);
        self.uses_the_product(6);
        self.looks_at_prices(7);
        late(self);
        self.books();
        self.uses_the_product(4);
    }

    fn moves_a_meeting(&mut self) {
        self.visits(1);
        self.identifies();
        let mut meeting = self.books();
        self.gets_a_deal();
        self.pause(2);
        meeting.start = meeting.start + Span::Days(7);
        self.meeting_event("invitee.created", EventName::MeetingRescheduled, &meeting);
        self.looks_at_prices(1);
    }

    /// Reads every week, and never asks for a price.
    fn subscribes(&mut self) {
        self.visits(1);
        self.identifies();
        self.becomes_a_subscriber();
        for _ in 0..4 {
            self.pause(6);
            self.visits(2);
        }
    }

    /// Stays nameless.
    fn only_looks(&mut self) {
        self.visits(3);
        self.looks_at_prices(1);
        self.pause(14);
        self.visits(1);
    }

    /// Signs up, does something once, and falls silent; some were met at a fair.
    fn tries(&mut self) {
        self.identifies();
        self.uses_the_product(2);
        if self.chooser.chance(50) {
            let category = Category::parse("fit").expect("a plain name");
            let reason = "Met at the trade fair".into();
            self.by_hand(Edit::AdjustScore { category, points: 10, reason });
        }
        if self.place >= NAMED.len() {
            self.is_decided(Interest::default());
        }
    }

    /// Stays nameless, too, and seldom comes again.
    fn passes_by(&mut self) {
        let visits = self.chooser.between(1, 3);
        self.visits(visits as u32);
        if self.chooser.chance(30) {
            self.looks_at_prices(1);
        }
    }

    /// Leaves an address for something to read.
    fn reads(&mut self) {
        self.visits(1);
        self.identifies();
        if self.chooser.chance(50) {
            self.becomes_a_subscriber();
        }
        for _ in 0..self.chooser.between(1, 3) {
            self.pause(12);
            self.visits(1);
        }
        self.is_decided(Interest::default());
    }

    /// Shows interest, gets a deal, and buys or does not.
    fn is_sold_to(&mut self) {
        let visits = self.chooser.between(1, 3);
        self.visits(visits as u32);
        self.identifies();
        if self.chooser.chance(50) {
            let tasks = self.chooser.between(1, 4);
            self.uses_the_product(tasks as u32);
        }
        let price_visits = self.chooser.between(0, 5) as u32;
        self.looks_at_prices(price_visits);
        let met = self.chooser.chance(45) && self.meets_sales();
        self.pause(2);
        self.gets_a_deal();
        self.is_decided(Interest { price_visits, met });
    }

    /// Some cancel, and then they have not met.
    fn meets_sales(&mut self) -> bool {
        let meeting = self.books();
        let cancels = self.chooser.chance(12);
        if cancels {
            self.pause(3);
            self.meeting_event("invitee.canceled", EventName::MeetingCancelled, &meeting);
        }
        !cancels
    }

    /// What sales brings about in the end, whoever began it: a deal may have been created by a flow.
    fn is_decided(&mut self, interest: Interest) {
        let percent = odds::won_percent(&self.person, interest);
        let won = self.chooser.chance(percent);
        self.pause(2);
        self.pause(18);
        self.of_sales(Deed::DealsClosed { won });
        if won && interest.met {
            self.stays();
        }
    }

    /// A customer goes on using what was bought.
    fn stays(&mut self) {
        for _ in 0..4 {
            self.pause(10);
            self.track("created_a_task");
        }
    }

    fn becomes_a_subscriber(&mut self) {
        self.by_hand(Edit::SetStage(LifecycleStage::Subscriber));
        self.by_hand(Edit::AddTag(Tag::parse("newsletter").expect("a plain tag")));
    }

    fn uses_the_product(&mut self, times: u32) {
        self.track("started_a_trial");
        for at in 0..times {
            self.pause(2);
            self.track(if at % 3 == 2 { "created_a_project" } else { "created_a_task" });
        }
    }

    fn gets_a_deal(&mut self) {
        let employees = i64::from(self.person.employees);
        self.of_sales(Deed::DealOpened {
            name: self.person.company.clone(),
            pipeline: PipelineId::parse("sales").expect("a plain id"),
            stage: StageId::parse("qualified").expect("a plain id"),
            amount: Money { amount_minor: 50_000 + 12_000 * employees, currency: "EUR".into() },
        });
    }
}
