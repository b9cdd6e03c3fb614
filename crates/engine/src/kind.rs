//! What a node kind is: settings with a schema, ports, a check when the flow is compiled, and
//! the compiled part that runs. Each kind is one file in `kinds/` and one line in its registry.

use runnel_model::{Contact, EndReason, EventMatch, Rule, Wait};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::check::Check;
use crate::rule::{Compiled, Match};
use crate::signal::{Listen, Signal};
use crate::turn::Walk;

/// The part a kind plays in a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Takes contacts in.
    Trigger,
    /// Chooses a port.
    Condition,
    /// Holds the contact for a while.
    Wait,
    /// Changes the contact or asks the world to do something.
    Action,
    /// Contacts jump to it from anywhere.
    Goal,
    /// Ends the enrolment.
    Exit,
}

/// What the registry tells about a kind, for the canvas and the docs.
#[derive(Clone, Debug, Serialize)]
pub struct KindInfo {
    /// The name in a flow document.
    pub name: &'static str,
    /// The version of the settings.
    pub version: u32,
    /// The part it plays.
    pub role: Role,
    /// What people call it.
    pub title: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// What it is drawn as: the name of a Tabler icon, `calendar-x`.
    pub icon: &'static str,
    /// Other words that people search for it by.
    pub synonyms: &'static [&'static str],
    /// Its output ports.
    pub ports: &'static [&'static str],
    /// The JSON Schema of its settings.
    pub schema: serde_json::Value,
}

/// A node kind.
pub(crate) trait Kind {
    const NAME: &'static str;
    const VERSION: u32 = 1;
    const ROLE: Role;
    const TITLE: &'static str;
    const SUMMARY: &'static str;
    /// What it is drawn as: a Tabler icon's name.
    const ICON: &'static str;
    /// Other words that people search for it by.
    const SYNONYMS: &'static [&'static str];
    const PORTS: &'static [&'static str] = &["next"];
    type Settings: DeserializeOwned + JsonSchema;

    /// Checks the settings and makes the part that runs. None if a problem was reported.
    fn compile(settings: Self::Settings, check: &mut Check<'_>) -> Option<Part>;
}

/// A compiled node.
pub(crate) enum Part {
    Trigger(Box<dyn Trigger>),
    Step(Box<dyn Step>),
    Goal(Box<Condition>),
}

impl Part {
    pub fn step(step: impl Step + 'static) -> Option<Self> {
        Some(Self::Step(Box::new(step)))
    }

    pub fn trigger(trigger: impl Trigger + 'static) -> Option<Self> {
        Some(Self::Trigger(Box::new(trigger)))
    }
}

/// Decides who enters.
pub(crate) trait Trigger: Send + Sync {
    /// What to be asked about.
    fn listens(&self) -> Listen;
    /// Whether this starts an enrolment.
    fn matches(&self, signal: &Signal<'_>, contact: &Contact) -> bool;
    /// What it waits for, for whoever asks why it has not come.
    fn wants(&self) -> Wants;
}

/// What a trigger waits for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wants {
    /// That an event happens, the nth time only if there is a number.
    Event(EventMatch, Option<u64>),
    /// That this becomes so. Whoever it holds of already has to leave it first.
    Becomes(Rule),
}

/// What happens when the token comes to a node, and while it waits there.
pub(crate) trait Step: Send + Sync {
    /// Does its work and says where the token goes.
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next;

    /// The port through which a wait ends because of what happened; None to go on waiting.
    fn hears(&self, _signal: &Signal<'_>) -> Option<Port> {
        None
    }

    /// What a waiting enrolment waits for besides its due time.
    fn awaits(&self) -> Option<(&Compiled, Port)> {
        None
    }

    /// Does what it put off, when its wait ends through this port.
    fn resume(&self, _walk: &mut Walk<'_, '_>, _port: Port) {}

    /// The rule that decides which way it goes, if one does.
    fn asks(&self) -> Option<&Compiled> {
        self.awaits().map(|(rule, _)| rule)
    }

    /// The port through which a wait ends when it is due.
    fn due(&self) -> Port {
        0
    }

    /// Whether this node holds the contact for a while: only loops with such a node are allowed.
    fn holds_the_contact(&self) -> bool {
        false
    }
}

/// The index of a port in [`Kind::PORTS`].
pub(crate) type Port = usize;

/// Where the token goes.
pub(crate) enum Next {
    /// On through a port.
    Go(Port),
    /// Nowhere for now.
    Wait(Wait),
    /// The enrolment is over.
    End(EndReason),
    /// The step could not do what it should: on through `failed`, or as if it had.
    Fail(String),
}

/// What a goal or a wait is about: something that happens, or something that is so.
pub(crate) enum Condition {
    Event(Match),
    Rule(Compiled),
}

impl Condition {
    /// Whether it is met by what happened.
    pub fn hears(&self, signal: &Signal<'_>) -> bool {
        match (self, signal) {
            (Self::Event(wanted), Signal::Event(seen)) => wanted.matches(seen),
            _ => false,
        }
    }

    /// The rule, if it is one.
    pub const fn rule(&self) -> Option<&Compiled> {
        match self {
            Self::Rule(rule) => Some(rule),
            Self::Event(_) => None,
        }
    }
}

/// Whether a compiled rule may have changed by a fact.
pub(crate) fn concerns(rule: &Compiled, signal: &Signal<'_>) -> bool {
    match signal {
        Signal::Event(_) => rule.reads().behaviours().next().is_some(),
        Signal::Fact(fact) => rule.reads().touched_by(fact),
    }
}
