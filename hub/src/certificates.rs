//! The hub's own CA, and the certificates that it issues to itself. Tablets pin the CA's public key.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ::ring::{digest, hkdf};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PublicKeyData, date_time_ymd,
};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{CertificateError as Invalid, RootCertStore, ServerConfig};
use trykk_shared::enrolment::{CaFingerprint, TABLET_SERVER_NAME};
use zeroize::Zeroizing;

use crate::data::{self, DataError, DataFolder};
use crate::keys::opening::OpeningKey;

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
    /// The certificate for people's pages is not good any more.
    #[error("the certificate in {0} ended on {1}; put the renewed one there")]
    Ended(String, String),
}

/// The hub's own CA.
pub struct Ca {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
    fingerprint: CaFingerprint,
    file_key: OpeningKey,
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
        params.not_after = date_time_ymd(CA_ENDS, 1, 1);
        let certificate = params.self_signed(&key)?.der().clone();
        let fingerprint = CaFingerprint::of_spki(&key.subject_public_key_info());
        let file_key = derive_file_key(&key);
        Ok(Ca {
            file_key,
            issuer: Issuer::new(params, key),
            certificate,
            fingerprint,
        })
    }

    /// What tablets pin.
    pub fn fingerprint(&self) -> CaFingerprint {
        self.fingerprint
    }

    /// What opens the files that tablets write on sticks. It follows from the CA's key: there is no other secret to keep.
    pub fn file_key(&self) -> &OpeningKey {
        &self.file_key
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
        params.not_after = date_time_ymd(year + YEARS_VALID, 1, 1);
        let leaf = params.signed_by(&key, &self.issuer)?.der().clone();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let key = ring::sign::any_supported_type(&key)
            .map_err(|error| CertificateError::Given("the hub's own key".into(), error.to_string()))?;
        Ok(CertifiedKey::new(vec![leaf, self.certificate.clone()], key))
    }
}

/// The key for tablets' files: HKDF-SHA256 (RFC 5869) over the CA's private key.
fn derive_file_key(ca: &KeyPair) -> OpeningKey {
    let secret = Zeroizing::new(ca.serialize_der());
    let drawn_out = hkdf::Salt::new(hkdf::HKDF_SHA256, b"trykk/1").extract(&secret);
    let mut bytes = Zeroizing::new([0; 32]);
    let filled = drawn_out
        .expand(&[b"tablet files"], hkdf::HKDF_SHA256)
        .and_then(|long| long.fill(&mut *bytes));
    filled.expect("HKDF gives as many bytes as its digest has");
    OpeningKey::from_bytes(&bytes).expect("any 32 bytes are a private key")
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

/// With the beginning of which year the hub's own CA ends.
const CA_ENDS: i32 = 2100;
/// A certificate for tablets ends with the beginning of this year, counted from the one in which it was made; it is made anew each year.
const YEARS_VALID: i32 = 2;

/// When what the hub shows ends, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// The certificate that was given for people's pages, where one was and says it.
    pub people: Option<i64>,
    /// The hub's own, for tablets.
    pub tablets: i64,
    /// The hub's own CA.
    pub issuer: i64,
}

/// A certificate that ends within so many seconds is warned of: thirty days.
pub const WARN_BEFORE: i64 = 30 * 24 * 3600;

/// The certificates that the hub shows, and what they are made of: those for people's pages are taken up again when their files change,
/// its own for tablets is issued again in a new year.
pub struct Certificates {
    ca: Ca,
    given: Option<(PathBuf, PathBuf)>,
    /// What the files held when they were looked at last, good or not.
    seen: Option<Vec<u8>>,
    year: i32,
    ends: Option<i64>,
}

impl Certificates {
    /// Takes the certificates up, at `now` (seconds since 1970). One that has ended is shown all the same: no tablet waits for it.
    ///
    /// # Errors
    /// See [`CertificateError`].
    pub fn open(ca: Ca, given: Option<(PathBuf, PathBuf)>, now: i64) -> Result<(Self, ServerConfig), CertificateError> {
        let mut certificates = Certificates {
            ca,
            given,
            seen: None,
            year: year_of(now),
            ends: None,
        };
        certificates.seen = certificates.read();
        let (config, ends) = certificates.make(now)?;
        certificates.ends = ends;
        Ok((certificates, config))
    }

    /// What is to be shown from now on, where something has changed or somebody has `asked`. While it gives an error, what was shown
    /// before stays.
    pub fn look(&mut self, now: i64, asked: bool) -> Option<Result<ServerConfig, CertificateError>> {
        let found = self.read();
        if !asked && found == self.seen && year_of(now) == self.year {
            return None;
        }
        self.seen = found;
        self.year = year_of(now);
        Some(self.make(now).and_then(|(config, ends)| {
            self.refuse_ended(ends, now)?;
            self.ends = ends;
            Ok(config)
        }))
    }

    /// When the certificate for people's pages ends, if that is within [`WARN_BEFORE`] or over.
    pub fn ends_soon(&self, now: i64) -> Option<String> {
        self.ends
            .filter(|ends| ends.saturating_sub(now) <= WARN_BEFORE)
            .map(day)
    }

    /// When what is shown ends.
    pub fn ends(&self) -> Ends {
        Ends {
            people: self.ends,
            tablets: begins(self.year + YEARS_VALID),
            issuer: begins(CA_ENDS),
        }
    }

    fn make(&self, now: i64) -> Result<(ServerConfig, Option<i64>), CertificateError> {
        let given = self.given.as_ref().map(|(chain, key)| (chain.as_path(), key.as_path()));
        let config = server_config(&self.ca, year_of(now), given)?;
        let ends = given.map(|(chain, key)| given_certificate(chain, key)).transpose()?;
        Ok((
            config,
            ends.and_then(|shown| shown.end_entity_cert().ok().and_then(end_of)),
        ))
    }

    fn refuse_ended(&self, ends: Option<i64>, now: i64) -> Result<(), CertificateError> {
        match (&self.given, ends) {
            (Some((chain, _)), Some(ends)) if ends <= now => {
                Err(CertificateError::Ended(chain.display().to_string(), day(ends)))
            }
            _ => Ok(()),
        }
    }

    /// What the given files hold; what cannot be read holds nothing.
    fn read(&self) -> Option<Vec<u8>> {
        let (chain, key) = self.given.as_ref()?;
        let mut context = digest::Context::new(&digest::SHA256);
        for path in [chain, key] {
            // Neither is kept.
            let held = zeroize::Zeroizing::new(fs::read(path).unwrap_or_default());
            context.update(&(held.len() as u64).to_be_bytes());
            context.update(&held);
        }
        Some(context.finish().as_ref().to_vec())
    }
}

fn day(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(|_| format!("{seconds} s"), |time| time.to_string())
}

/// When a year begins, in seconds since 1970.
fn begins(year: i32) -> i64 {
    let day = i16::try_from(year).ok().and_then(|year| Date::new(year, 1, 1).ok());
    let day = day.and_then(|day| day.to_zoned(TimeZone::UTC).ok());
    day.map_or(i64::MAX, |day| day.timestamp().as_second())
}

fn year_of(seconds: i64) -> i32 {
    let time = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    i32::from(time.to_zoned(TimeZone::UTC).year())
}

/// After every certificate's end: the year 9999, in seconds since 1970.
const AFTER_EVERY_END: Duration = Duration::from_secs(253_402_300_799);

/// When a certificate ends, in seconds since 1970: the verifier says it of one that has.
fn end_of(certificate: &CertificateDer<'_>) -> Option<i64> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone().into_owned()).ok()?;
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::new(ring::default_provider()));
    let name = ServerName::try_from(TABLET_SERVER_NAME).ok()?;
    let then = UnixTime::since_unix_epoch(AFTER_EVERY_END);
    match verifier
        .build()
        .ok()?
        .verify_server_cert(certificate, &[], &name, &[], then)
    {
        Err(rustls::Error::InvalidCertificate(Invalid::ExpiredContext { not_after, .. })) => {
            i64::try_from(not_after.as_secs()).ok()
        }
        _ => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 3600;
    /// 2026-06-01.
    const NOW: i64 = 1_780_272_000;

    /// Writes a certificate for browsers that ends on the first of a year, and its key; gives it.
    fn write(folder: &Path, until: i32) -> CertificateDer<'static> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let mut params = CertificateParams::new(vec!["trykk.example.org".to_owned()]).unwrap();
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let certificate = params.self_signed(&key).unwrap();
        fs::write(folder.join("chain.pem"), certificate.pem()).unwrap();
        fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
        certificate.der().clone()
    }

    fn open(folder: &Path) -> Certificates {
        let ca = Ca::from_key(KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()).unwrap();
        let given = Some((folder.join("chain.pem"), folder.join("key.pem")));
        Certificates::open(ca, given, NOW).unwrap().0
    }

    #[test]
    fn a_renewed_certificate_is_taken_up_and_one_that_is_no_good_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        write(folder, 2027);
        let mut certificates = open(folder);
        assert!(certificates.look(NOW, false).is_none(), "nothing has changed");
        assert!(certificates.look(NOW, true).unwrap().is_ok(), "somebody asks");
        write(folder, 2028);
        assert!(certificates.look(NOW, false).unwrap().is_ok(), "renewed");
        assert_eq!(certificates.ends.map(year_of), Some(2028));
        let chain = fs::read(folder.join("chain.pem")).unwrap();
        let key = fs::read(folder.join("key.pem")).unwrap();
        for (file, held) in [("chain.pem", "nothing"), ("key.pem", ""), ("chain.pem", "")] {
            fs::write(folder.join(file), held).unwrap();
            assert!(certificates.look(NOW, false).unwrap().is_err(), "{file}");
            assert!(certificates.look(NOW, false).is_none(), "it is said once");
        }
        // Renewed one file after the other: the key does not fit for a moment.
        write(folder, 2029);
        let new_key = fs::read(folder.join("key.pem")).unwrap();
        fs::write(folder.join("key.pem"), &key).unwrap();
        assert!(certificates.look(NOW, false).unwrap().is_err());
        fs::write(folder.join("key.pem"), &new_key).unwrap();
        assert!(certificates.look(NOW, false).unwrap().is_ok());
        fs::write(folder.join("chain.pem"), &chain).unwrap();
        fs::write(folder.join("key.pem"), &key).unwrap();
        assert!(certificates.look(NOW, false).unwrap().is_ok());
        fs::remove_file(folder.join("chain.pem")).unwrap();
        assert!(certificates.look(NOW, false).unwrap().is_err());
        assert_eq!(certificates.ends.map(year_of), Some(2028), "the one before stays");
    }

    #[test]
    fn an_ended_certificate_is_said_and_does_not_take_the_place_of_a_good_one() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        write(folder, 2027);
        let mut certificates = open(folder);
        let end = certificates.ends.unwrap();
        assert_eq!(certificates.ends_soon(end - 31 * DAY), None);
        assert_eq!(certificates.ends_soon(end - 30 * DAY).unwrap(), "2027-01-01T00:00:00Z");
        assert!(certificates.ends_soon(end + DAY).is_some());
        assert_eq!(certificates.ends().people, Some(end));
        assert_eq!(day(certificates.ends().issuer), "2100-01-01T00:00:00Z");
        write(folder, 2026);
        let refused = certificates.look(NOW, false).unwrap().err().unwrap().to_string();
        assert!(refused.contains("chain.pem ended on 2026-01-01T00:00:00Z"), "{refused}");
        assert_eq!(certificates.ends, Some(end));
        // At the start it is shown all the same, for tablets need none.
        assert!(open(folder).ends_soon(NOW).is_some());
    }

    #[test]
    fn the_hubs_own_certificate_is_issued_again_each_year() {
        let ca = Ca::from_key(KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()).unwrap();
        let own = ca.issue(2026).unwrap();
        assert_eq!(end_of(own.end_entity_cert().unwrap()).map(year_of), Some(2028));
        let (mut certificates, _) = Certificates::open(ca, None, NOW).unwrap();
        assert!(certificates.look(NOW + 30 * DAY, false).is_none());
        assert!(certificates.look(NOW + 365 * DAY, false).unwrap().is_ok());
        assert!(certificates.look(NOW + 365 * DAY, false).is_none());
    }
}
