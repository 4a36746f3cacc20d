//! A real HTTP server on loopback that hears of signed plans: it answers what it is told to, and keeps what it was sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver as Heard, Sender};
use std::thread;

/// A request that came in.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its headers, by their names in small letters.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: String,
}

impl Request {
    /// A header.
    ///
    /// # Panics
    /// When it is not there.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(header, _)| header == name);
        &found.unwrap_or_else(|| panic!("no {name}: {self:?}")).1
    }
}

/// The server.
pub struct Receiver {
    /// Where it listens.
    pub address: SocketAddr,
    heard: Heard<Request>,
}

impl Receiver {
    /// Starts one that answers with these statuses, one after the other, and then with the last one.
    ///
    /// # Panics
    /// When it cannot listen.
    pub fn start(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (say, heard) = mpsc::channel();
        let statuses = statuses.to_vec();
        thread::spawn(move || {
            let answers = statuses.iter().chain(statuses.last().into_iter().cycle());
            for (connection, status) in listener.incoming().zip(answers) {
                let Ok(connection) = connection else { return };
                answer(connection, *status, &say);
            }
        });
        Receiver { address, heard }
    }

    /// The next request. Waits for it.
    ///
    /// # Panics
    /// When the server has ended.
    pub fn next(&self) -> Request {
        self.heard.recv().unwrap()
    }

    /// Whether another one has come.
    pub fn has_more(&self) -> bool {
        self.heard.try_recv().is_ok()
    }
}

fn answer(mut connection: TcpStream, status: u16, say: &Sender<Request>) {
    let mut reader = BufReader::new(connection.try_clone().unwrap());
    let (mut line, mut headers, mut length) = (String::new(), Vec::new(), 0);
    reader.read_line(&mut line).unwrap();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim().split_once(": ") else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().unwrap();
        }
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let body = String::from_utf8(body).unwrap();
    let reply = format!("HTTP/1.1 {status} Said\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    let _ = connection.write_all(reply.as_bytes());
    let _ = say.send(Request { headers, body });
}
