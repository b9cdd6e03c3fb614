//! When a failed POST is tried again, and when it is given up. Pure.

use runnel_model::{Delivery, HttpAnswer, HttpError, Span, Timestamp};

/// How long after each failed try the next one comes: the schedule that Standard Webhooks
/// recommends and that we promise. After the last it is given up.
const PAUSES: [Span; 7] = [
    Span::Seconds(5),
    Span::Minutes(5),
    Span::Minutes(30),
    Span::Hours(2),
    Span::Hours(5),
    Span::Hours(10),
    Span::Hours(10),
];

/// A receiver may ask for more time, but not for more than our own longest pause.
const RETRY_AFTER_MAX: Span = Span::Hours(10);

const WHY_MAX: usize = 500;

const GONE: u16 = 410;

/// What is to be done after a try that ended at `now`, given how many came before it.
pub(crate) fn after_try(
    tries_before: u32,
    result: &Result<HttpAnswer, HttpError>,
    now: Timestamp,
) -> Delivery {
    let (why, asked) = match result {
        Ok(HttpAnswer { status: 200..=299, .. }) => return Delivery::Delivered,
        Ok(HttpAnswer { status: GONE, .. }) => {
            return Delivery::Dead { why: "HTTP 410: the receiver wants no more".into() };
        }
        Err(error @ HttpError::Forbidden(_)) => return Delivery::Dead { why: plain(error) },
        Ok(answer) => (format!("HTTP {}", answer.status), asked_pause(*answer)),
        Err(error @ HttpError::Unreachable(_)) => (plain(error), None),
    };
    match PAUSES.get(tries_before as usize) {
        Some(pause) => {
            let pause = asked.map_or(*pause, |asked| longer(*pause, asked));
            Delivery::Retry { at: now + pause, why }
        }
        None => Delivery::Dead { why: format!("{why}, after {} tries", PAUSES.len() + 1) },
    }
}

/// What the network says is shown and stored: bounded, and without control characters, which a
/// database may refuse.
fn plain(error: &HttpError) -> String {
    error.to_string().chars().filter(|c| !c.is_control()).take(WHY_MAX).collect()
}

fn asked_pause(answer: HttpAnswer) -> Option<Span> {
    let asked = answer.retry_after.filter(|_| matches!(answer.status, 429 | 503))?;
    let most = RETRY_AFTER_MAX.as_ms() / 1_000;
    Some(Span::Seconds(asked.min(most as u32)))
}

const fn longer(a: Span, b: Span) -> Span {
    if a.as_ms() >= b.as_ms() { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tries_before: u32, result: Result<(u16, Option<u32>), HttpError>, expect: &str) {
        let result = result.map(|(status, retry_after)| HttpAnswer { status, retry_after });
        let found = match after_try(tries_before, &result, Timestamp::from_ms(1_000)) {
            Delivery::Delivered => "delivered".into(),
            Delivery::Retry { at, why } => {
                format!("after {} s: {why}", (at.as_ms() - 1_000) / 1_000)
            }
            Delivery::Dead { why } => format!("dead: {why}"),
        };
        assert_eq!(found, expect);
    }

    fn unreachable() -> HttpError {
        HttpError::Unreachable("refused".into())
    }

    #[test]
    fn the_promised_schedule_is_kept() {
        for (tries_before, pause) in
            [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].iter().enumerate()
        {
            check(tries_before as u32, Ok((500, None)), &format!("after {pause} s: HTTP 500"));
        }
        check(7, Ok((500, None)), "dead: HTTP 500, after 8 tries");
        check(9, Err(unreachable()), "dead: no answer: refused, after 8 tries");
    }

    #[test]
    fn every_answer_has_its_meaning() {
        for status in [200, 202, 204, 299] {
            check(0, Ok((status, None)), "delivered");
        }
        check(0, Ok((301, None)), "after 5 s: HTTP 301");
        check(0, Ok((404, None)), "after 5 s: HTTP 404");
        check(0, Ok((410, None)), "dead: HTTP 410: the receiver wants no more");
        check(0, Err(unreachable()), "after 5 s: no answer: refused");
        let forbidden = HttpError::Forbidden("private".into());
        check(0, Err(forbidden), "dead: the address is not allowed: private");
    }

    #[test]
    fn retry_after_is_a_lower_bound_of_at_most_ten_hours() {
        check(0, Ok((429, Some(60))), "after 60 s: HTTP 429");
        check(1, Ok((503, Some(60))), "after 300 s: HTTP 503");
        check(0, Ok((503, Some(u32::MAX))), "after 36000 s: HTTP 503");
        check(0, Ok((500, Some(60))), "after 5 s: HTTP 500");
        check(7, Ok((429, Some(60))), "dead: HTTP 429, after 8 tries");
    }
}
