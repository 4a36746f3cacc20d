//! The way to the hub: TLS to the pinned CA and nobody else, JSON, padded bodies.

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Method, RequestBuilder, StatusCode};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::timeout;
use trykk_shared::enrolment::{CaFingerprint, TABLET_SERVER_NAME};
use trykk_shared::protocol::{CONTACT_HEADER, PROTOCOL_HEADER};
use trykk_shared::protocol_version::PROTOCOL;
use trykk_shared::refusal::Problem;
use trykk_shared::waiting::Waiting;

use crate::settings::Token;

/// How long a line may be silent, and how thin it may be. Nothing else ends a request: a batch that takes minutes over a thin line leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// How long nothing may come from the hub that is waited for, and nothing of what was sent be acknowledged.
    pub silence: Duration,
    /// How many bytes a second the thinnest line carries that is still waited for.
    pub thinnest: u32,
}

impl Default for Patience {
    /// A minute; 8 kbit/s.
    fn default() -> Self {
        Patience {
            silence: Duration::from_secs(60),
            thinnest: 1000,
        }
    }
}

impl Patience {
    /// How long so many bytes may be on their way: as long as the thinnest line takes, and a silence more.
    fn with(self, bytes: usize) -> Duration {
        self.silence + Duration::from_secs(bytes as u64 / u64::from(self.thinnest.max(1)))
    }
}

/// Why talking to the hub failed. Nothing on the tablet is lost by any of these.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// It cannot be reached, or the connection broke.
    #[error("the hub cannot be reached; answers stay on the tablet and are delivered later ({0})")]
    Offline(String),
    /// Somebody else answers at its address.
    #[error(
        "what answers at the hub's address cannot prove that it is the hub this tablet was enrolled with; nothing was sent. \
         Check the address and the network; if the hub was set up anew, enrol the tablet again"
    )]
    WrongCertificate,
    /// The hub refused, and says why.
    #[error("{}", .0.message)]
    Refused(Problem),
    /// The hub speaks a newer protocol.
    #[error(
        "the hub speaks protocol {0} and this tablet only up to {PROTOCOL}: update trykk-kiosk; answers stay on the tablet"
    )]
    NewerProtocol(u64),
    /// The hub said something that cannot be understood.
    #[error("the hub's reply cannot be understood ({0}); answers stay on the tablet")]
    Strange(String),
}

impl HubError {
    /// What of it people are told.
    pub fn obstacle(&self) -> Waiting {
        match self {
            HubError::Offline(_) => Waiting::Unreachable,
            HubError::WrongCertificate => Waiting::Certificate,
            HubError::NewerProtocol(_) => Waiting::Outdated,
            HubError::Refused(problem) => problem.problem.into(),
            HubError::Strange(_) => Waiting::HubFails,
        }
    }
}

/// A connection to one hub.
#[derive(Clone, Debug)]
pub struct Hub {
    client: reqwest::Client,
    base: String,
    patience: Patience,
    contact: Option<Token>,
}

/// The certificates that a server showed during [`Hub::unverified`].
pub type Shown = Arc<Mutex<Vec<CaFingerprint>>>;

impl Hub {
    /// Talks only to the hub whose own CA has this fingerprint.
    ///
    /// # Errors
    /// When the address cannot be one.
    pub fn pinned(address: &str, fingerprint: CaFingerprint) -> Result<Self, HubError> {
        Self::pinned_with(address, fingerprint, Patience::default())
    }

    /// The same, with a patience of its own.
    ///
    /// # Errors
    /// When the address cannot be one.
    pub fn pinned_with(address: &str, fingerprint: CaFingerprint, patience: Patience) -> Result<Self, HubError> {
        Self::trusting(address, Trust::PinnedCa(fingerprint), patience)
    }

    /// Talks to whoever answers, and notes which CA it shows. Only for asking a hub to prove itself.
    ///
    /// # Errors
    /// When the address cannot be one.
    pub fn unverified(address: &str) -> Result<(Self, Shown), HubError> {
        let shown = Shown::default();
        let trust = Trust::Unverified(Arc::clone(&shown));
        Ok((Self::trusting(address, trust, Patience::default())?, shown))
    }

    fn trusting(address: &str, trust: Trust, patience: Patience) -> Result<Self, HubError> {
        let strange = |error: &dyn Error| HubError::Strange(error.to_string());
        let (_, port) = address
            .rsplit_once(':')
            .ok_or_else(|| HubError::Strange(address.to_owned()))?;
        let mut tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| strange(&error))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(trust))
            .with_no_client_auth();
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(TheHub {
                address: address.to_owned(),
            }))
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(patience.silence)
            // What was sent is acknowledged by the other side's system, however thin the line: silence is when nothing is. While a
            // reply is waited for the systems ask each other.
            .tcp_user_timeout(patience.silence)
            .tcp_keepalive(patience.silence / 4)
            .tcp_keepalive_interval(patience.silence / 4)
            .build()
            .map_err(|error| strange(&error))?;
        Ok(Hub {
            client,
            base: format!("https://{TABLET_SERVER_NAME}:{port}"),
            patience,
            contact: None,
        })
    }

    /// Shows this with every request, as the hub gave it at the last contact.
    pub fn show(&mut self, contact: Option<Token>) {
        self.contact = contact;
    }

    /// `GET`s a path.
    ///
    /// # Errors
    /// See [`HubError`].
    pub async fn get<R: DeserializeOwned>(&self, path: &str, token: Option<&Token>) -> Result<R, HubError> {
        self.send(self.request(Method::GET, path, token), 0).await
    }

    /// `POST`s a body, padded to a multiple of `size` bytes.
    ///
    /// # Errors
    /// See [`HubError`].
    pub async fn post<R: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&Token>,
        body: &impl Serialize,
        size: usize,
    ) -> Result<R, HubError> {
        let body = serde_json::to_vec(body).map_err(|error| HubError::Strange(error.to_string()))?;
        let request = self
            .request(Method::POST, path, token)
            .header("content-type", "application/json");
        let body = trykk_shared::protocol::pad(body, size);
        let bytes = body.len();
        self.send(request.body(body), bytes).await
    }

    fn request(&self, method: Method, path: &str, token: Option<&Token>) -> RequestBuilder {
        let request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .header(PROTOCOL_HEADER, PROTOCOL);
        let Some(token) = token else { return request };
        let request = request.bearer_auth(&token.0);
        match &self.contact {
            Some(contact) => request.header(CONTACT_HEADER, &contact.0),
            None => request,
        }
    }

    /// Sends a request with a body of so many bytes.
    async fn send<R: DeserializeOwned>(&self, request: RequestBuilder, bytes: usize) -> Result<R, HubError> {
        let silent = |_| HubError::Offline("it says nothing".into());
        let reply = timeout(self.patience.with(bytes), request.send()).await;
        let mut response = reply.map_err(silent)?.map_err(|error| explain_failure(&error))?;
        let status = response.status();
        let (mut body, begun) = (Vec::new(), Instant::now());
        loop {
            // Neither silent nor one letter a minute: whoever answers an unproven address must not hold the tablet for ever.
            let left = self.patience.with(body.len()).saturating_sub(begun.elapsed());
            let part = timeout(left.min(self.patience.silence), response.chunk()).await;
            match part.map_err(silent)?.map_err(|error| explain_failure(&error))? {
                Some(part) => body.extend_from_slice(&part),
                None => break,
            }
        }
        if status == StatusCode::OK {
            return read(&body);
        }
        match serde_json::from_slice::<Problem>(&body) {
            Ok(problem) => Err(HubError::Refused(problem)),
            Err(_) => Err(HubError::Strange(format!("status {status}"))),
        }
    }
}

/// Reads a reply. One of a newer protocol may look different: then that is the news, not the difference.
fn read<R: DeserializeOwned>(body: &[u8]) -> Result<R, HubError> {
    let value: serde_json::Value =
        serde_json::from_slice(body).map_err(|error| HubError::Strange(error.to_string()))?;
    match value.get("protocol").and_then(serde_json::Value::as_u64) {
        Some(newer) if newer > u64::from(PROTOCOL) => Err(HubError::NewerProtocol(newer)),
        _ => serde_json::from_value(value).map_err(|error| HubError::Strange(error.to_string())),
    }
}

fn explain_failure(error: &reqwest::Error) -> HubError {
    let mut source: Option<&(dyn Error + 'static)> = Some(error);
    let mut last = error.to_string();
    while let Some(error) = source {
        if certificate_is_wrong(error) {
            return HubError::WrongCertificate;
        }
        last = error.to_string();
        source = error.source();
    }
    HubError::Offline(last)
}

fn certificate_is_wrong(error: &(dyn Error + 'static)) -> bool {
    if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
        return true;
    }
    let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    inner.is_some_and(|inner| certificate_is_wrong(inner))
}

/// Finds the hub at its address under the one name that its own certificate bears.
#[derive(Debug)]
struct TheHub {
    address: String,
}

impl Resolve for TheHub {
    fn resolve(&self, _: Name) -> Resolving {
        let address = self.address.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host(address).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn algorithms() -> WebPkiSupportedAlgorithms {
    ring::default_provider().signature_verification_algorithms
}

fn fingerprint(certificate: &CertificateDer<'_>) -> Result<CaFingerprint, rustls::Error> {
    Ok(CaFingerprint::of_spki(
        &ParsedCertificate::try_from(certificate)?.subject_public_key_info(),
    ))
}

/// When a pinned hub's certificate is looked at: seconds since 1970-01-01 UTC, in 2000, within the time of every certificate that
/// a hub issues. Trust hangs on the pinned key alone, never on the tablet's clock, which may have lost its battery: it is from the hub
/// that the tablet learns the time.
const WITHIN_EVERY_CERTIFICATE: Duration = Duration::from_secs(960_000_000);

/// Whom a connection trusts.
#[derive(Debug)]
enum Trust {
    /// A chain that ends in a CA with this public key, and nothing else.
    PinnedCa(CaFingerprint),
    /// Any chain, noted. Nothing that must stay secret is said over such a connection.
    Unverified(Shown),
}

impl Trust {
    fn pinned(
        ca: CaFingerprint,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let now = UnixTime::since_unix_epoch(WITHIN_EVERY_CERTIFICATE);
        let wrong = || rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer);
        let is_pinned = |one: &&CertificateDer<'_>| fingerprint(one).is_ok_and(|found| found == ca);
        let ca = intermediates.iter().find(is_pinned).ok_or_else(wrong)?;
        let mut roots = RootCertStore::empty();
        roots.add(ca.clone().into_owned()).map_err(|_| wrong())?;
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::new(ring::default_provider()))
            .build()
            .map_err(|_| wrong())?
            .verify_server_cert(end_entity, intermediates, server_name, &[], now)
    }
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        match self {
            Trust::PinnedCa(ca) => Trust::pinned(*ca, end_entity, intermediates, server_name),
            Trust::Unverified(shown) => {
                let chain = std::iter::once(end_entity).chain(intermediates);
                let found: Vec<CaFingerprint> = chain.map(fingerprint).collect::<Result<_, _>>()?;
                *shown.lock().unwrap_or_else(PoisonError::into_inner) = found;
                Ok(ServerCertVerified::assertion())
            }
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(message, cert, dss, &algorithms())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(message, cert, dss, &algorithms())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        algorithms().supported_schemes()
    }
}
