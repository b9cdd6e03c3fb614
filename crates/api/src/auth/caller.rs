//! Who asks: the holder of a key of the API, or a person who is signed in.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use runnel_store::{Actor, Role};
use subtle::ConstantTimeEq;

use super::key_ring::Holder;
use super::session::Session;
use crate::app::App;
use crate::error::{Error, Result};
use crate::ids::{KeyId, UserId};
use crate::token;

const CSRF: &str = "x-csrf-token";

/// Who asks.
#[derive(Clone, Debug)]
pub enum Caller {
    /// The holder of a key.
    Key {
        /// SHA-256 of the key.
        hash: [u8; 32],
        /// The key's id.
        id: i64,
        /// What people call the key.
        name: String,
        /// What it may do.
        role: Role,
    },
    /// A person.
    Person(Session),
}

impl Caller {
    /// Who sent this request. A key is what counts if there is one.
    pub async fn of(parts: &Parts, app: &App) -> Result<Self> {
        if parts.headers.contains_key(header::AUTHORIZATION) {
            let key = bearer(&parts.headers).ok_or_else(Error::unauthorised)?;
            return Self::by_key(token::hash(key), app).await;
        }
        let session = app.sessions.find(&parts.headers, app.engine.now()).await?;
        let session = session.ok_or_else(Error::unauthorised)?;
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            demand_csrf(&parts.headers, &session)?;
        }
        Ok(Self::Person(session))
    }

    async fn by_key(hash: [u8; 32], app: &App) -> Result<Self> {
        match app.keys.holder(hash).await? {
            Some(Holder::Api { id, name, role }) => Ok(Self::Key { hash, id, name, role }),
            Some(Holder::Source { .. }) | None => Err(Error::unauthorised()),
        }
    }

    /// Whether they could still ask, with the same key or session.
    pub async fn is_still_let_in(&self, app: &App) -> Result<bool> {
        match self {
            Self::Key { hash, .. } => {
                Ok(matches!(app.keys.holder(*hash).await?, Some(Holder::Api { .. })))
            }
            Self::Person(session) => {
                let open = app.sessions.open(&session.hash(), app.engine.now()).await?;
                Ok(open.is_some())
            }
        }
    }

    /// What they may do.
    pub const fn role(&self) -> Role {
        match self {
            Self::Key { role, .. } => *role,
            Self::Person(session) => session.user.role,
        }
    }

    /// What people call them.
    pub fn name(&self) -> &str {
        match self {
            Self::Key { name, .. } => name,
            Self::Person(session) => &session.user.name,
        }
    }

    /// As they stand in the audit log.
    pub fn actor(&self) -> Actor {
        let (kind, id) = match self {
            Self::Key { id, .. } => ("key", KeyId(*id).to_string()),
            Self::Person(session) => ("user", UserId(session.user.id).to_string()),
        };
        Actor { kind: kind.into(), id: Some(id), name: self.name().to_owned() }
    }
}

/// The key of `Authorization: Bearer rk_…`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = value.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim()).filter(|key| !key.is_empty())
}

/// A cookie comes along by itself, also when another site sends its visitors here; this does not.
fn demand_csrf(headers: &HeaderMap, session: &Session) -> Result<()> {
    let sent = headers.get(CSRF).map_or(&[][..], |value| value.as_bytes());
    if bool::from(token::csrf(&session.token).as_bytes().ct_eq(sent)) {
        return Ok(());
    }
    let message =
        "a change by a session needs the header X-CSRF-Token; GET /api/v1/session says it";
    Err(Error::refused(StatusCode::FORBIDDEN, "csrf", message))
}

/// Signing in gives a cookie where there was none, so no token can be demanded. A page of another
/// site must not do it all the same: its visitors would go on in somebody else's name.
pub fn demand_own_page(parts: &Parts, app: &App) -> Result<()> {
    let Some(origin) = parts.headers.get(header::ORIGIN) else { return Ok(()) };
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let origin = origin.to_str().unwrap_or_default();
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    if origin == app.limits.team.public_url || (host.is_some() && authority == host) {
        return Ok(());
    }
    Err(Error::refused(StatusCode::FORBIDDEN, "csrf", "sign in on Runnel's own page"))
}

/// Where the request comes from. Behind a proxy that is what the proxy says: the last address of
/// the list, since those before it are whatever the client has sent.
pub fn address(parts: &Parts, app: &App) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    if app.limits.team.behind_proxy { forwarded(&parts.headers).unwrap_or(peer) } else { peer }
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").into_iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
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

    #[test]
    fn of_a_list_of_addresses_only_the_last_one_is_the_proxys_own_word() {
        let mut headers = HeaderMap::new();
        assert_eq!(forwarded(&headers), None);
        headers.append("x-forwarded-for", HeaderValue::from_static("6.6.6.6, 10.0.0.7"));
        assert_eq!(forwarded(&headers), Some(IpAddr::from([10, 0, 0, 7])));
        headers.append("x-forwarded-for", HeaderValue::from_static("2001:db8::1"));
        assert_eq!(forwarded(&headers), "2001:db8::1".parse().ok());
        headers.append("x-forwarded-for", HeaderValue::from_static("unknown"));
        assert_eq!(forwarded(&headers), None);
    }
}
