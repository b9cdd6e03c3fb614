//! One HTTP/1.1 connection, as lean as can be.
//!
//! The load shares its cores with the server that is measured, so it must cost next to nothing.
//! It understands what our own server answers, a length and a body, and nothing else.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that is kept.
pub struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
    /// The lines of every request: where it goes and who sends it.
    headers: String,
}

/// What was answered.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Connection {
    /// Connects; `authorization` goes with every request.
    pub async fn open(to: SocketAddr, authorization: &str) -> Result<Self> {
        let stream = TcpStream::connect(to).await.context("the server does not answer")?;
        stream.set_nodelay(true)?;
        let headers = format!("host: {to}\r\nauthorization: {authorization}\r\n");
        Ok(Self { stream, received: Vec::with_capacity(4_096), headers })
    }

    /// Sends a request and waits for the answer.
    pub async fn send(&mut self, method: &str, path: &str, body: &str) -> Result<Answer> {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}",
            self.headers
        );
        self.stream.write_all(request.as_bytes()).await?;
        let head_length = self.receive_head().await?;
        let head = String::from_utf8_lossy(&self.received[..head_length]).to_ascii_lowercase();
        let (status, body_length) = parse_head(&head)?;
        while self.received.len() < head_length + body_length {
            self.receive().await?;
        }
        let body = self.received[head_length..head_length + body_length].to_vec();
        self.received.drain(..head_length + body_length);
        Ok(Answer { status, body })
    }

    async fn receive_head(&mut self) -> Result<usize> {
        loop {
            let end = self.received.windows(4).position(|four| four == b"\r\n\r\n");
            match end {
                Some(end) => return Ok(end + 4),
                None => self.receive().await?,
            }
        }
    }

    async fn receive(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.received).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

/// The status and the length of the body, from a head in lower case.
fn parse_head(head: &str) -> Result<(u16, usize)> {
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    let length = head.split_once("content-length:").map(|(_, rest)| rest.trim_start());
    let length = length.and_then(|rest| rest.split("\r\n").next()?.parse().ok());
    Ok((status.context("no status in the answer")?, length.context("no length in the answer")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_tells_status_and_length() {
        let head = "http/1.1 429 too many requests\r\nretry-after: 1\r\ncontent-length: 37\r\n\r\n";
        assert_eq!(parse_head(head).unwrap(), (429, 37));
        assert!(parse_head("http/1.1 200 ok\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
    }
}
