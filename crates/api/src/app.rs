//! What the router needs: one value, cheap to clone, that the server puts together.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use runnel_model::{Clock, Span};
use runnel_runtime::Runtime;
use runnel_store::Database;
use tokio::sync::{Notify, Semaphore};

use crate::auth::{KeyRing, Passwords, Sessions, Throttle};
use crate::edits::Editor;
use crate::publishing::{FLOW_SENDS_PER_HOUR, Publisher};

/// The most simulations at the same time.
const SIMULATIONS_MAX: usize = 2;

/// Any clock: so that neither the router nor its handlers have a type parameter.
pub type SharedClock = Arc<dyn Clock>;

/// The running engine as the API uses it.
pub type Engine = Runtime<Database, SharedClock>;

/// Everything the handlers share.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// What an [`App`] holds.
pub struct Shared {
    /// The running engine: everything that changes a contact goes through it.
    pub engine: Engine,
    /// Where everything is read from.
    pub database: Database,
    /// What signing keys are derived from.
    pub master: [u8; 32],
    /// Bounds of what is taken.
    pub limits: Limits,
    pub(crate) keys: KeyRing,
    pub(crate) sessions: Sessions,
    pub(crate) passwords: Passwords,
    pub(crate) throttle: Throttle,
    /// A permit for each stream of changes.
    pub(crate) streams: Arc<Semaphore>,
    /// A permit for each simulation.
    pub(crate) simulations: Semaphore,
    pub(crate) publisher: Publisher<SharedClock>,
    pub(crate) editor: Editor,
    /// Rings when contacts are to hear of a change about their company.
    pub(crate) company_changes: Notify,
    #[cfg(feature = "virtual-clock")]
    pub(crate) mover: Option<Arc<dyn MoveClock>>,
}

/// Bounds of what is taken.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a body of `/api/v1`.
    pub body_bytes_max: usize,
    /// What one tracking request may hold.
    pub tracking: runnel_connect::tracking::Limits,
    /// Events older than this update what is derived and start nothing.
    pub historic_after: Span,
    /// How long a write waits for its outcome before it answers 202.
    pub patience: Duration,
    /// Whether flows may post to loopback and private networks.
    pub allow_private_addresses: bool,
    /// What a flow may at least send within an hour before it pauses itself.
    pub flow_sends_per_hour: u64,
    /// How far time runs in a simulation.
    pub simulation: Span,
    /// Of how many contacts a rule is tried at most while it is being written.
    pub preview_contacts: usize,
    /// What concerns people who sign in.
    pub team: TeamSettings,
}

/// What concerns people who sign in.
#[derive(Clone, Debug)]
pub struct TeamSettings {
    /// Where they find Runnel: `https://runnel.example.com`, without a slash at its end.
    pub public_url: String,
    /// Whether a proxy stands before us, whose `X-Forwarded-For` is to be believed.
    pub behind_proxy: bool,
    /// How long a session lasts that nobody uses.
    pub session_idle: Span,
    /// How long a session lasts at most.
    pub session: Span,
    /// How long a one-time link can be used.
    pub link: Span,
    /// The characters that a password has at least.
    pub password_length_min: usize,
    /// The streams of changes that are open at once at most.
    pub streams_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes_max: 2 * 1024 * 1024,
            tracking: runnel_connect::tracking::Limits::default(),
            historic_after: Span::Hours(24),
            patience: runnel_runtime::PATIENCE,
            allow_private_addresses: false,
            flow_sends_per_hour: FLOW_SENDS_PER_HOUR,
            simulation: Span::Days(90),
            preview_contacts: 1_000,
            team: TeamSettings::default(),
        }
    }
}

impl Default for TeamSettings {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8700".into(),
            behind_proxy: false,
            session_idle: Span::Hours(72),
            session: Span::Hours(720),
            link: Span::Hours(72),
            password_length_min: 12,
            streams_max: 200,
        }
    }
}

/// Moves the time of a test build.
#[cfg(feature = "virtual-clock")]
pub trait MoveClock: Send + Sync + 'static {
    /// Skips so many milliseconds, lets every loop look at once, and says what time it is then.
    fn advance(&self, ms: i64) -> runnel_model::Timestamp;
}

impl App {
    /// Puts together what the router needs.
    pub fn new(engine: Engine, database: Database, master: [u8; 32], limits: Limits) -> Self {
        Self(Arc::new(Shared {
            keys: KeyRing::new(database.clone()),
            sessions: Sessions::new(database.clone(), limits.team.clone()),
            passwords: Passwords::new(limits.team.password_length_min),
            throttle: Throttle::default(),
            streams: Arc::new(Semaphore::new(limits.team.streams_max)),
            simulations: Semaphore::new(SIMULATIONS_MAX),
            publisher: Publisher::new(engine.clone(), database.clone())
                .allow_private_addresses(limits.allow_private_addresses)
                .flow_sends_per_hour(limits.flow_sends_per_hour)
                .patience(limits.patience),
            editor: Editor::new(engine.clone(), limits.patience),
            engine,
            database,
            master,
            limits,
            company_changes: Notify::new(),
            #[cfg(feature = "virtual-clock")]
            mover: None,
        }))
    }

    /// With somebody who can move the time. To be called before the value is cloned.
    #[cfg(feature = "virtual-clock")]
    #[must_use]
    pub fn with_clock_mover(mut self, mover: Arc<dyn MoveClock>) -> Self {
        let shared = Arc::get_mut(&mut self.0).expect("nobody has a clone yet");
        shared.mover = Some(mover);
        self
    }

    /// What publishes flows and segments.
    pub fn publisher(&self) -> &Publisher<SharedClock> {
        &self.publisher
    }
}

impl Deref for App {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}
