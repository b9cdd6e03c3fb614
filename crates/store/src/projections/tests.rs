//! Outcomes in, rows out.

use runnel_model::{
    Category, Deal, DealId, DealStatus, EndReason, Enrolment, EnrolmentId, FlowId, Input, Money,
    NodeId, PipelineId, StageId, StepRef, Tag, Task, TaskId, TaskStatus,
};

use super::*;

const ID: ContactId = ContactId(65);

fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(ms)
}

fn node(id: &str) -> NodeId {
    NodeId::parse(id).unwrap()
}

fn step(enrolment: i64, id: &str) -> Option<StepRef> {
    let flow = FlowId::parse("flow").unwrap();
    Some(StepRef { flow, version: 2, enrolment: EnrolmentId(enrolment), node: node(id) })
}

fn fact(ms: i64, step: Option<StepRef>, body: FactBody) -> Fact {
    Fact { at: at(ms), body, step, after: None, historic: false }
}

fn applied(body: InputBody, facts: Vec<Fact>) -> Applied {
    let input = Input {
        id: EventId(7),
        source: None,
        occurred_at: at(1),
        accepted_at: at(2),
        historic: false,
        attached: Vec::new(),
        joins: None,
        body,
    };
    Applied { input, now: at(3), catalog_version: 4, facts, effects: Vec::new() }
}

fn edited(facts: Vec<Fact>) -> Applied {
    let tag = Tag::parse("t").unwrap();
    let edit = runnel_model::Edit::AddTag(tag);
    applied(InputBody::Edit { by: "ana".into(), edit }, facts)
}

/// The rows of one contact that was there before.
fn of(contact: Contact, applied: Vec<Applied>) -> Rows {
    let mut before = HashMap::from([(ID, Before::of(&Contact::new(ID, at(0)), Some(1)))]);
    rows_with(&mut before, contact, applied)
}

fn rows_with(
    before: &mut HashMap<ContactId, Before>,
    contact: Contact,
    applied: Vec<Applied>,
) -> Rows {
    let mut positions = Positions::all_at_zero();
    let mut scope = Scope {
        positions: &mut positions,
        texts: HashMap::new(),
        engine_version: "test",
        now: at(9),
    };
    let done = vec![Done { contact, applied, parked: Vec::new() }];
    rows(done, before, &mut scope).unwrap()
}

fn contact() -> Contact {
    Contact::new(ID, at(0))
}

fn counters(rows: &Rows) -> Vec<(String, i64)> {
    let line = |(counter, count): (&Counter, &i64)| {
        (format!("{}/{} {}:{}", counter.flow, counter.version, counter.node, counter.port), *count)
    };
    rows.counters.iter().map(line).collect()
}

#[test]
fn each_input_becomes_an_entry_of_its_partitions_log() {
    let rows = of(contact(), vec![edited(vec![]), edited(vec![])]);
    // Contact 65 is in partition 1; the places are 1 and 2.
    let log: Vec<_> = rows.log.iter().map(|row| (row.position, row.name.as_str())).collect();
    assert_eq!(log, [(65, "edit"), (129, "edit")]);
    // Each knows the one before it, and the contact the last one.
    let previous: Vec<_> = rows.log.iter().map(|row| row.previous).collect();
    assert_eq!(previous, [Some(1), Some(65)]);
    assert_eq!(rows.contacts_touched[0].log_head, Some(129));
    assert_eq!(rows.log[0].facts, None);
}

#[test]
fn a_wake_that_leads_to_nothing_leaves_no_entry() {
    let rows = of(contact(), vec![applied(InputBody::Wake, vec![])]);
    assert_eq!(rows.log.len(), 0);
    assert_eq!(rows.contacts_touched[0].log_head, Some(1));
}

#[test]
fn a_row_whose_indexed_columns_stay_is_only_touched() {
    assert_eq!(of(contact(), vec![edited(vec![])]).contacts_touched.len(), 1);
    let renamed = Contact { user_id: runnel_model::UserId::parse("u").ok(), ..contact() };
    assert_eq!(of(renamed, vec![edited(vec![])]).contacts_put.len(), 1);
    let new = rows_with(&mut HashMap::new(), contact(), vec![edited(vec![])]);
    assert_eq!(new.contacts_put.len(), 1);
    // Whoever is new is in the list by score, with none.
    assert_eq!(new.scores, [(ID, String::new(), 0)]);
}

#[test]
fn a_wake_is_written_only_when_it_changed() {
    let waiting = || Contact { wake_at: Some(at(50)), ..contact() };
    let mut before = HashMap::from([(ID, Before::of(&waiting(), None))]);
    let rows = rows_with(&mut before, waiting(), vec![edited(vec![])]);
    assert_eq!((rows.wakes.len(), rows.wakes_deleted.len()), (0, 0));

    let woken = Before { woken: true, ..Before::of(&waiting(), None) };
    let mut before = HashMap::from([(ID, woken.clone())]);
    let rows = rows_with(&mut before, waiting(), vec![edited(vec![])]);
    assert_eq!(rows.wakes, [(ID, at(50))]);

    let mut before = HashMap::from([(ID, woken)]);
    let rows = rows_with(&mut before, contact(), vec![edited(vec![])]);
    assert_eq!(rows.wakes_deleted, [ID]);
}

#[test]
fn scores_and_tags_are_those_of_the_state() {
    let fit = Category::parse("fit").unwrap();
    let tag = |name: &str| Tag::parse(name).unwrap();
    let mut contact = contact();
    contact.scores.insert(fit.clone(), 15);
    contact.scores.insert(Category::default(), 4);
    contact.tags.insert(tag("kept"), at(1));
    let adjusted = |points, score| FactBody::ScoreAdjusted {
        category: fit.clone(),
        points,
        score,
        total: 0,
        reason: String::new(),
        row: None,
        initial: false,
    };
    let rows = of(
        contact,
        vec![edited(vec![
            fact(1, None, adjusted(10, 10)),
            fact(1, None, adjusted(5, 15)),
            fact(1, None, FactBody::TagAdded { tag: tag("kept") }),
            fact(1, None, FactBody::TagAdded { tag: tag("gone") }),
            fact(1, None, FactBody::TagRemoved { tag: tag("gone") }),
        ])],
    );
    assert_eq!(rows.scores, [(ID, String::new(), 19), (ID, "fit".into(), 15)]);
    assert_eq!(rows.tags, [("kept".into(), ID)]);
    assert_eq!(rows.tags_deleted, [("gone".into(), ID)]);
}

#[test]
fn the_numbers_of_a_passage_are_counted_step_by_step() {
    let stepped = |to: Option<&str>| FactBody::Stepped { port: "next".into(), to: to.map(node) };
    let facts = vec![
        fact(1, step(1, "start"), FactBody::Enrolled { key: None }),
        fact(1, step(1, "start"), stepped(Some("post"))),
        fact(1, step(1, "post"), FactBody::StepFailed { why: "no".into() }),
        fact(1, step(1, "post"), stepped(None)),
        fact(1, step(1, "post"), FactBody::GoalReached { goal: node("won") }),
        fact(1, step(1, "won"), FactBody::Ended { reason: EndReason::Finished }),
    ];
    let rows = of(contact(), vec![edited(facts)]);
    let expect = [
        ("flow/2 post:", 1),
        ("flow/2 post:failed!", 1),
        ("flow/2 post:p:next", 1),
        ("flow/2 start:", 1),
        ("flow/2 start:p:next", 1),
        ("flow/2 won:", 1),
    ];
    assert_eq!(counters(&rows), expect.map(|(name, count)| (name.to_owned(), count)));
}

#[test]
fn an_enrolment_that_goes_on_has_the_states_values() {
    let mut contact = contact();
    contact.enrolments.push(Enrolment {
        id: EnrolmentId(1),
        flow: FlowId::parse("flow").unwrap(),
        version: 2,
        key: Some("cart".into()),
        entered_at: at(1),
        node: node("wait"),
        since: at(5),
        wait: Some(runnel_model::Wait { due: Some(at(60)), heard: None, effect: None }),
        deal: None,
        goals: Default::default(),
    });
    let rows =
        of(contact, vec![edited(vec![fact(5, step(1, "wait"), FactBody::Waiting { due: None })])]);
    let row = &rows.enrolments[0];
    assert_eq!((row.node.as_str(), row.since, row.due), ("wait", at(5), Some(at(60))));
    assert_eq!(rows.enrolments_ended.len(), 0);
}

#[test]
fn an_enrolment_that_began_and_ended_at_once_is_one_row() {
    let facts = vec![
        fact(1, step(1, "start"), FactBody::Enrolled { key: Some("cart".into()) }),
        fact(1, step(1, "start"), FactBody::Stepped { port: "next".into(), to: Some(node("tag")) }),
        fact(2, step(1, "tag"), FactBody::Ended { reason: EndReason::Finished }),
    ];
    let rows = of(contact(), vec![edited(facts)]);
    assert_eq!(rows.enrolments[0].key.as_deref(), Some("cart"));
    let row = &rows.enrolments[0];
    assert_eq!((row.node.as_str(), row.since), ("tag", at(1)));
    assert_eq!(row.ended, Some((at(2), EndReason::Finished)));
    assert_eq!(rows.enrolments_ended.len(), 0);
}

#[test]
fn an_enrolment_that_ends_where_it_stood_keeps_since_when() {
    let ended = FactBody::Ended { reason: EndReason::ExitRule };
    let rows = of(contact(), vec![edited(vec![fact(8, step(1, "wait"), ended)])]);
    assert_eq!(rows.enrolments.len(), 0);
    assert_eq!(rows.enrolments_ended[0].since, None);
}

#[test]
fn deals_and_tasks_follow_their_facts() {
    let deal = |stage: &str| Deal {
        id: DealId(5),
        name: "Big".into(),
        pipeline: PipelineId::parse("sales").unwrap(),
        stage: StageId::parse(stage).unwrap(),
        status: DealStatus::Open,
        amount: Some(Money { amount_minor: 100, currency: "EUR".into() }),
        created_at: at(1),
        moved_at: at(1),
    };
    let task = Task {
        id: TaskId(6),
        title: "Call".into(),
        note: String::new(),
        owner: None,
        due_at: None,
        status: TaskStatus::Open,
        created_at: at(1),
    };
    let mut contact = contact();
    contact.deals.push(deal("hot"));
    let moved = FactBody::DealMoved {
        deal: DealId(5),
        from: StageId::parse("new").unwrap(),
        to: StageId::parse("hot").unwrap(),
        status: DealStatus::Open,
    };
    let facts = vec![
        fact(1, None, FactBody::DealCreated { deal: deal("new") }),
        fact(1, None, moved),
        fact(1, None, FactBody::TaskAssigned { task }),
        fact(4, None, FactBody::TaskCompleted { task: TaskId(6) }),
    ];
    let rows = of(contact, vec![edited(facts)]);
    assert_eq!(rows.deals.len(), 1);
    assert_eq!(rows.deals[0].deal.stage.as_str(), "hot");
    assert_eq!((rows.tasks.len(), rows.tasks_done), (1, vec![(TaskId(6), at(4))]));
}

#[test]
fn a_merge_writes_all_that_the_winner_has() {
    let mut winner = contact();
    winner.scores.insert(Category::default(), 3);
    winner.tags.insert(Tag::parse("t").unwrap(), at(1));
    let merge = InputBody::Merge { loser: Box::new(Contact::new(ContactId(9), at(0))) };
    let rows = of(winner, vec![applied(merge, vec![])]);
    assert_eq!(rows.scores, [(ID, String::new(), 3), (ID, "general".into(), 3)]);
    assert_eq!(rows.tags, [("t".into(), ID)]);
}
