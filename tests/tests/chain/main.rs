//! From tablets to exact counts: the real programs, over TLS on loopback.

mod by_hand;
mod paper;
mod ward;
mod written;

use trykk_tests::hospital::{Programs, said_twice};

/// The programs under test, built beside the tests.
fn programs() -> Programs {
    Programs {
        hub: env!("CARGO_BIN_EXE_trykk-hub-for-tests").into(),
        kiosk: env!("CARGO_BIN_EXE_trykk-kiosk-for-tests").into(),
    }
}

#[test]
fn a_reason_that_is_said_twice_is_noticed() {
    for (line, twice) in [
        ("trykk-hub: the plan cannot be read: No such file or directory", None),
        ("trykk-hub: no such round: no such round", Some("no such round")),
        (
            "trykk-kiosk: cannot connect: error sending request: tcp error: error sending request",
            Some("error sending request"),
        ),
        ("trykk-hub: line 3: line 3", None),
    ] {
        assert_eq!(said_twice(line), twice, "{line}");
    }
}
