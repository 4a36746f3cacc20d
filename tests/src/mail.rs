//! A real mail server on loopback, with TLS and a password: Debian's `python3-aiosmtpd`. It ends on drop.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use serde_json::Value;

/// Where Debian's own Python is: another one has other packages.
const PYTHON: &str = "/usr/bin/python3";
/// What the hub logs in with.
pub const PASSWORD: &str = "a password for mail";

/// The mail server.
pub struct MailServer {
    folder: PathBuf,
    process: Child,
    output: BufReader<ChildStdout>,
    /// Its port.
    pub port: u16,
}

/// A port behind which somebody on the line to a mail server puts words of their own behind its go-ahead for TLS, in the clear; everything else
/// passes. It ends with the process.
///
/// # Panics
/// When it cannot listen.
pub fn inject_before_tls(server: u16, words: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for near in listener.incoming().flatten() {
            let far = TcpStream::connect(("127.0.0.1", server)).unwrap();
            let (mut up, mut down) = (near.try_clone().unwrap(), far.try_clone().unwrap());
            thread::spawn(move || {
                let _ = io::copy(&mut up, &mut down);
                let _ = down.shutdown(Shutdown::Both);
            });
            thread::spawn(move || carry_answers(far, near, words));
        }
    });
    port
}

/// Carries a server's answers, with more behind the go-ahead, which is the second one that begins with 220.
fn carry_answers(mut server: TcpStream, mut client: TcpStream, words: &str) {
    let (mut buffer, mut greeted) = ([0; 4096], false);
    while let Ok(read @ 1..) = server.read(&mut buffer) {
        let mut answer = buffer[..read].to_vec();
        if answer.starts_with(b"220") {
            if greeted {
                answer.extend(words.as_bytes());
            }
            greeted = true;
        }
        if client.write_all(&answer).is_err() {
            break;
        }
    }
    let _ = client.shutdown(Shutdown::Both);
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl MailServer {
    /// Starts one in a folder that is made; `security`: `starttls` or `tls`.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(folder: &Path, security: &str) -> Self {
        fs::create_dir_all(folder).unwrap();
        let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
        let params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.self_signed(&pair).unwrap();
        let [chain, key, script] = ["chain.pem", "key.pem", "server.py"].map(|name| folder.join(name));
        fs::write(&chain, certificate.pem()).unwrap();
        fs::write(&key, pair.serialize_pem()).unwrap();
        fs::write(&script, include_str!("mail_server.py")).unwrap();
        let mut process = Command::new(PYTHON)
            .arg(&script)
            .arg(folder)
            .args([security])
            .args([&chain, &key])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut server = MailServer {
            folder: folder.to_owned(),
            process,
            output,
            port: 0,
        };
        let said = server.read_event();
        let port = said.strip_prefix("listening ").and_then(|port| port.parse().ok());
        server.port = port.unwrap_or_else(|| panic!("the mail server did not start: {said:?}"));
        server
    }

    /// Its certificate.
    pub fn certificate(&self) -> PathBuf {
        self.folder.join("chain.pem")
    }

    /// What happens next, in a line. Waits for it.
    ///
    /// # Panics
    /// When the server has ended.
    pub fn read_event(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "the mail server has ended");
        line.trim().to_owned()
    }

    /// Lets nothing pass a stage: `announced` is before a letter, `taken` after it and before the answer.
    pub fn hold(&self, stage: &str) {
        fs::write(self.folder.join("hold"), stage).unwrap();
    }

    /// Lets everything pass.
    pub fn let_go(&self) {
        fs::remove_file(self.folder.join("hold")).unwrap();
    }

    /// Refuses letters to an address.
    pub fn refuse(&self, address: &str) {
        fs::write(self.folder.join(format!("refuse-{address}")), "").unwrap();
    }

    /// Refuses letters from an address.
    pub fn refuse_sender(&self, address: &str) {
        fs::write(self.folder.join(format!("refuse-from-{address}")), "").unwrap();
    }

    /// Takes letters from an address again.
    pub fn take_sender(&self, address: &str) {
        fs::remove_file(self.folder.join(format!("refuse-from-{address}"))).unwrap();
    }

    /// What it has taken, in the order in which it did.
    pub fn taken(&self) -> Vec<Value> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.folder.join("inbox"))
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        let read = |file: PathBuf| serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        files.into_iter().map(read).collect()
    }

    /// How many letters it has taken for an address.
    pub fn count_to(&self, address: &str) -> usize {
        let taken = self.taken();
        taken.iter().filter(|one| one["to"][0] == address).count()
    }
}
