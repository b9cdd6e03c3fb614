//! Lists: their filters, their order, and pages that neither skip nor repeat.

use std::collections::HashMap;

use runnel_model::{
    Batch, Category, Deal, DealId, DealStatus, Done, EndReason, Enrolment, EnrolmentId, FactBody,
    FlowId, IdentityKey, Incoming, LifecycleStage, Membership, NodeId, PipelineId, SegmentId,
    SourceId, StageId, StepRef, Store, Tag, Task, TaskId, TaskStatus, UserId, Wait,
};
use runnel_store::{
    ContactQuery, ContactSort, Database, DealQuery, EnrolmentQuery, KeyPurpose, NewKey, Refused,
    Role, SourceKind, TaskQuery,
};

use crate::harness::{at, on_each, user, visit};
use crate::work::{count, fact};

const ALL: std::ops::RangeInclusive<u8> = 0..=63;

/// Users u0, u1, … with as many points as their number, and changed as `change` says.
async fn people(database: &Database, number: u32, change: fn(&mut Done, usize)) {
    let mut items = Vec::new();
    for n in 0..number {
        for visits in 0..=n {
            items.push(visit(user(&format!("u{n}")), n * 100 + visits, i64::from(10 + n)));
        }
    }
    database.accept(items).await.unwrap();
    let work = |batch: Batch| {
        let mut done = count(at(50))(batch);
        done.iter_mut().enumerate().for_each(|(n, done)| change(done, n));
        done
    };
    database.process(ALL, 10_000, at(50), work).await.unwrap();
}

async fn names(database: &Database, query: &ContactQuery) -> Vec<String> {
    let mut query = query.clone();
    let mut names = Vec::new();
    loop {
        let page = database.contacts(&query).await.unwrap();
        names.extend(page.items.into_iter().map(|row| row.name));
        match page.next {
            Some(next) => query.cursor = Some(next.to_string().parse().unwrap()),
            None => return names,
        }
    }
}

#[tokio::test]
async fn contacts_come_in_every_order_page_by_page() {
    on_each(|database| async move {
        people(&database, 5, |_, _| {}).await;
        let query = |sort, descending| ContactQuery {
            sort,
            descending,
            limit: 2,
            ..ContactQuery::default()
        };
        for sort in [ContactSort::CreatedAt, ContactSort::SeenAt, ContactSort::Score] {
            let up = ["u0", "u1", "u2", "u3", "u4"];
            assert_eq!(names(&database, &query(sort, false)).await, up, "{sort:?}");
            let down = ["u4", "u3", "u2", "u1", "u0"];
            assert_eq!(names(&database, &query(sort, true)).await, down, "{sort:?}");
        }
        let general =
            ContactQuery { category: Some(Category::default()), ..query(ContactSort::Score, true) };
        let page = database.contacts(&general).await.unwrap();
        assert_eq!(page.items[0].score, 5);
        for sort in [ContactSort::CreatedAt, ContactSort::Score] {
            for category in [None, Some(Category::default())] {
                let (score_min, score_max) = (Some(2), Some(4));
                let some = ContactQuery { category, score_min, score_max, ..query(sort, false) };
                assert_eq!(names(&database, &some).await, ["u1", "u2", "u3"], "{some:?}");
            }
            let other = Category::parse("other").ok();
            let none = ContactQuery { category: other, score_min: Some(0), ..query(sort, false) };
            assert_eq!(names(&database, &none).await, [""; 0]);
        }
    })
    .await;
}

#[tokio::test]
async fn contacts_are_found_by_what_they_are() {
    on_each(|database| async move {
        people(&database, 4, |done, n| {
            let tag = Tag::parse("even").unwrap();
            let segment = SegmentId::parse("late").unwrap();
            if n % 2 == 0 {
                done.contact.tags.insert(tag.clone(), at(50));
                done.applied[0].facts.push(fact(at(50), FactBody::TagAdded { tag }));
            }
            if n > 1 {
                let entered = FactBody::SegmentEntered { segment: segment.clone(), initial: false };
                done.contact.segments.insert(segment, Membership { since: at(50) });
                done.applied[0].facts.push(fact(at(50), entered));
                done.contact.stage = Some(LifecycleStage::Mql);
            }
        })
        .await;
        let all = ContactQuery::default();
        let tag = ContactQuery { tag: Tag::parse("even").ok(), ..all.clone() };
        assert_eq!(names(&database, &tag).await, ["u0", "u2"]);
        assert_eq!(database.contacts(&tag).await.unwrap().items[0].tags[0].as_str(), "even");
        let late = SegmentId::parse("late").unwrap();
        let segment = ContactQuery { segment: Some(late.clone()), ..all.clone() };
        assert_eq!(names(&database, &segment).await, ["u2", "u3"]);
        let stage = ContactQuery { stage: Some(LifecycleStage::Mql), ..tag.clone() };
        assert_eq!(names(&database, &stage).await, ["u2"]);
        for (search, expect) in [("u3", 1), ("U", 4), ("%", 0), ("_3", 0)] {
            let found = ContactQuery { search: Some(search.into()), ..all.clone() };
            assert_eq!(names(&database, &found).await.len(), expect, "{search}");
        }
        let members = database.members(&late, 1, None).await.unwrap();
        assert_eq!((members.items[0].name.as_str(), members.items[0].since), ("u2", at(50)));
        assert!(members.next.is_some());
        let key = IdentityKey::UserId(UserId::parse("u2").unwrap());
        let found = database.find_contact(&key).await.unwrap();
        assert_eq!(found, Some(members.items[0].contact));
        let named = database.contact_names([members.items[0].contact; 2]).await.unwrap();
        assert_eq!(named[&members.items[0].contact].name, "u2");
        assert!(database.has_history().await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn the_timeline_and_the_receipt_come_page_by_page_newest_first() {
    on_each(|database| async move {
        people(&database, 1, |_, _| {}).await;
        let contact = database.states(runnel_model::ContactId(0), 1).await.unwrap()[0].id;
        for n in 1..5 {
            database.accept(vec![visit(user("u0"), n, 60)]).await.unwrap();
            database.process(ALL, 10, at(60), count(at(60 + i64::from(n)))).await.unwrap();
        }
        let first = database.timeline(contact, 3, None).await.unwrap();
        let rest = database.timeline(contact, 3, first.next.as_ref()).await.unwrap();
        assert_eq!((first.items.len(), rest.items.len(), rest.next), (3, 2, None));
        let times: Vec<_> =
            first.items.iter().chain(&rest.items).map(|row| row.applied_at.as_ms()).collect();
        assert_eq!(times, [64, 63, 62, 61, 50]);
        let receipt = database.receipt(contact, 10, None).await.unwrap();
        assert_eq!(receipt.items.len(), 5);
        let event = database.event(contact, rest.items[0].id).await.unwrap();
        assert_eq!(event.as_ref(), Some(&rest.items[0]));
        let log = database.log(contact, first.items[2].seq, 10).await.unwrap();
        assert_eq!(log.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_newest_events_of_all_contacts_are_found_without_reading_every_log() {
    on_each(|database| async move {
        for n in 0..30 {
            let source = Some(SourceId(if n == 3 { 2 } else { 1 }));
            let keys = user(&format!("u{}", n % 20));
            let item = Incoming { source, ..visit(keys, n, 10) };
            database.accept(vec![item]).await.unwrap();
            let now = at(100 + i64::from(n));
            database.process(ALL, 10, now, count(now)).await.unwrap();
        }
        let latest = async |source, limit| {
            let rows = database.latest_events(source, limit).await.unwrap();
            rows.iter().map(|row| row.applied_at.as_ms()).collect::<Vec<_>>()
        };
        let all: Vec<i64> = (100..130).rev().collect();
        assert_eq!(latest(None, 200).await, all);
        assert_eq!(latest(None, 7).await, all[..7]);
        assert_eq!(latest(Some(SourceId(2)), 7).await, [103]);
        assert_eq!(latest(Some(SourceId(1)), 2).await, all[..2]);
        assert_eq!(latest(Some(SourceId(3)), 2).await, [0; 0]);
    })
    .await;
}

#[tokio::test]
async fn enrolments_deals_and_tasks_are_listed_by_their_filters() {
    on_each(|database| async move {
        people(&database, 3, add_everything).await;
        let flow = FlowId::parse("flow").unwrap();
        let query = EnrolmentQuery { flow: Some(flow.clone()), ..EnrolmentQuery::default() };
        let all = database.enrolments(&query).await.unwrap().items;
        assert_eq!(all.len(), 3);
        let active = EnrolmentQuery { active: Some(true), limit: 1, ..query };
        let page = database.enrolments(&active).await.unwrap();
        let next = EnrolmentQuery { cursor: page.next, ..active };
        let rest = database.enrolments(&next).await.unwrap();
        assert_eq!((page.items.len(), rest.items.len()), (1, 1));
        assert_eq!(rest.items[0].due, Some(at(900)));
        let over = EnrolmentQuery { active: Some(false), ..EnrolmentQuery::default() };
        let over = database.enrolments(&over).await.unwrap().items;
        assert_eq!(over[0].reason, Some(EndReason::Exited));

        let numbers = async |since| {
            let numbers = database.flow_numbers(&flow, 1, since).await.unwrap();
            (numbers[0].entered, numbers[0].inside, numbers[0].failed)
        };
        assert_eq!(numbers(None).await, (3, 2, 0));
        assert_eq!(numbers(Some(at(20).day())).await, (3, 2, 0));
        assert_eq!(numbers(Some(1)).await, (0, 2, 0), "nothing happened since the second day");
        // Only published flows are asked about; this one is none.
        assert_eq!(database.inside_flows(None).await.unwrap(), HashMap::new());
        let counted: i64 =
            database.flow_counters().await.unwrap().iter().map(|one| one.count).sum();
        assert_eq!(counted, 3);

        let sales = PipelineId::parse("sales").unwrap();
        let deals = DealQuery {
            pipeline: Some(sales),
            status: Some(DealStatus::Open),
            ..DealQuery::default()
        };
        let deals = database.deals(&deals).await.unwrap().items;
        assert_eq!(deals.len(), 3);
        let deal = database.deal(deals[0].deal.id).await.unwrap();
        assert_eq!(deal.as_ref(), Some(&deals[0]));

        let open = TaskQuery { status: Some(TaskStatus::Open), limit: 2, ..TaskQuery::default() };
        let first = database.tasks(&open).await.unwrap();
        let due: Vec<_> = first.items.iter().map(|row| row.task.due_at).collect();
        assert_eq!(due, [Some(at(101)), Some(at(102))]);
        let rest = TaskQuery { cursor: first.next, ..open };
        let rest = database.tasks(&rest).await.unwrap().items;
        assert_eq!((rest.len(), rest[0].task.due_at), (1, None));
        assert_eq!(database.orphans().await.unwrap(), []);
    })
    .await;
}

/// An enrolment (over for the third contact), a deal, and a task (not due for the first).
fn add_everything(done: &mut Done, n: usize) {
    let (contact, node) = (&mut done.contact, NodeId::parse("wait").unwrap());
    let id = contact.id.own(0);
    let flow = FlowId::parse("flow").unwrap();
    let enrolment = Enrolment {
        id: EnrolmentId(id),
        flow: flow.clone(),
        version: 1,
        key: None,
        entered_at: at(20),
        node: node.clone(),
        since: at(20),
        wait: Some(Wait { due: Some(at(900)), heard: None, effect: None }),
        deal: None,
        goals: Default::default(),
    };
    let deal = Deal {
        id: DealId(id),
        name: "Big".into(),
        pipeline: PipelineId::parse("sales").unwrap(),
        stage: StageId::parse("new").unwrap(),
        status: DealStatus::Open,
        amount: None,
        created_at: at(20),
        moved_at: at(20),
    };
    let task = Task {
        id: TaskId(id),
        title: "Call".into(),
        note: String::new(),
        owner: None,
        due_at: (n > 0).then(|| at(100 + n as i64)),
        status: TaskStatus::Open,
        created_at: at(20),
    };
    let step = StepRef { flow, version: 1, enrolment: EnrolmentId(id), node };
    let mut add = |body| {
        let step = Some(step.clone());
        done.applied[0].facts.push(runnel_model::Fact { step, ..fact(at(20), body) });
    };
    add(FactBody::Enrolled { key: None });
    add(FactBody::DealCreated { deal: deal.clone() });
    add(FactBody::TaskAssigned { task: task.clone() });
    contact.deals.push(deal);
    contact.tasks.push(task);
    if n == 2 {
        add(FactBody::Ended { reason: EndReason::Exited });
    } else {
        contact.enrolments.push(enrolment);
    }
}

#[tokio::test]
async fn keys_open_until_they_are_revoked() {
    on_each(|database| async move {
        let key = |hash, purpose| NewKey {
            name: "Key".into(),
            purpose,
            hash: [hash; 32],
            prefix: "rk_12345".into(),
        };
        let admin = key(1, KeyPurpose::Api(Role::Admin));
        let id = database.add_key(&admin, at(5)).await.unwrap();
        let write = key(2, KeyPurpose::Write(SourceId(9)));
        database.add_key(&write, at(6)).await.unwrap();
        let found = database.find_key(&[1; 32]).await.unwrap().unwrap();
        assert_eq!((found.id, found.purpose), (id, KeyPurpose::Api(Role::Admin)));
        let found = database.find_key(&[2; 32]).await.unwrap().unwrap();
        assert_eq!(found.purpose, KeyPurpose::Write(SourceId(9)));
        assert!(database.revoke_key(id, at(7)).await.unwrap());
        assert!(!database.revoke_key(id, at(8)).await.unwrap());
        assert_eq!(database.find_key(&[1; 32]).await.unwrap(), None);
        assert_eq!(database.keys().await.unwrap()[0].revoked_at, Some(at(7)));
    })
    .await;
}

#[tokio::test]
async fn a_source_tells_what_was_refused_and_why() {
    on_each(|database| async move {
        let id = database.add_source(SourceKind::Browser, "Site", at(1)).await.unwrap();
        let refused = |code: &str, count, sample: &str| Refused {
            code: code.into(),
            count,
            sample: sample.into(),
        };
        let note = [refused("no_name", 1, "{}"), refused("bad_time", 2, "{\u{0}}")];
        database.note_refusals(id, &note, at(2)).await.unwrap();
        database.note_refusals(id, &[refused("no_name", 4, "[]")], at(3)).await.unwrap();
        let rows = database.refusals(id).await.unwrap();
        assert_eq!((&rows[0].refused, rows[0].last_at), (&refused("no_name", 5, "[]"), at(3)));
        assert_eq!(rows[1].refused.code, "bad_time");
        assert_eq!(database.sources().await.unwrap().len(), 1);
        database.set_setting("a", "1").await.unwrap();
        database.set_setting("a", "2").await.unwrap();
        assert_eq!(database.setting("a").await.unwrap().as_deref(), Some("2"));
    })
    .await;
}
