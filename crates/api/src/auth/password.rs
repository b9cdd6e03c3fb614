//! Passwords: argon2id, off the async threads, and only so many at once.
//!
//! Nothing is asked of a password but its length: rules about its characters make people choose
//! worse ones (NIST SP 800-63B, 3.1.1.2).

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// OWASP's first choice: 19 MiB, two passes, one lane.
/// <https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id>
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// How many are hashed at once: sign-ins take at most so many times the memory above.
const AT_ONCE: usize = 4;
/// How many wait for their turn; beyond it, people are told to come back.
const WAITING_MAX: usize = 64;

/// Nobody's: what a password is checked against when there is nobody to check it for, so that the
/// answer takes as long. No password has this hash.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGluIQ\
    $AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    length_min: usize,
    turns: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Passwords {
    /// Takes passwords of at least so many characters.
    pub fn new(length_min: usize) -> Self {
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Self { length_min, turns: semaphore(AT_ONCE), waiting: semaphore(WAITING_MAX) }
    }

    /// The hash of a password that somebody has chosen.
    pub async fn hash(&self, password: String) -> Result<String> {
        if password.chars().count() < self.length_min {
            let message = format!(
                "the password is too short: it needs at least {} characters",
                self.length_min
            );
            return Err(Error::unprocessable("password_too_short", message));
        }
        let hash = self.in_turn(move || {
            argon2().hash_password(password.as_bytes()).map(|hash| hash.to_string())
        });
        hash.await?.map_err(Error::internal)
    }

    /// Whether this is the password of that hash; without a hash it takes as long and is not.
    pub async fn check(&self, password: String, hash: Option<String>) -> Result<bool> {
        self.in_turn(move || {
            let hash = hash.as_deref().unwrap_or(NOBODYS);
            argon2().verify_password(password.as_bytes(), hash).is_ok()
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let _waiting = self.waiting.try_acquire().map_err(|_| Error::Overloaded)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(Error::internal)?;
        // The turn goes along: whoever asked may leave, the memory is taken all the same.
        let work = move || {
            let result = work();
            drop(turn);
            result
        };
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)
    }
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("they are within its bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::phc::PasswordHash;

    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_by_its_hash_and_no_other_is() {
        let passwords = Passwords::new(12);
        let hash = passwords.hash("correct horse".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, passwords.hash("correct horse".into()).await.unwrap(), "it is salted");
        assert!(passwords.check("correct horse".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.check("correct Horse".into(), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn a_length_is_counted_in_characters() {
        let passwords = Passwords::new(12);
        assert!(passwords.hash("пароль11симв".into()).await.is_ok());
        let short = passwords.hash("пароль1симв".into()).await.unwrap_err();
        assert!(short.to_string().contains("at least 12 characters"), "{short}");
    }

    #[tokio::test]
    async fn nobodys_hash_costs_as_much_and_is_of_no_password() {
        let nobodys = PasswordHash::new(NOBODYS).unwrap();
        let own = argon2().hash_password(b"any").unwrap();
        assert_eq!(nobodys.params, own.params);
        assert_eq!((nobodys.algorithm, nobodys.version), (own.algorithm, own.version));
        assert_eq!(nobodys.hash.unwrap().len(), own.hash.unwrap().len());
        let passwords = Passwords::new(1);
        for guess in ["", "nobody is in!"] {
            assert!(!passwords.check(guess.into(), None).await.unwrap());
        }
    }

    #[tokio::test]
    async fn too_many_at_once_are_sent_away_and_not_queued() {
        let passwords = Passwords::new(1);
        let _all = passwords.waiting.acquire_many(WAITING_MAX as u32).await.unwrap();
        let refused = passwords.hash("any".into()).await;
        assert!(matches!(refused, Err(Error::Overloaded)));
    }
}
