//! What the next catalog is, as a pure function, and the transaction that makes it the catalog.

use runnel_model::{
    CatalogDocument, Flow, FlowId, FlowState, Migration, Migrations, PublishedFlow, PublishedModel,
    PublishedSegment, Timestamp, WorkspaceZone,
};

use super::refs::Refs;
use super::{Change, Proposal, Published};
use crate::dialect::{Cell, Pool, Tx};
use crate::error::{read_back, written};
use crate::fuse;
use crate::{Actor, Result, preparations, text};

/// The catalog that follows, with one change. `is_inside`: somebody is inside this version.
/// `last_version`: of what changes, which may have been deleted since.
pub(super) fn next(
    mut catalog: CatalogDocument,
    change: &Change,
    last_version: u32,
    is_inside: impl Fn(&PublishedFlow) -> bool,
) -> CatalogDocument {
    catalog.version += 1;
    let concerns_everybody = match change {
        Change::Flow { flow, migrations, include_members, .. } => {
            add_version(&mut catalog, flow, last_version, migrations, *include_members)
        }
        Change::FlowState { flow, state } => set_state(&mut catalog, flow, *state),
        Change::DeleteFlow(flow) => end_flow(&mut catalog, flow),
        Change::Segment { segment, starts_flows } => {
            catalog.segments.retain(|one| one.document.id != segment.id);
            catalog.segments.push(PublishedSegment {
                version: last_version + 1,
                since: catalog.version,
                starts_flows: *starts_flows,
                document: segment.clone(),
            });
            true
        }
        Change::DeleteSegment(segment) => {
            catalog.segments.retain(|one| one.document.id != *segment);
            true
        }
        Change::Model { model, starts_flows } => {
            catalog.models.retain(|one| one.document.id != model.id);
            catalog.models.push(PublishedModel {
                version: last_version + 1,
                since: catalog.version,
                starts_flows: *starts_flows,
                document: model.clone(),
            });
            true
        }
        Change::DeleteModel(model) => {
            catalog.models.retain(|one| one.document.id != *model);
            true
        }
        Change::Zone(name) => {
            catalog.zone = WorkspaceZone { name: name.clone(), since: catalog.version };
            true
        }
        // Whoever is not concerned by anything else adopts it with what happens next.
        Change::Collect { .. } => false,
    };
    if concerns_everybody {
        catalog.sweep = catalog.version;
    }
    // They end in the versions that they are in, and that include those who are just coming in:
    // the next publication drops them.
    let deleted = |one: &PublishedFlow| matches!(change, Change::DeleteFlow(id) if id == one.id());
    drop_empty_versions(&mut catalog, |flow| deleted(flow) || is_inside(flow));
    catalog
}

/// A pause keeps contacts where they are; the other states let them move, or end them. Answers
/// whether anybody has to be told.
fn set_state(catalog: &mut CatalogDocument, flow: &FlowId, state: FlowState) -> bool {
    let since = catalog.version;
    let mut changed = false;
    for one in catalog.flows.iter_mut().filter(|one| one.id() == flow && one.state != state) {
        one.state = state;
        one.since = since;
        changed = true;
    }
    changed && state != FlowState::Paused
}

/// No version takes anybody in, and whoever is inside one leaves it. Answers whether there is any.
fn end_flow(catalog: &mut CatalogDocument, flow: &FlowId) -> bool {
    set_state(catalog, flow, FlowState::Archived);
    let mut was_published = false;
    for version in catalog.flows.iter_mut().filter(|one| one.id() == flow) {
        version.current = false;
        was_published = true;
    }
    was_published
}

/// Publishing resumes: what is inside older versions of a paused flow moves again. Whoever is to
/// be taken to the new version has to be told.
fn add_version(
    catalog: &mut CatalogDocument,
    flow: &Flow,
    last_version: u32,
    migrations: &Migrations,
    include_members: bool,
) -> bool {
    let resumed = set_state(catalog, &flow.id, FlowState::Active);
    let mut newest = last_version;
    for older in catalog.flows.iter_mut().filter(|one| *one.id() == flow.id) {
        newest = newest.max(older.version);
        older.current = false;
    }
    catalog.flows.push(PublishedFlow {
        version: newest + 1,
        since: catalog.version,
        state: FlowState::Active,
        current: true,
        migrations: migrations.clone(),
        members_since: if include_members { catalog.version } else { 0 },
        document: flow.clone(),
    });
    resumed || include_members || migrations.values().any(|choice| *choice != Migration::Finish)
}

/// The version before the current one stays even if nobody is inside: a batch that was begun
/// before this publication may still let somebody in.
fn drop_empty_versions(catalog: &mut CatalogDocument, is_inside: impl Fn(&PublishedFlow) -> bool) {
    let current: Vec<(FlowId, u32)> = catalog
        .flows
        .iter()
        .filter(|flow| flow.current)
        .map(|flow| (flow.id().clone(), flow.version))
        .collect();
    let is_previous = |flow: &PublishedFlow| {
        current.iter().any(|(id, version)| id == flow.id() && flow.version + 1 == *version)
    };
    catalog.flows.retain(|flow| flow.current || is_previous(flow) || is_inside(flow));
}

pub(super) async fn publish(pool: &Pool, proposal: &Proposal, now: Timestamp) -> Result<Published> {
    let document = &proposal.document;
    let mut tx = pool.begin().await?;
    // The first statement: whoever publishes at the same time waits here, and then is outdated.
    let text = "INSERT INTO catalog_versions (version, sweep, published_at, refs) \
        SELECT $1, $2, $3, $4 FROM (SELECT COALESCE(MAX(version), 1) AS latest FROM catalog_versions) l \
        WHERE l.latest = $1 - 1 ON CONFLICT DO NOTHING RETURNING version";
    let refs = written(&Refs::of(document))?;
    let cells = vec![document.version.into(), document.sweep.into(), now.into(), refs.into()];
    let inserted: Vec<(i64,)> = tx.query(text, cells).await?;
    if inserted.is_empty() {
        return Ok(Published::Outdated);
    }
    let version = write_change(&mut tx, proposal, now).await?;
    tx.commit().await?;
    Ok(Published::Done { catalog: document.version, version })
}

/// Answers the version of what changes.
async fn write_change(tx: &mut Tx, proposal: &Proposal, now: Timestamp) -> Result<u32> {
    match &proposal.change {
        Change::Flow { flow, by, per_hour, .. } => {
            preparations::done(tx, "flow", flow.id.as_str()).await?;
            let is_new = |one: &&PublishedFlow| *one.id() == flow.id && one.current;
            let published = proposal.document.flows.iter().find(is_new);
            let version = read_back("the proposed flow", published)?.version;
            write_flow(tx, flow, version, by.as_ref(), now).await?;
            fuse::set(tx, &flow.id, *per_hour).await?;
            fuse::let_go(tx, &flow.id, now).await?;
            Ok(version)
        }
        Change::FlowState { flow, state } => {
            let text = "UPDATE flows SET state = $2, updated_at = $3 WHERE id = $1 RETURNING id";
            let cells = vec![flow.as_str().into(), text::of(state).into(), now.into()];
            tx.query::<(String,)>(text, cells).await?;
            match state {
                FlowState::Active => fuse::let_go(tx, flow, now).await?,
                FlowState::Archived => fuse::drop_held(tx, flow).await?,
                FlowState::Draft | FlowState::Paused => {}
            }
            Ok(0)
        }
        Change::DeleteFlow(flow) => {
            preparations::done(tx, "flow", flow.as_str()).await?;
            fuse::drop_held(tx, flow).await?;
            fuse::remove(tx, flow).await?;
            let text = "DELETE FROM flows WHERE id = $1 RETURNING id";
            tx.query::<(String,)>(text, vec![flow.as_str().into()]).await?;
            Ok(0)
        }
        Change::Segment { segment, .. } => {
            preparations::done(tx, "segment", segment.id.as_str()).await?;
            let segments = &proposal.document.segments;
            let published = segments.iter().find(|one| one.document.id == segment.id);
            let published = read_back("the proposed segment", published)?;
            write_segment(tx, published, now).await?;
            Ok(published.version)
        }
        Change::DeleteSegment(segment) => {
            preparations::done(tx, "segment", segment.as_str()).await?;
            let text = "UPDATE segments SET deleted = true, updated_at = $2 WHERE id = $1 \
                RETURNING id";
            tx.query::<(String,)>(text, vec![segment.as_str().into(), now.into()]).await?;
            Ok(0)
        }
        Change::Model { model, .. } => {
            preparations::done(tx, "scoring_model", model.id.as_str()).await?;
            let models = &proposal.document.models;
            let published = models.iter().find(|one| one.document.id == model.id);
            let published = read_back("the proposed scoring model", published)?;
            write_model(tx, published, now).await?;
            Ok(published.version)
        }
        Change::DeleteModel(model) => {
            preparations::done(tx, "scoring_model", model.as_str()).await?;
            let text = "UPDATE scoring_models SET deleted = true, updated_at = $2 WHERE id = $1 \
                RETURNING id";
            tx.query::<(String,)>(text, vec![model.as_str().into(), now.into()]).await?;
            Ok(0)
        }
        Change::Zone(_) => Ok(0),
        Change::Collect { preparation } => {
            preparations::begun(tx, *preparation, proposal.document.version).await?;
            Ok(0)
        }
    }
}

async fn write_flow(
    tx: &mut Tx,
    flow: &Flow,
    version: u32,
    by: Option<&Actor>,
    now: Timestamp,
) -> Result<()> {
    let document = written(flow)?;
    let by = by.map(written).transpose()?;
    let text = "INSERT INTO flow_versions (flow, version, document, published_at, published_by) \
        VALUES ($1, $2, $3, $4, $5) RETURNING version";
    let cells = vec![
        flow.id.as_str().into(),
        version.into(),
        document.as_str().into(),
        now.into(),
        by.as_deref().into(),
    ];
    tx.query::<(i64,)>(text, cells).await?;
    // A flow that comes from a file has no draft yet: this is it.
    let text = "INSERT INTO flows (id, name, draft, draft_version, state, current_version, \
        created_at, updated_at, updated_by) VALUES ($1, $2, $3, 1, 'active', $4, $5, $5, $6) \
        ON CONFLICT (id) DO UPDATE SET state = 'active', updated_at = excluded.updated_at, \
        current_version = excluded.current_version RETURNING id";
    let cells = vec![
        flow.id.as_str().into(),
        flow.name.as_str().into(),
        document.into(),
        version.into(),
        now.into(),
        by.into(),
    ];
    tx.query::<(String,)>(text, cells).await?;
    Ok(())
}

async fn write_segment(tx: &mut Tx, published: &PublishedSegment, now: Timestamp) -> Result<()> {
    let PublishedSegment { version, document: segment, .. } = published;
    let text = "INSERT INTO segments (id, name, current_version, deleted, updated_at) \
        VALUES ($1, $2, $3, false, $4) ON CONFLICT (id) DO UPDATE SET name = excluded.name, \
        current_version = excluded.current_version, deleted = false, \
        updated_at = excluded.updated_at RETURNING id";
    let id = || Cell::from(segment.id.as_str());
    let cells = vec![id(), segment.name.as_str().into(), (*version).into(), now.into()];
    tx.query::<(String,)>(text, cells).await?;
    let text = "INSERT INTO segment_versions (segment, version, document) VALUES ($1, $2, $3) \
        RETURNING version";
    let cells = vec![id(), (*version).into(), written(segment)?.into()];
    tx.query::<(i64,)>(text, cells).await?;
    Ok(())
}

async fn write_model(tx: &mut Tx, published: &PublishedModel, now: Timestamp) -> Result<()> {
    let PublishedModel { version, document: model, .. } = published;
    let text = "INSERT INTO scoring_models (id, name, current_version, deleted, updated_at) \
        VALUES ($1, $2, $3, false, $4) ON CONFLICT (id) DO UPDATE SET name = excluded.name, \
        current_version = excluded.current_version, deleted = false, \
        updated_at = excluded.updated_at RETURNING id";
    let id = || Cell::from(model.id.as_str());
    let cells = vec![id(), model.name.as_str().into(), (*version).into(), now.into()];
    tx.query::<(String,)>(text, cells).await?;
    let text = "INSERT INTO scoring_model_versions (model, version, document) \
        VALUES ($1, $2, $3) RETURNING version";
    let cells = vec![id(), (*version).into(), written(model)?.into()];
    tx.query::<(i64,)>(text, cells).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use runnel_model::{EngineLimits, Reentry};

    use super::*;

    fn flow(id: &str) -> Flow {
        Flow {
            id: FlowId::parse(id).unwrap(),
            name: id.into(),
            description: String::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            reentry: Reentry::default(),
            key: None,
            exit_when: None,
            ceiling: None,
        }
    }

    fn publish(catalog: CatalogDocument, id: &str) -> CatalogDocument {
        next(catalog, &Change::flow(flow(id)), 0, |_| false)
    }

    fn empty() -> CatalogDocument {
        CatalogDocument {
            version: 0,
            sweep: 0,
            flows: Vec::new(),
            segments: Vec::new(),
            models: Vec::new(),
            pipelines: Vec::new(),
            zone: Default::default(),
            behaviours: Vec::new(),
            limits: EngineLimits::default(),
        }
    }

    fn versions(catalog: &CatalogDocument) -> Vec<(u32, bool, u64)> {
        catalog.flows.iter().map(|flow| (flow.version, flow.current, flow.since)).collect()
    }

    #[test]
    fn a_catalog_holds_the_current_and_the_previous_version_of_a_flow() {
        let catalog = ["a", "a", "a"].into_iter().fold(empty(), publish);
        assert_eq!(versions(&catalog), [(2, false, 2), (3, true, 3)]);
        assert_eq!((catalog.version, catalog.sweep), (3, 0));
    }

    #[test]
    fn a_version_that_somebody_is_inside_of_stays() {
        let catalog = ["a", "a"].into_iter().fold(empty(), publish);
        let change = Change::flow(flow("a"));
        let catalog = next(catalog, &change, 0, |flow| flow.version == 1);
        assert_eq!(versions(&catalog), [(1, false, 1), (2, false, 2), (3, true, 3)]);
    }

    #[test]
    fn a_version_that_takes_over_concerns_everybody_until_the_next_one() {
        let node = runnel_model::NodeId::parse("wait").unwrap();
        let with = |choice| {
            let migrations = [(node.clone(), choice)].into();
            Change::Flow {
                flow: Box::new(flow("a")),
                migrations,
                by: None,
                per_hour: 1,
                include_members: false,
            }
        };
        let catalog = publish(empty(), "a");
        let catalog = next(catalog, &with(Migration::Finish), 0, |_| true);
        assert_eq!(catalog.sweep, 0);
        let catalog = next(catalog, &with(Migration::Move), 0, |_| true);
        assert_eq!(catalog.sweep, 3);
        let choices = |catalog: &CatalogDocument| {
            catalog.flows.iter().map(|flow| flow.migrations.len()).collect::<Vec<_>>()
        };
        assert_eq!(choices(&catalog), [0, 1, 1]);
    }

    #[test]
    fn a_flow_that_takes_in_who_is_there_already_concerns_everybody() {
        let change = Change::Flow {
            flow: Box::new(flow("a")),
            migrations: Migrations::new(),
            by: None,
            per_hour: 1,
            include_members: true,
        };
        let catalog = next(publish(empty(), "b"), &change, 0, |_| false);
        assert_eq!((catalog.sweep, catalog.flows[1].members_since), (2, 2));
        let pause =
            Change::FlowState { flow: FlowId::parse("a").unwrap(), state: FlowState::Paused };
        let catalog = next(catalog, &pause, 0, |_| false);
        assert_eq!(catalog.flows[1].members_since, 2, "nobody enters by a pause");
    }

    #[test]
    fn a_flow_that_is_deleted_concerns_everybody_and_is_numbered_on_when_its_id_is_used_again() {
        let deletion = Change::DeleteFlow(FlowId::parse("a").unwrap());
        let catalog = next(publish(empty(), "a"), &deletion, 0, |_| false);
        assert_eq!((versions(&catalog), catalog.sweep), (vec![(1, false, 2)], 2));
        assert_eq!(catalog.flows[0].state, FlowState::Archived);
        let catalog = publish(catalog, "b");
        assert_eq!(versions(&catalog), [(1, true, 3)], "nobody is left in the deleted one");
        assert_eq!(next(catalog.clone(), &deletion, 0, |_| false).sweep, 2);
        let catalog = next(catalog, &Change::flow(flow("a")), 1, |_| false);
        assert_eq!(versions(&catalog), [(1, true, 3), (2, true, 4)]);
    }

    #[test]
    fn a_pause_concerns_nobody_and_a_resumption_everybody() {
        let set = |state| Change::FlowState { flow: FlowId::parse("a").unwrap(), state };
        let catalog = publish(empty(), "a");
        let catalog = next(catalog, &set(FlowState::Paused), 0, |_| false);
        assert_eq!((catalog.flows[0].state, catalog.sweep), (FlowState::Paused, 0));
        let catalog = next(catalog, &set(FlowState::Active), 0, |_| false);
        assert_eq!((catalog.flows[0].state, catalog.sweep), (FlowState::Active, 3));
    }
}
