//! One-time links, as they are handed to people: `PUBLIC_URL/join#TOKEN`.
//!
//! The token stands behind the `#`, which browsers keep to themselves: it gets into no log of a
//! server or proxy, and into no `Referer`.

use runnel_model::{EmailAddress, Span, Timestamp};
use runnel_store::{Database, LinkKind, NewLink, NewUser, Role, UserRow};

use crate::error::{Error, Result};
use crate::token;

/// Makes links.
pub struct Links<'a> {
    /// Where they are stored.
    pub database: &'a Database,
    /// Where people find Runnel.
    pub public_url: &'a str,
    /// How long they can be used.
    pub lasting: Span,
}

impl Links<'_> {
    /// The link that makes the first user; none if there is somebody already. A link like this
    /// that was made before is void.
    pub async fn set_up(&self, now: Timestamp) -> Result<Option<String>> {
        if self.database.has_users().await? {
            return Ok(None);
        }
        self.make(LinkKind::Setup, None, now).await.map(Some)
    }

    /// Invites somebody, and answers their id and their link.
    pub async fn invite(
        &self,
        email: EmailAddress,
        role: Role,
        now: Timestamp,
    ) -> Result<(i64, String)> {
        let taken = || Error::conflict("user_exists", format!("there is a user {email} already"));
        let user = NewUser { email: email.clone(), role };
        let id = self.database.add_user(&user, now).await?.ok_or_else(taken)?;
        Ok((id, self.make(LinkKind::Invitation, Some(id), now).await?))
    }

    /// A new link for a user: to join, or to choose a new password. Older ones are void.
    pub async fn renew(&self, user: &UserRow, now: Timestamp) -> Result<String> {
        let kind = if user.joined { LinkKind::Reset } else { LinkKind::Invitation };
        self.make(kind, Some(user.id), now).await
    }

    async fn make(&self, kind: LinkKind, user: Option<i64>, now: Timestamp) -> Result<String> {
        let token = token::fresh().map_err(Error::internal)?;
        let expires_at = now + self.lasting;
        let link = NewLink { hash: token::hash(&token), kind, user, expires_at };
        self.database.add_link(&link, now).await?;
        Ok(format!("{}/join#{token}", self.public_url))
    }
}
