//! The keys, remembered for a few seconds: tracking asks for the same one over and over.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use runnel_model::SourceId;
use runnel_store::{Database, KeyPurpose, KeyRow, Role, SourceKind};

use crate::error::Result;

/// How long a key is remembered: a key revoked by another process works at most this much longer.
const REMEMBERED: Duration = Duration::from_secs(5);
/// How many keys are remembered.
const REMEMBERED_MAX: usize = 1_000;

/// Who holds a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Somebody who uses the API.
    Api {
        /// The key's id.
        id: i64,
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

/// The keys.
pub struct KeyRing {
    database: Database,
    remembered: Mutex<HashMap<[u8; 32], (Holder, Instant)>>,
}

impl KeyRing {
    /// Remembers nothing yet.
    pub fn new(database: Database) -> Self {
        Self { database, remembered: Mutex::default() }
    }

    /// Who holds the key of this hash; `None` if nobody does.
    pub async fn holder(&self, hash: [u8; 32]) -> Result<Option<Holder>> {
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
            KeyPurpose::Api(role) => Ok(Some(Holder::Api { id: row.id, name: row.name, role })),
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
