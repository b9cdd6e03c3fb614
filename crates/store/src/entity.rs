//! The tables as sea-orm entities, for what is not read or written per event.
//!
//! No relations are declared: the few joins there are say what they join by.

macro_rules! entity {
    ($(#[$doc:meta])* $module:ident, $table:literal: $($(#[$attribute:meta])* $field:ident $type:ty),+) => {
        $(#[$doc])*
        pub(crate) mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                $($(#[$attribute])* pub $field: $type),+
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

entity!(contacts, "contacts":
    #[sea_orm(primary_key, auto_increment = false)] id i64,
    email Option<String>, user_id Option<String>, name String, name_key String,
    stage Option<String>, company Option<i64>, edit_version i64, created_at i64, seen_at i64,
    merged_into Option<i64>, state String);
entity!(companies, "companies":
    #[sea_orm(primary_key)] id i64,
    key String, name String, name_key String, version i64, properties String, updated_at i64);
entity!(scores, "scores":
    #[sea_orm(primary_key, auto_increment = false)] contact_id i64,
    #[sea_orm(primary_key, auto_increment = false)] category String,
    points i64);
entity!(tags, "tags":
    #[sea_orm(primary_key, auto_increment = false)] tag String,
    #[sea_orm(primary_key, auto_increment = false)] contact_id i64);
entity!(members, "members":
    #[sea_orm(primary_key, auto_increment = false)] segment String,
    #[sea_orm(primary_key, auto_increment = false)] contact_id i64,
    since i64);
entity!(wakes, "wakes":
    #[sea_orm(primary_key, auto_increment = false)] contact_id i64,
    at i64);
entity!(enrolments, "enrolments":
    #[sea_orm(primary_key, auto_increment = false)] id i64,
    contact_id i64, flow String, version i64, key Option<String>, node String, entered_at i64,
    since i64, due Option<i64>, ended_at Option<i64>, reason Option<String>);
entity!(deals, "deals":
    #[sea_orm(primary_key, auto_increment = false)] id i64,
    contact_id i64, name String, pipeline String, stage String, status String,
    amount_minor Option<i64>, currency Option<String>, created_at i64, moved_at i64);
entity!(tasks, "tasks":
    #[sea_orm(primary_key, auto_increment = false)] id i64,
    contact_id i64, title String, note String, owner Option<String>, due_at Option<i64>,
    status String, created_at i64, done_at Option<i64>);
entity!(dead_letters, "dead_letters":
    #[sea_orm(primary_key)] id i64,
    kind String, contact_id i64, at i64, reason String, body String);
entity!(catalog_versions, "catalog_versions":
    #[sea_orm(primary_key, auto_increment = false)] version i64,
    sweep i64, published_at i64, refs String);
entity!(flows, "flows":
    #[sea_orm(primary_key, auto_increment = false)] id String,
    name String, draft String, draft_version i64, state String, current_version Option<i64>,
    created_at i64, updated_at i64, updated_by Option<String>);
entity!(flow_versions, "flow_versions":
    #[sea_orm(primary_key, auto_increment = false)] flow String,
    #[sea_orm(primary_key, auto_increment = false)] version i64,
    document String, published_at i64, published_by Option<String>);
entity!(segments, "segments":
    #[sea_orm(primary_key, auto_increment = false)] id String,
    name String, current_version i64, deleted bool, updated_at i64);
entity!(segment_versions, "segment_versions":
    #[sea_orm(primary_key, auto_increment = false)] segment String,
    #[sea_orm(primary_key, auto_increment = false)] version i64,
    document String);
entity!(scoring_models, "scoring_models":
    #[sea_orm(primary_key, auto_increment = false)] id String,
    name String, current_version i64, deleted bool, updated_at i64);
entity!(scoring_model_versions, "scoring_model_versions":
    #[sea_orm(primary_key, auto_increment = false)] model String,
    #[sea_orm(primary_key, auto_increment = false)] version i64,
    document String);
entity!(pipelines, "pipelines":
    #[sea_orm(primary_key, auto_increment = false)] id String,
    document String);
entity!(preparations, "preparations":
    #[sea_orm(primary_key)] id i64,
    kind String, subject String, change String, catalog_version Option<i64>, started_at i64,
    problem Option<String>);
entity!(property_types, "property_types":
    #[sea_orm(primary_key, auto_increment = false)] name String,
    r#type String);
entity!(sources, "sources":
    #[sea_orm(primary_key)] id i64,
    kind String, name String, created_at i64, accepted i64, duplicates i64,
    last_at Option<i64>);
entity!(refusals, "refusals":
    #[sea_orm(primary_key, auto_increment = false)] source_id i64,
    #[sea_orm(primary_key, auto_increment = false)] code String,
    count i64, sample String, last_at i64);
entity!(keys, "keys":
    #[sea_orm(primary_key)] id i64,
    hash Vec<u8>, purpose String, source_id Option<i64>, role Option<String>, name String,
    prefix String, created_at i64, revoked_at Option<i64>);
entity!(settings, "settings":
    #[sea_orm(primary_key, auto_increment = false)] name String,
    value String);
entity!(users, "users":
    #[sea_orm(primary_key)] id i64,
    email String, name String, role String, password Option<String>, settings String,
    created_at i64, seen_at Option<i64>, disabled bool);
entity!(sessions, "sessions":
    #[sea_orm(primary_key, auto_increment = false)] hash Vec<u8>,
    user_id i64, created_at i64, seen_at i64);
entity!(links, "links":
    #[sea_orm(primary_key, auto_increment = false)] hash Vec<u8>,
    kind String, user_id Option<i64>, expires_at i64);
entity!(audit, "audit":
    #[sea_orm(primary_key)] id i64,
    at i64, by_kind String, by_id Option<String>, by_name String, verb String,
    subject_kind Option<String>, subject_id Option<String>, subject_name Option<String>,
    details Option<String>);
