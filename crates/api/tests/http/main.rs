//! The router over a real engine and a real database (SQLite in a folder of its own), without a
//! socket. What only the running binary can show is in the folder `tests` of the workspace.

mod access;
mod audit;
mod changes;
mod contacts;
mod explain;
mod flows;
mod harness;
mod session;
mod team;
mod tracking;
