//! End to end: the real binary, real databases, other people's clients. One file a subject.

mod at_once;
mod authorisation;
mod bad_input;
mod calendly;
mod clients;
mod database_away;
mod doctor;
mod edits_that_wait;
mod every_route;
mod flow_files;
mod flows_api;
mod fuse;
mod hand_over;
mod identity;
mod migrating;
mod owner;
mod preparing;
mod restart;
mod rules_in_time;
mod scoring;
mod screens;
mod segments_in_time;
mod slow_clients;
mod statements;
mod team;
mod tracking_contract;
