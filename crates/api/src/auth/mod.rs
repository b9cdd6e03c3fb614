//! Who asks, and whether they may.
//!
//! A permission is an extractor: `Allowed<EditFlows>` among a handler's arguments is the check.
//! A test walks over every route of the OpenAPI document, so one that forgets it does not pass.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use runnel_model::SourceId;
use runnel_store::{Database, KeyPurpose, KeyRow, Role, SourceKind};

use crate::app::App;
use crate::error::{Error, Result};
use crate::keys;

/// How long a key is remembered: a key revoked by another process works at most this much longer.
const REMEMBERED: Duration = Duration::from_secs(5);
/// How many keys are remembered.
const REMEMBERED_MAX: usize = 1_000;

/// Something that not every key may do.
pub trait Permission: Send + Sync + 'static {
    /// What it is, as in "this key may not …".
    const TO: &'static str;
    /// Who may, besides an admin.
    const ROLES: &'static [Role];
}

macro_rules! permission {
    ($(#[$doc:meta])* $name:ident, $to:literal, [$($role:ident),*]) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Permission for $name {
            const TO: &'static str = $to;
            const ROLES: &'static [Role] = &[$(Role::$role),*];
        }
    };
}

permission!(
    /// Look at everything but keys.
    Read, "read", [Viewer, Sales, Marketer]
);
permission!(
    /// Write flows and segments.
    EditFlows, "change flows and segments", [Marketer]
);
permission!(
    /// Create contacts, change their properties, tags and stages.
    EditContacts, "change contacts", [Marketer]
);
permission!(
    /// Give and take points by hand.
    AdjustScores, "change scores", [Marketer, Sales]
);
permission!(
    /// Create and move deals, complete tasks.
    Sell, "work with deals and tasks", [Sales]
);
permission!(
    /// Keys, sources, dead letters.
    Administer, "administer", []
);

/// A caller who may do `P`.
pub struct Allowed<P> {
    /// What people call its key: shown as who did it.
    pub by: String,
    permission: PhantomData<P>,
}

impl<P: Permission> FromRequestParts<App> for Allowed<P> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let key = bearer(&parts.headers).ok_or_else(Error::unauthorised)?;
        let holder = app.keys.holder(key).await?.ok_or_else(Error::unauthorised)?;
        let Holder::Api { name, role } = holder else { return Err(Error::unauthorised()) };
        if role != Role::Admin && !P::ROLES.contains(&role) {
            let message = format!("a key of the role {} may not {}", role_name(role), P::TO);
            return Err(Error::refused(StatusCode::FORBIDDEN, "forbidden", message));
        }
        Ok(Self { by: name, permission: PhantomData })
    }
}

/// The key of `Authorization: Bearer rk_…`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = value.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim()).filter(|key| !key.is_empty())
}

/// A role as it is written.
pub const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Viewer => "viewer",
        Role::Sales => "sales",
        Role::Marketer => "marketer",
        Role::Admin => "admin",
    }
}

/// Who holds a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Somebody who uses the API.
    Api {
        /// What people call the key.
        name: String,
        /// What it may do.
        role: Role,
    },
    /// A source that sends events.
    Source {
        /// Which.
        id: SourceId,
        /// What kind.
        kind: SourceKind,
    },
}

/// The keys, remembered for a few seconds: tracking asks for the same one over and over.
pub struct KeyRing {
    database: Database,
    remembered: Mutex<HashMap<[u8; 32], (Holder, Instant)>>,
}

impl KeyRing {
    /// Remembers nothing yet.
    pub fn new(database: Database) -> Self {
        Self { database, remembered: Mutex::default() }
    }

    /// Who holds this key; `None` if nobody does.
    pub async fn holder(&self, key: &str) -> Result<Option<Holder>> {
        let hash = keys::hash(key);
        if let Some(holder) = self.recall(&hash) {
            return Ok(Some(holder));
        }
        let Some(row) = self.database.find_key(&hash).await? else { return Ok(None) };
        let holder = self.identify(row).await?;
        if let Some(holder) = &holder {
            self.remember(hash, holder.clone());
        }
        Ok(holder)
    }

    /// To be called when a key was revoked.
    pub fn forget(&self) {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    async fn identify(&self, row: KeyRow) -> Result<Option<Holder>> {
        match row.purpose {
            KeyPurpose::Api(role) => Ok(Some(Holder::Api { name: row.name, role })),
            KeyPurpose::Write(id) => {
                let source = self.database.source(id).await?;
                Ok(source.map(|source| Holder::Source { id, kind: source.kind }))
            }
        }
    }

    fn recall(&self, hash: &[u8; 32]) -> Option<Holder> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let (holder, since) = remembered.get(hash)?;
        (since.elapsed() < REMEMBERED).then(|| holder.clone())
    }

    fn remember(&self, hash: [u8; 32], holder: Holder) {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= REMEMBERED_MAX {
            remembered.clear();
        }
        remembered.insert(hash, (holder, Instant::now()));
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn check(header: &str, expect: Option<&str>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_str(header).unwrap());
        assert_eq!(bearer(&headers), expect, "{header}");
    }

    #[test]
    fn only_bearer_keys_open_the_api() {
        check("Bearer rk_1", Some("rk_1"));
        check("bearer  rk_1 ", Some("rk_1"));
        check("Basic cmtfMTo=", None);
        check("Bearer ", None);
        check("rk_1", None);
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}
