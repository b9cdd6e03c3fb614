//! Clients' connections: taken, served over HTTP/1.1, and ended in good order.
//!
//! axum's own loop gives a client all the time it wants for the head of a request: who sends a
//! byte now and then would hold a connection for ever. So the loop is written out here. Encryption
//! and HTTP/2 are for whatever stands in front.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::serve::Listener;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::ServiceExt;

/// Serves whoever comes until `stop`, then everybody who has begun to ask.
pub async fn serve(
    mut listener: TcpListener,
    router: Router,
    head_time_max: Duration,
    stop: impl Future<Output = ()>,
) {
    let mut http = Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head_time_max);
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let (socket, peer): (_, SocketAddr) = tokio::select! {
            taken = Listener::accept(&mut listener) => taken,
            () = &mut stop => break,
        };
        let router = router.clone();
        let answer = service_fn(move |request| router.clone().oneshot(from(peer, request)));
        let connection = http.serve_connection(TokioIo::new(socket), answer);
        let connection = connections.watch(connection);
        // It fails when the client goes away or is too slow, which is the client's business.
        tokio::spawn(async move { connection.await.ok() });
    }
    drop(listener);
    connections.shutdown().await;
}

fn from<B>(peer: SocketAddr, mut request: Request<B>) -> Request<B> {
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}
