//! Users, their sessions and links, and the audit log.

use runnel_model::EmailAddress;
use runnel_store::{
    Actor, AuditEntry, Database, Joined, Joining, LinkKind, NewLink, NewUser, Role, SessionsEnd,
    Subject, UserChange, UserChanged,
};
use serde_json::{Value, json};

use crate::harness::{at, on_each};

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn with(name: &str, address: Option<&str>) -> Joining {
    let password = format!("the hash of {name}'s password");
    Joining { name: Some(name.into()), email: address.map(email), password }
}

fn link(token: u8, kind: LinkKind, user: Option<i64>) -> NewLink {
    NewLink { hash: [token; 32], kind, user, expires_at: at(1_000) }
}

/// Ana, who administers.
async fn set_up(database: &Database) -> i64 {
    database.add_link(&link(1, LinkKind::Setup, None), at(1)).await.unwrap();
    let joined = database.join(&[1; 32], &with("Ana", Some("ana@example.com")), at(2)).await;
    let Joined::User(id) = joined.unwrap() else { panic!("the link is good") };
    id
}

async fn invite(database: &Database, address: &str, role: Role, token: u8) -> i64 {
    let user = NewUser { email: email(address), role };
    let id = database.add_user(&user, at(3)).await.unwrap().unwrap();
    database.add_link(&link(token, LinkKind::Invitation, Some(id)), at(3)).await.unwrap();
    id
}

#[tokio::test]
async fn a_link_for_setting_up_makes_the_first_admin_once() {
    on_each(|database| async move {
        assert!(!database.has_users().await.unwrap());
        let id = set_up(&database).await;
        let ana = database.user(id).await.unwrap().unwrap();
        assert_eq!((ana.role, ana.joined, ana.name.as_str()), (Role::Admin, true, "Ana"));
        assert!(database.has_users().await.unwrap());
        let again = database.join(&[1; 32], &with("Eve", Some("eve@example.com")), at(3)).await;
        assert_eq!(again.unwrap(), Joined::Void);
        database.add_link(&link(2, LinkKind::Setup, None), at(4)).await.unwrap();
        assert_eq!(database.link(&[2; 32], at(5)).await.unwrap(), None, "somebody is there");
        let late = database.join(&[2; 32], &with("Eve", Some("eve@example.com")), at(5)).await;
        assert_eq!(late.unwrap(), Joined::Void);
    })
    .await;
}

#[tokio::test]
async fn a_setting_up_without_an_address_leaves_the_link_as_it_was() {
    on_each(|database| async move {
        database.add_link(&link(1, LinkKind::Setup, None), at(1)).await.unwrap();
        let joined = database.join(&[1; 32], &with("Ana", None), at(2)).await.unwrap();
        assert_eq!(joined, Joined::NoEmail);
        assert!(database.link(&[1; 32], at(3)).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn of_many_who_use_a_link_at_once_one_gets_in() {
    on_each(|database| async move {
        set_up(&database).await;
        invite(&database, "bo@example.com", Role::Viewer, 9).await;
        let tries = (0..8).map(|n| {
            let database = database.clone();
            tokio::spawn(async move {
                database.join(&[9; 32], &with(&format!("Bo {n}"), None), at(5)).await.unwrap()
            })
        });
        let mut inside = 0;
        for one in tries.collect::<Vec<_>>() {
            inside += usize::from(matches!(one.await.unwrap(), Joined::User(_)));
        }
        assert_eq!(inside, 1);
    })
    .await;
}

#[tokio::test]
async fn a_link_is_void_when_it_is_late_replaced_or_its_user_is_kept_out() {
    on_each(|database| async move {
        set_up(&database).await;
        let bo = invite(&database, "bo@example.com", Role::Sales, 2).await;
        let found = database.link(&[2; 32], at(999)).await.unwrap().unwrap();
        assert_eq!((found.kind, found.user.unwrap().id), (LinkKind::Invitation, bo));
        assert_eq!(database.link(&[2; 32], at(1_000)).await.unwrap(), None);
        let late = database.join(&[2; 32], &with("Bo", None), at(1_000)).await.unwrap();
        assert_eq!(late, Joined::Void);
        database.add_link(&link(3, LinkKind::Invitation, Some(bo)), at(4)).await.unwrap();
        assert_eq!(database.link(&[2; 32], at(5)).await.unwrap(), None, "there is a newer one");
        let out = UserChange { disabled: Some(true), ..UserChange::default() };
        database.change_user(bo, &out).await.unwrap();
        assert_eq!(database.link(&[3; 32], at(5)).await.unwrap(), None);
        let joined = database.join(&[3; 32], &with("Bo", None), at(5)).await.unwrap();
        assert_eq!(joined, Joined::Void);
    })
    .await;
}

#[tokio::test]
async fn only_who_joined_and_is_not_kept_out_can_sign_in() {
    on_each(|database| async move {
        set_up(&database).await;
        let bo = invite(&database, "bo@example.com", Role::Sales, 2).await;
        let again = NewUser { email: email("BO@example.com"), role: Role::Admin };
        assert_eq!(database.add_user(&again, at(3)).await.unwrap(), None, "the address is taken");
        assert_eq!(database.login(&email("bo@example.com")).await.unwrap(), None);
        database.join(&[2; 32], &with("Bo", None), at(4)).await.unwrap();
        let login = database.login(&email("bo@example.com")).await.unwrap().unwrap();
        assert_eq!((login.user.id, login.password.as_str()), (bo, "the hash of Bo's password"));
        let out = UserChange { disabled: Some(true), ..UserChange::default() };
        database.change_user(bo, &out).await.unwrap();
        assert_eq!(database.login(&email("bo@example.com")).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn somebody_who_administers_is_always_left() {
    on_each(|database| async move {
        let ana = set_up(&database).await;
        // An admin who has not joined can help nobody.
        let bo = invite(&database, "bo@example.com", Role::Admin, 2).await;
        let lower = UserChange { role: Some(Role::Viewer), ..UserChange::default() };
        let out = UserChange { disabled: Some(true), ..UserChange::default() };
        for change in [&lower, &out] {
            assert_eq!(database.change_user(ana, change).await.unwrap(), UserChanged::LastAdmin);
        }
        assert_eq!(database.remove_user(ana).await.unwrap(), UserChanged::LastAdmin);
        database.join(&[2; 32], &with("Bo", None), at(4)).await.unwrap();
        // Each lowers the other at the same time.
        let (one, other) =
            tokio::join!(database.change_user(ana, &lower), database.change_user(bo, &lower));
        let mut both = [one.unwrap(), other.unwrap()];
        both.sort_by_key(|one| *one == UserChanged::LastAdmin);
        assert_eq!(both, [UserChanged::Done, UserChanged::LastAdmin]);
        assert_eq!(database.change_user(99, &lower).await.unwrap(), UserChanged::Missing);
        assert_eq!(database.remove_user(99).await.unwrap(), UserChanged::Missing);
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_with_its_time_its_user_or_a_new_password() {
    on_each(|database| async move {
        let ana = set_up(&database).await;
        let never = SessionsEnd { begun_by: at(0), unused_since: at(0) };
        let begin = async |token: u8, time, over| {
            database.begin_session(&[token; 32], ana, over, at(time)).await.unwrap();
        };
        let is_open = async |token: u8| database.session(&[token; 32]).await.unwrap().is_some();
        begin(1, 10, never).await;
        begin(2, 20, never).await;
        database.note_seen(&[1; 32], ana, at(30)).await.unwrap();
        let one = database.session(&[1; 32]).await.unwrap().unwrap();
        assert_eq!((one.user.id, one.created_at, one.seen_at), (ana, at(10), at(30)));
        assert_eq!(one.user.seen_at, Some(at(30)));
        assert!(one.is_over(SessionsEnd { begun_by: at(10), unused_since: at(0) }));
        assert!(one.is_over(SessionsEnd { begun_by: at(0), unused_since: at(30) }));
        assert!(!one.is_over(SessionsEnd { begun_by: at(9), unused_since: at(29) }));
        // Beginning one clears away those that are over.
        begin(3, 40, SessionsEnd { begun_by: at(0), unused_since: at(20) }).await;
        assert_eq!((is_open(1).await, is_open(2).await), (true, false));
        database.end_other_sessions(ana, &[3; 32]).await.unwrap();
        assert_eq!((is_open(1).await, is_open(3).await), (false, true));
        begin(4, 50, never).await;
        database.end_session(&[4; 32]).await.unwrap();
        assert!(!is_open(4).await);
        // A new password by a link: whoever knew the old one is out.
        database.add_link(&link(7, LinkKind::Reset, Some(ana)), at(50)).await.unwrap();
        database.join(&[7; 32], &with("Ana", None), at(51)).await.unwrap();
        assert!(!is_open(3).await);
    })
    .await;
}

#[tokio::test]
async fn who_is_removed_is_gone_with_sessions_and_links() {
    on_each(|database| async move {
        set_up(&database).await;
        let bo = invite(&database, "bo@example.com", Role::Sales, 2).await;
        let over = SessionsEnd { begun_by: at(0), unused_since: at(0) };
        database.begin_session(&[5; 32], bo, over, at(6)).await.unwrap();
        assert_eq!(database.remove_user(bo).await.unwrap(), UserChanged::Done);
        assert_eq!(database.session(&[5; 32]).await.unwrap(), None);
        assert_eq!(database.link(&[2; 32], at(7)).await.unwrap(), None);
        let emails: Vec<_> =
            database.users().await.unwrap().into_iter().map(|one| one.email).collect();
        assert_eq!(emails, [email("ana@example.com")]);
    })
    .await;
}

#[tokio::test]
async fn the_audit_log_is_read_newest_first_page_by_page() {
    on_each(|database| async move {
        let subject =
            Subject { kind: "flow".into(), id: "welcome".into(), name: Some("Welcome".into()) };
        for n in 0..3_i64 {
            let entry = AuditEntry {
                at: at(n),
                by: Actor { kind: "user".into(), id: Some("usr_1".into()), name: "Ana".into() },
                verb: format!("flow.{n}"),
                subject: (n > 0).then(|| subject.clone()),
                details: if n == 2 { json!({ "version": 3 }) } else { Value::Null },
            };
            database.note_audit(entry).await.unwrap();
        }
        let first = database.audit(2, None).await.unwrap();
        let verbs: Vec<_> = first.items.iter().map(|row| row.entry.verb.as_str()).collect();
        assert_eq!(verbs, ["flow.2", "flow.1"]);
        assert_eq!(first.items[0].entry.details, json!({ "version": 3 }));
        assert_eq!(first.items[1].entry.subject, Some(subject));
        let rest = database.audit(2, first.next.as_ref()).await.unwrap();
        assert_eq!((rest.items.len(), rest.next), (1, None));
        assert_eq!(rest.items[0].entry.subject, None);
    })
    .await;
}
