//! Flows, segments and catalogs: what is published is what is read back.

use runnel_model::{
    EventMatch, EventName, Flow, FlowId, FlowState, KeptBehaviour, Migrations, Question, Reentry,
    Rule, Segment, SegmentId,
};
use runnel_store::{Actor, Change, Database, DraftSaved, Proposal, Published};

use crate::harness::{at, on_each};

fn flow(id: &str, name: &str) -> Flow {
    Flow {
        id: FlowId::parse(id).unwrap(),
        name: name.into(),
        description: String::new(),
        nodes: Vec::new(),
        edges: Vec::new(),
        reentry: Reentry::default(),
        key: None,
        exit_when: None,
        ceiling: None,
    }
}

fn segment(id: &str, name: &str) -> Segment {
    Segment { id: SegmentId::parse(id).unwrap(), name: name.into(), rule: Rule::All(Vec::new()) }
}

fn visits(since: u64) -> KeptBehaviour {
    let of = EventMatch { event: EventName::PageVisited, conditions: Vec::new() };
    KeptBehaviour { question: Question::Times(of), keep: 8, since }
}

fn actor(id: &str, name: &str) -> Actor {
    Actor { kind: "user".into(), id: Some(id.into()), name: name.into() }
}

fn ana() -> Actor {
    actor("usr_1", "Ana")
}

fn bo() -> Actor {
    actor("usr_2", "Bo")
}

async fn publish(database: &Database, change: Change, now: i64) -> (u64, u32) {
    let proposal = database.propose(change).await.unwrap();
    match database.publish(&proposal, at(now)).await.unwrap() {
        Published::Done { catalog, version } => (catalog, version),
        Published::Outdated => panic!("nobody else publishes here"),
    }
}

#[tokio::test]
async fn a_published_flow_is_in_the_catalog_as_it_was_proposed() {
    on_each(|database| async move {
        assert_eq!(database.latest_catalog().await.unwrap().version, 1);
        assert_eq!(database.pipelines().await.unwrap()[0].id.as_str(), "sales");
        let draft = flow("a", "First");
        assert!(database.create_flow(&draft, &ana(), at(1)).await.unwrap());
        assert!(!database.create_flow(&draft, &ana(), at(1)).await.unwrap());

        let (flow, migrations) = (Box::new(draft.clone()), Migrations::new());
        let by = Some(bo());
        let change = Change::Flow { flow, migrations, by, per_hour: 7, include_members: false };
        let proposal: Proposal = database.propose(change.clone()).await.unwrap();
        let done = database.publish(&proposal, at(2)).await.unwrap();
        assert_eq!(done, Published::Done { catalog: 2, version: 1 });
        assert_eq!(database.latest_catalog().await.unwrap(), proposal.document);
        assert_eq!(publish(&database, Change::flow(draft.clone()), 3).await, (3, 2));
        assert_eq!(database.catalog(2).await.unwrap(), Some(proposal.document));
        assert_eq!(database.catalog(9).await.unwrap(), None);

        let row = database.flow(&draft.id).await.unwrap().unwrap();
        assert_eq!((row.state, row.current_version), (FlowState::Active, Some(2)));
        assert_eq!((row.updated_by, row.published.unwrap().at), (Some(ana()), at(3)));
        let version = database.flow_version(&draft.id, 1).await.unwrap().unwrap();
        assert_eq!((version.document, version.published.by), (draft, Some(bo())));
    })
    .await;
}

#[tokio::test]
async fn the_versions_of_a_flow_come_page_by_page_newest_first() {
    on_each(|database| async move {
        let id = FlowId::parse("a").unwrap();
        for now in [1, 2, 3] {
            publish(&database, Change::flow(flow("a", "A")), now).await;
            publish(&database, Change::flow(flow("b", "B")), now).await;
        }
        let first = database.flow_versions(&id, 2, None).await.unwrap();
        let rest = database.flow_versions(&id, 2, first.next.as_ref()).await.unwrap();
        assert_eq!(rest.next, None);
        let all = first.items.iter().chain(&rest.items);
        let all: Vec<_> = all.map(|row| (row.version, row.published.at, row.inside)).collect();
        assert_eq!(all, [(3, at(3), 0), (2, at(2), 0), (1, at(1), 0)]);
        // What nobody is known to have written comes from before authors were kept.
        let flow = database.flow(&id).await.unwrap().unwrap();
        assert_eq!((flow.updated_by, flow.published.unwrap().by), (None, None));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_publish_at_once_the_second_proposes_again() {
    on_each(|database| async move {
        let propose = |id: &str| database.propose(Change::flow(flow(id, id)));
        let (one, two) = (propose("a").await.unwrap(), propose("b").await.unwrap());
        let done = database.publish(&one, at(1)).await.unwrap();
        assert_eq!(done, Published::Done { catalog: 2, version: 1 });
        assert_eq!(database.publish(&two, at(2)).await.unwrap(), Published::Outdated);
        let two = propose("b").await.unwrap();
        assert!(matches!(database.publish(&two, at(3)).await, Ok(Published::Done { .. })));
        // Flows that were published from a file have a draft.
        let flows = database.flows().await.unwrap();
        let names: Vec<_> = flows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
    })
    .await;
}

#[tokio::test]
async fn pausing_and_archiving_change_the_state_of_every_version() {
    on_each(|database| async move {
        let id = FlowId::parse("a").unwrap();
        for now in [1, 2] {
            publish(&database, Change::flow(flow("a", "A")), now).await;
        }
        let state = FlowState::Paused;
        publish(&database, Change::FlowState { flow: id.clone(), state }, 3).await;
        let catalog = database.latest_catalog().await.unwrap();
        assert!(catalog.flows.iter().all(|flow| flow.state == FlowState::Paused));
        assert_eq!(catalog.sweep, 0);
        assert_eq!(database.flow(&id).await.unwrap().unwrap().state, FlowState::Paused);
    })
    .await;
}

#[tokio::test]
async fn a_segment_keeps_counting_its_versions_after_it_was_deleted() {
    on_each(|database| async move {
        let id = SegmentId::parse("s").unwrap();
        assert_eq!(publish(&database, Change::segment(segment("s", "One")), 1).await, (2, 1));
        assert_eq!(publish(&database, Change::segment(segment("s", "Two")), 2).await, (3, 2));
        let row = database.segment(&id).await.unwrap().unwrap();
        assert_eq!((row.segment.name.as_str(), row.version, row.members), ("Two", 2, 0));
        publish(&database, Change::DeleteSegment(id.clone()), 3).await;
        assert_eq!(database.segment(&id).await.unwrap(), None);
        assert_eq!(database.segments().await.unwrap(), []);
        assert_eq!(publish(&database, Change::segment(segment("s", "Three")), 4).await, (5, 3));
        let catalog = database.latest_catalog().await.unwrap();
        assert_eq!((catalog.segments[0].version, catalog.sweep), (3, 5));
        let first = database.catalog(2).await.unwrap().unwrap();
        assert_eq!(first.segments[0].document.name, "One");
    })
    .await;
}

#[tokio::test]
async fn a_publication_waits_until_something_of_its_subject_is_published() {
    on_each(|database| async move {
        let wanted = Change::segment(segment("s", "Wanted"));
        let older = database.prepare(&Change::segment(segment("s", "Older")), at(1)).await.unwrap();
        let id = database.prepare(&wanted, at(2)).await.unwrap();
        assert_ne!(id, older);
        let other = database.prepare(&Change::flow(flow("f", "F")), at(3)).await.unwrap();
        let waiting = database.preparations().await.unwrap();
        assert_eq!(waiting.iter().map(|one| one.id).collect::<Vec<_>>(), [id, other]);
        assert_eq!((&waiting[0].change, waiting[0].since), (&wanted, None));

        let mut collect = database.propose(Change::Collect { preparation: id }).await.unwrap();
        collect.document.behaviours.push(visits(2));
        database.publish(&collect, at(4)).await.unwrap();
        let catalog = database.latest_catalog().await.unwrap();
        assert_eq!((catalog.version, catalog.sweep), (2, 0));
        assert_eq!(catalog.behaviours, [visits(2)]);
        assert_eq!(database.preparations().await.unwrap()[0].since, Some(2));

        database.preparation_failed(other, "no such stage").await.unwrap();
        publish(&database, wanted, 5).await;
        let waiting = database.preparations().await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].problem.as_deref(), Some("no such stage"));
        assert!(database.drop_preparation(other).await.unwrap());
        assert!(!database.drop_preparation(other).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_saved_only_over_the_version_that_its_author_saw() {
    on_each(|database| async move {
        let (draft, renamed) = (flow("a", "A"), flow("a", "B"));
        let (ana, bo) = (ana(), bo());
        let save = |expected| database.save_draft(&renamed, expected, &bo, at(2));
        assert_eq!(save(None).await.unwrap(), DraftSaved::Missing);
        database.create_flow(&draft, &ana, at(1)).await.unwrap();
        assert_eq!(save(Some(1)).await.unwrap(), DraftSaved::Saved(2));
        let late = database.save_draft(&draft, Some(1), &ana, at(3)).await.unwrap();
        let DraftSaved::Conflict(now) = late else { panic!("{late:?}") };
        assert_eq!(
            (now.draft_version, now.updated_at, now.updated_by),
            (2, at(2), Some(bo.clone()))
        );
        assert_eq!(save(None).await.unwrap(), DraftSaved::Saved(3));
        let row = database.flow(&draft.id).await.unwrap().unwrap();
        assert_eq!((row.name.as_str(), &row.draft), ("B", &renamed));
    })
    .await;
}
