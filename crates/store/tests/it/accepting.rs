//! What is accepted is durable, once, and for the right contact.

use runnel_model::{Accepted, ContactId, IdentityKeys, Incoming, Store};
use runnel_store::{Database, SourceKind};

use crate::harness::{at, device, on_each, on_each_url, open, user, user_on_device, visit};
use crate::work::count;

fn contact(accepted: &Accepted) -> ContactId {
    match accepted {
        Accepted::Taken { contact, .. } => *contact,
        other => panic!("{other:?}"),
    }
}

async fn accept(database: &Database, item: Incoming) -> ContactId {
    contact(&database.accept(vec![item]).await.unwrap()[0])
}

#[tokio::test]
async fn a_repetition_is_taken_once_within_a_batch_and_after_a_restart() {
    on_each_url(|url| async move {
        let database = open(url.clone()).await;
        let source = database.add_source(SourceKind::Server, "shop", at(0)).await.unwrap();
        let items = vec![visit(user("u"), 1, 10), visit(user("u"), 1, 11), visit(user("u"), 2, 12)];
        let accepted = database.accept(items).await.unwrap();
        let first = contact(&accepted[0]);
        assert_eq!(accepted[1], Accepted::Duplicate);
        assert_eq!(contact(&accepted[2]), first);
        database.close().await;

        let database = open(url).await;
        let again = database.accept(vec![visit(user("u"), 2, 20)]).await.unwrap();
        assert_eq!(again, [Accepted::Duplicate]);
        assert_eq!(database.inbox_len().await.unwrap(), 2);
        let row = database.source(source).await.unwrap().unwrap();
        assert_eq!((row.accepted, row.duplicates, row.last_at), (2, 2, Some(at(20))));
        database.close().await;
    })
    .await;
}

#[tokio::test]
async fn an_item_without_a_message_id_is_always_new() {
    on_each(|database| async move {
        let item = || Incoming { dedupe: None, ..visit(user("u"), 1, 10) };
        database.accept(vec![item(), item()]).await.unwrap();
        assert_eq!(database.inbox_len().await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn identities_lead_to_one_contact_within_a_batch_and_later() {
    on_each(|database| async move {
        let items = vec![visit(device("d"), 1, 10), visit(user_on_device("u", "d"), 2, 11)];
        let accepted = database.accept(items).await.unwrap();
        assert_eq!(contact(&accepted[0]), contact(&accepted[1]));
        let later = accept(&database, visit(user("u"), 3, 12)).await;
        assert_eq!(later, contact(&accepted[0]));
        let other = accept(&database, visit(user("w"), 4, 12)).await;
        assert_ne!(other, later);
    })
    .await;
}

#[tokio::test]
async fn a_contact_can_be_named_by_its_id_from_the_moment_it_is_accepted() {
    on_each(|database| async move {
        let known = accept(&database, visit(user("u"), 1, 10)).await;
        let named = |id| IdentityKeys { contact: Some(id), ..IdentityKeys::default() };
        assert_eq!(accept(&database, visit(named(known), 2, 11)).await, known);
        database.process(0..=63, 10, at(12), count(at(12))).await.unwrap();
        assert_eq!(accept(&database, visit(named(known), 3, 13)).await, known);
        let unknown = database.accept(vec![visit(named(ContactId(99_999)), 4, 14)]).await.unwrap();
        assert_eq!(unknown, [Accepted::UnknownContact]);
    })
    .await;
}

#[tokio::test]
async fn ten_thousand_new_contacts_each_get_an_id_of_their_own() {
    on_each(|database| async move {
        let items = (0..10_000).map(|n| visit(user(&format!("u{n}")), n, 10)).collect();
        let accepted = database.accept(items).await.unwrap();
        let mut ids: Vec<_> = accepted.iter().map(contact).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 10_000);
    })
    .await;
}
