//! A network that fails on order: a proxy between tablets and hub that loses replies or cuts connections.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the network does with connections that are made from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Weather {
    /// Everything passes.
    Fair = 0,
    /// Nobody gets through.
    Down = 1,
    /// The hub gets what is sent; of its replies only this connection's handshake and first reply come back.
    LoseReplies = 2,
    /// A connection is cut in the middle of what the tablet sends.
    CutRequests = 3,
}

/// A proxy on loopback. It ends with the process.
pub struct Network {
    address: SocketAddr,
    target: Arc<Mutex<SocketAddr>>,
    weather: Arc<AtomicU8>,
    sent: Arc<AtomicU64>,
}

impl Network {
    /// Starts a proxy to the hub at `target`.
    pub fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let network = Network {
            address: listener.local_addr().unwrap(),
            target: Arc::new(Mutex::new(target)),
            weather: Arc::new(AtomicU8::new(0)),
            sent: Arc::new(AtomicU64::new(0)),
        };
        let (target, weather, sent) = (
            Arc::clone(&network.target),
            Arc::clone(&network.weather),
            Arc::clone(&network.sent),
        );
        thread::spawn(move || {
            for tablet in listener.incoming().flatten() {
                let weather = weather.load(Ordering::SeqCst);
                let target = *target.lock().unwrap();
                let sent = Arc::clone(&sent);
                thread::spawn(move || carry(tablet, target, weather, &sent));
            }
        });
        network
    }

    /// Where tablets connect.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The hub is now somewhere else.
    pub fn retarget(&self, target: SocketAddr) {
        *self.target.lock().unwrap() = target;
    }

    /// Changes the weather for connections from now on.
    pub fn set(&self, weather: Weather) {
        self.weather.store(weather as u8, Ordering::SeqCst);
    }

    /// How many bytes tablets have sent through so far.
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }
}

/// How much of a request passes before a connection is cut, in bytes.
const CUT_AFTER: usize = 100_000;
/// How much of the replies passes before the rest is lost: a handshake and a manifest, in bytes.
const LOSE_AFTER: usize = 66_000;

fn carry(tablet: TcpStream, target: SocketAddr, weather: u8, sent: &Arc<AtomicU64>) {
    if weather == Weather::Down as u8 {
        return;
    }
    let Ok(hub) = TcpStream::connect(target) else { return };
    let (Ok(tablet_in), Ok(hub_in)) = (tablet.try_clone(), hub.try_clone()) else {
        return;
    };
    let request_limit = if weather == Weather::CutRequests as u8 {
        CUT_AFTER
    } else {
        usize::MAX
    };
    let reply_limit = if weather == Weather::LoseReplies as u8 {
        LOSE_AFTER
    } else {
        usize::MAX
    };
    let counter = Arc::clone(sent);
    let up = thread::spawn(move || pump(tablet_in, hub, request_limit, Some(&counter)));
    pump(hub_in, tablet, reply_limit, None);
    let _ = up.join();
}

/// Carries bytes one way until the limit; a limit that is reached cuts the connection.
fn pump(mut from: TcpStream, mut to: TcpStream, limit: usize, counter: Option<&AtomicU64>) {
    let mut buffer = [0; 16 * 1024];
    let mut carried = 0;
    while let Ok(read) = from.read(&mut buffer) {
        if read == 0 {
            break;
        }
        if let Some(counter) = counter {
            counter.fetch_add(read as u64, Ordering::SeqCst);
        }
        let passes = read.min(limit - carried);
        carried += passes;
        if to.write_all(&buffer[..passes]).is_err() || carried == limit {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
