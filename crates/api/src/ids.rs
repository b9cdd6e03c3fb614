//! Ids of what is only known here and in the database, as they are written outside.

use std::fmt;
use std::str::FromStr;

use runnel_model::ParseError;

macro_rules! own_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = ParseError;
            fn from_str(text: &str) -> Result<Self, ParseError> {
                let digits = text.strip_prefix($prefix);
                let digits = digits.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
                let number = digits.and_then(|digits| digits.parse().ok()).map(Self);
                number.ok_or_else(|| ParseError::new($what, concat!("it looks like ", $prefix, "42")))
            }
        }
    };
}

own_id!(
    /// A key.
    KeyId, "key_", "key id"
);
own_id!(
    /// Something that could not be applied or delivered.
    DeadLetterId, "dead_", "dead letter id"
);
own_id!(
    /// A user: somebody who signs in. Not `runnel_model::UserId`, which a contact has elsewhere.
    UserId, "usr_", "user id"
);
own_id!(
    /// A publication that waits until the past has been counted.
    PreparationId, "prep_", "preparation's id"
);
own_id!(
    /// Something that was learned, or was to be.
    PredictionId, "pred_", "prediction's id"
);
own_id!(
    /// An entry of the audit log.
    AuditId, "aud_", "audit entry's id"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_ids_read_back() {
        assert_eq!("key_7".parse(), Ok(KeyId(7)));
        assert_eq!(DeadLetterId(7).to_string(), "dead_7");
        for wrong in ["7", "key_", "key_-1", "dead_7"] {
            assert!(wrong.parse::<KeyId>().is_err(), "{wrong}");
        }
    }
}
