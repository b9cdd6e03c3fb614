//! `runnel key add`: a key without a screen, also while the server runs.

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};
use runnel_model::{Clock, Timestamp};
use runnel_store::{Database, KeyPurpose, SourceKind};

use super::rights::Rights;
use super::{begin, print};
use crate::settings::Flags;
use crate::{open, serve};

/// What can be done with keys.
#[derive(Subcommand)]
pub enum Command {
    /// Makes a key and prints it. It cannot be shown again: only its hash is stored.
    Add(Add),
}

/// A key to be made.
#[derive(Args)]
pub struct Add {
    /// What people call it.
    #[arg(long)]
    name: String,
    /// What it opens.
    #[arg(long, value_enum)]
    purpose: Purpose,
    /// Of a write key: who sends with it. A new source of this kind is made.
    #[arg(long, value_enum, default_value = "server")]
    kind: Kind,
    /// Of an API key: what its holder may do.
    #[arg(long, value_enum, default_value = "admin")]
    role: Rights,
    #[command(flatten)]
    settings: Flags,
}

#[derive(Clone, Copy, ValueEnum)]
enum Purpose {
    /// Sending events.
    Write,
    /// The API.
    Api,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// The customer's servers, which keep the key secret.
    Server,
    /// Web pages, where everybody can read the key.
    Browser,
}

impl Command {
    /// Does it.
    pub async fn run(self) -> Result<()> {
        let Self::Add(add) = self;
        let settings = begin(&add.settings)?;
        let database = open::visit(&settings).await?;
        let now = serve::clock().now();
        let purpose = add.purpose(&database, now).await?;
        let key = make(&database, &add.name, purpose, now).await?;
        database.close().await;
        print(&format!("{key}\n"))
    }
}

impl Add {
    async fn purpose(&self, database: &Database, now: Timestamp) -> Result<KeyPurpose> {
        let kind = match self.kind {
            Kind::Server => SourceKind::Server,
            Kind::Browser => SourceKind::Browser,
        };
        Ok(match self.purpose {
            Purpose::Write => KeyPurpose::Write(database.add_source(kind, &self.name, now).await?),
            Purpose::Api => KeyPurpose::Api(self.role.into()),
        })
    }
}

/// Makes a key, stores its hash, and answers it.
pub async fn make(
    database: &Database,
    name: &str,
    purpose: KeyPurpose,
    now: Timestamp,
) -> Result<String> {
    let fresh = runnel_api::keys::make(name, purpose)?;
    database.add_key(&fresh.stored, now).await?;
    Ok(fresh.text)
}
