//! Time: what became due or true since the contact was last looked at.
//!
//! A contact is looked at when something happens to it or when the time that it asked for has
//! come. In between, rules may have become true by time alone and waits may have ended; each is
//! worked off at *its own* second, in order, however late we are. But a step that is overdue by
//! more than a limit runs at the actual time: after three days down, a series of e-mails must
//! not go out in one burst.

use runnel_model::{EndReason, Enrolment, EnrolmentId, FlowState, Span, Timestamp};

use super::{Cause, Turn};
use crate::kind::Part;
use crate::rule::Compiled;

/// The most stops on the way to now. Each stop is a change of some rule or the end of a wait; who
/// has more of them than this behind is taken to now in one step.
const STOPS_MAX: usize = 10_000;

impl Turn<'_> {
    /// Works off what became due up to `now`. True if the time that was asked for had come.
    pub fn catch_up(&mut self, now: Timestamp) -> bool {
        let now = now.max(self.clock);
        let woke = self.contact.wake_at.is_some_and(|at| at <= now);
        if woke {
            self.stop_at_each_due_time(now);
        }
        self.move_clock(now);
        if woke {
            self.refresh_timed();
            self.run_due();
            self.react();
        }
        woke
    }

    fn stop_at_each_due_time(&mut self, now: Timestamp) {
        let overdue_max = self.catalog.limits().overdue_max;
        for _ in 0..STOPS_MAX {
            self.until = None;
            self.refresh_timed();
            let stop = [self.until, self.next_punctual(now, overdue_max), self.next_by_rule()]
                .into_iter()
                .fold(None, Timestamp::earliest);
            let Some(stop) = stop.filter(|stop| *stop <= now) else { return };
            self.move_clock(stop);
            self.refresh_timed();
            // What follows from something long past is done at the actual time.
            if self.clock + overdue_max >= now {
                self.run_due();
                self.react();
            }
        }
    }

    /// A wake that comes late does the work of several that were on time: what counts once per
    /// input counts once per instant here, lest a loop that is late looks like one without a wait.
    fn move_clock(&mut self, to: Timestamp) {
        if to > self.clock {
            self.clock = to;
            self.passed.clear();
            self.started.clear();
        }
    }

    /// Ends the waits that are over, and looks at exits, goals and awaited rules, which time
    /// may have made true.
    fn run_due(&mut self) {
        let mut ids: Vec<(Option<Timestamp>, EnrolmentId)> = self
            .contact
            .enrolments
            .iter()
            .map(|enrolment| (due(enrolment), enrolment.id))
            .collect();
        ids.sort_unstable_by_key(|(due, id)| (due.unwrap_or(Timestamp::MAX), *id));
        for (_, id) in ids {
            self.because(Cause::default(), |turn| {
                if !turn.exit_or_jump(id, None) && !turn.resume_by_rule(id) {
                    turn.resume_if_due(id);
                }
            });
        }
    }

    fn resume_by_rule(&mut self, id: EnrolmentId) -> bool {
        let Some((rule, port)) = self.awaited(id) else { return false };
        let holds = !self.input.historic && rule.holds(&self.contact, self.clock).holds;
        if holds {
            self.resume(id, port);
        }
        holds
    }

    /// The rule that an enrolment waits for, if it waits for one.
    fn awaited(&self, id: EnrolmentId) -> Option<(&Compiled, usize)> {
        let (enrolment, flow) = self.moving(id)?;
        enrolment.wait.as_ref()?;
        match &flow.plan.steps[*flow.plan.by_node.get(&enrolment.node)?].part {
            Part::Step(step) => step.awaits(),
            _ => None,
        }
    }

    fn resume_if_due(&mut self, id: EnrolmentId) {
        let Some((enrolment, flow)) = self.moving(id) else { return };
        if due(enrolment).is_none_or(|due| due > self.clock) {
            return;
        }
        let Some(at) = flow.plan.by_node.get(&enrolment.node) else { return };
        if let Part::Step(step) = &flow.plan.steps[*at].part {
            self.resume(id, step.due());
        }
    }

    /// The earliest time at which a wait ends.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        let ids = self.contact.enrolments.iter();
        ids.filter(|enrolment| self.moving(enrolment.id).is_some()).filter_map(due).min()
    }

    /// The earliest wait that can end at its own time: one that is long overdue, or whose flow
    /// was resumed meanwhile, ends now instead.
    fn next_punctual(&self, now: Timestamp, overdue_max: Span) -> Option<Timestamp> {
        let punctual = |enrolment: &Enrolment| {
            let due = due(enrolment)?;
            let (_, flow) = self.moving(enrolment.id)?;
            let ran_all_along = flow.since <= self.contact.catalog_version;
            (ran_all_along && due + overdue_max >= now).then_some(due)
        };
        self.contact.enrolments.iter().filter_map(punctual).min()
    }

    /// The earliest time at which an exit rule, a goal or an awaited rule may become true.
    pub(super) fn next_by_rule(&self) -> Option<Timestamp> {
        let ids = self.contact.enrolments.iter().map(|enrolment| enrolment.id);
        ids.filter_map(|id| self.next_rule_of(id)).min()
    }

    fn next_rule_of(&self, id: EnrolmentId) -> Option<Timestamp> {
        let (enrolment, flow) = self.moving(id)?;
        let plan = &flow.plan;
        let open = |goal: &&usize| !enrolment.goals.contains(&plan.steps[**goal].node);
        let goals = plan.goals.iter().filter(open).filter_map(|goal| plan.goal(*goal)?.rule());
        let awaited = self.awaited(id).map(|(rule, _)| rule);
        let rules = goals.chain(plan.exit_when.as_ref()).chain(awaited);
        let timed = rules.filter(|rule| rule.is_time_dependent());
        timed.filter_map(|rule| rule.holds(&self.contact, self.clock).until).min()
    }

    /// What changes for enrolments when the contact adopts a catalog: a flow that was resumed
    /// lets go on who heard or became due while paused; of one that is archived nobody remains;
    /// a newer version may take over whoever is inside.
    pub(super) fn follow_flows(&mut self) {
        for id in self.enrolment_ids() {
            self.migrate(id);
            let Some(enrolment) =
                self.contact.enrolments.iter().find(|enrolment| enrolment.id == id)
            else {
                continue;
            };
            let heard = enrolment.wait.as_ref().is_some_and(|wait| wait.heard.is_some());
            match self.catalog.flow(&enrolment.flow, enrolment.version).map(|flow| flow.state) {
                Some(FlowState::Active) if heard => self.resume(id, 0),
                Some(FlowState::Active | FlowState::Paused) => {}
                _ => self.end(id, EndReason::Stopped),
            }
        }
        self.run_due();
    }

    /// Fails the enrolments that are due at `now`.
    pub fn fail_due(&mut self, now: Timestamp, why: &str) {
        self.clock = self.clock.max(now);
        let is_due = |enrolment: &&Enrolment| due(enrolment).is_some_and(|due| due <= self.clock);
        let ids: Vec<_> =
            self.contact.enrolments.iter().filter(is_due).map(|enrolment| enrolment.id).collect();
        for id in ids {
            self.end(id, EndReason::Failed { why: why.to_owned() });
        }
        self.agenda.clear();
    }
}

fn due(enrolment: &Enrolment) -> Option<Timestamp> {
    enrolment.wait.as_ref().and_then(|wait| wait.due)
}
