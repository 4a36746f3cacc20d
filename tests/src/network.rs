//! A network that fails on order: a proxy between tablets and hub that loses replies, cuts connections, or is a thin line.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokio::net::TcpSocket;

/// A port of this machine that stays ours: the system gives it to nobody else, whoever listens on it meanwhile, or nobody.
pub struct HeldPort {
    _socket: TcpSocket,
    /// Where it is.
    pub address: SocketAddr,
}

impl HeldPort {
    /// Takes a free one. Only who asks for this very address can listen there.
    ///
    /// # Panics
    /// When there is none.
    pub fn take() -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_reuseaddr(true).expect("shared with who listens");
        socket.bind(([127, 0, 0, 1], 0).into()).expect("a free port");
        HeldPort {
            address: socket.local_addr().expect("a port"),
            _socket: socket,
        }
    }
}

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
    /// The hub gets what is sent, and a handshake comes back; no reply does.
    LoseEveryReply = 4,
}

/// A proxy on loopback. It ends with the process.
pub struct Network {
    address: SocketAddr,
    target: Arc<Mutex<SocketAddr>>,
    weather: Arc<AtomicU8>,
    rate: Arc<AtomicU64>,
    sent: Arc<AtomicU64>,
    when: Arc<Mutex<Option<When>>>,
}

/// What happens once so many bytes were sent.
type When = (u64, Box<dyn FnOnce() + Send>);

impl Network {
    /// Starts a proxy to the hub at `target`.
    pub fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let network = Network {
            address: listener.local_addr().unwrap(),
            target: Arc::new(Mutex::new(target)),
            weather: Arc::new(AtomicU8::new(0)),
            rate: Arc::new(AtomicU64::new(u64::MAX)),
            sent: Arc::new(AtomicU64::new(0)),
            when: Arc::new(Mutex::new(None)),
        };
        let (target, weather) = (Arc::clone(&network.target), Arc::clone(&network.weather));
        let (sent, when) = (Arc::clone(&network.sent), Arc::clone(&network.when));
        let rate = Arc::clone(&network.rate);
        thread::spawn(move || {
            for tablet in listener.incoming().flatten() {
                let weather = weather.load(Ordering::SeqCst);
                let target = *target.lock().unwrap();
                let (sent, when, rate) = (Arc::clone(&sent), Arc::clone(&when), Arc::clone(&rate));
                thread::spawn(move || carry(tablet, target, weather, &rate, &sent, &when));
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

    /// From now on it carries so many bytes a second each way, on every connection.
    pub fn carry_a_second(&self, bytes: u64) {
        self.rate.store(bytes, Ordering::SeqCst);
    }

    /// How many bytes tablets have sent through so far.
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }

    /// Does something once tablets have sent this many bytes altogether: exactly those have passed then.
    pub fn when_sent(&self, bytes: u64, action: impl FnOnce() + Send + 'static) {
        *self.when.lock().unwrap() = Some((bytes, Box::new(action)));
    }

    /// Takes back what [`Network::when_sent`] asked for, if it has not happened.
    pub fn forget_when(&self) {
        *self.when.lock().unwrap() = None;
    }
}

/// What is watched of a tablet's bytes: how many there were, and what happens at which one.
struct Watch {
    sent: Arc<AtomicU64>,
    when: Arc<Mutex<Option<When>>>,
}

impl Watch {
    /// How many of the next `read` bytes pass before something is to happen, and that.
    fn passes(&self, read: usize) -> (usize, Option<Box<dyn FnOnce() + Send>>) {
        let before = self.sent.fetch_add(read as u64, Ordering::SeqCst);
        let mut when = self.when.lock().unwrap();
        match when.take() {
            Some((at, action)) if at <= before + read as u64 => {
                let first = usize::try_from(at.saturating_sub(before)).unwrap_or(read);
                (first, Some(action))
            }
            later => {
                *when = later;
                (read, None)
            }
        }
    }
}

/// How much of a request passes before a connection is cut, in bytes.
const CUT_AFTER: usize = 100_000;
/// How much of the replies passes before the rest is lost: a handshake, a manifest, the beginning of what follows, in
/// bytes.
const LOSE_AFTER: usize = 72_000;

/// More than a handshake, less than the shortest reply after it, which is padded to 4,096, in bytes.
const HANDSHAKE: usize = 3_500;

/// How often a thin line carries something.
const TICK: Duration = Duration::from_millis(50);

fn carry(
    tablet: TcpStream,
    target: SocketAddr,
    weather: u8,
    rate: &Arc<AtomicU64>,
    sent: &Arc<AtomicU64>,
    when: &Arc<Mutex<Option<When>>>,
) {
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
    let reply_limit = match weather {
        weather if weather == Weather::LoseReplies as u8 => LOSE_AFTER,
        weather if weather == Weather::LoseEveryReply as u8 => HANDSHAKE,
        _ => usize::MAX,
    };
    let watch = Watch {
        sent: Arc::clone(sent),
        when: Arc::clone(when),
    };
    let up_rate = Arc::clone(rate);
    let up = thread::spawn(move || pump(tablet_in, hub, request_limit, &up_rate, Some(&watch)));
    pump(hub_in, tablet, reply_limit, rate, None);
    let _ = up.join();
}

/// Carries bytes one way until the limit; a limit that is reached cuts the connection.
fn pump(mut from: TcpStream, mut to: TcpStream, limit: usize, rate: &AtomicU64, watch: Option<&Watch>) {
    let mut buffer = [0; 16 * 1024];
    let mut carried = 0;
    loop {
        let mut at_once = buffer.len();
        let rate = rate.load(Ordering::SeqCst);
        if rate < u64::MAX {
            let of_a_tick = rate / u64::try_from(Duration::from_secs(1).as_millis() / TICK.as_millis()).unwrap_or(1);
            at_once = usize::try_from(of_a_tick).unwrap_or(at_once).clamp(1, at_once);
            thread::sleep(TICK);
        }
        let Ok(read) = from.read(&mut buffer[..at_once]) else {
            break;
        };
        if read == 0 {
            break;
        }
        let (first, action) = watch.map_or((read, None), |watch| watch.passes(read));
        let passes = read.min(limit - carried);
        carried += passes;
        let first = first.min(passes);
        let written = to.write_all(&buffer[..first]);
        if let Some(action) = action {
            action();
        }
        if written.and_then(|()| to.write_all(&buffer[first..passes])).is_err() || carried == limit {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
