//! Action: tell another system, by a signed POST.
//!
//! The contact goes on when the request is queued, unless `failed` is wired: then it waits for
//! the final answer.

use runnel_model::{EffectBody, Span};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::Check;
use crate::kind::{Kind, Next, Part, Port, Role, Step};
use crate::turn::Walk;

pub(crate) struct PostToUrl;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Where to: an address that begins with https:// or http://.
    url: String,
    /// How long to wait for the final answer when `failed` is wired.
    #[serde(default = "two_days")]
    answer_within: Span,
}

/// Longer than the whole schedule of tries.
const fn two_days() -> Span {
    Span::Days(2)
}

const FAILED: Port = 1;

impl Kind for PostToUrl {
    const NAME: &'static str = "post_to_url";
    const ROLE: Role = Role::Action;
    const TITLE: &'static str = "Post to a URL";
    const SUMMARY: &'static str = "Tells another system about the contact, by a signed webhook.";
    const ICON: &'static str = "webhook";
    const SYNONYMS: &'static [&'static str] = &["webhook", "HTTP", "API", "notify", "integration"];
    const PORTS: &'static [&'static str] = &["next", "failed"];
    type Settings = Settings;

    fn compile(settings: Settings, check: &mut Check<'_>) -> Option<Part> {
        check.text("url", &settings.url, 2_000);
        let rest =
            settings.url.strip_prefix("https://").or_else(|| settings.url.strip_prefix("http://"));
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
        let plain = settings.url.bytes().all(|byte| byte.is_ascii_graphic());
        if host.is_empty() || host.contains('@') || !plain {
            let message = format!("`{}` is not an address that can be posted to.", settings.url);
            check
                .error(
                    "bad_url",
                    "url",
                    message,
                    "Write it like https://example.com/hook, without a user name.",
                )
                .with("url", settings.url.as_str());
        }
        check.span("answer_within", settings.answer_within);
        Part::step(settings)
    }
}

impl Step for Settings {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        let wants_answer = walk.failed_is_wired();
        let body = walk.webhook_body();
        let effect =
            walk.queue(EffectBody::PostToUrl { url: self.url.clone(), body }, wants_answer);
        if !wants_answer {
            return Next::Go(0);
        }
        let due = walk.now() + self.answer_within;
        Next::Wait(runnel_model::Wait {
            due: Some(due),
            effect: Some(effect),
            ..Default::default()
        })
    }

    fn due(&self) -> Port {
        FAILED
    }
}
