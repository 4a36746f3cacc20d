//! What is secret shows nothing of itself in a log or a failed test.

use trykk_hub::enrolment::draw_tablet;
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::keys::shares::{join, split};
use trykk_hub::store::NewCode;
use trykk_shared::enrolment::Code;

use crate::given::a_rng;

/// Some bytes as they could show: as numbers, in hexadecimal digits, in letters.
fn ways_to_write(secret: &[u8]) -> Vec<String> {
    let numbers = format!("{:?}", &secret[..8]);
    vec![
        numbers.trim_matches(['[', ']']).to_owned(),
        data_encoding::HEXLOWER.encode(&secret[..4]),
        data_encoding::BASE64.encode(&secret[..6]),
        data_encoding::BASE64URL_NOPAD.encode(&secret[..6]),
        data_encoding::BASE32_NOPAD.encode(&secret[..5]),
    ]
}

fn assert_hides(shown: &str, secret: &[u8]) {
    for written in ways_to_write(secret) {
        let found = shown.to_lowercase().contains(&written.to_lowercase());
        assert!(!found, "{shown:?} shows {written}");
    }
}

#[test]
fn keys_and_shares_show_only_what_they_are() {
    let mut rng = a_rng(1);
    for _ in 0..50 {
        let key = OpeningKey::draw(&mut rng);
        assert_eq!(
            format!("{key:?} {:?}", key.sealing_key()),
            "OpeningKey(..) SealingKey(..)"
        );
        let shares = split(&key, &mut rng);
        let shown = format!("{shares:?}");
        assert_eq!(shown, "[Share(hub, ..), Share(guide, ..), Share(recovery, ..)]");
        let joined = join(&shares[0], &shares[1]);
        assert_eq!(format!("{joined:#?}").split_whitespace().count(), 3);
    }
}

#[test]
fn an_enrolment_code_and_what_is_kept_of_it_show_no_secret() {
    let code = Code::draw(&mut a_rng(2));
    assert_hides(&format!("{code:?}"), &code.ticket());
    assert_hides(&format!("{code:?}"), &code.proof_key());
    let kept = NewCode {
        ticket_hash: [7; 32],
        proof_key: code.proof_key(),
        ward: "med-1".to_owned(),
        expires: 0,
        tablets: 1,
        made_by: None,
    };
    assert_hides(&format!("{kept:?}"), &kept.proof_key);
}

#[test]
fn a_tablets_token_is_not_in_what_is_kept_of_it() {
    let (tablet, token) = draw_tablet(&mut a_rng(3));
    assert!(!format!("{tablet:?}").contains(&token[..6]));
    assert_hides(&format!("{tablet:?}"), token.as_bytes());
}
