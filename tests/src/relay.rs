//! A database server that starts late, as far as a client can tell: a port that refuses whoever
//! comes, and from some moment on leads to the real server.

use std::io;
use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::backend::server;

/// A port that is taken, and where nobody listens.
pub struct ClosedRelay {
    socket: TcpSocket,
    address: SocketAddr,
}

/// The way to PostgreSQL, open as long as this lives.
pub struct Relay(JoinHandle<()>);

impl ClosedRelay {
    /// Takes a free port.
    pub fn take() -> Self {
        let socket = TcpSocket::new_v4().expect("a socket can be made");
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a port is free");
        let address = socket.local_addr().expect("it is bound");
        Self { socket, address }
    }

    /// A URL of PostgreSQL, by way of this port.
    pub fn in_front_of(&self, url: &str) -> String {
        url.replacen(&server_address(), &self.address.to_string(), 1)
    }

    /// Lets everybody through.
    pub fn open(self) -> Relay {
        let listener = self.socket.listen(128).expect("the port is ours");
        Relay(tokio::spawn(async move { carry(listener).await.expect("connections come") }))
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn carry(listener: TcpListener) -> io::Result<()> {
    // They end with this task.
    let mut connections = JoinSet::new();
    loop {
        let (mut client, _) = listener.accept().await?;
        let mut server = TcpStream::connect(server_address()).await?;
        connections.spawn(async move { copy_bidirectional(&mut client, &mut server).await.ok() });
    }
}

/// `HOST:PORT` of PostgreSQL.
fn server_address() -> String {
    let url = server();
    let (_, rest) = url.rsplit_once('@').expect("the URL names a user");
    let (address, _) = rest.split_once('/').expect("the URL names a database");
    address.to_owned()
}
