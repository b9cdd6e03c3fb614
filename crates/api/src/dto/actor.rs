//! Who did something, as they are shown.

use runnel_store::Actor;
use serde::Serialize;
use utoipa::ToSchema;

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActorResponse {
    /// `user`, `key`, or `runnel` for the command line.
    pub kind: String,
    /// `usr_1`, `key_7`; null: the command line.
    pub id: Option<String>,
    /// What they were called then.
    pub name: String,
}

impl From<Actor> for ActorResponse {
    fn from(Actor { kind, id, name }: Actor) -> Self {
        Self { kind, id, name }
    }
}
