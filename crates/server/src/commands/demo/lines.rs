//! What the demo prints: where it is, what opens it, and three lines that show what it does.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use runnel_connect::webhook;
use runnel_model::{Contact, DealStatus, SourceId};
use runnel_store::{Database, DealQuery};

use crate::open;
use crate::settings::Settings;

/// What the lines speak of.
pub struct Shown {
    /// Opens the API.
    pub api_key: String,
    /// Takes events.
    pub write_key: String,
    /// Where Calendly's webhooks go.
    pub calendly: SourceId,
    /// What Calendly signs with.
    pub signing_key: String,
    /// Who is about to cancel a meeting.
    pub contact: Contact,
}

/// The key that Calendly would sign with.
pub fn signing_key(settings: &Settings, source: SourceId) -> Result<String> {
    let master = open::master_key(settings)?;
    Ok(webhook::derive_calendly_key(master.bytes(), source))
}

/// Of those with an open deal and an address, the one with the most points.
pub async fn somebody_with_a_deal(database: &Database) -> Result<Contact> {
    let open = DealQuery { status: Some(DealStatus::Open), limit: 1_000, ..DealQuery::default() };
    let mut hottest: Option<Contact> = None;
    for deal in database.deals(&open).await?.items {
        let Some(contact) = database.contact(deal.contact).await? else { continue };
        let score = hottest.as_ref().map_or(i64::MIN, |known| known.score(None));
        if contact.email.is_some() && contact.score(None) > score {
            hottest = Some(contact);
        }
    }
    hottest.context("every deal of the demo is closed; remove its folder to begin anew")
}

impl Shown {
    /// The text. Each of the lines can be pasted into a shell as it is.
    pub fn text(&self, address: SocketAddr, welcome: Option<&str>) -> String {
        let Self { api_key, write_key, contact, .. } = self;
        let (id, name) = (contact.id, contact.display_name());
        let api = format!("http://{address}/api/v1/contacts/{id}");
        let authorization = format!("-H 'Authorization: Bearer {api_key}'");
        let cancel = self.cancel(address);
        let welcome = welcome.map(|text| format!("\n{text}")).unwrap_or_default();
        format!(
            "{welcome}
API key    {api_key}
Write key  {write_key}   (for client libraries; host http://{address})
API docs   http://{address}/api/docs

{name} has an open deal. How hot is this lead?
  curl -s {authorization} {api} | grep -o '\"score\":[-0-9]*'

{name} cancels the meeting; Calendly says so, signed with the key it was given.
  {cancel}

The score has fallen by 10 and the deal is lost. Its latest points: when, why, by which flow, step and event.
  curl -s {authorization} '{api}/receipt?limit=3'

Ctrl-C stops the demo; the next start has the same data and new keys.
"
        )
    }

    fn cancel(&self, address: SocketAddr) -> String {
        let Self { calendly, signing_key, contact, .. } = self;
        let body = quoted(&cancellation(contact));
        format!(
            "B={body}; T=$(date +%s); curl -s -w '%{{http_code}}\\n' http://{address}/hooks/calendly/{calendly} \
             -H \"Calendly-Webhook-Signature: t=$T,v1=$(printf %s \"$T.$B\" | openssl dgst -sha256 -hmac {signing_key} | sed 's/.* //')\" \
             -d \"$B\""
        )
    }
}

/// As a shell reads it: one word, nothing in it expanded.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// As short as Calendly's may be.
fn cancellation(contact: &Contact) -> String {
    let email = contact.email.as_ref().map(ToString::to_string).unwrap_or_default();
    serde_json::json!({
        "event": "invitee.canceled",
        "payload": {
            "uri": format!("https://api.calendly.com/scheduled_events/demo/invitees/{}-{}", contact.id, contact.now.as_ms()),
            "email": email,
            "status": "canceled",
            "rescheduled": false,
            "cancellation": { "canceled_by": contact.display_name(), "reason": "No budget", "canceler_type": "invitee" },
        },
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use runnel_model::{ContactId, EmailAddress, Timestamp};

    use super::*;

    #[test]
    fn a_name_with_an_apostrophe_stays_one_word() {
        assert_eq!(quoted("it's"), r"'it'\''s'");
        let mut contact = Contact::new(ContactId(7), Timestamp::from_ms(1));
        contact.email = Some(EmailAddress::parse("o'neill@example.com").unwrap());
        let shown = Shown {
            api_key: "rk_1".into(),
            write_key: "wk_1".into(),
            calendly: SourceId(2),
            signing_key: "abc".into(),
            contact,
        };
        let text = shown.text(SocketAddr::from(([127, 0, 0, 1], 8700)), None);
        assert!(text.contains(r#""email":"o'\''neill@example.com""#), "{text}");
        assert_eq!(text.matches("curl -s").count(), 3);
    }
}
