//! Carrying out effects: claimed by a committed lease, tried, settled.
//!
//! At least once: a crash after a try and before its settling lets the lease run out, and the
//! effect is tried again with the same id. Which effect is tried next is `targets`' decision,
//! when again `schedule`'s. Nothing here knows what an effect means to a flow.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use runnel_model::{
    Clock, Delivery, Effect, EffectBody, EffectId, Http, HttpAnswer, HttpError, HttpRequest,
    Settled, Span, Store, StoreError, Timestamp,
};
use tokio::time::{Instant, timeout};

use crate::backoff::{Backoff, log_failure};
use crate::guard::{guarded, words_of};
use crate::schedule::after_try;
use crate::shared::Shared;
use crate::stop::Stop;
use crate::targets::{Held, Targets};
use crate::topic::Topic;

/// Headers for a POST: (address, effect, time of the try, body) → names and values.
pub type Signer =
    Arc<dyn Fn(&str, EffectId, Timestamp, &str) -> Vec<(String, String)> + Send + Sync>;

const CLAIM_MAX: usize = 64;
const LEASE: Span = Span::Seconds(60);

/// The longest a try can take. The transport has a limit of its own; this one is what the leases
/// are reckoned with.
const TRY: Span = Span::Seconds(20);

type Try = BoxFuture<'static, (EffectId, Result<HttpAnswer, HttpError>, Duration)>;

/// The tries that are under way.
pub(crate) struct Outbox<S, C, H> {
    shared: Arc<Shared<S, C>>,
    http: Arc<H>,
    signer: Signer,
    targets: Targets,
    tries: FuturesUnordered<Try>,
}

impl<S: Store, C: Clock, H: Http> Outbox<S, C, H> {
    /// Nothing under way.
    pub(crate) fn new(shared: Arc<Shared<S, C>>, http: H, signer: Signer) -> Self {
        let (targets, tries) = (Targets::default(), FuturesUnordered::new());
        Self { shared, http: Arc::new(http), signer, targets, tries }
    }

    /// The loop. When told to stop it claims no more and settles what is under way.
    pub(crate) async fn run(mut self, mut stop: Stop) {
        let shared = Arc::clone(&self.shared);
        let alarm = &shared.outbox;
        let mut backoff = Backoff::new("delivering", 0);
        let (mut heard, mut more) = (0, true);
        while !stop.is_set() {
            more |= alarm.rung() > heard;
            if more && self.targets.has_room() {
                heard = alarm.rung();
                match self.claim().await {
                    Ok(full) => {
                        backoff.worked();
                        more = full;
                    }
                    Err(error) => stop.pause(backoff.failed(&error)).await,
                }
            }
            if !more && self.tries.is_empty() {
                alarm.answer(heard);
            }
            tokio::select! {
                biased;
                () = stop.wait() => {}
                finished = self.finished(), if !self.tries.is_empty() => self.settle(finished).await,
                () = std::future::ready(()), if more && self.targets.has_room() => {}
                () = alarm.called(&shared.clock, heard), if !more => {}
            }
        }
        self.targets.let_go();
        while !self.tries.is_empty() {
            let finished = self.finished().await;
            self.settle(finished).await;
        }
    }

    /// Claims what is due, carries all of it out and settles it. Answers how much was claimed.
    pub(crate) async fn deliver_once(&mut self) -> Result<usize, StoreError> {
        let claimed = self.claim_some().await?;
        self.start_tries();
        while !self.tries.is_empty() {
            let finished = self.finished().await;
            self.settle(finished).await;
        }
        Ok(claimed)
    }

    /// Claims and starts what is due. Answers whether more may be due.
    async fn claim(&mut self) -> Result<bool, StoreError> {
        let claimed = self.claim_some().await?;
        self.start_tries();
        if claimed == CLAIM_MAX {
            return Ok(true);
        }
        find_next_effect(&self.shared, claimed).await?;
        Ok(false)
    }

    async fn claim_some(&mut self) -> Result<usize, StoreError> {
        let now = self.shared.clock.now();
        let until = now + LEASE;
        let claim = guarded(self.shared.store.claim(now, until, CLAIM_MAX)).await?;
        if claim.fuse_blew {
            self.shared.fuse.notify_one();
        }
        for lease in claim.leases {
            self.targets.offer(Held { lease, until });
        }
        Ok(claim.taken)
    }

    fn start_tries(&mut self) {
        let now = self.shared.clock.now();
        while let Some(lease) = self.targets.next(now + TRY) {
            let (http, signer) = (Arc::clone(&self.http), Arc::clone(&self.signer));
            self.tries.push(try_once(http, signer, lease.effect, now).boxed());
        }
    }

    /// Waits for a try to end and takes along all others that have ended: what ends while a batch
    /// is settled makes the next one.
    async fn finished(&mut self) -> Vec<Settled> {
        let mut finished = Vec::new();
        let mut next = self.tries.next().await;
        while let Some((id, result, took)) = next {
            let failing = !matches!(result, Ok(HttpAnswer { status: 200..=299, .. }));
            if let Some(lease) = self.targets.ended(id, took, failing) {
                let delivery = after_try(lease.attempts, &result, self.shared.clock.now());
                finished.push(Settled { lease, delivery });
            }
            next = self.tries.next().now_or_never().flatten();
        }
        finished
    }

    /// Writes down what became of tries, however long the database is away, and starts others
    /// in their places.
    async fn settle(&mut self, finished: Vec<Settled>) {
        let mut backoff = Backoff::new("settling", 1);
        while let Err(error) = settle_once(&self.shared, &finished).await {
            if !matches!(error, StoreError::Unavailable(_)) {
                // The leases run out and the effects are tried again.
                log_failure("settling", &error);
                break;
            }
            tokio::time::sleep(backoff.failed(&error)).await;
        }
        backoff.worked();
        self.start_tries();
    }
}

async fn find_next_effect<S: Store, C: Clock>(
    shared: &Shared<S, C>,
    claimed: usize,
) -> Result<(), StoreError> {
    let now = shared.clock.now();
    shared.outbox.forget_time();
    let next = guarded(shared.store.next_effect()).await;
    match &next {
        // It is due and yet was not claimed: nothing is won by asking at once again.
        Ok(Some(at)) if claimed == 0 && *at <= now => shared.outbox.due_at(now + Span::Seconds(1)),
        Ok(next) => next.iter().for_each(|at| shared.outbox.due_at(*at)),
        Err(_) => shared.outbox.due_at(now),
    }
    next.map(drop)
}

async fn settle_once<S: Store, C: Clock>(
    shared: &Shared<S, C>,
    finished: &[Settled],
) -> Result<(), StoreError> {
    guarded(shared.store.settle(finished.to_vec(), shared.clock.now())).await?;
    if finished.iter().any(|one| matches!(one.delivery, Delivery::Dead { .. })) {
        shared.changes.tell(&[Topic::DeadLetters].into());
    }
    for Settled { lease, delivery } in finished {
        match delivery {
            Delivery::Retry { at, .. } => shared.outbox.due_at(*at),
            // The settling put the answer into the inbox, in the same transaction.
            _ if lease.effect.answer => shared.lanes[shared.lane_of(lease.contact)].ring(),
            _ => {}
        }
    }
    Ok(())
}

async fn try_once<H: Http>(
    http: Arc<H>,
    signer: Signer,
    effect: Effect,
    now: Timestamp,
) -> (EffectId, Result<HttpAnswer, HttpError>, Duration) {
    let started = Instant::now();
    let id = effect.id;
    let post = async {
        let EffectBody::PostToUrl { url, body } = effect.body;
        let mut headers = signer(&url, id, now, &body);
        headers.push(("content-type".into(), "application/json".into()));
        http.post(HttpRequest { url, headers, body }).await
    };
    let most = Duration::from_millis(TRY.as_ms().unsigned_abs());
    let result = match timeout(most, AssertUnwindSafe(post).catch_unwind()).await {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => Err(HttpError::Unreachable(words_of(panic.as_ref()))),
        Err(_) => Err(HttpError::Unreachable(format!("it took longer than {TRY}"))),
    };
    (id, result, started.elapsed())
}
