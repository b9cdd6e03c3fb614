//! `runnel user`: inviting people without a screen, also while the server runs.

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use runnel_api::links::Links;
use runnel_model::{Clock, EmailAddress, Timestamp};
use runnel_store::{Actor, AuditEntry, Database, Subject, UserRow};
use serde_json::json;

use super::rights::Rights;
use super::{begin, print};
use crate::settings::{Flags, Settings};
use crate::{open, serve};

/// What can be done with users.
#[derive(Subcommand)]
pub enum Command {
    /// Invites somebody, and prints the link to give to them. Of somebody who is a user already it
    /// prints a new link, to join or to choose a new password.
    Add(Add),
    /// Prints everybody: address, role, and whether they have joined.
    List(Flags),
}

/// Somebody to be invited.
#[derive(Args)]
pub struct Add {
    /// Their address.
    email: String,
    /// What they may do. Of somebody who is a user already it stays as it is.
    #[arg(long, value_enum, default_value = "viewer")]
    role: Rights,
    #[command(flatten)]
    settings: Flags,
}

impl Command {
    /// Does it.
    pub async fn run(self) -> Result<()> {
        match self {
            Self::Add(add) => add.run().await,
            Self::List(flags) => list(&flags).await,
        }
    }
}

impl Add {
    async fn run(self) -> Result<()> {
        let email = EmailAddress::parse(&self.email)?;
        let settings = begin(&self.settings)?;
        let database = open::visit(&settings).await?;
        let link = self.link(&settings, &database, email, serve::clock().now()).await?;
        database.close().await;
        print(&format!("{link}\n"))
    }

    async fn link(
        &self,
        settings: &Settings,
        database: &Database,
        email: EmailAddress,
        now: Timestamp,
    ) -> Result<String> {
        let team = serve::team(settings, settings.listen);
        let links = Links { database, public_url: &team.public_url, lasting: team.link };
        let known = database.users().await?.into_iter().find(|user| user.email == email);
        let (id, verb, link) = match &known {
            Some(user) => (user.id, "user.link_made", links.renew(user, now).await?),
            None => {
                let (id, link) = links.invite(email, self.role.into(), now).await?;
                (id, "user.invited", link)
            }
        };
        let user = database.user(id).await?.context("the user has just been there")?;
        database.note_audit(entry(&user, verb, now)).await?;
        Ok(link)
    }
}

fn entry(user: &UserRow, verb: &str, at: Timestamp) -> AuditEntry {
    let subject = Subject {
        kind: "user".into(),
        id: format!("usr_{}", user.id),
        name: Some(user.name.clone()),
    };
    AuditEntry {
        at,
        by: Actor::command_line(),
        verb: verb.into(),
        subject: Some(subject),
        details: json!({ "role": user.role.as_str() }),
    }
}

async fn list(flags: &Flags) -> Result<()> {
    let database = open::visit(&begin(flags)?).await?;
    let users = database.users().await?;
    database.close().await;
    print(&users.iter().map(line).collect::<String>())
}

fn line(user: &UserRow) -> String {
    let state = match (user.disabled, user.joined) {
        (true, _) => "kept out",
        (false, true) => "joined",
        (false, false) => "invited",
    };
    format!("{}\t{}\t{state}\n", user.email, user.role.as_str())
}
