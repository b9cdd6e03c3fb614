//! Which call a path is. Only its last parts say so: a host may be configured with a path of its
//! own, and clients keep it.

use runnel_connect::tracking::Route;

/// A call of the tracking API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Events.
    Send(Route),
    /// What Segment's browser library asks first, with the key from the path.
    SegmentSettings(String),
    /// What RudderStack's browser library asks first.
    RudderSettings,
}

impl Call {
    /// The call of a path; `None` if it is none.
    pub fn of(path: &str) -> Option<Self> {
        let mut parts = path.trim_end_matches('/').rsplit('/');
        let (last, before) = (parts.next()?, parts.next()?);
        match (last, before) {
            ("sourceConfig", _) => Some(Self::RudderSettings),
            ("settings", key) if (parts.next(), parts.next()) == (Some("projects"), Some("v1")) => {
                (!key.is_empty()).then(|| Self::SegmentSettings(key.to_owned()))
            }
            (name, "v1") => Route::parse(name).map(Self::Send),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use runnel_connect::tracking::Kind;

    use super::*;

    #[test]
    fn the_last_parts_of_a_path_say_what_it_is() {
        let check = |path: &str, expect: Option<Call>| assert_eq!(Call::of(path), expect, "{path}");
        let batch = || Some(Call::Send(Route::Batch));
        for path in ["/v1/batch", "/v1/b", "/beacon/v1/batch", "/sub/path/v1/batch/"] {
            check(path, batch());
        }
        check("/v1/t", Some(Call::Send(Route::Single(Kind::Track))));
        check("/v1/group", Some(Call::Send(Route::Single(Kind::Group))));
        check("/v1/projects/wk_1/settings", Some(Call::SegmentSettings("wk_1".into())));
        check("/sub/v1/projects/wk_1/settings", Some(Call::SegmentSettings("wk_1".into())));
        check("/sourceConfig/", Some(Call::RudderSettings));
        check("/sub/sourceConfig", Some(Call::RudderSettings));
        for path in ["/", "", "/v1", "/v1/import", "/batch", "/v2/batch", "/v1/projects//settings"]
        {
            check(path, None);
        }
    }
}
