//! End to end: the real binary, real databases, other people's clients. One file a subject.

mod authorisation;
mod bad_input;
mod calendly;
mod clients;
mod flows_api;
mod hand_over;
mod identity;
mod owner;
mod restart;
mod segments_in_time;
mod statements;
mod team;
mod tracking_contract;
