//! What somebody may do, as it is said on the command line.

use clap::ValueEnum;
use runnel_store::Role;

/// A role.
#[derive(Clone, Copy, ValueEnum)]
pub enum Rights {
    /// Look.
    Viewer,
    /// Scores, deals and tasks.
    Sales,
    /// Flows, segments and contacts.
    Marketer,
    /// Everything.
    Admin,
}

impl From<Rights> for Role {
    fn from(rights: Rights) -> Self {
        match rights {
            Rights::Viewer => Self::Viewer,
            Rights::Sales => Self::Sales,
            Rights::Marketer => Self::Marketer,
            Rights::Admin => Self::Admin,
        }
    }
}
