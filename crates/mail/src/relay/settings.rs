//! How a relay is reached. Validated here, so that no setting can smuggle a second command in.

use std::fmt;
use std::time::Duration;

use rustls::pki_types::CertificateDer;

/// A server that takes our mail and delivers it.
#[derive(Clone, Debug)]
pub struct RelaySettings {
    /// Its name: what its certificate must be for.
    pub host: String,
    /// 587 with [`Security::Required`], 465 with [`Security::Implicit`].
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// With which we log in, if it asks for that.
    pub login: Option<Login>,
    /// The name we greet with: one that resolves to this machine.
    pub hello: String,
    /// How long each step may take.
    pub patience: Patience,
    /// Certificates trusted beside those of the public authorities: of a company's own.
    pub trusted: Vec<CertificateDer<'static>>,
}

/// How a connection is protected. Certificates are always verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Implicit,
    /// STARTTLS, and nothing is sent if it is not offered.
    Required,
    /// STARTTLS if it is offered; never a password without it.
    Opportunistic,
    /// None: for a relay on this machine. The password, if there is one, goes in the clear.
    Off,
}

/// A user of the relay.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

/// The longest that each step may take. All of a step: an answer that comes a byte at a time is late too.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// To connect, and for TLS.
    pub connect: Duration,
    /// For the answer to a command.
    pub command: Duration,
    /// To take the message.
    pub body: Duration,
    /// For the answer to the end of the message: long, as nobody knows what became of a mail whose
    /// answer was not awaited.
    pub end: Duration,
    /// How long a connection may lie unused before it is made anew.
    pub idle: Duration,
}

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the relay's {setting} cannot be used: {why}")]
pub struct SettingsError {
    /// Which.
    pub setting: &'static str,
    /// What is wrong.
    pub why: String,
}

impl Default for Patience {
    /// RFC 5321, 4.5.3.2, where it does not ask for more than a worker can spare.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            command: Duration::from_secs(120),
            body: Duration::from_secs(180),
            end: Duration::from_secs(600),
            idle: Duration::from_secs(30),
        }
    }
}

impl RelaySettings {
    pub(super) fn validate(&self) -> Result<(), SettingsError> {
        let wrong = |setting, why: &str| SettingsError { setting, why: why.to_owned() };
        for (setting, name) in [("host", &self.host), ("greeting name", &self.hello)] {
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
                return Err(wrong(setting, "it is a name or an address, without spaces"));
            }
        }
        match &self.login {
            Some(login) if login.user.contains('\0') || login.password.contains('\0') => {
                Err(wrong("login", "it contains a NUL character"))
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("user", &self.user).finish_non_exhaustive()
    }
}
