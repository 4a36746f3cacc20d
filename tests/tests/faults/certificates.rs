//! The certificate for people's pages is renewed while the hub runs.

use std::fs;
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConnection, StreamOwned};
use trykk_tests::hospital::Hospital;
use trykk_tests::trusting::trusting;

use crate::programs;
use crate::support::{OPEN, station_plan};

/// Writes a new certificate for browsers and its key.
fn renew(chain: &Path, key: &Path) -> CertificateDer<'static> {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
    let params = rcgen::CertificateParams::new(vec!["trykk.example.org".to_owned()]).unwrap();
    let certificate = params.self_signed(&pair).unwrap();
    fs::write(chain, certificate.pem()).unwrap();
    fs::write(key, pair.serialize_pem()).unwrap();
    certificate.der().clone()
}

/// What a browser is shown.
fn shown(address: SocketAddr) -> CertificateDer<'static> {
    let name = ServerName::try_from("trykk.example.org").unwrap();
    let connection = ClientConnection::new(Arc::new(trusting()), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address).unwrap());
    stream.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    stream.flush().unwrap();
    stream.conn.peer_certificates().unwrap()[0].clone()
}

#[test]
fn a_hang_up_takes_a_renewed_certificate_up_and_ends_nothing() {
    let mut hospital = Hospital::new(programs(), &station_plan(1, 400, OPEN));
    let (chain, key) = (hospital.path("chain.pem"), hospital.path("key.pem"));
    let first = renew(&chain, &key);
    hospital.serve_with(&[
        "--tls-cert",
        chain.to_str().unwrap(),
        "--tls-key",
        key.to_str().unwrap(),
    ]);
    hospital.log_to("hub.log");
    let address = hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    assert_eq!(shown(address), first);
    let hang_up = || {
        let pid = hospital.pid().to_string();
        assert!(Command::new("kill").args(["-HUP", &pid]).status().unwrap().success());
    };
    let second = renew(&chain, &key);
    hang_up();
    // However long the system takes to tell it.
    while shown(address) != second {
        std::thread::yield_now();
    }
    // One that is no good is not taken, and nothing ends.
    fs::write(&chain, "no certificate").unwrap();
    hang_up();
    tablet.sync().done();
    let log = hospital.path("hub.log");
    while !fs::read_to_string(&log).unwrap().contains("the one before is shown on") {
        std::thread::yield_now();
    }
    assert_eq!(shown(address), second);
    tablet.sync().done();
}
