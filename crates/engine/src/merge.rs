//! Two contacts turn out to be one person: a pure function of two states.
//!
//! Ledgers are not added up here: the log of the loser stays under its id, and whoever reads the
//! winner's log reads both. Segments are not united but computed anew by `advance`.

use runnel_model::{
    Award, BehaviourId, Contact, EnrolmentId, Entries, LifecycleStage, RecentPoints, Timestamp,
};

/// The united state, and the enrolments that end because an older one of the same flow and key
/// goes on.
pub fn merge(
    mut winner: Contact,
    loser: Contact,
    keep: impl Fn(BehaviourId) -> usize,
) -> (Contact, Vec<EnrolmentId>) {
    winner.created_at = winner.created_at.min(loser.created_at);
    winner.now = winner.now.max(loser.now);
    winner.email = winner.email.or(loser.email);
    winner.user_id = winner.user_id.or(loser.user_id);
    let companies = [loser.company, winner.company].into_iter().flatten();
    winner.company = companies.max_by_key(|one| (one.since, one.copy.version));
    winner.stage = winner.stage.or(loser.stage);
    winner.disqualified = winner.disqualified.or(loser.disqualified);
    if winner.stage != Some(LifecycleStage::Disqualified) {
        winner.disqualified = None;
    }
    winner.anonymous_ids.extend(loser.anonymous_ids);
    winner.wake_at = Timestamp::earliest(winner.wake_at, loser.wake_at);
    for (name, theirs) in loser.properties {
        let ours = winner.properties.get(&name);
        if ours.is_none_or(|ours| ours.set_at < theirs.set_at) {
            winner.properties.insert(name, theirs);
        }
    }
    for (tag, since) in loser.tags {
        winner.tags.entry(tag).and_modify(|known| *known = (*known).min(since)).or_insert(since);
    }
    for (category, points) in loser.scores {
        *winner.scores.entry(category).or_default() += points;
    }
    // What a row gave to both was given twice, until `advance` looks at the row again.
    loser.awards.into_iter().for_each(|award| Award::add(&mut winner.awards, award));
    for (id, behaviour) in loser.behaviours {
        winner.behaviours.entry(id).or_default().unite(&behaviour, keep(id));
    }
    for (flow, theirs) in loser.entries {
        unite_entries(winner.entries.entry(flow).or_default(), theirs);
    }
    winner.recent_points.extend(loser.recent_points);
    winner.recent_points.sort_by_key(|points| points.at);
    let surplus = winner.recent_points.len().saturating_sub(RecentPoints::KEPT);
    winner.recent_points.drain(..surplus);
    winner.deals.extend(loser.deals);
    winner.deals.sort_by_key(|deal| (deal.created_at, deal.id));
    winner.tasks.extend(loser.tasks);
    winner.tasks.sort_by_key(|task| (task.created_at, task.id));
    winner.enrolments.extend(loser.enrolments);
    winner.enrolments.sort_by_key(|enrolment| (enrolment.entered_at, enrolment.id));
    let doubled = doubled_enrolments(&winner);
    (winner, doubled)
}

fn unite_entries(ours: &mut Entries, theirs: Entries) {
    ours.count += theirs.count;
    ours.last = ours.last.max(theirs.last);
    ours.finished += theirs.finished;
    ours.goals += theirs.goals;
    for (key, at) in theirs.keys {
        ours.keys.entry(key).and_modify(|known| *known = (*known).max(at)).or_insert(at);
    }
}

/// All but the oldest of each flow and key.
fn doubled_enrolments(contact: &Contact) -> Vec<EnrolmentId> {
    let doubled = |at: &usize| {
        let enrolment = &contact.enrolments[*at];
        let same = |older: &runnel_model::Enrolment| {
            older.flow == enrolment.flow && older.key == enrolment.key
        };
        contact.enrolments[..*at].iter().any(same)
    };
    (0..contact.enrolments.len()).filter(doubled).map(|at| contact.enrolments[at].id).collect()
}
