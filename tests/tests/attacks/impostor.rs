//! Someone who answers in the hub's place over TLS, and notes every byte that was said to him in confidence.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ClientConnection, ServerConfig, ServerConnection, StreamOwned};
use trykk_hub::certificates::{Ca, server_config};
use trykk_shared::enrolment::TABLET_SERVER_NAME;
use trykk_tests::trusting::trusting;

use crate::scene::opened;

/// A TLS configuration under the CA of this hub's folder.
pub fn certified(folder: &Path) -> ServerConfig {
    certified_in(folder, 2026)
}

/// The same, as it was issued in another year.
pub fn certified_in(folder: &Path, year: i32) -> ServerConfig {
    server_config(&Ca::open(&opened(folder).0).unwrap(), year, None).unwrap()
}

/// The same, with a certificate of somebody else's in the chain: the last, or in the place of the own CA's.
pub fn appending(mut config: ServerConfig, foreign: CertificateDer<'static>, instead: bool) -> ServerConfig {
    config.cert_resolver = Arc::new(Appending {
        own: Arc::clone(&config.cert_resolver),
        foreign,
        instead,
    });
    config
}

#[derive(Debug)]
struct Appending {
    own: Arc<dyn ResolvesServerCert>,
    foreign: CertificateDer<'static>,
    instead: bool,
}

impl ResolvesServerCert for Appending {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let own = self.own.resolve(hello)?;
        let mut chain = own.cert.clone();
        if self.instead {
            chain.truncate(1);
        }
        chain.push(self.foreign.clone());
        Some(Arc::new(CertifiedKey::new(chain, Arc::clone(&own.key))))
    }
}

/// A connection to whoever answers there, and the certificates beside his own that he shows.
fn connected(address: SocketAddr) -> (StreamOwned<ClientConnection, TcpStream>, Vec<CertificateDer<'static>>) {
    let name = ServerName::try_from(TABLET_SERVER_NAME).unwrap();
    let connection = ClientConnection::new(Arc::new(trusting()), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address).unwrap());
    stream.conn.complete_io(&mut stream.sock).unwrap();
    let shown = stream.conn.peer_certificates().unwrap()[1..].to_vec();
    (stream, shown)
}

/// The certificate of the hub's CA, as everyone can get it.
pub fn ca_of(hub: SocketAddr) -> CertificateDer<'static> {
    connected(hub).1.remove(0)
}

/// Sends bytes to a hub over TLS, ends, and gives the reply as text.
pub fn say(hub: SocketAddr, request: &[u8]) -> String {
    let (mut stream, _) = connected(hub);
    // A hub that has heard enough may answer, and close, before everything is said.
    let _ = stream.write_all(request).and_then(|()| stream.flush());
    let mut reply = Vec::new();
    let _ = stream.read_to_end(&mut reply);
    String::from_utf8_lossy(&reply).into_owned()
}

/// Passes a whole request on to the hub, and gives the body of the reply.
pub fn pass_on(hub: SocketAddr, request: &[u8]) -> Vec<u8> {
    let line = request.windows(2).position(|end| end == b"\r\n").unwrap();
    let (line, rest) = request.split_at(line);
    let reply = say(hub, &[line, b"\r\nconnection: close", rest].concat());
    reply.split_once("\r\n\r\n").unwrap().1.as_bytes().to_vec()
}

/// The impostor. He ends with the process.
pub struct Impostor {
    /// Where he answers.
    pub address: SocketAddr,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Impostor {
    /// Answers every request under `config` with what `answer` makes of its head and its whole: a body of JSON.
    pub fn start(config: ServerConfig, answer: impl Fn(&str, &[u8]) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let impostor = Impostor {
            address: listener.local_addr().unwrap(),
            heard: Arc::default(),
        };
        let (config, answer, heard) = (Arc::new(config), Arc::new(answer), Arc::clone(&impostor.heard));
        thread::spawn(move || {
            for victim in listener.incoming().flatten() {
                let (config, answer, heard) = (Arc::clone(&config), Arc::clone(&answer), Arc::clone(&heard));
                thread::spawn(move || converse(config, victim, &*answer, &heard));
            }
        });
        impostor
    }

    /// Every byte that was said inside TLS.
    pub fn heard(&self) -> Vec<u8> {
        self.heard.lock().unwrap().clone()
    }
}

/// What an impostor answers to the head and the whole of a request.
type Answer = dyn Fn(&str, &[u8]) -> Vec<u8>;

/// Takes one request after the other until the connection ends.
fn converse(config: Arc<ServerConfig>, victim: TcpStream, answer: &Answer, heard: &Mutex<Vec<u8>>) {
    let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), victim);
    let (mut request, mut buffer) = (Vec::new(), [0; 16 * 1024]);
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        heard.lock().unwrap().extend_from_slice(&buffer[..read]);
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() < length.unwrap_or(0) {
            continue;
        }
        let body = answer(head, &request);
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        if stream.write_all(&[head.as_bytes(), &body].concat()).is_err() {
            return;
        }
        request.clear();
    }
}
