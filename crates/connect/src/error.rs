//! A body that cannot be read at all. Everything smaller is a [`Refused`](crate::Refused).

/// Why nothing of a request could be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is not JSON, however tolerantly read. The one case for an answer 400.
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    /// It begins like gzip and is not.
    #[error("the body begins like gzip but cannot be inflated")]
    NotGzip,
    /// It is larger than we take, or inflates to more.
    #[error("the body is larger than {bytes_max} bytes")]
    TooLarge {
        /// The limit.
        bytes_max: usize,
    },
}
