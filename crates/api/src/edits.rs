//! Changes by people and the API. Each is an input like any other: there is no second way to
//! change a contact, so what is answered is what `advance` made of it, after its commit.

use std::sync::Arc;
use std::time::Duration;

use runnel_model::{
    CompanyId, Contact, ContactId, Edit, EventId, Fact, FactBody, IdentityKeys, Incoming,
    InputBody, PropertyName, PropertyType, ToldCompany, Trust, Value,
};
use runnel_runtime::{Rejection, Waited};
use tokio::sync::{Mutex, MutexGuard};

use crate::app::Engine;
use crate::error::{Error, Result};
use crate::to_the_end::to_the_end;

/// How many contacts can be edited at once; of two with the same remainder one waits.
const TURNS: usize = 256;

/// Takes edits and waits for their outcome.
#[derive(Clone)]
pub struct Editor {
    engine: Engine,
    patience: Duration,
    turns: Arc<[Mutex<()>]>,
}

/// What became of an edit.
#[derive(Debug)]
pub enum Edited {
    /// It is applied and committed.
    Applied {
        /// To whom.
        contact: ContactId,
        /// What changed.
        facts: Vec<Fact>,
    },
    /// It is durable and will be applied.
    Waiting(EventId),
}

/// Edits of one contact by one caller.
pub struct Edits {
    /// Whose state is changed.
    pub contact: ContactId,
    /// Who does it, as shown in a receipt.
    pub by: String,
    /// What is done, in order.
    pub edits: Vec<Edit>,
    /// The version of the contact that was read; absent: whatever it is now.
    pub expected: Option<u64>,
}

impl Editor {
    /// Takes edits for the contacts of this engine.
    pub fn new(engine: Engine, patience: Duration) -> Self {
        let turns = std::iter::repeat_with(Mutex::default).take(TURNS).collect();
        Self { engine, patience, turns }
    }

    /// Applies edits to a contact that exists.
    ///
    /// One at a time for each contact: between comparing the version and applying the edit
    /// nobody else edits. Page views and the like go on meanwhile; they move no version.
    pub async fn apply(&self, edits: Edits) -> Result<Edited> {
        let editor = self.clone();
        to_the_end(async move { editor.apply_in_turn(edits).await }).await
    }

    async fn apply_in_turn(&self, edits: Edits) -> Result<Edited> {
        let contact = self.contact(edits.contact).await?;
        let _turn = self.turn(contact.id).await;
        if let Some(expected) = edits.expected {
            self.refuse_changed(contact.id, expected).await?;
        }
        let keys = IdentityKeys { contact: Some(contact.id), ..IdentityKeys::default() };
        self.submit(&keys, &edits.by, edits.edits).await
    }

    /// What is accepted has changed the contact, applied or not: whoever read it before has not
    /// seen that. It is counted first, so that what is applied in between shows in the version.
    async fn refuse_changed(&self, id: ContactId, expected: u64) -> Result<()> {
        let waiting = self.engine.store().waiting_edits(id).await?;
        let found = self.contact(id).await?.edit_version;
        if found != expected {
            return Err(Error::changed_since("contact", expected, found));
        }
        if waiting > 0 { Err(Error::about_to_change(expected, waiting)) } else { Ok(()) }
    }

    /// Creates a contact with these identities and properties.
    pub async fn create(&self, keys: &IdentityKeys, by: &str, edit: Edit) -> Result<Edited> {
        self.submit(keys, by, vec![edit]).await
    }

    async fn contact(&self, id: ContactId) -> Result<Contact> {
        let contact = self.engine.store().contact(id).await?;
        contact.ok_or_else(|| Error::not_found("contact", id))
    }

    async fn company(&self, id: CompanyId) -> Result<ToldCompany> {
        let row = self.engine.store().company(id).await?;
        let key = row.ok_or_else(|| Error::not_found("company", id))?.company.key;
        Ok(ToldCompany { key, properties: Vec::new() })
    }

    async fn turn(&self, contact: ContactId) -> MutexGuard<'_, ()> {
        let place = contact.0.unsigned_abs() as usize % TURNS;
        self.turns[place].lock().await
    }

    async fn submit(&self, keys: &IdentityKeys, by: &str, edits: Vec<Edit>) -> Result<Edited> {
        let mut items = Vec::with_capacity(edits.len());
        for edit in edits {
            items.push(self.incoming(keys, by, edit).await?);
        }
        let mut edited = None;
        for waited in self.engine.submit_and_wait_all(items, self.patience).await? {
            edited = Some(join(edited, waited)?);
        }
        edited.ok_or_else(|| Error::unprocessable("nothing_to_do", "nothing is to be changed"))
    }

    async fn incoming(&self, keys: &IdentityKeys, by: &str, edit: Edit) -> Result<Incoming> {
        let now = self.engine.now();
        let company = match &edit {
            Edit::SetCompany(Some(id)) => Some(self.company(*id).await?),
            _ => None,
        };
        let (edit, defines) = self.coerced(edit)?;
        Ok(Incoming {
            id: EventId::new(now, random()?),
            source: None,
            dedupe: None,
            keys: keys.clone(),
            trust: Trust::Server,
            occurred_at: now,
            accepted_at: now,
            historic: false,
            company,
            body: InputBody::Edit { by: by.to_owned(), edit },
            defines,
        })
    }

    /// Unlike a source, whoever sits before a form is told at once what cannot be set.
    fn coerced(&self, edit: Edit) -> Result<(Edit, Vec<(PropertyName, PropertyType)>)> {
        let Edit::SetProperties(properties) = edit else { return Ok((edit, Vec::new())) };
        let coerced = self.engine.coerce(properties);
        if let Some(refused) = coerced.refused.first() {
            let message = format!("the property `{}` cannot be set: {}", refused.name, refused.why);
            return Err(Error::unprocessable("property_refused", message));
        }
        let properties: Vec<(PropertyName, Option<Value>)> = coerced.properties;
        Ok((Edit::SetProperties(properties), coerced.defines))
    }
}

/// 128 random bits.
pub fn random() -> Result<u128> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(u128::from_be_bytes(bytes))
}

/// What became of all edits up to this one.
fn join(so_far: Option<Edited>, waited: Waited) -> Result<Edited> {
    let (contact, facts) = match waited {
        Waited::Applied { contact, facts } => (contact, facts),
        Waited::StillWaiting(event) => return Ok(Edited::Waiting(event)),
        Waited::Parked(why) => return Err(Error::internal(format!("an edit was parked: {why}"))),
        Waited::Rejected(rejection) => return Err(rejected(&rejection)),
    };
    if let Some(why) = failure(&facts) {
        return Err(Error::unprocessable("not_possible", why));
    }
    Ok(match so_far {
        Some(Edited::Waiting(event)) => Edited::Waiting(event),
        Some(Edited::Applied { facts: mut before, .. }) => {
            before.extend(facts);
            Edited::Applied { contact, facts: before }
        }
        None => Edited::Applied { contact, facts },
    })
}

/// Why the edit itself could not be done; failures of flows that it set going are theirs.
fn failure(facts: &[Fact]) -> Option<String> {
    facts.iter().find_map(|fact| match &fact.body {
        FactBody::StepFailed { why } if fact.step.is_none() => Some(why.clone()),
        _ => None,
    })
}

fn rejected(rejection: &Rejection) -> Error {
    match rejection {
        Rejection::UnknownContact => {
            Error::refused(axum::http::StatusCode::NOT_FOUND, "not_found", rejection.to_string())
        }
        Rejection::Duplicate | Rejection::BadItem(_) => {
            Error::unprocessable("not_storable", "the database cannot store this")
        }
    }
}
