//! Sending signed plans to another system while the hub runs. What is to be sent is kept first; it is tried until the other side has it, also
//! after the hub was started anew, and known to be the same by its id.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use trykk_shared::language::Language;

use crate::clock::HubClock;
use crate::data::DataFolder;
use crate::operation::Running;
use crate::settings::LoadedWebhook;
use crate::store::writer::{Writer, read_beside};
use crate::store::{PlanDelivery, REVIEW, Store, StoreError, WaitingPlan};
use crate::web::process::plan::files::write_plan_json;
use crate::webhook::{DELIVERY, EVENT, PLAN_SIGNED, SIGNATURE, delivery_id, sign_body, write_body};

/// How often it is looked whether a plan was signed, or is to be tried again.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// How long an attempt may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The names of fields are for programs; values are in the organisation's first language.
const LANGUAGE: Language = Language::Nb;

/// What signed plans are sent with.
#[derive(Clone)]
pub(super) struct PlanSender {
    writer: Writer,
    folder: DataFolder,
    clock: HubClock,
    running: Running,
    hook: LoadedWebhook,
    client: reqwest::Client,
}

/// Trusts the system's certificates, and those of the settings.
fn trust(hook: &LoadedWebhook) -> anyhow::Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(pem) = &hook.ca {
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|_| anyhow::anyhow!("webhook.ca_file is no PEM"))?;
            roots.add(certificate).context("webhook.ca_file")?;
        }
    }
    Ok(ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

/// Why a plan was not taken; no word of the plan is in it.
#[derive(Debug, thiserror::Error)]
enum SendError {
    /// The other side answered with this status.
    #[error("HTTP {0}")]
    Refused(u16),
    #[error("no answer in time")]
    Late,
    #[error("it cannot be reached")]
    Unreachable,
    #[error("the connection broke")]
    Broken,
}

impl PlanSender {
    /// By these settings; nothing where there is no other system.
    ///
    /// # Errors
    /// When its certificates cannot be read.
    pub(super) fn new(
        (writer, folder, clock): (Writer, DataFolder, HubClock),
        hook: Option<LoadedWebhook>,
        running: Running,
    ) -> anyhow::Result<Option<Self>> {
        let Some(hook) = hook else { return Ok(None) };
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(trust(&hook)?)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()?;
        Ok(Some(PlanSender {
            writer,
            folder,
            clock,
            running,
            hook,
            client,
        }))
    }

    /// For as long as the hub runs.
    pub(super) async fn keep_sending(self) {
        loop {
            if let Err(error) = self.look().await {
                tracing::error!(%error, "signed plans could not be sent; the next look makes it good");
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn look(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        if self.read(|store| store.setting(REVIEW)).await?.is_some() {
            return Ok(());
        }
        self.writer.run(move |store| store.begin_webhook(now)).await??;
        let folder = self.folder.clone();
        for new in self.read(move |store| list_new(store, &folder)).await? {
            self.writer.run(move |store| store.add_delivery(&new, now)).await??;
        }
        for due in self.read(move |store| store.due_deliveries(now)).await? {
            self.send_due(due).await?;
        }
        Ok(())
    }

    async fn send_due(&self, due: WaitingPlan) -> Result<(), StoreError> {
        let PlanDelivery { id, body, process, .. } = due.delivery;
        let now = self.clock.now();
        let fault = self.send(&id, body, now).await.err().map(|why| why.to_string());
        if let Some(why) = &fault {
            tracing::warn!(
                process,
                tries = due.tries + 1,
                why,
                "a signed plan was not taken; it will be tried again"
            );
        }
        let arrived = fault.is_none();
        self.running.note_connected(|now| now.webhook_fault = fault);
        self.writer
            .run(move |store| store.end_delivery(&id, arrived, now))
            .await?
    }

    /// One attempt.
    async fn send(&self, id: &str, body: String, now: i64) -> Result<(), SendError> {
        let signature = sign_body(self.hook.secret.show(), now, &body);
        let request = self
            .client
            .post(&self.hook.url)
            .header("content-type", "application/json")
            .header(EVENT, PLAN_SIGNED)
            .header(DELIVERY, id)
            .header(SIGNATURE, signature)
            .body(body);
        match request.send().await {
            Ok(reply) if reply.status().is_success() => Ok(()),
            Ok(reply) => Err(SendError::Refused(reply.status().as_u16())),
            Err(error) if error.is_timeout() => Err(SendError::Late),
            Err(error) if error.is_connect() => Err(SendError::Unreachable),
            Err(_) => Err(SendError::Broken),
        }
    }

    /// Reads beside the writer.
    async fn read<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, StoreError> {
        read_beside(self.folder.database(), work).await
    }
}

/// What was signed since the last look, ready to be kept.
fn list_new(store: &Store, folder: &DataFolder) -> Result<Vec<PlanDelivery>, StoreError> {
    let unsent = store.unsent_plans()?;
    if unsent.is_empty() {
        return Ok(Vec::new());
    }
    let hub = folder.name().map_err(|error| StoreError::Damaged(error.to_string()))?;
    let mut new = Vec::new();
    for process in unsent {
        let (plan, _) = store.plan(&process)?;
        let Some(version) = plan.signed_version() else { continue };
        let wards = store.wards_of_process(&process)?;
        let names = store.wards_named(&wards)?.ward_names(&wards);
        let id = delivery_id(&hub, &process, version);
        let json = write_plan_json(&plan, &names, version, LANGUAGE);
        let body = write_body(&id, &process, &wards, version, &json);
        let version = version.number;
        new.push(PlanDelivery {
            process,
            version,
            id,
            body,
        });
    }
    Ok(new)
}
