//! What cannot be read any more is parked, and holds up nobody else.

use runnel_model::Store;
use runnel_store::DeadLetter;
use sea_orm::ConnectionTrait;

use crate::harness::{at, on_each_url, open, user, visit};
use crate::work::count;

const ALL: std::ops::RangeInclusive<u8> = 0..=63;

#[tokio::test]
async fn a_damaged_input_and_a_damaged_state_are_parked_and_the_others_go_on() {
    on_each_url(|url| async move {
        let database = open(url.clone()).await;
        let visits = |ms| ["a", "b", "c"].map(|name| visit(user(name), ms as u32 + u32::from(name.as_bytes()[0]), ms));
        database.accept(visits(1_000).to_vec()).await.unwrap();
        database.process(ALL, 10, at(1_001), count(at(1_001))).await.unwrap();
        database.accept(visits(2_000).to_vec()).await.unwrap();

        let beside = sea_orm::Database::connect(&url).await.unwrap();
        for damage in [
            "UPDATE contacts SET state = '{' WHERE user_id = 'a'",
            "UPDATE inbox SET input = '[]' WHERE contact_id = (SELECT id FROM contacts WHERE user_id = 'b')",
        ] {
            assert_eq!(beside.execute_unprepared(damage).await.unwrap().rows_affected(), 1, "{damage}");
        }
        database.process(ALL, 10, at(2_001), count(at(2_001))).await.unwrap();

        assert_eq!(database.inbox_len().await.unwrap(), 0);
        let letters = database.dead_letters(10, None).await.unwrap().items;
        let kinds: Vec<_> = letters.iter().map(|letter| matches!(letter.letter, DeadLetter::Unreadable(_))).collect();
        assert_eq!(kinds.len(), 2, "{letters:?}");
        assert!(kinds.contains(&true) && kinds.contains(&false), "{letters:?}");
        let key = runnel_model::IdentityKey::UserId(user("c").user_id.unwrap());
        let other = database.find_contact(&key).await.unwrap().unwrap();
        assert_eq!(database.contact(other).await.unwrap().unwrap().score(None), 2);
    })
    .await;
}
