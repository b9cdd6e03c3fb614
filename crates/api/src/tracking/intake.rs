//! From what a client sent to what is submitted; from what became of it to the source's page.

use std::collections::BTreeMap;

use runnel_connect::{Item, Refused, dedupe};
use runnel_model::{
    Accepted, EventId, Incoming, InputBody, PropertyName, PropertyType, Refusal, SourceId,
    Timestamp, ToldCompany, Trust,
};
use runnel_runtime::{ItemAnswer, PropertyRefusal, Topic};

use crate::app::App;
use crate::edits::random;
use crate::error::Result;

/// Who told us.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    /// The source.
    pub source: SourceId,
    /// How far it is believed.
    pub trust: Trust,
}

/// Makes items durable, all by one submission, and notes what was refused. When it answers, what
/// could be taken is committed.
pub async fn take(
    app: &App,
    origin: Origin,
    items: Vec<Item>,
    mut refused: Vec<Refused>,
    received_at: Timestamp,
) -> Result<()> {
    let mut incoming = Vec::with_capacity(items.len());
    for item in items {
        incoming.push(one(app, origin, item, received_at, &mut refused)?);
    }
    if !incoming.is_empty() {
        let tells = incoming.iter().any(|item| item.company.is_some());
        let answers = app.engine.submit(incoming).await?;
        if tells {
            app.company_changes.notify_one();
        }
        refused.extend(answers.iter().flat_map(refusals));
    }
    note(app, origin.source, refused, received_at).await;
    Ok(())
}

fn one(
    app: &App,
    origin: Origin,
    item: Item,
    received_at: Timestamp,
    refused: &mut Vec<Refused>,
) -> Result<Incoming> {
    let dedupe = item.message_id.as_deref().map(|id| dedupe(origin.source, id));
    let entropy = match dedupe {
        Some(hash) => u128::from_be_bytes(hash),
        None => random()?,
    };
    let (body, mut defines) = coerced(app, item.body, refused);
    let company = item.company.map(|told| {
        let coerced = app.engine.coerce_of_company(told.properties);
        defines.extend(coerced.defines);
        refused.extend(coerced.refused.into_iter().map(not_set));
        ToldCompany { properties: coerced.properties, ..told }
    });
    Ok(Incoming {
        id: EventId::new(received_at, entropy),
        source: Some(origin.source),
        dedupe,
        keys: item.keys,
        trust: origin.trust,
        occurred_at: item.occurred_at,
        accepted_at: received_at,
        historic: item.occurred_at < received_at - app.limits.historic_after,
        body,
        company,
        defines,
    })
}

/// Properties get the types that they have; those that cannot are refused, and the rest is taken.
fn coerced(
    app: &App,
    body: InputBody,
    refused: &mut Vec<Refused>,
) -> (InputBody, Vec<(PropertyName, PropertyType)>) {
    let InputBody::Identify { properties, fill_only } = body else { return (body, Vec::new()) };
    let coerced = app.engine.coerce(properties);
    refused.extend(coerced.refused.into_iter().map(not_set));
    (InputBody::Identify { properties: coerced.properties, fill_only }, coerced.defines)
}

fn not_set(one: PropertyRefusal) -> Refused {
    Refused::new("property_type", one.why, one.name.as_str())
}

fn refusals(answer: &ItemAnswer) -> Vec<Refused> {
    match answer {
        Ok(Accepted::Taken { contact, refused }) => {
            refused.iter().map(|one| refusal(*one, &contact.to_string())).collect()
        }
        Ok(Accepted::Duplicate) => Vec::new(),
        Ok(Accepted::UnknownContact) => {
            vec![Refused::new("unknown_contact", "there is no such contact", "")]
        }
        Err(bad) => vec![Refused::new("not_storable", "the database cannot store it", &bad.why)],
    }
}

fn refusal(refusal: Refusal, contact: &str) -> Refused {
    let (code, message) = match refusal {
        Refusal::EmailOfAnother => {
            ("email_of_another", "the address belongs to another contact with a user id of its own")
        }
        Refusal::AliasOfTwoKnown => ("alias_of_two_known", "both ids belong to known people"),
        Refusal::BrowserMayNot => {
            ("browser_may_not", "a browser key neither joins nor takes over known contacts")
        }
        Refusal::BrowserMayNotTellOfCompanies => (
            "browser_may_not_tell_of_companies",
            "a browser key says which company somebody works for, not what the company is",
        ),
        Refusal::CompanyTooLarge => {
            ("company_too_large", "the properties of a company have at most 16 KiB")
        }
    };
    Refused::new(code, message, contact)
}

/// Puts them onto the source's page. What was taken is committed by now, so a failure here is for
/// the log and not for the sender, who would send everything again.
async fn note(app: &App, source: SourceId, refused: Vec<Refused>, now: Timestamp) {
    let refused = by_code(refused);
    if refused.is_empty() {
        return;
    }
    match app.database.note_refusals(source, &refused, now).await {
        Ok(()) => app.engine.changes().tell(&[Topic::Sources].into()),
        Err(error) => {
            tracing::warn!(source.id = %source, %error, "what was refused could not be noted");
        }
    }
}

/// One row for each reason, with the latest sample.
fn by_code(refused: Vec<Refused>) -> Vec<runnel_store::Refused> {
    let mut rows: BTreeMap<&'static str, runnel_store::Refused> = BTreeMap::new();
    for one in refused {
        let row = rows.entry(one.code).or_insert_with(|| runnel_store::Refused {
            code: one.code.to_owned(),
            count: 0,
            sample: String::new(),
        });
        row.count += one.count;
        row.sample = match one.sample.as_str() {
            "" => one.message,
            sample => format!("{} — {sample}", one.message),
        };
    }
    rows.into_values().collect()
}

#[cfg(test)]
mod tests {
    use runnel_model::ContactId;

    use super::*;

    #[test]
    fn refusals_are_counted_by_reason_with_the_latest_sample() {
        let contact = ContactId(7);
        let answers: Vec<ItemAnswer> = vec![
            Ok(Accepted::Duplicate),
            Ok(Accepted::Taken { contact, refused: vec![Refusal::AliasOfTwoKnown] }),
            Ok(Accepted::Taken { contact: ContactId(8), refused: vec![Refusal::AliasOfTwoKnown] }),
            Ok(Accepted::Taken { contact, refused: vec![] }),
        ];
        let rows = by_code(answers.iter().flat_map(refusals).collect());
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].code.as_str(), rows[0].count), ("alias_of_two_known", 2));
        assert_eq!(rows[0].sample, "both ids belong to known people — con_8");
    }
}
