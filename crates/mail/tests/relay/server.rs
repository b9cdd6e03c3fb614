//! A server that does what a script says, verb by verb.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What a server does where it should answer.
#[derive(Clone, Debug)]
pub enum Play {
    /// Answers with these lines.
    Say(&'static str),
    /// Answers with these bytes, as they are.
    Bytes(Vec<u8>),
    /// Answers with these bytes, a pause after each.
    Drip(&'static str, Duration),
    /// Answers nothing until it is too late, then this.
    Late(Duration, &'static str),
    /// Ends the connection.
    HangUp,
}

/// A connection (from 0) and a verb: `CONNECT`, `EHLO`, `MAIL`, …, `BODY` (when the message begins),
/// `END` (at its dot).
type Script = dyn Fn(usize, &str) -> Option<Play> + Send + Sync;

/// The server. Dropping it stops it.
pub struct Server {
    pub port: u16,
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

struct Shared {
    script: Box<Script>,
    connections: AtomicUsize,
    verbs: Mutex<Vec<String>>,
    /// Messages of which the end was seen.
    ended: Mutex<Vec<String>>,
}

impl Server {
    /// Follows the script, and where it has nothing for a verb, is polite.
    pub async fn start(
        script: impl Fn(usize, &str) -> Option<Play> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            script: Box::new(script),
            connections: AtomicUsize::new(0),
            verbs: Mutex::default(),
            ended: Mutex::default(),
        });
        let serving = tokio::spawn(serve(listener, Arc::clone(&shared)));
        Self { port, shared, serving }
    }

    /// The messages of which it saw the end.
    pub fn ended(&self) -> Vec<String> {
        self.shared.ended.lock().unwrap().clone()
    }

    /// The lines that came, over all connections, and `BODY` when something was said there.
    pub fn verbs(&self) -> Vec<String> {
        self.shared.verbs.lock().unwrap().clone()
    }

    /// How many connections came.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let number = shared.connections.fetch_add(1, Ordering::SeqCst);
        tokio::spawn(talk(stream, number, Arc::clone(&shared)));
    }
}

/// `None` where either side has ended it.
async fn talk(stream: TcpStream, number: usize, shared: Arc<Shared>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read);
    play(&shared, number, "CONNECT", &mut write).await?;
    loop {
        let line = read_line(&mut lines).await?;
        let verb = line.trim_end().split([' ', ':']).next().unwrap_or_default().to_uppercase();
        shared.verbs.lock().unwrap().push(line.trim_end().to_owned());
        let answer = play(&shared, number, &verb, &mut write).await?;
        if verb == "DATA" && answer.starts_with("354") {
            if let Some(doing) = (shared.script)(number, "BODY") {
                perform(doing, &mut write).await?;
                shared.verbs.lock().unwrap().push("BODY".to_owned());
            }
            let message = read_message(&mut lines).await?;
            shared.ended.lock().unwrap().push(message);
            play(&shared, number, "END", &mut write).await?;
        }
    }
}

async fn play(
    shared: &Shared,
    number: usize,
    verb: &str,
    write: &mut OwnedWriteHalf,
) -> Option<String> {
    let polite = match verb {
        "CONNECT" => "220 scripted",
        "EHLO" => "250-scripted\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES",
        "DATA" => "354 go on",
        _ => "250 2.0.0 ok",
    };
    perform((shared.script)(number, verb).unwrap_or(Play::Say(polite)), write).await
}

async fn perform(doing: Play, write: &mut OwnedWriteHalf) -> Option<String> {
    match doing {
        Play::Say(text) => {
            write.write_all(format!("{text}\r\n").as_bytes()).await.ok()?;
            Some(text.to_owned())
        }
        Play::Bytes(bytes) => {
            write.write_all(&bytes).await.ok()?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        }
        Play::Drip(text, pause) => {
            for byte in text.bytes() {
                write.write_all(&[byte]).await.ok()?;
                tokio::time::sleep(pause).await;
            }
            Some(text.to_owned())
        }
        Play::Late(pause, text) => {
            tokio::time::sleep(pause).await;
            write.write_all(format!("{text}\r\n").as_bytes()).await.ok()?;
            Some(text.to_owned())
        }
        Play::HangUp => None,
    }
}

async fn read_line(lines: &mut BufReader<OwnedReadHalf>) -> Option<String> {
    let mut line = String::new();
    let count = lines.read_line(&mut line).await.ok()?;
    (count > 0).then_some(line)
}

async fn read_message(lines: &mut BufReader<OwnedReadHalf>) -> Option<String> {
    let mut message = String::new();
    loop {
        let line = read_line(lines).await?;
        if line == ".\r\n" {
            return Some(message);
        }
        message.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
