//! Running the hub.

use std::fs;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::RustlsConfig;
use clap::Args;
use tokio::signal::unix::{Signal, SignalKind, signal};
use trykk_shared::address::HubAddress;
use trykk_shared::clock::Clock;
use trykk_shared::enrolment::CaFingerprint;
use trykk_shared::logs::shows_colours;
use trykk_shared::seal::SealingKey;

use super::Common;
use super::look::{LOOK_AFTER_ROUNDS_EVERY, Looking, TIDY_EVERY, Told, destroy_old_backups};
use super::remind::Reminding;
use super::send_plans::PlanSender;
use super::settle_over::SettlingOver;
use super::watch::keep_doing;
use crate::api::{self, Api};
use crate::audit::Who;
use crate::certificates::{Ca, Certificates};
use crate::clock::HubClock;
use crate::data::DataFolder;
use crate::enrolment::ADDRESS;
use crate::gathering;
use crate::limits::{end_unfinished, raise_file_limit};
use crate::operation::{Connected, Running};
use crate::patience::{Patient, keep_connections};
use crate::reminders::Rules;
use crate::report::keeping;
use crate::rounds;
use crate::secrets::draw_secret;
use crate::settings::{Loaded, LoadedMail, Settings};
use crate::store::Store;
use crate::store::writer::Writer;
use crate::store::{INCARNATION, SERVED};
use crate::tablets;
use crate::web::{self, Pages};
use trykk_shared::randomness::system_rng;

/// How long open requests may take when the hub stops.
const LAST_REQUESTS: Duration = Duration::from_secs(5);
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    common: Common,
    /// Where tablets reach the hub; port 0 takes any free one
    #[arg(long, value_name = "ADDR", default_value = "0.0.0.0:8443")]
    listen: SocketAddr,
    /// The address that enrolment links name, if it is not the one listened on: a host's name or IP address, and a port if
    /// it is not 8443
    #[arg(long, value_name = "HOST:PORT")]
    address: Option<HubAddress>,
    /// Also serve people's pages without TLS on this loopback address, behind the hospital's proxy
    #[arg(long, value_name = "LOOPBACK-ADDR")]
    web_listen: Option<SocketAddr>,
    /// The certificate chain (PEM) for people's pages
    #[arg(long, value_name = "F", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The key (PEM) for people's pages
    #[arg(long, value_name = "F", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Minutes between two delivery slots of a tablet
    #[arg(long, value_name = "MINUTES", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=1440))]
    slot_minutes: u32,
}

impl Serve {
    pub fn run(self) -> anyhow::Result<()> {
        tracing_subscriber::fmt()
            .with_writer(std::io::stderr)
            .with_ansi(shows_colours(
                std::io::stderr().is_terminal(),
                std::env::var_os("NO_COLOR").as_deref(),
            ))
            .with_env_filter(tracing_subscriber::EnvFilter::try_from_env("TRYKK_LOG").unwrap_or_else(|_| "info".into()))
            .init();
        if let Some(web) = self.web_listen
            && !web.ip().is_loopback()
        {
            bail!("--web-listen {web} is not a loopback address; pages without TLS stay on this machine");
        }
        if let Err(error) = raise_file_limit() {
            tracing::warn!(%error, "the hub serves no more connections at once than it was started with");
        }
        let settings = Settings::load(&self.common.data)?;
        for file in &settings.exposed {
            tracing::warn!(file = %file.display(), "a file with a secret can be read or written by anybody on this machine");
        }
        let (folder, mut store) = self.common.open()?;
        let serving =
            fs::File::create(self.common.data.join("serving")).context("the data folder cannot be written")?;
        if serving.try_lock().is_err() {
            bail!("another hub is running on {}", self.common.data.display());
        }
        let now = HubClock::read(self.common.clock.unwrap_or_default(), &store)?.now();
        store.act_as(Who::Hub, now);
        // Before anybody delivers: what has ended has ended, whatever a database from before says.
        Told::default().tell("settled", &rounds::sweep_unfinished(&mut store, &folder)?, now);
        let clock = self.common.clock(&mut store)?;
        store.act_as(Who::Hub, clock.now());
        destroy_old_backups(&folder, clock.now());
        store.note_holding(clock.now())?;
        // Before anybody asks; tidying, which takes longer, comes once the hub listens. A disk too full for it must not keep it from serving.
        if let Err(error) = store.delete_old(clock.now()) {
            tracing::warn!(%error, "what is kept for a time could not be deleted; it will be tried again");
        }
        // Whether this is the database that ran last, or a copy of its files from before, only tablets can make good:
        // each start is a new life, in which they send everything once more, and ids drop the repeats.
        store.set_setting(INCARNATION, &draw_secret(&mut system_rng()))?;
        tablets::settle(&mut store, &folder)?;
        if let Err(error) = keeping::settle(&mut store, &folder) {
            tracing::error!(%error, "reports beside the database could not be taken up; it will be tried at the next start");
        }
        if let Err(error) = gathering::keeping::settle(&store, &folder) {
            tracing::error!(%error, "what kills left of gatherings could not be settled; it will be tried at the next start");
        }
        let ca = Ca::open(&folder)?;
        let pinned = (ca.fingerprint(), ca.file_key().sealing_key());
        let given = self.tls_cert.clone().zip(self.tls_key.clone());
        let (certificates, tls) = Certificates::open(ca, given, Clock::system().now())?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .context("no runtime")?;
        runtime.block_on(self.serve((folder, settings), store, clock, pinned, certificates, tls))?;
        drop(serving);
        Ok(())
    }

    async fn serve(
        self,
        (folder, settings): (DataFolder, Loaded),
        mut store: Store,
        clock: HubClock,
        (fingerprint, hub_key): (CaFingerprint, SealingKey),
        certificates: Certificates,
        tls: rustls::ServerConfig,
    ) -> anyhow::Result<()> {
        // From here on a hang-up ends nothing.
        let hang_up = signal(SignalKind::hangup()).context("the system takes no signals")?;
        let listener =
            std::net::TcpListener::bind(self.listen).with_context(|| format!("cannot listen on {}", self.listen))?;
        listener.set_nonblocking(true)?;
        let bound = listener.local_addr()?;
        // "Every address of this machine" is none that a tablet could be sent to.
        let address = self.address.clone().or_else(|| bound.to_string().parse().ok());
        if let Some(address) = &address {
            store.set_setting(ADDRESS, &address.to_string())?;
        }
        let served = store.setting(SERVED)?.and_then(|served| served.parse().ok());
        let writer = Writer::start(store, clock.clone());
        let mut looking = Looking::new(writer.clone(), folder.clone(), clock.clone(), served);
        looking.look_before_listening().await;
        let mut settling = SettlingOver::new(writer.clone(), folder.clone(), clock.clone());
        settling.settle_before_listening().await;
        let api = Api {
            writer: writer.clone(),
            folder: folder.clone(),
            clock: clock.clone(),
            fingerprint,
            hub_key,
            slot_seconds: self.slot_minutes * 60,
        };
        let handle = Handle::new();
        let counted = handle.clone();
        let running = Running::new(move || counted.connection_count()).connected_with(describe(&settings));
        running.note_ends(certificates.ends());
        let pages = Pages::new(writer.clone(), folder.clone(), clock.clone()).of(running.clone());
        let rules = Rules::of(pages.method());
        let beside = (writer.clone(), folder.clone(), clock.clone());
        let delivering = PlanSender::new(beside.clone(), settings.webhook.clone(), running.clone())?;
        let reminding = Reminding::new(beside, settings, rules, running.clone())?;
        let pages = Arc::new(pages);
        let idle = Arc::clone(&pages);
        tokio::spawn(keep_doing("forgetting keys", move || {
            forget_idle_keys(Arc::clone(&idle))
        }));
        let pages = web::routes(pages);
        let app = end_unfinished(api::routes(api).merge(pages.clone()));
        let pages = end_unfinished(pages);
        tokio::spawn(stop_on_signal(handle.clone(), running.clone()));
        let mut settling = Some(settling);
        let beside = (writer.clone(), folder.clone(), clock.clone());
        tokio::spawn(keep_doing("rounds that are over", move || {
            let (writer, folder, clock) = beside.clone();
            let again = || SettlingOver::new(writer, folder, clock);
            settling.take().unwrap_or_else(again).keep_settling()
        }));
        let mut looking = Some(looking);
        tokio::spawn(keep_doing("rounds", move || {
            let again = || Looking::new(writer.clone(), folder.clone(), clock.clone(), None);
            looking.take().unwrap_or_else(again).keep_looking()
        }));
        if let Some(reminding) = reminding {
            tokio::spawn(keep_doing("reminders", move || {
                reminding.begin_again().keep_reminding()
            }));
        }
        if let Some(delivering) = delivering {
            tokio::spawn(keep_doing("signed plans", move || delivering.clone().keep_sending()));
        }
        let shown = RustlsConfig::from_config(Arc::new(tls));
        tokio::spawn(renew(certificates, running, shown.clone(), hang_up));
        println!(
            "Tablets deliver to {} (listening on {bound}).",
            address.map_or("this machine".to_owned(), |address| address.to_string())
        );
        if let Some(web) = self.web_listen {
            let listener = std::net::TcpListener::bind(web).with_context(|| format!("cannot listen on {web}"))?;
            listener.set_nonblocking(true)?;
            println!("{}", describe_pages(listener.local_addr()?));
            let mut server = axum_server::from_tcp(listener)?
                .map(Patient)
                .http1_only()
                .handle(handle.clone());
            keep_connections(server.http_builder());
            tokio::spawn(server.serve(pages.into_make_service()));
        }
        let mut server = axum_server::from_tcp_rustls(listener, shown)?
            // A reply in more than one piece must not wait for the tablet to acknowledge the first.
            .map(|acceptor| Patient(acceptor.acceptor(NoDelayAcceptor::new())))
            .http1_only()
            .handle(handle);
        keep_connections(server.http_builder());
        server.serve(app.into_make_service()).await?;
        Ok(())
    }
}

/// What the hub is connected with, for the page of operation.
fn describe(settings: &Loaded) -> Connected {
    let server = |mail: &LoadedMail| format!("{}:{}", mail.settings.host, mail.settings.port());
    Connected {
        pages: settings.pages.clone(),
        mail: settings.mail.as_ref().map(server),
        webhook: settings.webhook.is_some(),
        exposed: settings.exposed.iter().map(|file| file.display().to_string()).collect(),
        ..Connected::default()
    }
}

/// What is said at the start of where people's pages are, and what they cannot do.
fn describe_pages(address: SocketAddr) -> String {
    format!(
        "Pages are at http://{address}/\n\
         A proxy gives them a host name of their own: they work at its root, not below a path such as /trykk/.\n\
         On this machine use Firefox or Chrome: Safari keeps no login of an address without https."
    )
}

async fn stop_on_signal(handle: Handle<SocketAddr>, running: Running) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    running.end();
    handle.graceful_shutdown(Some(LAST_REQUESTS));
}

/// Shows renewed certificates: when their files change, and when somebody asks by a hang-up.
async fn renew(mut certificates: Certificates, running: Running, shown: RustlsConfig, mut hang_up: Signal) {
    let mut warned = None;
    loop {
        let now = Clock::system().now();
        if let Some(ends) = certificates.ends_soon(now)
            && warned != Some(now / TIDY_EVERY)
        {
            tracing::warn!(%ends, "the certificate for people's pages ends soon, or has ended");
            warned = Some(now / TIDY_EVERY);
        }
        let asked =
            tokio::select! { _ = hang_up.recv() => true, () = tokio::time::sleep(LOOK_AFTER_ROUNDS_EVERY) => false };
        match certificates.look(Clock::system().now(), asked) {
            Some(Ok(config)) => {
                shown.reload_from_config(Arc::new(config));
                running.note_ends(certificates.ends());
                tracing::info!("the certificates were taken up anew");
            }
            Some(Err(error)) => {
                tracing::error!(%error, "the renewed certificate is not used; the one before is shown on");
            }
            None => {}
        }
    }
}

/// Keys that guides unlocked notes with do not stay, also when nobody asks for a page.
async fn forget_idle_keys(pages: Arc<Pages>) {
    loop {
        tokio::time::sleep(LOOK_AFTER_ROUNDS_EVERY).await;
        pages.end_idle_sittings();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Links and forms name paths from the root: below a prefix each would lead past the hub.
    #[test]
    fn the_start_says_where_pages_work_and_so_does_the_documentation() {
        let said = describe_pages(SocketAddr::from(([127, 0, 0, 1], 8080)));
        assert!(said.starts_with("Pages are at http://127.0.0.1:8080/\n"), "{said}");
        let documented = include_str!("../../../docs/deployment.md").replace('\n', " ");
        for (here, there) in [
            ("not below a path such as /trykk/", "not below a path such as `/trykk/`"),
            ("Safari keeps no login", "Safari keeps no login"),
        ] {
            assert!(said.contains(here) && documented.contains(there), "{here}");
        }
    }
}
