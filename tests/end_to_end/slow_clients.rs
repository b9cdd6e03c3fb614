//! Clients that take their time: who is slow with the head of a request is not waited for, and
//! keeps nobody else waiting.

use std::io::ErrorKind;
use std::time::Instant;

use reqwest::Method;
use runnel_tests::{Backend, Setup, TestApp, eventually, run};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// As many as are tried.
const SLOW: usize = 200;

#[tokio::test]
async fn a_head_that_comes_byte_by_byte_is_not_waited_for() {
    let hasty = Setup::standard().with("RUNNEL_REQUEST_HEAD_SECONDS", "2");
    run(Backend::Sqlite, hasty, async |app| {
        let started = Instant::now();
        let mut slow = Vec::new();
        for _ in 0..SLOW {
            slow.push(client(app, "GET /api/v1/contacts HTTP/1.1\r\nx-slow: ").await);
        }
        eventually("all slow clients are hung up on", async || {
            slow.retain_mut(dawdles);
            let others = app.api().ask(Method::GET, "/contacts", None).await;
            assert_eq!(others.status, 200, "others are served meanwhile");
            slow.is_empty().then_some(())
        })
        .await;
        assert!(started.elapsed().as_secs() >= 2, "each has the time that is set");
    })
    .await;
}

#[tokio::test]
async fn a_head_that_comes_in_pieces_is_answered() {
    run(Backend::Sqlite, Setup::standard(), async |app| {
        let mut client = client(app, "GET /api/v1/contacts HT").await;
        for piece in ["TP/1.1\r\nhost: runnel\r\nconnec", "tion: close\r", "\n\r", "\n"] {
            client.write_all(piece.as_bytes()).await.expect("it is listened to");
            client.flush().await.expect("it is listened to");
            tokio::task::yield_now().await;
        }
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.expect("it is answered");
        assert!(answer.starts_with("HTTP/1.1 401 Unauthorized\r\n"), "{answer}");
    })
    .await;
}

/// A client that has sent this much.
async fn client(app: &TestApp, begin: &str) -> TcpStream {
    let address = app.base().strip_prefix("http://").expect("it listens without encryption");
    let mut client = TcpStream::connect(address).await.expect("it listens");
    client.set_nodelay(true).expect("a socket can be set");
    client.write_all(begin.as_bytes()).await.expect("it is listened to");
    client
}

/// Sends one more byte, and tells whether anybody still listens.
fn dawdles(client: &mut TcpStream) -> bool {
    let sent = client.try_write(b"a");
    let answer = client.try_read(&mut [0; 1]);
    sent.is_ok() && matches!(answer, Err(error) if error.kind() == ErrorKind::WouldBlock)
}
