//! Who buys: the pattern that is there to be found in the history, and what is only noise beside it.
//!
//! The odds are known here, so that a test can say whether what was learned from the history is true.
//! Country, city, age, campaign and the number of articles read have nothing to do with it.

use super::people::Person;

/// What a deal hangs on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Interest {
    /// How often somebody looked at the prices.
    pub price_visits: u32,
    /// Whether they talked with sales: a meeting that was booked and not cancelled.
    pub met: bool,
}

/// The chance in a hundred that a deal with this person is won.
pub(super) fn won_percent(person: &Person, interest: Interest) -> i64 {
    let log_odds = -1.8
        + of_role(&person.role)
        + if interest.met { 1.3 } else { 0.0 }
        + 0.35 * f64::from(interest.price_visits.min(5));
    (100.0 / (1.0 + (-log_odds).exp())).round() as i64
}

/// Who can sign buys; who only tries things out does not.
fn of_role(role: &str) -> f64 {
    match role {
        "CEO" | "Marketing director" => 1.5,
        "Marketing manager" | "Sales manager" => 0.5,
        "Student" | "Developer" => -1.0,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::chooser::Chooser;

    #[test]
    fn who_can_sign_and_has_met_sales_buys_and_a_student_does_not() {
        let somebody = Person::at(100, &mut Chooser::new(1));
        let percent = |role: &str, price_visits, met| {
            let person = Person { role: role.into(), ..somebody.clone() };
            won_percent(&person, Interest { price_visits, met })
        };
        assert_eq!(percent("CEO", 5, true), 94);
        assert_eq!(percent("CEO", 0, false), 43);
        assert_eq!(percent("Sales manager", 2, true), 67);
        assert_eq!(percent("Student", 0, false), 6);
    }
}
