//! Who asks, and whether they may.
//!
//! A permission is an extractor: `Allowed<EditFlows>` among a handler's arguments is the check.
//! A test walks over every route of the OpenAPI document, so one that forgets it does not pass.

mod caller;
mod key_ring;
mod password;
mod session;
mod throttle;

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use runnel_store::Role;

use crate::app::App;
use crate::audit::Deed;
use crate::error::{Error, Result};

pub use caller::{Caller, address, demand_own_page};
pub use key_ring::{Holder, KeyRing};
pub use password::Passwords;
pub use session::{Session, Sessions};
pub use throttle::Throttle;

/// Something that not everybody may do.
pub trait Permission: Send + Sync + 'static {
    /// What it is, as in "the role viewer may not …".
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
    /// Look at everything but what is administered.
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
    /// Users, keys, sources, dead letters.
    Administer, "administer", []
);

/// A caller who may do `P`.
pub struct Allowed<P> {
    /// What people call them or their key: shown as who did it.
    pub by: String,
    /// Who they are.
    pub caller: Caller,
    permission: PhantomData<P>,
}

/// A person, not a key: for what only people have.
pub struct SignedIn(pub Session);

impl<P: Permission> FromRequestParts<App> for Allowed<P> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let caller = Caller::of(parts, app).await?;
        let role = caller.role();
        if role != Role::Admin && !P::ROLES.contains(&role) {
            let message = format!("the role {} may not {}", role.as_str(), P::TO);
            return Err(Error::refused(StatusCode::FORBIDDEN, "forbidden", message));
        }
        Deed::by(&parts.extensions, caller.actor());
        Ok(Self { by: caller.name().to_owned(), caller, permission: PhantomData })
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let caller = Caller::of(parts, app).await?;
        let actor = caller.actor();
        let Caller::Person(session) = caller else {
            let message = "this is for people who are signed in; a key has no session";
            return Err(Error::refused(StatusCode::FORBIDDEN, "forbidden", message));
        };
        Deed::by(&parts.extensions, actor);
        Ok(Self(session))
    }
}
