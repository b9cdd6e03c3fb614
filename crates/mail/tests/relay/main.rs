//! A relay that misbehaves in every way the protocol has: scripted, as no real server does it on
//! demand. What real ones and other parsers say is in `judges`.

mod answers;
mod cuts;
mod hand_over;
mod server;
mod stalls;
mod support;
