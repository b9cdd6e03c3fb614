//! The first schema. Times are epoch milliseconds; JSON is text, since no query looks inside.
//!
//! What changes with each event has no index, except where something due is found by it; rows
//! that are written per event are as narrow as they can be.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, &OWNERSHIP).await?;
        dialect::run(manager, &INPUTS).await?;
        dialect::run(manager, &CONTACTS).await?;
        dialect::run(manager, &PROJECTIONS).await?;
        dialect::run(manager, &EFFECTS).await?;
        dialect::run(manager, &CATALOG).await?;
        dialect::run(manager, &ACCESS).await?;
        dialect::run(manager, &FIRST_ROWS).await
    }

    /// A half-made schema would keep every later start from succeeding.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const OWNERSHIP: [&str; 3] = [
    "CREATE TABLE partitions (
        id SMALLINT PRIMARY KEY,
        owner BIGINT,
        applied_seq BIGINT NOT NULL,
        catalog_version BIGINT NOT NULL
    ){busy}",
    "CREATE TABLE nodes (id {key}, name TEXT NOT NULL, seen_at BIGINT NOT NULL)",
    "CREATE TABLE sequences (name {text} PRIMARY KEY, next BIGINT NOT NULL)",
];

/// `events.position` is seq × 64 + partition: one narrow key that grows, where (partition, seq)
/// would write at 64 places of its tree. `previous` is the position of the contact's entry before
/// it, from the newest in `contacts.log_head` to the first: a contact's log is read along it. An
/// index by contact would write a page somewhere in its tree for each event.
const INPUTS: [&str; 7] = [
    "CREATE TABLE dedupe (hash {bytes} PRIMARY KEY){narrow}",
    "CREATE TABLE identities (
        kind {text} NOT NULL,
        value {text} NOT NULL,
        contact_id BIGINT NOT NULL,
        PRIMARY KEY (kind, value)
    ){narrow}",
    "CREATE INDEX identities_contact ON identities (contact_id)",
    "CREATE TABLE inbox (
        id {id},
        contact_id BIGINT NOT NULL,
        partition SMALLINT NOT NULL,
        input TEXT NOT NULL
    )",
    "CREATE TABLE merges (
        id {id},
        winner BIGINT NOT NULL,
        loser BIGINT NOT NULL,
        accepted_at BIGINT NOT NULL
    )",
    "CREATE TABLE events (
        position {key},
        previous BIGINT,
        contact_id BIGINT NOT NULL,
        event_id {bytes} NOT NULL,
        source_id BIGINT,
        name TEXT NOT NULL,
        occurred_at BIGINT NOT NULL,
        applied_at BIGINT NOT NULL,
        catalog_version BIGINT NOT NULL,
        engine_version TEXT NOT NULL,
        input TEXT NOT NULL,
        facts TEXT
    )",
    "CREATE TABLE wakes (
        contact_id {key},
        partition SMALLINT NOT NULL,
        at BIGINT NOT NULL
    ){hot}",
];

/// `state` is last: on SQLite, reading a column that stands behind a long one costs a walk.
const CONTACTS: [&str; 8] = [
    "CREATE INDEX wakes_at ON wakes (at, partition)",
    "CREATE TABLE contacts (
        id {key},
        partition SMALLINT NOT NULL,
        catalog_version BIGINT NOT NULL,
        edit_version BIGINT NOT NULL,
        email {text},
        user_id {text},
        name TEXT NOT NULL,
        name_key {text} NOT NULL,
        stage {text},
        created_at BIGINT NOT NULL,
        seen_at BIGINT NOT NULL,
        log_head BIGINT,
        merged_into BIGINT,
        state TEXT NOT NULL
    ){hot}",
    "CREATE INDEX contacts_email ON contacts (email)",
    "CREATE INDEX contacts_user_id ON contacts (user_id)",
    "CREATE INDEX contacts_name ON contacts (name_key)",
    "CREATE INDEX contacts_created_at ON contacts (created_at, id)",
    "CREATE INDEX contacts_behind ON contacts (catalog_version, id) WHERE merged_into IS NULL",
    "CREATE INDEX contacts_merged ON contacts (merged_into) WHERE merged_into IS NOT NULL",
];

/// The ids of enrolments, deals and tasks begin with the id of the contact that they came from: a
/// range of the key is what an index by contact would be.
const PROJECTIONS: [&str; 15] = [
    "CREATE TABLE scores (
        contact_id BIGINT NOT NULL,
        category {text} NOT NULL,
        points BIGINT NOT NULL,
        PRIMARY KEY (contact_id, category)
    ){narrow}{hot}",
    "CREATE INDEX scores_points ON scores (category, points, contact_id)",
    "CREATE TABLE tags (
        tag {text} NOT NULL,
        contact_id BIGINT NOT NULL,
        PRIMARY KEY (tag, contact_id)
    ){narrow}",
    "CREATE INDEX tags_contact ON tags (contact_id)",
    "CREATE TABLE members (
        segment {text} NOT NULL,
        contact_id BIGINT NOT NULL,
        since BIGINT NOT NULL,
        PRIMARY KEY (segment, contact_id)
    ){narrow}",
    "CREATE INDEX members_contact ON members (contact_id)",
    "CREATE TABLE enrolments (
        id {key},
        contact_id BIGINT NOT NULL,
        flow {text} NOT NULL,
        version BIGINT NOT NULL,
        key TEXT,
        node {text} NOT NULL,
        entered_at BIGINT NOT NULL,
        since BIGINT NOT NULL,
        due BIGINT,
        ended_at BIGINT,
        reason TEXT
    ){hot}",
    "CREATE INDEX enrolments_entered ON enrolments (flow, entered_at, id)",
    "CREATE INDEX enrolments_inside ON enrolments (flow, version, node) WHERE ended_at IS NULL",
    "CREATE TABLE flow_counters (
        partition SMALLINT NOT NULL,
        flow {text} NOT NULL,
        version BIGINT NOT NULL,
        node {text} NOT NULL,
        port {text} NOT NULL,
        count BIGINT NOT NULL,
        PRIMARY KEY (partition, flow, version, node, port)
    ){narrow}{hot}",
    "CREATE TABLE deals (
        id {key},
        contact_id BIGINT NOT NULL,
        name TEXT NOT NULL,
        pipeline {text} NOT NULL,
        stage {text} NOT NULL,
        status {text} NOT NULL,
        amount_minor BIGINT,
        currency TEXT,
        created_at BIGINT NOT NULL,
        moved_at BIGINT NOT NULL
    )",
    "CREATE INDEX deals_stage ON deals (pipeline, stage)",
    "CREATE INDEX deals_created_at ON deals (created_at, id)",
    "CREATE TABLE tasks (
        id {key},
        contact_id BIGINT NOT NULL,
        title TEXT NOT NULL,
        note TEXT NOT NULL,
        owner TEXT,
        due_at BIGINT,
        status {text} NOT NULL,
        created_at BIGINT NOT NULL,
        done_at BIGINT
    )",
    "CREATE INDEX tasks_due ON tasks (status, due_at, id)",
];

/// `outbox.due_at` of a claimed effect is the end of its lease: whoever claimed it and vanished
/// leaves it due again, and one index finds both.
const EFFECTS: [&str; 3] = [
    "CREATE TABLE outbox (
        id {bytes} PRIMARY KEY,
        contact_id BIGINT NOT NULL,
        due_at BIGINT NOT NULL,
        attempts BIGINT NOT NULL,
        fence BIGINT NOT NULL,
        last_error TEXT,
        effect TEXT NOT NULL
    ){hot}",
    "CREATE INDEX outbox_due ON outbox (due_at)",
    "CREATE TABLE dead_letters (
        id {id},
        kind TEXT NOT NULL,
        contact_id BIGINT NOT NULL,
        at BIGINT NOT NULL,
        reason TEXT NOT NULL,
        body TEXT NOT NULL
    )",
];

const CATALOG: [&str; 8] = [
    "CREATE TABLE catalog_versions (
        version {key},
        sweep BIGINT NOT NULL,
        published_at BIGINT NOT NULL,
        refs TEXT NOT NULL
    )",
    "CREATE TABLE flows (
        id {text} PRIMARY KEY,
        name TEXT NOT NULL,
        draft TEXT NOT NULL,
        draft_version BIGINT NOT NULL,
        state {text} NOT NULL,
        current_version BIGINT,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL
    )",
    "CREATE TABLE flow_versions (
        flow {text} NOT NULL,
        version BIGINT NOT NULL,
        document TEXT NOT NULL,
        published_at BIGINT NOT NULL,
        PRIMARY KEY (flow, version)
    )",
    "CREATE TABLE segments (
        id {text} PRIMARY KEY,
        name TEXT NOT NULL,
        current_version BIGINT NOT NULL,
        deleted BOOLEAN NOT NULL,
        updated_at BIGINT NOT NULL
    )",
    "CREATE TABLE segment_versions (
        segment {text} NOT NULL,
        version BIGINT NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (segment, version)
    )",
    "CREATE TABLE pipelines (id {text} PRIMARY KEY, document TEXT NOT NULL)",
    "CREATE TABLE behaviours (
        id {text} PRIMARY KEY,
        definition TEXT NOT NULL,
        keep BIGINT NOT NULL,
        since BIGINT NOT NULL
    )",
    "CREATE TABLE property_types (name {text} PRIMARY KEY, type {text} NOT NULL)",
];

const ACCESS: [&str; 4] = [
    "CREATE TABLE sources (
        id {id},
        kind {text} NOT NULL,
        name TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        accepted BIGINT NOT NULL,
        duplicates BIGINT NOT NULL,
        last_at BIGINT
    ){busy}",
    "CREATE TABLE refusals (
        source_id BIGINT NOT NULL,
        code {text} NOT NULL,
        count BIGINT NOT NULL,
        sample TEXT NOT NULL,
        last_at BIGINT NOT NULL,
        PRIMARY KEY (source_id, code)
    )",
    "CREATE TABLE keys (
        id {id},
        hash {bytes} NOT NULL UNIQUE,
        purpose {text} NOT NULL,
        source_id BIGINT,
        role {text},
        name TEXT NOT NULL,
        prefix TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        revoked_at BIGINT
    )",
    "CREATE TABLE settings (name {text} PRIMARY KEY, value TEXT NOT NULL)",
];

const FIRST_ROWS: [&str; 3] = [
    "WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 63)
    INSERT INTO partitions (id, owner, applied_seq, catalog_version)
    SELECT n, NULL, 0, 0 FROM numbers",
    "INSERT INTO sequences (name, next) VALUES ('contact', 1), ('owner', 0)",
    r#"INSERT INTO pipelines (id, document) VALUES ('sales', '{"id":"sales","name":"Sales","stages":[
        {"id":"new","name":"New","kind":"open"},
        {"id":"qualified","name":"Qualified","kind":"open"},
        {"id":"hot","name":"Hot","kind":"open"},
        {"id":"proposal","name":"Proposal","kind":"open"},
        {"id":"won","name":"Won","kind":"won"},
        {"id":"lost","name":"Lost","kind":"lost"},
        {"id":"disqualified","name":"Disqualified","kind":"lost"}
    ]}')"#,
];
