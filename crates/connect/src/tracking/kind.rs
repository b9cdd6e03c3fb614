//! The kinds of calls and the routes they come by.

/// The kinds of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Who somebody is.
    Identify,
    /// Something happened.
    Track,
    /// A page was visited.
    Page,
    /// A screen of an app was seen.
    Screen,
    /// Somebody belongs to a company.
    Group,
    /// Two ids are of one person.
    Alias,
}

impl Kind {
    /// The names of all kinds, as items and routes spell them.
    pub(super) const NAMES: &'static str = "identify, track, page, screen, group or alias";

    /// From the `type` of an item.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "identify" => Self::Identify,
            "track" => Self::Track,
            "page" => Self::Page,
            "screen" => Self::Screen,
            "group" => Self::Group,
            "alias" => Self::Alias,
            _ => return None,
        })
    }
}

/// What a request holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// `{"batch": […]}`, each item with a `type`.
    Batch,
    /// One item of this kind.
    Single(Kind),
}

impl Route {
    /// From the last part of a path: `batch`, `b`, `track`, `t`, `identify`, `i` and so on.
    ///
    /// Only the last part, because clients keep whatever path their host was configured with.
    pub fn parse(path: &str) -> Option<Self> {
        Some(match path.trim_end_matches('/').rsplit('/').next()? {
            "batch" | "b" => Self::Batch,
            "i" => Self::Single(Kind::Identify),
            "t" => Self::Single(Kind::Track),
            "p" => Self::Single(Kind::Page),
            "s" => Self::Single(Kind::Screen),
            "g" => Self::Single(Kind::Group),
            "a" => Self::Single(Kind::Alias),
            name => Self::Single(Kind::parse(name)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_of_the_clients_is_known() {
        for path in ["/v1/batch", "/v1/b", "/beacon/v1/batch", "/sub/path/v1/batch/", "batch"] {
            assert_eq!(Route::parse(path), Some(Route::Batch), "{path}");
        }
        for name in ["identify", "track", "page", "screen", "group", "alias"] {
            let long = Route::parse(&format!("/v1/{name}"));
            let short = Route::parse(&format!("/v1/{}", &name[..1]));
            assert_eq!(long, Kind::parse(name).map(Route::Single), "{name}");
            assert_eq!(long, short, "{name}");
        }
        assert_eq!(Route::parse("/v1/import"), None);
    }
}
