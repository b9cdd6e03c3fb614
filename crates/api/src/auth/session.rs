//! Sessions of people, kept in a cookie that no script can read.
//!
//! The cookie is a random token of its own, new with every sign-in: nobody can have chosen it
//! before. What a change must carry along beside it is [`crate::token::csrf`].

use axum::http::{HeaderMap, HeaderValue, header};
use runnel_model::Timestamp;
use runnel_store::{Database, SessionRow, SessionsEnd, UserRow};

use crate::app::TeamSettings;
use crate::error::{Error, Result};
use crate::token;

const COOKIE: &str = "runnel_session";
/// How exact `last_seen_at` is: a page that asks ten times a second writes nothing each time.
const SEEN_EVERY_MS: i64 = 60_000;

/// The sessions.
#[derive(Clone)]
pub struct Sessions {
    database: Database,
    settings: TeamSettings,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who.
    pub user: UserRow,
    /// What the browser keeps.
    pub token: String,
}

impl Session {
    /// What the session is stored by.
    pub fn hash(&self) -> [u8; 32] {
        token::hash(&self.token)
    }
}

impl Sessions {
    /// The sessions of this database.
    pub const fn new(database: Database, settings: TeamSettings) -> Self {
        Self { database, settings }
    }

    /// Signs somebody in. A session that this browser had before is over.
    pub async fn begin(
        &self,
        user: UserRow,
        headers: &HeaderMap,
        now: Timestamp,
    ) -> Result<Session> {
        if let Some(before) = cookie(headers) {
            self.database.end_session(&token::hash(before)).await?;
        }
        let token = token::fresh().map_err(Error::internal)?;
        self.database.begin_session(&token::hash(&token), user.id, self.end(now), now).await?;
        Ok(Session { user, token })
    }

    /// Who is signed in with these headers.
    pub async fn find(&self, headers: &HeaderMap, now: Timestamp) -> Result<Option<Session>> {
        let Some(token) = cookie(headers) else { return Ok(None) };
        let hash = token::hash(token);
        let Some(row) = self.open(&hash, now).await? else { return Ok(None) };
        if now - row.seen_at >= SEEN_EVERY_MS {
            self.database.note_seen(&hash, row.user.id, now).await?;
        }
        Ok(Some(Session { user: row.user, token: token.to_owned() }))
    }

    /// The session of this hash unless it is over; asking does not prolong it.
    pub async fn open(&self, hash: &[u8; 32], now: Timestamp) -> Result<Option<SessionRow>> {
        let found = self.database.session(hash).await?;
        Ok(found.filter(|row| !row.is_over(self.end(now))))
    }

    /// The header that hands out a session.
    pub fn hand_out(&self, session: &Session) -> HeaderValue {
        let seconds = self.settings.session.as_ms() / 1_000;
        self.header(&session.token, seconds)
    }

    /// The header that takes it back.
    pub fn take_back(&self) -> HeaderValue {
        self.header("", 0)
    }

    fn header(&self, token: &str, seconds: i64) -> HeaderValue {
        let secure = if self.settings.public_url.starts_with("https:") { "; Secure" } else { "" };
        let text = format!(
            "{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
        );
        HeaderValue::try_from(text).expect("a token is letters and digits")
    }

    fn end(&self, now: Timestamp) -> SessionsEnd {
        SessionsEnd {
            begun_by: now - self.settings.session,
            unused_since: now - self.settings.session_idle,
        }
    }
}

/// The token in the cookie.
fn cookie(headers: &HeaderMap) -> Option<&str> {
    let values = headers.get_all(header::COOKIE).into_iter();
    let pairs = values.filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
    let mut tokens = pairs.filter_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='));
    tokens.find(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cookies: &[&str], expect: Option<&str>) {
        let mut headers = HeaderMap::new();
        for one in cookies {
            headers.append(header::COOKIE, HeaderValue::from_str(one).unwrap());
        }
        assert_eq!(cookie(&headers), expect, "{cookies:?}");
    }

    #[test]
    fn the_session_is_found_among_other_cookies() {
        check(&["runnel_session=abc"], Some("abc"));
        check(&["theme=dark; runnel_session=abc; a=b"], Some("abc"));
        check(&["theme=dark", "runnel_session=abc"], Some("abc"));
        check(&["xrunnel_session=abc"], None);
        check(&["runnel_session_old=abc"], None);
        check(&["runnel_session="], None);
        check(&[], None);
    }
}
