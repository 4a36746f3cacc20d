//! Hub ingest with durable acknowledgement over TLS, beside bare SQLite.

use std::path::Path;

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_shared::protocol::BATCH_BYTES;
use trykk_shared::seal::Envelope;

use crate::FOLDER;
use crate::bare::Bare;
use crate::hub::Hub;
use crate::load::drive;
use crate::made;
use crate::pairs::{Pair, in_turn};
use crate::report::Report;

/// How many rounds of bare and hub count.
const ROUNDS: usize = 7;
/// About how long one round of the bare thing takes, in seconds, whatever the disk.
const ROUND_SECONDS: f64 = 0.4;
/// The fewest and the most requests of one connection and round.
const REQUESTS: (f64, f64) = (4.0, 250.0);

/// One way of sending.
struct Way {
    connections: usize,
    /// Envelopes a request.
    batch: usize,
    /// The size that bodies are padded to, if they are.
    padded: Option<usize>,
}

/// Measures every way of sending.
pub fn measure(report: &mut Report) {
    let way = |connections, batch, padded| Way {
        connections,
        batch,
        padded,
    };
    let padded = Some(BATCH_BYTES);
    // Replies leave in steps of 100 ms: it takes many connections to keep the hub busy.
    let many = run(&way(64, 100, None));
    report.rates("Ingest, batches of 100, 64 connections", "rows/s", many, Some(0.80));
    let many = run(&way(64, 100, padded));
    report.rates(
        "The same as tablets pad it: 100 in 256 KiB, 64 connections",
        "rows/s",
        many,
        None,
    );
}

#[expect(clippy::cast_precision_loss, reason = "a count of rows is far below 2^52")]
fn run(way: &Way) -> Pair {
    let mut hub = Hub::with_tablets(way.connections);
    let mut bare = Bare::new(Path::new(FOLDER));
    let mut bare_rng = StdRng::seed_from_u64(1);
    let requests = requests(way, &mut bare, &mut bare_rng);
    let rows = way.connections * requests * way.batch;
    let expected = made::all_stored(way.batch);
    let mut rng = StdRng::seed_from_u64(2);
    let mut sent = 0;
    let pair = in_turn(
        ROUNDS,
        || {
            let envelopes = made::envelopes(rows, &mut bare_rng);
            rows as f64 / commit(way, &mut bare, &envelopes)
        },
        || {
            let envelopes = made::envelopes(rows, &mut rng);
            let requests: Vec<Vec<Vec<u8>>> = envelopes
                .chunks(requests * way.batch)
                .zip(&hub.tokens)
                .map(|(envelopes, token)| {
                    let batches = envelopes.chunks(way.batch);
                    batches
                        .map(|batch| made::request(token, hub.box_id, batch, way.padded))
                        .collect()
                })
                .collect();
            let took = drive(&mut hub.connections, &requests, &expected);
            sent += rows;
            rows as f64 / took.as_secs_f64()
        },
    );
    assert_eq!(
        hub.stored(),
        sent,
        "every row that was acknowledged lies in the database"
    );
    pair
}

/// How many requests a connection sends in a round, so that rounds are long enough and not longer on a slow disk.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between the fewest and the most"
)]
fn requests(way: &Way, bare: &mut Bare, rng: &mut StdRng) -> usize {
    let trial = 20;
    let envelopes = made::envelopes(trial * way.connections * way.batch, rng);
    let each = commit(way, bare, &envelopes) / f64::from(u8::try_from(trial).unwrap_or(u8::MAX));
    (ROUND_SECONDS / each).clamp(REQUESTS.0, REQUESTS.1) as usize
}

/// Commits the bare way; says how long it took, in seconds.
fn commit(way: &Way, bare: &mut Bare, envelopes: &[Envelope]) -> f64 {
    bare.batches(envelopes, way.batch).as_secs_f64()
}
