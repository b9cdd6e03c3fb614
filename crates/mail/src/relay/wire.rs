//! The connection itself: commands out, answers in, each within its time and within bounds.
//!
//! Any error here is the end of the connection: nobody knows any more which answer belongs to what.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::reply::{Line, Reply};

/// The longest line of an answer, in bytes: eight times what RFC 5321 allows.
const LINE_BYTES_MAX: usize = 4_096;
/// The most lines of one.
const LINES_MAX: usize = 64;

/// Why a connection is of no more use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It took too long.
    #[error("no answer in time")]
    Late,
    /// The other side is gone.
    #[error("the connection was lost: {0}")]
    Lost(String),
    /// Something came before it was asked for: it would be taken for the answer to what comes next.
    #[error("an answer came unasked")]
    Unasked,
    /// What came is not what the protocol allows.
    #[error("{0}")]
    Odd(&'static str),
    /// The other side could not prove who it is.
    #[error("TLS failed: {0}")]
    Untrusted(String),
}

trait Stream: AsyncRead + AsyncWrite + Send + Sync + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin> Stream for S {}

/// A connection, in the clear or not.
pub struct Wire {
    stream: Box<dyn Stream>,
    /// What has come and was not read yet.
    unread: Vec<u8>,
    /// Whether TLS protects it.
    pub is_encrypted: bool,
}

impl Wire {
    /// Connects, in the clear.
    pub async fn connect(host: &str, port: u16, patience: Duration) -> Result<Self, Broken> {
        let stream = within(patience, TcpStream::connect((host, port))).await?;
        // Commands are small and each waits for its answer: holding them back only costs time.
        stream.set_nodelay(true).map_err(lost)?;
        Ok(Self { stream: Box::new(stream), unread: Vec::new(), is_encrypted: false })
    }

    /// Protects it from here on.
    pub async fn encrypt(
        mut self,
        connector: &TlsConnector,
        host: &str,
        patience: Duration,
    ) -> Result<Self, Broken> {
        // What was sent in the clear would be read as if it had come protected.
        self.is_our_turn().await?;
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| Broken::Untrusted(format!("{host} is no name for a certificate")))?;
        let shaken = timeout(patience, connector.connect(name, self.stream)).await;
        let stream = shaken.map_err(|_| Broken::Late)?.map_err(untrusted)?;
        Ok(Self { stream: Box::new(stream), unread: Vec::new(), is_encrypted: true })
    }

    /// Sends a command and reads its answer.
    pub async fn ask(&mut self, command: &str, patience: Duration) -> Result<Reply, Broken> {
        self.is_our_turn().await?;
        let dialogue = async {
            self.write(format!("{command}\r\n").as_bytes()).await?;
            self.read_reply().await
        };
        timeout(patience, dialogue).await.map_err(|_| Broken::Late)?
    }

    /// Sends bytes that are not answered yet.
    pub async fn send(&mut self, bytes: &[u8], patience: Duration) -> Result<(), Broken> {
        self.is_our_turn().await?;
        timeout(patience, self.write(bytes)).await.map_err(|_| Broken::Late)?
    }

    /// Reads the answer that is due.
    pub async fn reply(&mut self, patience: Duration) -> Result<Reply, Broken> {
        timeout(patience, self.read_reply()).await.map_err(|_| Broken::Late)?
    }

    /// Whether it is our turn: nothing has come since the last answer, and nobody has hung up.
    pub async fn is_our_turn(&mut self) -> Result<(), Broken> {
        let mut more = [0; 1_024];
        let mut buffer = ReadBuf::new(&mut more);
        let stream = &mut self.stream;
        let came =
            poll_fn(|context| match Pin::new(&mut *stream).poll_read(context, &mut buffer) {
                Poll::Pending => Poll::Ready(None),
                Poll::Ready(read) => Poll::Ready(Some(read)),
            });
        match came.await {
            Some(Err(error)) => return Err(lost(error)),
            Some(Ok(())) if buffer.filled().is_empty() => return Err(closed()),
            _ => self.unread.extend_from_slice(buffer.filled()),
        }
        if self.unread.is_empty() { Ok(()) } else { Err(Broken::Unasked) }
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        self.stream.write_all(bytes).await.map_err(lost)?;
        self.stream.flush().await.map_err(lost)
    }

    async fn read_reply(&mut self) -> Result<Reply, Broken> {
        let mut lines = Vec::new();
        loop {
            let line = Line::parse(&self.read_line().await?)
                .ok_or(Broken::Odd("the answer is not of the protocol"))?;
            let is_last = line.is_last;
            lines.push(line);
            if is_last {
                return Reply::of(&lines).ok_or(Broken::Odd("the answer has two codes"));
            }
            if lines.len() == LINES_MAX {
                return Err(Broken::Odd("the answer has too many lines"));
            }
        }
    }

    async fn read_line(&mut self) -> Result<Vec<u8>, Broken> {
        loop {
            if let Some(end) = self.unread.iter().position(|byte| *byte == b'\n') {
                let mut line: Vec<u8> = self.unread.drain(..=end).collect();
                line.truncate(line.trim_ascii_end().len());
                return Ok(line);
            }
            if self.unread.len() > LINE_BYTES_MAX {
                return Err(Broken::Odd("the answer has a line that is too long"));
            }
            let mut more = [0; 1_024];
            match self.stream.read(&mut more).await.map_err(lost)? {
                0 => return Err(closed()),
                count => self.unread.extend_from_slice(&more[..count]),
            }
        }
    }
}

async fn within<T>(
    patience: Duration,
    work: impl Future<Output = io::Result<T>>,
) -> Result<T, Broken> {
    timeout(patience, work).await.map_err(|_| Broken::Late)?.map_err(lost)
}

fn closed() -> Broken {
    Broken::Lost("the server closed it".to_owned())
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
fn lost(error: io::Error) -> Broken {
    Broken::Lost(error.to_string())
}

/// A certificate that does not fit is somebody's to mend; a connection lost in between is not.
fn untrusted(error: io::Error) -> Broken {
    match error.kind() {
        io::ErrorKind::InvalidData => Broken::Untrusted(error.to_string()),
        _ => lost(error),
    }
}
