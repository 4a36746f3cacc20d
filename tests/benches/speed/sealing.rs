//! Sealing and counting, beside bare `hpke`.

use std::num::NonZero;
use std::time::Instant;

use hpke::{Deserializable, Kem, OpModeR, OpModeS};
use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::rounds::count::{SealedSlip, Subject, count};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::feed;
use trykk_shared::ids::BoxId;
use trykk_shared::seal::{self, Address, Envelope, SealAead, SealKdf, SealKem};
use trykk_shared::slip::{self, NoteFormat, Slip};
use trykk_tests::hospital::deck_path;
use trykk_tests::sheets::Answerer;

use crate::pairs::in_turn;
use crate::report::Report;

const ROUNDS: usize = 15;
const ROUND: &str = "2026-autumn";
const BOX: BoxId = BoxId([5; 16]);
/// How many sheets one round seals, and how many it counts.
const SHEETS: usize = 100;

/// Measures sealing, counting on one core, and counting on all.
pub fn measure(report: &mut Report) {
    let deck = Deck::read(&std::fs::read_to_string(deck_path("station.toml")).expect("a deck")).expect("a sound deck");
    let mut rng = StdRng::seed_from_u64(3);
    let key = OpeningKey::draw(&mut rng);
    let address = Address {
        round: ROUND.to_owned(),
        box_id: BOX,
        key: key.sealing_key(),
    };
    let mut people = Answerer::new(&deck, Mode::DropIn, 4);
    let slips: Vec<Slip> = (0..SHEETS)
        .flat_map(|_| {
            let sheet = feed::read_line(&people.line(1), &deck, Mode::DropIn).expect("a line that fits its deck");
            slip::split(&sheet, &deck, NoteFormat::FirstMarked)
        })
        .collect();
    seals(report, &slips, &address, &mut rng);
    let envelopes: Vec<SealedSlip> = slips
        .iter()
        .map(|slip| {
            let envelope = Envelope::seal(slip, &address, &mut rng);
            SealedSlip {
                kind: envelope.kind(),
                sealed: envelope.into_sealed(),
            }
        })
        .collect();
    counts(report, &deck, &key, &envelopes);
}

fn seals(report: &mut Report, slips: &[Slip], address: &Address, rng: &mut StdRng) {
    let mut bare_rng = StdRng::seed_from_u64(8);
    let public = <SealKem as Kem>::PublicKey::from_bytes(&address.key.to_bytes()).expect("a key");
    let ready: Vec<Vec<u8>> = slips.iter().map(|slip| seal::info(ROUND, slip.kind())).collect();
    let aad = seal::aad(BOX);
    let pair = in_turn(
        ROUNDS,
        || {
            rate(slips.len(), || {
                for (slip, info) in slips.iter().zip(&ready) {
                    let mode = OpModeS::Base;
                    let sealed = hpke::single_shot_seal_with_rng::<SealAead, SealKdf, SealKem>(
                        &mode,
                        &public,
                        info,
                        slip.plain(),
                        &aad,
                        &mut bare_rng,
                    );
                    std::hint::black_box(sealed.expect("it seals"));
                }
            })
        },
        || {
            rate(slips.len(), || {
                for slip in slips {
                    std::hint::black_box(Envelope::seal(slip, address, rng));
                }
            })
        },
    );
    report.rates("Sealing, one core", "envelopes/s", pair, Some(0.90));
}

fn counts(report: &mut Report, deck: &Deck, key: &OpeningKey, envelopes: &[SealedSlip]) {
    let private = <SealKem as Kem>::PrivateKey::from_bytes(&*key.expose()).expect("a key");
    let ready: Vec<Vec<u8>> = envelopes.iter().map(|one| seal::info(ROUND, one.kind)).collect();
    let aad = seal::aad(BOX);
    let subject = Subject {
        round: ROUND,
        box_id: BOX,
        deck,
        mode: Mode::DropIn,
    };
    let counted = |cores: NonZero<usize>| {
        rate(envelopes.len(), || {
            let opened = count(subject, key, envelopes, cores, &mut StdRng::seed_from_u64(6));
            assert_eq!(opened.tally.unreadable, 0);
            assert_eq!(opened.tally.sheets.participant, SHEETS as u64);
        })
    };
    let one = NonZero::<usize>::MIN;
    let pair = in_turn(
        ROUNDS,
        || {
            let open = || {
                for (one, info) in envelopes.iter().zip(&ready) {
                    let (encapsulated, text) = one.sealed.split_at(32);
                    let encapsulated = <SealKem as Kem>::EncappedKey::from_bytes(encapsulated).expect("a key");
                    let mode = OpModeR::Base;
                    let plain = hpke::single_shot_open::<SealAead, SealKdf, SealKem>(
                        &mode,
                        &private,
                        &encapsulated,
                        info,
                        text,
                        &aad,
                    );
                    std::hint::black_box(plain.expect("it opens"));
                }
            };
            // On a thread of its own, as the count: whichever core it gets.
            rate(envelopes.len(), || {
                std::thread::scope(|scope| scope.spawn(open).join()).expect("it opens");
            })
        },
        || counted(one),
    );
    report.rates("Counting, one core", "envelopes/s", pair, Some(0.90));
    let cores = std::thread::available_parallelism().unwrap_or(one);
    let pair = in_turn(ROUNDS, || counted(one), || counted(cores));
    report.scaling(cores.get(), pair);
}

/// How many a second.
#[expect(clippy::cast_precision_loss, reason = "a count of envelopes is far below 2^52")]
fn rate(count: usize, work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    count as f64 / begun.elapsed().as_secs_f64()
}
