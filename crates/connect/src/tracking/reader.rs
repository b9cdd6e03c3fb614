//! One item: who, when, and which of the kinds it is. What it tells is in `event` and `traits`.

use runnel_model::{
    AnonymousId, CompanyKey, Event, EventName, IdentityKeys, InputBody, ParseError, Timestamp,
    ToldCompany, Trust, UserId,
};
use serde_json::value::RawValue;

use super::{Kind, Limits, event, traits};
use crate::json::{self, Members};
use crate::{Item, Refused, clean, time};

/// What holds for all items of a request, and what was refused so far.
pub(super) struct Reader<'a> {
    pub trust: Trust,
    pub received_at: Timestamp,
    pub sent_at_ms: Option<i64>,
    pub context: Members<'a>,
    pub limits: Limits,
    pub refused: Vec<Refused>,
}

impl Reader<'_> {
    /// Reads one item; absent if there is nothing to do about it. With the item comes the time by
    /// which it is ordered among others, which unlike its own may lie in the future.
    pub(super) fn item(
        &mut self,
        raw: &str,
        kind: Option<Kind>,
    ) -> Result<Option<(i64, Item)>, Refused> {
        if raw.len() > self.limits.event_bytes_max {
            let message = format!("an item has at most {} bytes", self.limits.event_bytes_max);
            return Err(Refused::new("too_large", message, raw));
        }
        let clean = clean::clean(raw, self.limits.depth_max).ok_or_else(|| {
            let message = format!("an item is nested at most {} deep", self.limits.depth_max);
            Refused::new("too_deep", message, raw)
        })?;
        let members = Members::read(&clean)
            .ok_or_else(|| Refused::new("not_an_object", "an item is a JSON object", raw))?;
        let kind = kind.map_or_else(|| kind_of(&members, raw), Ok)?;
        let fields = Fields { members: &members, raw };
        let mut keys = fields.keys()?;
        let Some(body) = self.body(kind, &fields, &mut keys)? else { return Ok(None) };
        let company = if kind == Kind::Group { Some(self.company(&fields)?) } else { None };
        let at_ms = self.time(&fields);
        let occurred_at = Timestamp::from_ms(at_ms).min(self.received_at);
        let message_id = fields.text("messageId")?.map(String::from);
        Ok(Some((at_ms, Item { keys, message_id, occurred_at, company, body })))
    }

    fn body(
        &mut self,
        kind: Kind,
        fields: &Fields,
        keys: &mut IdentityKeys,
    ) -> Result<Option<InputBody>, Refused> {
        let name = match kind {
            Kind::Identify => return Ok(Some(self.identify(fields, keys))),
            Kind::Alias => return alias(fields, keys),
            Kind::Track => {
                let name = fields.text("event")?;
                let name =
                    name.ok_or_else(|| fields.refuse("missing_event", "`track` needs `event`"))?;
                EventName::custom(&name)
                    .map_err(|error| Refused::because("event_name_not_valid", &error, fields.raw))?
            }
            Kind::Page => EventName::PageVisited,
            Kind::Screen => EventName::ScreenViewed,
            Kind::Group => EventName::CompanyJoined,
        };
        let properties = event::properties(kind, fields.members, &self.context, &mut self.refused);
        Ok(Some(InputBody::Event(Event { name, properties })))
    }

    fn company(&mut self, fields: &Fields) -> Result<ToldCompany, Refused> {
        let key = fields.id("groupId", CompanyKey::parse)?;
        let missing = || fields.refuse("missing_group_id", "`group` needs `groupId`");
        let key = key.ok_or_else(missing)?;
        Ok(ToldCompany { key, properties: traits::of_company(fields.members, &mut self.refused) })
    }

    fn identify(&mut self, fields: &Fields, keys: &mut IdentityKeys) -> InputBody {
        let told = traits::read(fields.members, &mut self.refused);
        keys.email = told.email;
        let fill_only = self.trust == Trust::Browser;
        InputBody::Identify { properties: told.properties, fill_only }
    }

    /// By the sender's clock, put right by the difference between when it says it sent this and
    /// when we received it. `timestamp` wins: RudderStack sends it beside `originalTimestamp`
    /// when the caller gave a time of their own.
    fn time(&mut self, fields: &Fields) -> i64 {
        let received_ms = self.received_at.as_ms();
        let mut read = |name: &str| {
            let text = fields.text(name).ok().flatten()?;
            let ms = time::parse_ms(&text);
            if ms.is_none() {
                let message = format!("`{name}` is a time such as 2026-01-31T12:00:00Z");
                self.refused.push(Refused::new("time_not_readable", message, &text));
            }
            ms
        };
        let Some(told_ms) = read("timestamp").or_else(|| read("originalTimestamp")) else {
            return received_ms;
        };
        // The request's own stamp is the newer one: an item may have waited for its request.
        let sent_ms = self.sent_at_ms.or_else(|| read("sentAt"));
        let shift_ms = sent_ms.map_or(0, |sent_ms| received_ms.saturating_sub(sent_ms));
        told_ms.saturating_add(shift_ms)
    }
}

fn kind_of(members: &Members, raw: &str) -> Result<Kind, Refused> {
    let name = json::text(members.get("type")).ok().flatten();
    name.as_deref()
        .and_then(Kind::parse)
        .ok_or_else(|| Refused::new("unknown_type", format!("`type` is {}", Kind::NAMES), raw))
}

/// Not one person's two ids but one id twice is no news.
fn alias(fields: &Fields, keys: &mut IdentityKeys) -> Result<Option<InputBody>, Refused> {
    let Some(user_id) = &keys.user_id else {
        return Err(fields.refuse("missing_user_id", "`alias` needs `userId`, the id from now on"));
    };
    let previous = fields.text("previousId")?.map(|id| without_controls(&id));
    match previous {
        Some(previous) if previous.trim() == user_id.as_str() => return Ok(None),
        None if keys.anonymous_id.is_none() => {
            let message = "`alias` needs `previousId`, the id until now";
            return Err(fields.refuse("missing_previous_id", message));
        }
        previous => keys.previous = previous,
    }
    Ok(Some(InputBody::Identify { properties: Vec::new(), fill_only: false }))
}

/// The members of one item, and its text for samples.
struct Fields<'a> {
    members: &'a Members<'a>,
    raw: &'a str,
}

impl<'a> Fields<'a> {
    fn refuse(&self, code: &'static str, message: &str) -> Refused {
        Refused::new(code, message, self.raw)
    }

    fn text(&self, name: &str) -> Result<Option<std::borrow::Cow<'a, str>>, Refused> {
        let wrong = |_: &RawValue| self.refuse("wrong_type", &format!("`{name}` is a text"));
        json::text(self.members.get(name)).map_err(wrong)
    }

    fn keys(&self) -> Result<IdentityKeys, Refused> {
        let keys = IdentityKeys {
            user_id: self.id("userId", UserId::parse)?,
            anonymous_id: self.id("anonymousId", AnonymousId::parse)?,
            ..IdentityKeys::default()
        };
        if keys.user_id.is_none() && keys.anonymous_id.is_none() {
            return Err(self.refuse("missing_identity", "`userId` or `anonymousId` is needed"));
        }
        Ok(keys)
    }

    fn id<T>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, ParseError>,
    ) -> Result<Option<T>, Refused> {
        let text = self.text(name)?.map(|text| without_controls(&text));
        let text = text.filter(|text| !text.trim().is_empty());
        let id = text.map(|text| parse(&text)).transpose();
        id.map_err(|error| Refused::because("id_not_valid", &error, self.raw))
    }
}

fn without_controls(id: &str) -> String {
    id.chars().filter(|c| !c.is_control()).collect()
}
