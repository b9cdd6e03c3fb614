//! How often somebody may try a password: by where they come from, and by whose it is.
//!
//! Both are hashed into a fixed number of buckets, so that the memory is bounded whatever comes.
//! Two who share a bucket share its limit; which ones do differs with each start, so that nobody
//! can choose whom to share with. That a stranger can use up somebody's tries for a while is the
//! price of a limit that a thousand machines cannot get around.

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use runnel_model::EmailAddress;

const BUCKETS: u64 = 1 << 14;

/// From one address: an office signs in at once in the morning.
const BY_ADDRESS: (u32, Duration) = (30, Duration::from_secs(2));
/// For one user: ten tries, then two a minute.
const BY_EMAIL: (u32, Duration) = (10, Duration::from_secs(30));

type Limiter<C> =
    RateLimiter<u64, DefaultKeyedStateStore<u64>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// Counts tries.
pub struct Throttle<C: Clock = DefaultClock> {
    by_address: Limiter<C>,
    by_email: Limiter<C>,
    hasher: RandomState,
    clock: C,
}

impl Default for Throttle {
    fn default() -> Self {
        Self::new(DefaultClock::default())
    }
}

impl<C: Clock + Clone> Throttle<C> {
    fn new(clock: C) -> Self {
        let limiter = |(burst, every)| {
            let burst = NonZeroU32::new(burst).expect("both are more than none");
            let quota = Quota::with_period(every).expect("a period is not empty");
            let store = DefaultKeyedStateStore::default();
            RateLimiter::new(quota.allow_burst(burst), store, clock.clone())
        };
        let (by_address, by_email) = (limiter(BY_ADDRESS), limiter(BY_EMAIL));
        Self { by_address, by_email, hasher: RandomState::new(), clock }
    }

    /// Takes note of a try. An error says how long to wait before the next one.
    pub fn admit(&self, address: IpAddr, email: &EmailAddress) -> Result<(), Duration> {
        let network = network(address);
        self.take(&self.by_address, self.hasher.hash_one(network))?;
        self.take(&self.by_email, self.hasher.hash_one(email.as_str()))
    }

    fn take(&self, limiter: &Limiter<C>, hash: u64) -> Result<(), Duration> {
        let taken = limiter.check_key(&(hash % BUCKETS));
        taken.map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }
}

/// Of an IPv6 address the half that its owner cannot choose.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn email(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    #[test]
    fn ten_tries_for_one_user_then_two_a_minute_from_wherever() {
        let clock = FakeRelativeClock::default();
        let throttle = Throttle::new(clock.clone());
        let ana = email("ana@example.com");
        let from = |number: u8| IpAddr::from([10, 0, number, 1]);
        for number in 0..10 {
            assert_eq!(throttle.admit(from(number), &ana), Ok(()));
        }
        let wait = throttle.admit(from(10), &ana).unwrap_err();
        assert!((29..=30).contains(&wait.as_secs()), "{wait:?}");
        assert_eq!(throttle.admit(from(10), &email("bo@example.com")), Ok(()));
        clock.advance(Duration::from_secs(30));
        assert_eq!(throttle.admit(from(10), &ana), Ok(()));
        assert!(throttle.admit(from(10), &ana).is_err());
    }

    #[test]
    fn an_address_cannot_try_many_users_either() {
        let throttle = Throttle::new(FakeRelativeClock::default());
        let one: IpAddr = "2001:db8:0:1::1".parse().unwrap();
        let same_network: IpAddr = "2001:db8:0:1:ffff::9".parse().unwrap();
        for number in 0..30 {
            let user = email(&format!("user{number}@example.com"));
            assert_eq!(throttle.admit(one, &user), Ok(()), "{number}");
        }
        let ana = email("ana@example.com");
        assert!(throttle.admit(same_network, &ana).is_err());
        assert_eq!(throttle.admit("2001:db8:0:2::1".parse().unwrap(), &ana), Ok(()));
    }
}
