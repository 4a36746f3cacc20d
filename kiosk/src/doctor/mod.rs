//! What would keep this tablet from working, each with its mend. Looks only; beside a running window too.

mod aloud;
mod findings;

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use rand::CryptoRng;
use rustix::fs::{Access, access};
use trykk_shared::clock::Clock;
use trykk_shared::enrolment::{CaFingerprint, Nonce};
use trykk_shared::protocol::{Proofs, paths};

use crate::aloud::Speaker;
use crate::condition::free_bytes;
use crate::hub::{Hub, HubError, Patience};
use crate::managed::Managed;
use crate::settings::Enrolment;
use crate::tablet::Tablet;
use crate::window::Glass;
pub use findings::{Finding, Folder, Found};

/// How long the hub may take to answer before that is said.
const PATIENCE: Patience = Patience {
    silence: Duration::from_secs(10),
    thinnest: 1000,
};
/// What the system says of its keyboards, mice and touch screens.
const DEVICES: &str = "/proc/bus/input/devices";

/// Looks at everything, in the order in which a tablet is set up.
pub async fn examine(folder: &Path, clock: Clock, managed: Option<&Path>, rng: &mut impl CryptoRng) -> Vec<Finding> {
    let settings = Managed::read(managed);
    let tablet = Tablet::glance(folder, clock);
    let opened = tablet.as_ref().ok();
    let enrolment = opened.and_then(|tablet| tablet.settings().enrolment.clone());
    let ahead = opened.and_then(|tablet| tablet.hub_ahead());
    let (network, certificate) = match &enrolment {
        Some(enrolment) => findings::hub(&ask(enrolment, rng).await),
        None => findings::no_hub(),
    };
    let devices = fs::read_to_string(DEVICES).ok();
    let mut found = vec![
        findings::managed(&settings, enrolment.as_ref()),
        findings::folder(&look_at(folder)),
        findings::store(&tablet),
        findings::disk(free_bytes(folder)),
        findings::clock(clock.now(), ahead),
        findings::enrolment(enrolment.as_ref()),
        findings::version(opened.and_then(|tablet| tablet.newer_hub())),
        network,
        certificate,
        findings::screen(Glass::open().map(|glass| glass.size()), has_compositor()),
        findings::touch(devices.as_deref()),
    ];
    if settings.as_ref().is_ok_and(|settings| settings.read_aloud) {
        found.push(aloud::reading(Speaker::find()));
    }
    found
}

/// Asks the hub for something that anybody may ask, so that nothing of it says which tablet it was.
async fn ask(enrolment: &Enrolment, rng: &mut impl CryptoRng) -> Result<(), HubError> {
    let fingerprint: CaFingerprint = enrolment.fingerprint.parse().map_err(|_| HubError::WrongCertificate)?;
    let hub = Hub::pinned_with(&enrolment.address, fingerprint, PATIENCE)?;
    let path = format!("{}?nonce={}", paths::PROOFS, Nonce::draw(rng));
    hub.get::<Proofs>(&path, None).await.map(|_| ())
}

fn look_at(folder: &Path) -> Folder {
    let Ok(about) = fs::metadata(folder) else {
        return Folder::Missing;
    };
    let inside = fs::read_dir(folder).into_iter().flatten().flatten();
    let open = |mode: u32| mode & 0o077 != 0;
    Folder::There {
        own: about.uid() == rustix::process::geteuid().as_raw(),
        writable: access(folder, Access::WRITE_OK | Access::READ_OK | Access::EXEC_OK).is_ok(),
        closed: !open(about.mode()),
        open_files: inside
            .filter(|entry| entry.file_name() != "lock")
            .filter(|entry| entry.metadata().is_ok_and(|about| open(about.mode())))
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect(),
    }
}

fn has_compositor() -> bool {
    std::env::var_os("WAYLAND_DISPLAY").is_some()
}
