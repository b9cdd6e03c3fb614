//! Every statement that runs per batch, over the rows `v` that the dialects supply.
//!
//! `WHERE true` before ON CONFLICT is for SQLite's parser, which would take the ON for a join's;
//! CROSS JOIN is for its planner: `v` is few rows and comes first, whatever the other table has.

use crate::dialect::{Bulk, Kind, packed};

const INT: Kind = Kind::Int;
const TEXT: Kind = Kind::Text;
const BYTES: Kind = Kind::Bytes;

macro_rules! bulk {
    ($($(#[$doc:meta])* $name:ident: [$($column:ident $kind:ident),+], $body:expr;)+) => {
        $($(#[$doc])* pub(crate) static $name: Bulk =
            Bulk::new(&[$((stringify!($column), $kind)),+], $body);)+
    };
}

// Accepting.
bulk! {
    /// Answers those that are known. Nearly all are new, so that the answer is short; an insert
    /// that returned the new ones would send each of them back.
    DEDUPE_KNOWN: [hash BYTES], "SELECT d.hash FROM v CROSS JOIN dedupe d WHERE d.hash = v.hash";

    DEDUPE_INSERT: [hash BYTES, day INT], "INSERT INTO dedupe (hash, day) SELECT hash, day FROM v";

    /// Whose the identity numbered `n` is, and which kinds of identity that contact has.
    IDENTITIES_FIND: [n INT, kind TEXT, value TEXT],
        packed!("v.n", "i.contact_id",
            "CASE WHEN EXISTS (SELECT 1 FROM identities o \
            WHERE o.contact_id = i.contact_id AND o.kind = 'user_id') THEN 1 ELSE 0 END",
            "CASE WHEN EXISTS (SELECT 1 FROM identities o \
            WHERE o.contact_id = i.contact_id AND o.kind = 'email') THEN 1 ELSE 0 END";
            "v CROSS JOIN identities i WHERE i.kind = v.kind AND i.value = v.value");

    IDENTITIES_INSERT: [kind TEXT, value TEXT, contact_id INT],
        "INSERT INTO identities (kind, value, contact_id) SELECT kind, value, contact_id FROM v";

    IDENTITIES_MOVE: [winner INT, loser INT],
        "UPDATE identities SET contact_id = v.winner FROM v WHERE contact_id = v.loser";

    /// Which of these contacts exist, and what they have become part of. One that was accepted
    /// and not processed yet has no row of its own, but identities.
    CONTACTS_KNOWN: [id INT],
        "SELECT v.id, c.merged_into FROM v LEFT JOIN contacts c ON c.id = v.id \
        WHERE c.id IS NOT NULL OR EXISTS (SELECT 1 FROM identities i WHERE i.contact_id = v.id)";

    MERGES_INSERT: [winner INT, loser INT, accepted_at INT],
        "INSERT INTO merges (winner, loser, accepted_at) SELECT winner, loser, accepted_at FROM v";

    INBOX_INSERT: [contact_id INT, partition INT, input TEXT],
        "INSERT INTO inbox (contact_id, partition, input) SELECT contact_id, partition, input FROM v";

    PROPERTY_TYPES_INSERT: [name TEXT, type TEXT],
        "INSERT INTO property_types (name, type) SELECT name, type FROM v WHERE true \
        ON CONFLICT DO NOTHING";

    /// Makes those that are new, and locks them all: nobody else changes or reads them to join
    /// until this is committed.
    COMPANIES_LOCK: [key TEXT, at INT],
        "INSERT INTO companies (key, name, name_key, version, spread, properties, updated_at) \
        SELECT key, key, '', 0, 0, '{}', at FROM v WHERE true \
        ON CONFLICT (key) DO UPDATE SET key = excluded.key";

    COMPANIES_LOAD: [key TEXT],
        "SELECT o.id, o.key, o.version, o.properties FROM v CROSS JOIN companies o \
        WHERE o.key = v.key";

    COMPANIES_PUT: [id INT, name TEXT, name_key TEXT, version INT, properties TEXT, at INT],
        "UPDATE companies SET name = v.name, name_key = v.name_key, version = v.version, \
        properties = v.properties, updated_at = v.at FROM v WHERE companies.id = v.id";

    SOURCES_COUNT: [id INT, accepted INT, duplicates INT, last_at INT],
        "UPDATE sources SET accepted = sources.accepted + v.accepted, \
        duplicates = sources.duplicates + v.duplicates, last_at = v.last_at FROM v \
        WHERE sources.id = v.id";
}

bulk! {
    REFUSALS_COUNT: [source_id INT, code TEXT, count INT, sample TEXT, last_at INT],
        "INSERT INTO refusals (source_id, code, count, sample, last_at) \
        SELECT source_id, code, count, sample, last_at FROM v WHERE true \
        ON CONFLICT (source_id, code) DO UPDATE SET count = refusals.count + excluded.count, \
        sample = excluded.sample, last_at = excluded.last_at";
}

// Processing: what is taken.
bulk! {
    CONTACTS_LOAD: [id INT],
        packed!("c.id", "COALESCE(c.merged_into, 0)", "COALESCE(c.log_head, 0)", "c.state";
            "v CROSS JOIN contacts c WHERE c.id = v.id");

    INBOX_REROUTE: [winner INT, loser INT, partition INT],
        "UPDATE inbox SET contact_id = v.winner, partition = v.partition FROM v \
        WHERE contact_id = v.loser";

    INBOX_DELETE: [id INT],
        "DELETE FROM inbox WHERE id IN (SELECT id FROM v)";
}

// Processing: what is written.
bulk! {
    PARTITIONS_ADVANCE: [id INT, applied_seq INT, catalog_version INT],
        "UPDATE partitions SET applied_seq = v.applied_seq, catalog_version = v.catalog_version \
        FROM v WHERE partitions.id = v.id";

    EVENTS_INSERT: [position INT, previous INT, contact_id INT, event_id BYTES, source_id INT, name TEXT,
        occurred_at INT, applied_at INT, catalog_version INT, engine_version TEXT, input TEXT,
        facts TEXT],
        "INSERT INTO events (position, previous, contact_id, event_id, source_id, name, occurred_at, \
        applied_at, catalog_version, engine_version, input, facts) \
        SELECT position, previous, contact_id, event_id, source_id, name, occurred_at, \
        applied_at, catalog_version, engine_version, input, facts FROM v";

    /// A contact whose indexed columns stay as they are: SQLite would write all of their indexes
    /// again if the statement so much as named them.
    CONTACTS_TOUCH: [id INT, edit_version INT, seen_at INT, log_head INT, state TEXT],
        "UPDATE contacts SET edit_version = v.edit_version, seen_at = v.seen_at, \
        log_head = v.log_head, state = v.state FROM v WHERE contacts.id = v.id";

    CONTACTS_PUT: [id INT, partition INT, catalog_version INT, edit_version INT, email TEXT,
        user_id TEXT, name TEXT, name_key TEXT, stage TEXT, company INT, company_version INT,
        created_at INT, seen_at INT, log_head INT, merged_into INT, state TEXT],
        "INSERT INTO contacts (id, partition, catalog_version, edit_version, email, user_id, \
        name, name_key, stage, company, company_version, created_at, seen_at, log_head, \
        merged_into, state) \
        SELECT id, partition, catalog_version, edit_version, email, user_id, name, name_key, \
        stage, company, company_version, created_at, seen_at, log_head, merged_into, state \
        FROM v WHERE true \
        ON CONFLICT (id) DO UPDATE SET catalog_version = excluded.catalog_version, \
        edit_version = excluded.edit_version, email = excluded.email, user_id = excluded.user_id, \
        name = excluded.name, name_key = excluded.name_key, stage = excluded.stage, \
        company = excluded.company, company_version = excluded.company_version, \
        created_at = excluded.created_at, seen_at = excluded.seen_at, \
        log_head = excluded.log_head, merged_into = excluded.merged_into, state = excluded.state";

    WAKES_PUT: [contact_id INT, partition INT, at INT],
        "INSERT INTO wakes (contact_id, partition, at) SELECT contact_id, partition, at FROM v \
        WHERE true ON CONFLICT (contact_id) DO UPDATE SET at = excluded.at";

    WAKES_DELETE: [contact_id INT],
        "DELETE FROM wakes WHERE contact_id IN (SELECT contact_id FROM v)";

    SCORES_PUT: [contact_id INT, category TEXT, points INT],
        "INSERT INTO scores (contact_id, category, points) SELECT contact_id, category, points \
        FROM v WHERE true ON CONFLICT (contact_id, category) DO UPDATE SET points = excluded.points";

    TAGS_INSERT: [tag TEXT, contact_id INT],
        "INSERT INTO tags (tag, contact_id) SELECT tag, contact_id FROM v WHERE true \
        ON CONFLICT DO NOTHING";

    TAGS_DELETE: [tag TEXT, contact_id INT],
        "DELETE FROM tags WHERE (tag, contact_id) IN (SELECT tag, contact_id FROM v)";

    MEMBERS_PUT: [segment TEXT, contact_id INT, since INT],
        "INSERT INTO members (segment, contact_id, since) SELECT segment, contact_id, since FROM v \
        WHERE true ON CONFLICT (segment, contact_id) DO UPDATE SET since = excluded.since";

    MEMBERS_DELETE: [segment TEXT, contact_id INT],
        "DELETE FROM members WHERE (segment, contact_id) IN (SELECT segment, contact_id FROM v)";

    ENROLMENTS_PUT: [id INT, contact_id INT, flow TEXT, version INT, key TEXT, node TEXT,
        entered_at INT, since INT, due INT, ended_at INT, reason TEXT],
        "INSERT INTO enrolments (id, contact_id, flow, version, key, node, entered_at, since, due, \
        ended_at, reason) SELECT id, contact_id, flow, version, key, node, entered_at, since, due, \
        ended_at, reason FROM v WHERE true \
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, node = excluded.node, \
        since = excluded.since, due = excluded.due, ended_at = excluded.ended_at, reason = excluded.reason";

    /// What is NULL stays as it is.
    ENROLMENTS_END: [id INT, node TEXT, since INT, ended_at INT, reason TEXT],
        "UPDATE enrolments SET node = COALESCE(v.node, enrolments.node), \
        since = COALESCE(v.since, enrolments.since), due = NULL, ended_at = v.ended_at, \
        reason = v.reason FROM v WHERE enrolments.id = v.id";

    COUNTERS_ADD: [flow TEXT, version INT, day INT, node TEXT, port TEXT, partition INT, count INT],
        "INSERT INTO flow_counters (flow, version, day, node, port, partition, count) \
        SELECT flow, version, day, node, port, partition, count FROM v WHERE true \
        ON CONFLICT (flow, version, day, node, port, partition) \
        DO UPDATE SET count = flow_counters.count + excluded.count";

    DEALS_PUT: [id INT, contact_id INT, name TEXT, pipeline TEXT, stage TEXT, status TEXT,
        amount_minor INT, currency TEXT, created_at INT, moved_at INT],
        "INSERT INTO deals (id, contact_id, name, pipeline, stage, status, amount_minor, currency, \
        created_at, moved_at) SELECT id, contact_id, name, pipeline, stage, status, amount_minor, \
        currency, created_at, moved_at FROM v WHERE true ON CONFLICT (id) DO UPDATE SET \
        stage = excluded.stage, status = excluded.status, moved_at = excluded.moved_at";

    TASKS_INSERT: [id INT, contact_id INT, title TEXT, note TEXT, owner TEXT, due_at INT,
        status TEXT, created_at INT],
        "INSERT INTO tasks (id, contact_id, title, note, owner, due_at, status, created_at) \
        SELECT id, contact_id, title, note, owner, due_at, status, created_at FROM v WHERE true \
        ON CONFLICT DO NOTHING";

    TASKS_DONE: [id INT, done_at INT],
        "UPDATE tasks SET status = 'done', done_at = v.done_at FROM v WHERE tasks.id = v.id";

    OUTBOX_INSERT: [id BYTES, contact_id INT, due_at INT, effect TEXT],
        "INSERT INTO outbox (id, contact_id, due_at, attempts, fence, effect) \
        SELECT id, contact_id, due_at, 0, 0, effect FROM v WHERE true ON CONFLICT DO NOTHING";

    DEAD_LETTERS_INSERT: [kind TEXT, contact_id INT, at INT, reason TEXT, body TEXT],
        "INSERT INTO dead_letters (kind, contact_id, at, reason, body) \
        SELECT kind, contact_id, at, reason, body FROM v";
}

// Merging.
bulk! {
    MERGES_DELETE: [id INT], "DELETE FROM merges WHERE id IN (SELECT id FROM v)";

    /// Their ids begin with the contact's that they came from.
    ENROLMENTS_MOVE: [winner INT, first INT, last INT],
        "UPDATE enrolments SET contact_id = v.winner FROM v WHERE id BETWEEN v.first AND v.last";

    DEALS_MOVE: [winner INT, first INT, last INT],
        "UPDATE deals SET contact_id = v.winner FROM v WHERE id BETWEEN v.first AND v.last";

    TASKS_MOVE: [winner INT, first INT, last INT],
        "UPDATE tasks SET contact_id = v.winner FROM v WHERE id BETWEEN v.first AND v.last";

    SCORES_DROP: [contact_id INT],
        "DELETE FROM scores WHERE contact_id IN (SELECT contact_id FROM v)";

    TAGS_DROP: [contact_id INT],
        "DELETE FROM tags WHERE contact_id IN (SELECT contact_id FROM v)";

    MEMBERS_DROP: [contact_id INT],
        "DELETE FROM members WHERE contact_id IN (SELECT contact_id FROM v)";

    /// So that every tombstone leads to its contact in one step.
    TOMBSTONES_MOVE: [winner INT, loser INT],
        "UPDATE contacts SET merged_into = v.winner FROM v WHERE merged_into = v.loser";
}

// Deleting what is old.
bulk! {
    /// The present states of those contacts that have no baseline at this position or behind it.
    BASELINES_PUT: [contact_id INT, position INT, at INT],
        "INSERT INTO baselines (contact_id, position, at, state) \
        SELECT c.id, c.log_head, v.at, c.state FROM v CROSS JOIN contacts c \
        LEFT JOIN baselines b ON b.contact_id = c.id \
        WHERE c.id = v.contact_id AND (b.position IS NULL OR b.position < v.position) \
        ON CONFLICT (contact_id) DO UPDATE SET position = excluded.position, at = excluded.at, \
        state = excluded.state";

    COUNTER_BASELINES_ADD: [flow TEXT, version INT, day INT, node TEXT, port TEXT, count INT],
        "INSERT INTO counter_baselines (flow, version, day, node, port, count) \
        SELECT flow, version, day, node, port, count FROM v WHERE true \
        ON CONFLICT (flow, version, day, node, port) \
        DO UPDATE SET count = counter_baselines.count + excluded.count";

    EVENTS_DELETE: [position INT],
        "DELETE FROM events WHERE position IN (SELECT position FROM v)";

    PARTITIONS_SHORTEN: [id INT, deleted_seq INT],
        "UPDATE partitions SET deleted_seq = v.deleted_seq FROM v WHERE partitions.id = v.id";

    /// A number that never falls.
    SETTINGS_RAISE: [name TEXT, value TEXT],
        "INSERT INTO settings (name, value) SELECT name, value FROM v WHERE true \
        ON CONFLICT (name) DO UPDATE SET value = excluded.value \
        WHERE CAST(settings.value AS BIGINT) < CAST(excluded.value AS BIGINT)";

    DEDUPE_DELETE: [hash BYTES],
        "DELETE FROM dedupe WHERE hash IN (SELECT hash FROM v)";
}

// Lists.
bulk! {
    CONTACTS_ALIVE: [id INT],
        "SELECT c.id FROM v CROSS JOIN contacts c WHERE c.id = v.id AND c.merged_into IS NULL";

    COMPANY_CONTACTS: [id INT],
        "SELECT c.company, COUNT(*) FROM v CROSS JOIN contacts c WHERE c.company = v.id \
        GROUP BY c.company";

    CONTACT_NAMES: [id INT],
        "SELECT c.id, o.id, o.name FROM v CROSS JOIN contacts c \
        JOIN contacts o ON o.id = COALESCE(c.merged_into, c.id) WHERE c.id = v.id";
}

// Looking everything over.
bulk! {
    TOMBSTONES_OF: [id INT],
        "SELECT c.id FROM v CROSS JOIN contacts c WHERE c.merged_into = v.id";

    ENROLMENTS_OF: [first INT, last INT],
        "SELECT e.id, e.contact_id, e.flow, e.version, e.key, e.node, e.entered_at, e.since, \
        e.due, e.ended_at, e.reason FROM v CROSS JOIN enrolments e \
        WHERE e.id BETWEEN v.first AND v.last";
}

// Catalogs.
bulk! {
    FLOW_VERSIONS_LOAD: [flow TEXT, version INT],
        "SELECT f.flow, f.version, f.document FROM v CROSS JOIN flow_versions f \
        WHERE f.flow = v.flow AND f.version = v.version";

    SEGMENT_VERSIONS_LOAD: [segment TEXT, version INT],
        "SELECT s.segment, s.document FROM v CROSS JOIN segment_versions s \
        WHERE s.segment = v.segment AND s.version = v.version";

    MODEL_VERSIONS_LOAD: [model TEXT, version INT],
        "SELECT m.model, m.document FROM v CROSS JOIN scoring_model_versions m \
        WHERE m.model = v.model AND m.version = v.version";
}

// Effects.
bulk! {
    /// Answers those whose lease still held, with the contact that it concerns by now.
    OUTBOX_DELETE: [id BYTES, fence INT],
        "DELETE FROM outbox WHERE (id, fence) IN (SELECT id, fence FROM v) \
        RETURNING id, contact_id";

    /// What leaves for the first time, of each flow; of flows that have a fuse.
    FUSES_COUNT: [flow TEXT, hour INT, sent INT],
        "UPDATE fuses SET hour = v.hour, \
        sent = CASE WHEN fuses.hour = v.hour THEN fuses.sent ELSE 0 END + v.sent \
        FROM v WHERE fuses.flow = v.flow RETURNING fuses.flow, fuses.per_hour, fuses.sent, \
        fuses.blown_at";

    FUSES_BLOW: [flow TEXT, at INT],
        "UPDATE fuses SET blown_at = v.at FROM v WHERE fuses.flow = v.flow";

    OUTBOX_HOLD: [id BYTES, due_at INT, held_by TEXT],
        "UPDATE outbox SET due_at = v.due_at, held_by = v.held_by FROM v WHERE outbox.id = v.id";

    OUTBOX_RETRY: [id BYTES, fence INT, due_at INT, last_error TEXT],
        "UPDATE outbox SET due_at = v.due_at, attempts = outbox.attempts + 1, \
        last_error = v.last_error FROM v WHERE outbox.id = v.id AND outbox.fence = v.fence";

    /// A wake that is earlier than the one the contact has asked for.
    WAKES_HASTEN: [contact_id INT, partition INT, at INT],
        "INSERT INTO wakes (contact_id, partition, at) SELECT contact_id, partition, at FROM v \
        WHERE true ON CONFLICT (contact_id) DO UPDATE SET at = excluded.at \
        WHERE excluded.at < wakes.at";
}
