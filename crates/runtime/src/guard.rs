//! A panic is a failure of one call, never the end of a loop.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use runnel_model::StoreError;

/// Awaits a call of the store; a panic inside it becomes an error.
///
/// The state that the call shares with its loop is replaced as a whole or guarded by a lock of
/// its own, so that a call broken off half-way leaves nothing half-changed behind.
pub(crate) async fn guarded<T>(
    call: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    AssertUnwindSafe(call).catch_unwind().await.unwrap_or_else(|panic| {
        Err(StoreError::Damaged(format!("a defect: {}", words_of(panic.as_ref()))))
    })
}

/// What a panic said.
pub(crate) fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("it panicked without a word").to_owned()
}

/// Locks although somebody panicked while holding the lock: every critical section here is a
/// single insertion, removal or replacement, so the data is whole all the same.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
