//! Where tablets reach a hub: a host's name or IP address, and a port.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// The port a hub listens on for tablets unless told otherwise.
pub const DEFAULT_PORT: u16 = 8443;
/// The longest name of a host, in characters (RFC 1035).
const LONGEST_NAME: usize = 253;
/// The longest part of one between dots, in characters.
const LONGEST_LABEL: usize = 63;

/// An address that a tablet could reach: `host:port`, always with its port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubAddress(String);

/// Why no tablet could reach a hub at an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("tablets cannot reach a hub at {address:?}: {why}; write one like hub.example.org:8443 or 192.0.2.7:8443")]
pub struct AddressError {
    /// What was written.
    pub address: String,
    /// What is wrong with it.
    pub why: AddressErrorKind,
}

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressErrorKind {
    /// There is no host in it.
    #[error("it names no host")]
    NoHost,
    /// It is a page's address, or has a path.
    #[error("only host and port belong in it, no https:// and no path")]
    Page,
    /// The host is neither a name nor an IP address.
    #[error("a host's name has letters a to z, digits and hyphens, with dots between its parts")]
    Name,
    /// It looks like an IP address and is none.
    #[error("this IP address does not exist")]
    Ip,
    /// It stands for every address of a machine, or for many machines.
    #[error("this IP address stands for no single machine")]
    NoMachine,
    /// There is no such port.
    #[error("a port is a number from 1 to 65535")]
    Port,
}

impl fmt::Display for HubAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for HubAddress {
    type Err = AddressError;

    /// Without a port it is [`DEFAULT_PORT`]. Blanks around it do not count.
    fn from_str(text: &str) -> Result<Self, AddressError> {
        read(text.trim()).map(HubAddress).map_err(|why| AddressError {
            address: text.to_owned(),
            why,
        })
    }
}

fn read(text: &str) -> Result<String, AddressErrorKind> {
    if text.contains(['/', '@', '?', '#']) {
        return Err(AddressErrorKind::Page);
    }
    if let Ok(ip) = text.parse::<Ipv6Addr>() {
        return Ok(format!("[{}]:{DEFAULT_PORT}", one_machine(ip)?));
    }
    let (host, port) = match text.rsplit_once(':') {
        // The last colon is one within the brackets.
        Some((_, after)) if after.ends_with(']') => (text, DEFAULT_PORT),
        Some((host, port)) => (host, read_port(port)?),
        None => (text, DEFAULT_PORT),
    };
    if let Some(bracketed) = host.strip_prefix('[') {
        let ip = bracketed.strip_suffix(']').and_then(|ip| ip.parse::<Ipv6Addr>().ok());
        return Ok(format!("[{}]:{port}", one_machine(ip.ok_or(AddressErrorKind::Ip)?)?));
    }
    if host.is_empty() {
        return Err(AddressErrorKind::NoHost);
    }
    // A last part of digits makes programs read the whole as an IP address, in one form or another.
    let last = host.rsplit('.').next().unwrap_or(host);
    if last.bytes().all(|byte| byte.is_ascii_digit()) && !last.is_empty() {
        let ip: Ipv4Addr = host.parse().map_err(|_| AddressErrorKind::Ip)?;
        return Ok(format!("{}:{port}", one_machine(ip)?));
    }
    if host.len() > LONGEST_NAME || !host.split('.').all(is_label) {
        return Err(AddressErrorKind::Name);
    }
    Ok(format!("{host}:{port}"))
}

fn read_port(text: &str) -> Result<u16, AddressErrorKind> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let port = text.parse().ok().filter(|port| digits && *port > 0);
    port.ok_or(AddressErrorKind::Port)
}

fn is_label(label: &str) -> bool {
    let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain && (1..=LONGEST_LABEL).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
}

/// An IP address of one machine.
fn one_machine<I: Copy + Into<IpAddr>>(ip: I) -> Result<I, AddressErrorKind> {
    let which = ip.into().to_canonical();
    let everybody = matches!(which, IpAddr::V4(ip) if ip.is_broadcast() || ip.octets()[0] == 0);
    if which.is_unspecified() || which.is_multicast() || everybody {
        return Err(AddressErrorKind::NoMachine);
    }
    Ok(ip)
}
