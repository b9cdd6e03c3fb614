//! Roles, kinds of sources and names as they are written in JSON.

use std::fmt::Display;

use runnel_model::ParseError;
use runnel_store::{Role, SourceKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{Error, Result};

/// What the holder of an API key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleName {
    /// Everything.
    Admin,
    /// Flows, segments and contacts.
    Marketer,
    /// Scores, deals and tasks.
    Sales,
    /// Look.
    Viewer,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Admin => Self::Admin,
            RoleName::Marketer => Self::Marketer,
            RoleName::Sales => Self::Sales,
            RoleName::Viewer => Self::Viewer,
        }
    }
}

impl From<Role> for RoleName {
    fn from(role: Role) -> Self {
        match role {
            Role::Admin => Self::Admin,
            Role::Marketer => Self::Marketer,
            Role::Sales => Self::Sales,
            Role::Viewer => Self::Viewer,
        }
    }
}

/// What kind of source it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKindName {
    /// The customer's servers.
    Server,
    /// The customer's web pages: its key is for everybody to read.
    Browser,
    /// Calendly's webhooks.
    Calendly,
}

impl From<SourceKindName> for SourceKind {
    fn from(name: SourceKindName) -> Self {
        match name {
            SourceKindName::Server => Self::Server,
            SourceKindName::Browser => Self::Browser,
            SourceKindName::Calendly => Self::Calendly,
        }
    }
}

impl From<SourceKind> for SourceKindName {
    fn from(kind: SourceKind) -> Self {
        match kind {
            SourceKind::Server => Self::Server,
            SourceKind::Browser => Self::Browser,
            SourceKind::Calendly => Self::Calendly,
        }
    }
}

/// Refuses a document that says another id than its path; it need not say any.
pub fn same_id<T: PartialEq + Display>(path: &T, said: Option<&T>) -> Result<()> {
    if said.is_some_and(|said| said != path) {
        let message = format!("the path says `{path}`, the document another id");
        return Err(Error::unprocessable("id_mismatch", message));
    }
    Ok(())
}

/// A name that people give: not empty, of one line, at most 200 bytes.
pub fn name(text: &str) -> Result<String, ParseError> {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    match clean.trim() {
        "" => Err(ParseError::new("name", "it is empty")),
        name if name.len() > 200 => Err(ParseError::new("name", "it is longer than 200 bytes")),
        name => Ok(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_line() {
        assert_eq!(name(" a\r\nb "), Ok("ab".into()));
        assert!(name(" \n").is_err() && name(&"x".repeat(201)).is_err());
    }
}
