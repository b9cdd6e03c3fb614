//! What a person sets for themselves: how the screens look to them, and nothing that others see.

use runnel_engine::rule::zone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{Error, Result};

/// A person's own settings; null: what their browser says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct UserSettings {
    /// The language of the screens, such as `pl`.
    pub language: Option<String>,
    /// Light or dark.
    pub theme: Option<Theme>,
    /// The time zone that times are shown in, such as `Europe/Warsaw`.
    pub time_zone: Option<String>,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the person's machine has it.
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Settings to be changed; those that are not said stay.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangeSettingsRequest {
    /// The language of the screens.
    pub language: Option<String>,
    /// Light or dark.
    pub theme: Option<Theme>,
    /// The time zone that times are shown in.
    pub time_zone: Option<String>,
}

impl UserSettings {
    /// As stored. What an older or newer Runnel has written and cannot be read counts as not set.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// To be stored.
    pub fn written(&self) -> String {
        serde_json::to_string(self).expect("texts can be written")
    }

    /// With a change.
    pub fn with(self, change: ChangeSettingsRequest) -> Result<Self> {
        let language = change.language.map(language).transpose()?.or(self.language);
        let time_zone = change.time_zone.map(time_zone).transpose()?.or(self.time_zone);
        Ok(Self { language, theme: change.theme.or(self.theme), time_zone })
    }
}

/// Which languages there are is for the screens to know; this is what a tag looks like (BCP 47).
fn language(tag: String) -> Result<String> {
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if tag.len() <= 35 && tag.split('-').all(is_part) {
        return Ok(tag);
    }
    Err(Error::unprocessable("invalid_language", "a language looks like `pl` or `pt-BR`"))
}

/// A name of the time zone database that is built in.
pub(super) fn time_zone(name: String) -> Result<String> {
    if zone(&name).is_some() {
        return Ok(name);
    }
    Err(Error::unprocessable("invalid_time_zone", "a time zone looks like `Europe/Warsaw`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: ChangeSettingsRequest, expect: Option<&str>) {
        let before = UserSettings::read(r#"{"language":"ru","theme":"dark","later":1}"#);
        let after = before.with(change).ok().map(|settings| settings.written());
        assert_eq!(after.as_deref(), expect);
    }

    #[test]
    fn what_is_not_said_stays() {
        let none = ChangeSettingsRequest::default;
        check(none(), Some(r#"{"language":"ru","theme":"dark","time_zone":null}"#));
        check(
            ChangeSettingsRequest { time_zone: Some("Europe/Kyiv".into()), ..none() },
            Some(r#"{"language":"ru","theme":"dark","time_zone":"Europe/Kyiv"}"#),
        );
        let language = |tag: &str| ChangeSettingsRequest { language: Some(tag.into()), ..none() };
        check(language("pt-BR"), Some(r#"{"language":"pt-BR","theme":"dark","time_zone":null}"#));
        for wrong in ["", "-", "e n", "<script>", "abcdefghi"] {
            check(language(wrong), None);
        }
        check(ChangeSettingsRequest { time_zone: Some("Mars/Base".into()), ..none() }, None);
        assert_eq!(UserSettings::read("nonsense"), UserSettings::default());
    }
}
