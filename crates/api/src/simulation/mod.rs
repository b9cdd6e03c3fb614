//! A simulation as it is asked for and as it is shown. What it does is in `runnel-sim`.

mod request;
mod response;

pub use request::{SimulationRequest, refused};
pub use response::{SimulationResponse, shown};
