//! How each kind of setting is read from its text, and what is said about one that cannot be.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use axum::http::Uri;
use axum::http::uri::Authority;
use tracing_subscriber::EnvFilter;

/// A value that a setting can have.
pub trait FromText: Sized {
    /// Reads it, or says what would be right.
    fn from_text(text: &str) -> Result<Self, String>;
}

impl FromText for SocketAddr {
    fn from_text(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| format!("`{text}` is not an address like 127.0.0.1:8700"))
    }
}

impl FromText for bool {
    fn from_text(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| format!("`{text}` is neither true nor false"))
    }
}

impl FromText for PathBuf {
    fn from_text(text: &str) -> Result<Self, String> {
        if text.is_empty() { Err("it is empty".into()) } else { Ok(text.into()) }
    }
}

impl FromText for String {
    fn from_text(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
}

/// What is logged, as `tracing` reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFilter(String);

impl LogFilter {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromText for LogFilter {
    fn from_text(text: &str) -> Result<Self, String> {
        let wrong = |why| format!("`{text}` is not understood ({why}); try info or debug");
        EnvFilter::try_new(text).map_err(wrong)?;
        Ok(Self(text.to_owned()))
    }
}

impl<T: FromText> FromText for Option<T> {
    fn from_text(text: &str) -> Result<Self, String> {
        if text.is_empty() { Ok(None) } else { T::from_text(text).map(Some) }
    }
}

/// A number of things of which there is at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(pub u32);

impl FromText for Count {
    fn from_text(text: &str) -> Result<Self, String> {
        let number = text.parse().ok().filter(|number| (1..=1_000).contains(number));
        number.map(Self).ok_or_else(|| format!("`{text}` is not a number from 1 to 1000"))
    }
}

/// For how many days something is kept; None: for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptDays(pub Option<u32>);

impl FromText for KeptDays {
    fn from_text(text: &str) -> Result<Self, String> {
        // A client that was offline for some days sends again what it is not sure of.
        let is_allowed = |days: &u32| *days == 0 || (7..=3_660).contains(days);
        let days: Option<u32> = text.parse().ok().filter(is_allowed);
        let days = days.ok_or_else(|| format!("`{text}` is neither 0 nor from 7 to 3660"))?;
        Ok(Self((days > 0).then_some(days)))
    }
}

/// The address of a site: scheme, host and port, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromText for PublicUrl {
    fn from_text(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not an address like https://runnel.example.com");
        let url: Uri = text.parse().map_err(|_| wrong())?;
        let is_web = matches!(url.scheme_str(), Some("http" | "https"));
        let is_whole_site = url.path() == "/" && url.query().is_none();
        let authority = url.authority().map(Authority::as_str).unwrap_or_default();
        if !is_web || !is_whole_site || authority.contains('@') {
            return Err(wrong());
        }
        Ok(Self(text.trim_end_matches('/').to_ascii_lowercase()))
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one object a line.
    Json,
}

impl FromText for LogFormat {
    fn from_text(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            other => Err(format!("`{other}` is neither text nor json")),
        }
    }
}

/// Thirty-two bytes that must not be seen: printing them for debugging prints none.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; Self::BYTES]);

impl Secret {
    /// How many bytes.
    pub const BYTES: usize = 32;

    /// From bytes that are random.
    pub const fn new(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// From its hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::from_text(text)
    }

    /// The bytes.
    pub const fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// As it is written in a file or a setting.
    pub fn to_hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl FromText for Secret {
    fn from_text(text: &str) -> Result<Self, String> {
        let wrong = || format!("it is not {} hexadecimal digits", 2 * Self::BYTES);
        let digits: Option<Vec<u8>> =
            text.chars().map(|digit| digit.to_digit(16).map(|value| value as u8)).collect();
        let pairs = digits.ok_or_else(wrong)?;
        let bytes: Vec<u8> = pairs
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |byte, half| byte << 4 | half))
            .collect();
        if pairs.len() != 2 * Self::BYTES {
            return Err(wrong());
        }
        bytes.try_into().map(Self).map_err(|_| wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_a_site_and_nothing_within_it() {
        let check = |text, expect: Option<&str>| {
            let found = PublicUrl::from_text(text).ok();
            assert_eq!(found.as_ref().map(PublicUrl::as_str), expect, "{text}");
        };
        check("https://Runnel.example.com/", Some("https://runnel.example.com"));
        check("http://10.0.0.7:8700", Some("http://10.0.0.7:8700"));
        for wrong in [
            "runnel.example.com",
            "ftp://a.example",
            "https://a.example/app",
            "https://a@b.example",
            "/",
        ] {
            check(wrong, None);
        }
    }

    #[test]
    fn what_is_kept_is_kept_for_ever_or_at_least_a_week() {
        let check = |text, expect: Option<Option<u32>>| {
            let found = KeptDays::from_text(text).ok().map(|KeptDays(days)| days);
            assert_eq!(found, expect, "{text}");
        };
        check("0", Some(None));
        check("7", Some(Some(7)));
        check("3660", Some(Some(3_660)));
        ["", "-1", "6", "3661", "30d"].into_iter().for_each(|wrong| check(wrong, None));
    }

    #[test]
    fn a_secret_is_read_as_it_is_written_and_never_shown() {
        let secret = Secret::new(std::array::from_fn(|place| place as u8 * 7));
        assert_eq!(Secret::from_text(&secret.to_hex()), Ok(secret.clone()));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        for wrong in ["", "00", &"g".repeat(64), &"0".repeat(63), &"0".repeat(66)] {
            let refused = Secret::from_text(wrong);
            assert_eq!(refused, Err("it is not 64 hexadecimal digits".into()), "{wrong}");
        }
    }
}
