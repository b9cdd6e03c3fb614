//! What became of a mail, from what the server said and when.
//!
//! The enhanced status decides, as the plain code alone does not tell a full mailbox from a
//! blocked sender. Where there is none, the place in the dialogue does: a refused RCPT is about the
//! address, a refused message about what we send. A doubtful case is never a hard bounce, which
//! would silence an address for good.

use serde::Serialize;

use super::reply::Reply;

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What to do now.
    pub verdict: Verdict,
    /// How far it came.
    pub stage: Stage,
    /// What the server said, if it said something.
    pub reply: Option<Reply>,
    /// In words, for whoever asks why.
    pub why: String,
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The server has it. Nothing.
    Accepted,
    /// Not now: try again later, with the same bytes.
    Retry,
    /// There is no such address: suppress it.
    HardBounce,
    /// The address has a problem that may pass (full, out of use): count it.
    SoftBounce,
    /// We or the mail are not wanted; not the address's fault. Park it for somebody to look at.
    Policy,
    /// The relay cannot be talked to: all its mail waits. Says nothing about this mail.
    RelayAway,
    /// The relay does not take us (password, TLS): stop it and tell somebody; all its mail waits.
    RelayRefused,
    /// The end was handed over and no answer came: it may have been accepted. Never sent again by itself.
    Unknown,
    /// Whoever was asked before the end said no. Not sent.
    Withheld,
}

/// The steps of a dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Finding and reaching the server.
    Connect,
    /// Its banner, and EHLO.
    Greeting,
    /// STARTTLS and TLS.
    Protection,
    /// AUTH.
    Login,
    /// MAIL FROM.
    From,
    /// RCPT TO.
    To,
    /// DATA.
    Data,
    /// The message.
    Body,
    /// The final dot.
    End,
}

impl Outcome {
    pub(super) fn of_reply(verdict: Verdict, stage: Stage, reply: Reply) -> Self {
        let why = format!("{} {}", reply.code, reply.text);
        Self { verdict, stage, reply: Some(reply), why }
    }

    pub(super) const fn without_reply(verdict: Verdict, stage: Stage, why: String) -> Self {
        Self { verdict, stage, reply: None, why }
    }

    /// What a refusal at this stage means. Before the end every answer is definite.
    pub(super) fn refusal(stage: Stage, reply: Reply) -> Self {
        let verdict = match reply.code {
            530 | 534 | 535 | 538 => Verdict::RelayRefused,
            400..=499 => Verdict::Retry,
            500..=599 => lasting(stage, &reply),
            // Neither yes nor no, and at the end perhaps yes.
            _ if stage == Stage::End => Verdict::Unknown,
            _ => Verdict::Retry,
        };
        Self::of_reply(verdict, stage, reply)
    }
}

fn lasting(stage: Stage, reply: &Reply) -> Verdict {
    match (reply.status, stage) {
        // About the sender, whatever else is said.
        (_, Stage::From) => Verdict::Policy,
        (Some([_, 1, 1 | 2 | 3 | 6 | 10]), _) => Verdict::HardBounce,
        (Some([_, 1, 7 | 8]), _) => Verdict::Policy,
        (Some([_, 3, 4]), _) => Verdict::Policy,
        (Some([_, 1..=4, _]), _) => Verdict::SoftBounce,
        (Some([_, 5..=7, _]), _) => Verdict::Policy,
        (_, Stage::To) => without_status(reply),
        _ => Verdict::Policy,
    }
}

/// A refused recipient, of a server that says no more than a code and a sentence.
fn without_status(reply: &Reply) -> Verdict {
    let text = reply.text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match reply.code {
        554 => Verdict::Policy,
        550 | 551 | 553 if says(&BLOCKED) => Verdict::Policy,
        550 | 551 | 553 if says(&NOBODY) => Verdict::HardBounce,
        _ => Verdict::SoftBounce,
    }
}

/// How servers say that nobody has this address.
const NOBODY: [&str; 8] = [
    "user unknown",
    "unknown user",
    "no such user",
    "no such recipient",
    "no such mailbox",
    "does not exist",
    "doesn't exist",
    "unknown recipient",
];
/// How they say that it is us.
const BLOCKED: [&str; 9] =
    ["block", "spam", "policy", "reputation", "blacklist", "spf", "dmarc", "dkim", "relay"];

#[cfg(test)]
mod tests {
    use super::super::reply::Line;
    use super::*;

    fn check(stage: Stage, reply: &str, expect: Verdict) {
        let line = Line::parse(reply.as_bytes()).unwrap();
        let outcome = Outcome::refusal(stage, Reply::of(&[line]).unwrap());
        assert_eq!(outcome.verdict, expect, "{stage:?} {reply}");
    }

    #[test]
    fn c32_what_may_pass_is_tried_again_at_every_verb() {
        for stage in [Stage::From, Stage::To, Stage::Data, Stage::End] {
            for reply in
                ["421 4.3.2 closing", "450 4.2.1 busy", "451 grey", "452 4.2.2 full", "454 x"]
            {
                check(stage, reply, Verdict::Retry);
            }
        }
    }

    #[test]
    fn c32_only_an_address_that_nobody_has_is_a_hard_bounce() {
        for stage in [Stage::To, Stage::Data, Stage::End] {
            check(stage, "550 5.1.1 no such user", Verdict::HardBounce);
            check(stage, "550 5.1.10 null MX", Verdict::HardBounce);
            check(stage, "552 5.2.2 mailbox full", Verdict::SoftBounce);
            check(stage, "550 5.2.1 disabled", Verdict::SoftBounce);
            check(stage, "550 5.4.1 no route", Verdict::SoftBounce);
            check(stage, "550 5.7.1 blocked", Verdict::Policy);
            check(stage, "554 5.7.26 no DMARC", Verdict::Policy);
            check(stage, "552 5.3.4 too large", Verdict::Policy);
            check(stage, "550 5.1.8 bad sender", Verdict::Policy);
        }
        check(Stage::To, "550 User unknown", Verdict::HardBounce);
        check(Stage::To, "550 nope", Verdict::SoftBounce);
        check(Stage::To, "550 blocked: no such user will help you", Verdict::Policy);
        check(Stage::To, "554 go away", Verdict::Policy);
        check(Stage::End, "550 User unknown", Verdict::Policy);
        check(Stage::End, "554 spam", Verdict::Policy);
    }

    #[test]
    fn c32_a_refused_sender_is_never_the_recipients_fault() {
        for reply in ["550 5.1.1 unknown", "553 no", "552 full", "501 what"] {
            check(Stage::From, reply, Verdict::Policy);
        }
    }

    #[test]
    fn c32_a_relay_that_wants_a_password_is_stopped() {
        for stage in [Stage::From, Stage::To, Stage::Data, Stage::End] {
            check(stage, "530 5.7.0 authenticate first", Verdict::RelayRefused);
            check(stage, "535 5.7.8 wrong", Verdict::RelayRefused);
        }
    }

    #[test]
    fn an_answer_that_is_neither_yes_nor_no_is_unknown_only_after_the_end() {
        check(Stage::To, "354 go on", Verdict::Retry);
        check(Stage::End, "354 go on", Verdict::Unknown);
        check(Stage::End, "251 forwarded", Verdict::Unknown);
    }
}
