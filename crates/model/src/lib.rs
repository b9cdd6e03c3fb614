//! The vocabulary of Runnel: what a contact, an event, a fact, a rule and a flow *are*.
//!
//! Everything here is plain data with serde, plus a few total functions that parse it. Nothing
//! here reads a clock, draws a random number or does IO, and nothing here knows how a rule is
//! evaluated (`runnel-engine`) or stored (`runnel-store`). The ports at the end are the only
//! traits: what the engine's shell needs from the outside world.
//!
//! Reading order: ids and time, then what a contact is, then what happens to it, then what
//! marketers write down, then the ports.

mod decimal;
mod error;
mod id;
mod text;
mod time;
mod value;

mod identity;

mod behaviour;
mod company;
mod contact;
mod deal;
mod enrolment;
mod task;

mod effect;
mod event;
mod fact;
mod input;
mod outcome;

mod calendar;
mod catalog;
mod diagnostic;
mod flow;
mod rule;
mod scoring;
mod segment;

mod port;

pub use behaviour::{Behaviour, BehaviourId, Numbers, Periods, Question, Sequence, Step, Values};
pub use calendar::{AnniversaryTest, DateTest, TimeOfDay, Weekday};
pub use catalog::{
    CatalogDocument, EngineLimits, FlowState, KeptBehaviour, Migration, Migrations, Pipeline,
    PipelineStage, PublishedFlow, PublishedModel, PublishedSegment, StageKind, WorkspaceZone,
};
pub use company::{Company, CompanyCopy, ContactCompany, Joining, ToldCompany};
pub use contact::{Contact, Disqualified, FORMAT_VERSION, Membership, PropertyValue, RecentPoints};
pub use deal::{Deal, DealStatus, Money};
pub use decimal::Decimal;
pub use diagnostic::{Diagnostic, Severity};
pub use effect::{Effect, EffectBody};
pub use enrolment::{EndReason, Enrolment, Entries, Wait};
pub use error::ParseError;
pub use event::{Event, EventName, Properties};
pub use fact::{Fact, FactBody, Ordinal, StepRef};
pub use flow::{Ceiling, Edge, EnrolmentKey, Flow, Node, Point, Reentry};
pub use id::{
    ClassId, CompanyId, ContactId, DealId, EffectId, EnrolmentId, EventId, FlowId, ModelId, NodeId,
    PARTITIONS, Partition, PipelineId, RowId, SegmentId, SourceId, StageId, TaskId,
};
pub use identity::{
    AnonymousId, CompanyKey, EmailAddress, IdentityKey, IdentityKeys, Known, Refusal, Resolution,
    Trust, UserId, resolve,
};
pub use input::{Edit, Input, InputBody};
pub use outcome::Outcome;
pub use port::{
    Acceptance, Accepted, Applied, Batch, Claim, Clock, Delivery, Done, Http, HttpAnswer,
    HttpError, HttpRequest, Incoming, Job, Lane, Lease, Parked, PastEvent, PastWindow, Processed,
    Settled, Store, StoreError,
};
pub use rule::{
    Comparison, DealTest, EventMatch, EventNumber, FlowTest, IfNever, LocalTime, NumberComparison,
    PropertyCondition, PropertyTest, Rule,
};
pub use scoring::{
    Activity, Award, Criterion, PerPeriod, RowRef, ScoreClass, ScoringGroup, ScoringModel,
    ScoringRow,
};
pub use segment::Segment;
pub use task::{Task, TaskStatus};
pub use text::{Category, LifecycleStage, PropertyName, Tag};
pub use time::{Span, Timestamp};
pub use value::{PropertyType, Value};
