//! The client against servers that behave badly, each on a port of its own.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use super::*;

/// A server for one connection that sends `answer`, then `filling` for as long as anybody reads.
/// Gives its address, and what it was sent.
fn server(answer: &'static str, filling: &'static [u8]) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (tell, told) = channel();
    std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut request = vec![0; 10_000];
        let length = socket.read(&mut request).unwrap();
        tell.send(String::from_utf8_lossy(&request[..length]).into_owned()).ok();
        socket.write_all(answer.as_bytes()).ok();
        while !filling.is_empty() && socket.write_all(filling).is_ok() {}
    });
    (url, told)
}

fn request(url: &str) -> HttpRequest {
    let headers = vec![("webhook-id".to_owned(), "eff_1".to_owned())];
    HttpRequest { url: url.to_owned(), headers, body: "{}".to_owned() }
}

async fn post(url: &str, allow_private: bool) -> Result<HttpAnswer, String> {
    let answer = Outbound::new(allow_private).unwrap().post(request(url)).await;
    answer.map_err(|error| error.to_string())
}

#[tokio::test]
async fn the_status_and_retry_after_come_back() {
    let answer = "HTTP/1.1 429 Slow\r\nretry-after: 120\r\ncontent-length: 0\r\n\r\n";
    let (url, told) = server(answer, b"");
    let answer = post(&url, true).await.unwrap();
    assert_eq!(answer, HttpAnswer { status: 429, retry_after: Some(120) });
    let sent = told.recv().unwrap();
    assert!(sent.starts_with("POST /hook HTTP/1.1\r\n"), "{sent}");
    assert!(sent.contains("webhook-id: eff_1\r\n"), "{sent}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let answer = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n";
    let (url, _told) = server(answer, b"");
    assert_eq!(post(&url, true).await.unwrap().status, 302);
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let (url, _told) = server("HTTP/1.1 200 OK\r\n\r\n", &[b'x'; 8_192]);
    let started = Instant::now();
    assert_eq!(post(&url, true).await.unwrap().status, 200);
    assert!(started.elapsed() < TOTAL_TIME_MAX, "it was read to no end");
}

#[tokio::test]
async fn private_addresses_are_refused_however_they_are_written() {
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "169.254.169.254",
        "10.0.0.1",
        "localhost",
        "１２７.0.0.1",
    ] {
        let told = post(&format!("http://{host}:9/secret-path"), false).await.unwrap_err();
        assert!(told.starts_with("the address is not allowed"), "{host}: {told}");
        assert!(!told.contains("secret-path"), "{told}");
    }
}

#[tokio::test]
async fn what_is_no_web_address_is_refused() {
    for url in ["", "ftp://example.com/", "file:///etc/passwd", "example.com", "http://"] {
        let told = post(url, true).await.unwrap_err();
        assert!(told.contains("is no http or https address"), "{url}: {told}");
    }
}

#[tokio::test]
async fn nobody_there_is_told_without_the_address() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/token-1234", listener.local_addr().unwrap());
    drop(listener);
    let told = post(&url, true).await.unwrap_err();
    assert!(told.starts_with("no answer: "), "{told}");
    assert!(!told.contains("token-1234"), "{told}");
}
