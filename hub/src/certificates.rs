//! The hub's own CA, and the certificates that it issues to itself. Tablets pin the CA's public key.

use std::path::Path;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PublicKeyData, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use trykk_shared::enrolment::{CaFingerprint, TABLET_SERVER_NAME};

use crate::data::{self, DataError, DataFolder};

/// Why the hub cannot show a certificate.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file failed.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A certificate could not be made.
    #[error("a certificate could not be made: {0}")]
    Make(#[from] rcgen::Error),
    /// The certificate for people's pages cannot be used.
    #[error("{0} cannot be used as a certificate or key: {1}")]
    Given(String, String),
}

/// The hub's own CA.
pub struct Ca {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
    fingerprint: CaFingerprint,
}

impl Ca {
    /// Makes the CA's key and keeps it in the data folder.
    ///
    /// # Errors
    /// See [`CertificateError`].
    pub fn create(folder: &DataFolder) -> Result<Self, CertificateError> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        data::write(&folder.ca_key(), key.serialize_pem().as_bytes())?;
        Self::from_key(key)
    }

    /// Takes the CA up from the data folder.
    ///
    /// # Errors
    /// See [`CertificateError`].
    pub fn open(folder: &DataFolder) -> Result<Self, CertificateError> {
        let path = folder.ca_key();
        let pem = data::read(&path)?.ok_or_else(|| DataError::Damaged(path.clone()))?;
        let pem = std::str::from_utf8(&pem).map_err(|_| DataError::Damaged(path))?;
        Self::from_key(KeyPair::from_pem(pem)?)
    }

    fn from_key(key: KeyPair) -> Result<Self, CertificateError> {
        let mut params = CertificateParams::default();
        params.distinguished_name = name("Trykk hub CA");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        // A tablet whose clock has lost its battery should still find its hub.
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(2100, 1, 1);
        let certificate = params.self_signed(&key)?.der().clone();
        let fingerprint = CaFingerprint::of_spki(&key.subject_public_key_info());
        Ok(Ca {
            issuer: Issuer::new(params, key),
            certificate,
            fingerprint,
        })
    }

    /// What tablets pin.
    pub fn fingerprint(&self) -> CaFingerprint {
        self.fingerprint
    }

    /// Issues a certificate for tablets, good for one to two years: a hub that is started once a year is enough.
    ///
    /// # Errors
    /// See [`CertificateError`].
    fn issue(&self, year: i32) -> Result<CertifiedKey, CertificateError> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let mut params = CertificateParams::new(vec![TABLET_SERVER_NAME.to_owned()])?;
        params.distinguished_name = name("Trykk hub");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(year + 2, 1, 1);
        let leaf = params.signed_by(&key, &self.issuer)?.der().clone();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let key = ring::sign::any_supported_type(&key)
            .map_err(|error| CertificateError::Given("the hub's own key".into(), error.to_string()))?;
        Ok(CertifiedKey::new(vec![leaf, self.certificate.clone()], key))
    }
}

fn name(common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    name
}

/// Shows tablets the hub's own certificate, and browsers the one given for people's pages.
#[derive(Debug)]
struct ByName {
    tablets: Arc<CertifiedKey>,
    people: Arc<CertifiedKey>,
}

impl ResolvesServerCert for ByName {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let tablet = hello.server_name() == Some(TABLET_SERVER_NAME);
        Some(Arc::clone(if tablet { &self.tablets } else { &self.people }))
    }
}

/// The TLS configuration of the hub's listener. `given`: certificate chain and key (PEM files) for people's pages.
///
/// # Errors
/// See [`CertificateError`].
pub fn server_config(ca: &Ca, year: i32, given: Option<(&Path, &Path)>) -> Result<ServerConfig, CertificateError> {
    let tablets = Arc::new(ca.issue(year)?);
    let people = match given {
        Some((chain, key)) => Arc::new(given_certificate(chain, key)?),
        None => Arc::clone(&tablets),
    };
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| CertificateError::Given("TLS".into(), error.to_string()))?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(ByName { tablets, people }));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn given_certificate(chain: &Path, key: &Path) -> Result<CertifiedKey, CertificateError> {
    let fault = |path: &Path, why: String| CertificateError::Given(path.display().to_string(), why);
    let certificates = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| fault(chain, error.to_string()))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| fault(key, error.to_string()))?;
    CertifiedKey::from_der(certificates, private, &ring::default_provider())
        .map_err(|error| fault(key, error.to_string()))
}
