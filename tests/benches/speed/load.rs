//! A lean client: one thread, blocking sockets, TLS, ready-made requests, and no more HTTP than a reply needs.
//!
//! Each connection has one request on its way at a time. The next one is encrypted while the hub works on it.

use std::io::Read;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::ClientConnection;
use rustls::pki_types::ServerName;
use trykk_shared::enrolment::TABLET_SERVER_NAME;
use trykk_tests::trusting::trusting;

/// A connection to the hub that is kept open.
pub struct Connection {
    socket: TcpStream,
    tls: ClientConnection,
    received: Vec<u8>,
}

impl Connection {
    /// Connects and shakes hands.
    pub fn open(address: SocketAddr) -> Self {
        let name = ServerName::try_from(TABLET_SERVER_NAME).expect("a name");
        let mut tls = ClientConnection::new(Arc::new(trusting()), name).expect("a connection");
        tls.set_buffer_limit(None);
        let mut socket = TcpStream::connect(address).expect("the hub listens");
        socket.set_nodelay(true).expect("a socket");
        while tls.is_handshaking() {
            tls.complete_io(&mut socket).expect("the hub shakes hands");
        }
        Connection {
            socket,
            tls,
            received: Vec::new(),
        }
    }

    /// Sends a request and waits for its reply.
    pub fn ask(&mut self, request: &[u8], expected: &[u8]) {
        self.prepare(request);
        self.send();
        self.receive(expected);
    }

    /// Encrypts the next request.
    pub fn prepare(&mut self, request: &[u8]) {
        std::io::Write::write_all(&mut self.tls.writer(), request).expect("no limit is set");
    }

    /// Sends what was prepared.
    pub fn send(&mut self) {
        while self.tls.wants_write() {
            self.tls.write_tls(&mut self.socket).expect("the hub takes it");
        }
    }

    /// Waits for one reply and checks that its body is as expected.
    pub fn receive(&mut self, expected: &[u8]) {
        let (body, end) = loop {
            if let Some(found) = whole_reply(&self.received) {
                break found;
            }
            let read = self.tls.read_tls(&mut self.socket).expect("the hub answers");
            assert!(read > 0, "the hub hung up");
            let state = self.tls.process_new_packets().expect("TLS");
            let had = self.received.len();
            self.received.resize(had + state.plaintext_bytes_to_read(), 0);
            self.tls
                .reader()
                .read_exact(&mut self.received[had..])
                .expect("it is there");
        };
        let text = || String::from_utf8_lossy(&self.received[..end.min(600)]);
        assert!(self.received.starts_with(b"HTTP/1.1 200"), "{}", text());
        assert!(self.received[body..end].starts_with(expected), "{}", text());
        self.received.drain(..end);
    }
}

/// Where the body of the first reply begins and ends, once all of it is there.
fn whole_reply(received: &[u8]) -> Option<(usize, usize)> {
    let find = |in_: &[u8], what: &[u8]| in_.windows(what.len()).position(|window| window == what);
    let body = find(received, b"\r\n\r\n")? + 4;
    let head = &received[..body];
    let length = &head[find(head, b"content-length: ").expect("a length") + 16..];
    let digits = length.iter().take_while(|byte| byte.is_ascii_digit());
    let length = digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0'));
    (received.len() >= body + length).then_some((body, body + length))
}

/// Sends every connection's requests, one after the other, and says how long it took until the last reply.
pub fn drive(connections: &mut [Connection], requests: &[Vec<Vec<u8>>], expected: &[u8]) -> Duration {
    let each = requests[0].len();
    for (connection, requests) in connections.iter_mut().zip(requests) {
        connection.prepare(&requests[0]);
    }
    let begun = Instant::now();
    for nth in 0..each {
        for (connection, requests) in connections.iter_mut().zip(requests) {
            if nth > 0 {
                connection.receive(expected);
            }
            connection.send();
            if let Some(next) = requests.get(nth + 1) {
                connection.prepare(next);
            }
        }
    }
    for connection in connections {
        connection.receive(expected);
    }
    begun.elapsed()
}
