//! Whether a person opened a mail or followed a link, or a machine did: scanners of companies follow
//! every link before anybody sees the mail.
//!
//! A pure function of what is known about the mail and its requests. Some signs come only with the
//! requests after the one in question (a scanner takes the trap last), so it is best asked
//! [`SETTLED_MS`] after the request; asked again it may say *machine* where it said *human*, and never
//! the other way round as long as no request is forgotten.
//!
//! A proxy of pictures (Gmail's, Apple's) is counted with the machines, under a sign of its own: it may
//! well stand for a person, and a screen shows both numbers.

mod agents;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use runnel_model::Timestamp;
use serde::Serialize;

use crate::links::Purpose;

/// Within so many milliseconds of its delivery nobody has read a mail.
pub const SOON_MS: i64 = 5_000;
/// So many links within so many milliseconds are followed by no hand.
pub const BURST_LINKS: usize = 3;
/// See [`BURST_LINKS`].
pub const BURST_MS: i64 = 3_000;
/// Requests this close to one for the trap are of the same scanner.
pub const TRAP_MS: i64 = 60_000;
/// When all signs are there that there will be, after a request.
pub const SETTLED_MS: i64 = TRAP_MS;

/// One request for something in a mail.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// When it came.
    pub at: Timestamp,
    /// What it was for: what its token says.
    pub purpose: &'a Purpose,
    /// Whether it was a GET: HEAD and the like are asked by programs only.
    pub is_get: bool,
    /// `User-Agent`; empty if there was none.
    pub agent: &'a str,
    /// `Sec-Purpose`, `Purpose`, `X-Purpose` or `X-Moz`, whichever there was: how browsers say that
    /// they fetch ahead of a person.
    pub ahead: &'a str,
}

/// Who it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// A person, as far as anybody can tell.
    Human,
    /// A machine, and how we know.
    Machine(Sign),
}

/// How a machine is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// It followed the link that no person sees, or did within a minute.
    Trap,
    /// It did not ask for a page, only about it.
    Method,
    /// It calls itself one, or nothing.
    Agent,
    /// It fetched ahead of a person.
    Ahead,
    /// The mail had only just been delivered.
    Soon,
    /// It followed several links at once.
    Burst,
    /// It fetches pictures for a person, or ahead of one.
    Proxy,
}

/// Who made this request. `others` are the mail's other requests, earlier and later, as far as known;
/// `delivered_at` is when the server took the mail.
pub fn reader(
    request: &Request<'_>,
    others: &[Request<'_>],
    delivered_at: Option<Timestamp>,
) -> Reader {
    let signs = [
        (Sign::Trap, is_near_trap(request, others)),
        (Sign::Method, !request.is_get),
        (Sign::Agent, agents::is_machine(request.agent)),
        (Sign::Ahead, is_ahead(request.ahead)),
        (Sign::Soon, delivered_at.is_some_and(|delivered| request.at - delivered < SOON_MS)),
        (Sign::Burst, is_in_burst(request, others)),
        (Sign::Proxy, agents::is_proxy(request.agent)),
    ];
    let found = signs.into_iter().find(|(_, is_there)| *is_there);
    found.map_or(Reader::Human, |(sign, _)| Reader::Machine(sign))
}

fn is_near_trap(request: &Request<'_>, others: &[Request<'_>]) -> bool {
    let near = |other: &&Request<'_>| (other.at - request.at).abs() <= TRAP_MS;
    let all = others.iter().filter(near).chain([request]);
    all.into_iter().any(|one| matches!(one.purpose, Purpose::Honeypot))
}

fn is_ahead(header: &str) -> bool {
    let header = header.to_lowercase();
    header.contains("prefetch") || header.contains("preview")
}

/// Whether some three seconds with this click in them have three different links.
fn is_in_burst(request: &Request<'_>, others: &[Request<'_>]) -> bool {
    let clicks = || {
        let all = others.iter().chain([request]);
        all.filter_map(|one| match one.purpose {
            Purpose::Click(url) => Some((one.at, url)),
            _ => None,
        })
    };
    if !matches!(request.purpose, Purpose::Click(_)) {
        return false;
    }
    let links_from = |start: Timestamp| {
        let within = clicks().filter(|(at, _)| (0..=BURST_MS).contains(&(*at - start)));
        within.map(|(_, url)| url).collect::<BTreeSet<_>>().len()
    };
    let mut starts = clicks().map(|(at, _)| at);
    starts.any(|start| {
        (0..=BURST_MS).contains(&(request.at - start)) && links_from(start) >= BURST_LINKS
    })
}
