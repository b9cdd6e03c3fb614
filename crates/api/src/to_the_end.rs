//! Work that is not left half done because whoever asked for it went away.
//!
//! A handler is dropped where it waits when its client disconnects. What is then committed but not
//! yet taken note of in memory (a new catalog) would stay unnoticed until the next start.

use std::future::pending;
use std::panic::resume_unwind;

use tracing::Instrument;

/// Runs `work` to its end, and waits for it as long as somebody waits for this.
pub async fn to_the_end<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    match tokio::spawn(work.in_current_span()).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The process ends, and this with it.
            Err(_) => pending().await,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::oneshot;
    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn work_goes_on_when_nobody_waits_for_it_any_more() {
        let (begin, begun) = oneshot::channel::<()>();
        let (finish, finished) = oneshot::channel();
        let mut work = Box::pin(to_the_end(async move {
            begun.await.unwrap();
            finish.send("done").unwrap();
        }));
        assert!(timeout(Duration::ZERO, &mut work).await.is_err());
        drop(work);
        begin.send(()).unwrap();
        assert_eq!(finished.await, Ok("done"));
    }
}
