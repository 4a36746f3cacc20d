//! Addresses at which tablets reach a hub: one that a tablet can use, or none.

use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;
use trykk_shared::address::{AddressErrorKind, HubAddress};
use trykk_shared::enrolment::{CaFingerprint, Link, LinkError};

fn a_host() -> impl Strategy<Value = String> {
    let ip = |ip: &u32| !(224 << 24..=255 << 24 | 0xff_ffff).contains(ip) && *ip > 0xff_ffff;
    prop_oneof![
        "([a-zA-Z0-9]([a-zA-Z0-9-]{0,6}[a-zA-Z0-9])?\\.){0,3}[a-zA-Z]{1,6}",
        any::<u32>()
            .prop_filter("one machine's", ip)
            .prop_map(|ip| Ipv4Addr::from(ip).to_string()),
        any::<u128>().prop_map(|ip| format!("[{}]", Ipv6Addr::from(ip >> 4 | 1 << 125))),
    ]
}

fn link(address: &str) -> Link {
    Link {
        address: address.to_owned(),
        ward: Some("med-1".to_owned()),
        fingerprint: Some(CaFingerprint([9; 32])),
        code: "7K3M-Q2XA-90TD-VW4F".parse().unwrap(),
    }
}

proptest! {
    /// What is printed as a link, a tablet reads: the same address, and nothing is asked of it that it does not know.
    #[test]
    fn what_is_an_address_is_one_in_a_link_too(host in a_host(), port in prop::option::of(1..=u16::MAX)) {
        let written = port.map_or(host.clone(), |port| format!("{host}:{port}"));
        let address: HubAddress = written.parse().unwrap();
        prop_assert_eq!(address.to_string(), format!("{host}:{}", port.unwrap_or(8443)));
        prop_assert_eq!(address.to_string().parse(), Ok(address.clone()));
        let link = link(&address.to_string());
        prop_assert_eq!(&link.to_string().parse::<Link>().unwrap(), &link);
        let by_hand = format!("{address}/{}", link.code.to_text());
        prop_assert_eq!(by_hand.parse::<Link>().unwrap().address, link.address);
    }

    /// Whatever is taken has a host and a port that the system's own reader takes apart.
    #[test]
    fn whatever_else_is_refused_with_a_right_example(text in "[a-zA-Z0-9_.:/@\\[\\] -]{0,14}") {
        match text.parse::<HubAddress>() {
            Ok(address) => {
                let address = address.to_string();
                let (host, port) = address.rsplit_once(':').unwrap();
                prop_assert!(port.parse::<u16>().is_ok_and(|port| port > 0) && !host.is_empty());
                prop_assert!(!address.contains(['/', '@', '_', ' ']), "{}", address);
                prop_assert_eq!(host.contains(':'), host.starts_with('['), "{}", address);
            }
            Err(fault) => {
                let said = fault.to_string();
                let named = format!("tablets cannot reach a hub at {text:?}: ");
                prop_assert!(said.starts_with(&named));
                prop_assert!(said.ends_with("write one like hub.example.org:8443 or 192.0.2.7:8443"));
                prop_assert!(link(&text).to_string().parse::<Link>().is_err());
            }
        }
    }
}

#[test]
fn no_link_is_made_of_what_no_tablet_can_reach() {
    use AddressErrorKind::{Ip, Name, NoHost, NoMachine, Page, Port};
    for (address, why) in [
        ("", NoHost),
        (" ", NoHost),
        (":8443", NoHost),
        ("https://hub.example.org", Page),
        ("https://hub.example.org:8443/", Page),
        ("hub.example.org:8443/", Page),
        ("trykk://hub.example.org:8443", Page),
        ("admin@hub.example.org", Page),
        ("hub_1", Name),
        ("hub_1:8443", Name),
        ("hub 1:8443", Name),
        ("-hub.example.org", Name),
        ("hub..example.org", Name),
        ("hub.example.org.", Name),
        (".", Name),
        ("sjukehus.\u{e5}s.no", Name),
        ("HOST:PORT", Port),
        ("hub.example.org:", Port),
        ("hub.example.org:0", Port),
        ("hub.example.org:65536", Port),
        ("hub.example.org:+8443", Port),
        ("hub.example.org:8443:8443", Name),
        ("0.0.0.0", NoMachine),
        ("0.0.0.0:8443", NoMachine),
        ("[::]:8443", NoMachine),
        ("::", NoMachine),
        ("[::ffff:0.0.0.0]:8443", NoMachine),
        ("224.0.0.1", NoMachine),
        ("255.255.255.255", NoMachine),
        ("[ff02::1]", NoMachine),
        ("0.1.2.3", NoMachine),
        ("192.0.2", Ip),
        ("192.0.2.256", Ip),
        ("192.0.2.07", Ip),
        ("1234", Ip),
        ("[192.0.2.7]", Ip),
        ("[fe80::1%eth0]", Ip),
        ("[::1", Ip),
    ] {
        let fault = address.parse::<HubAddress>().unwrap_err();
        assert_eq!((fault.why, fault.address.as_str()), (why, address));
    }
    for (written, address) in [
        ("localhost", "localhost:8443"),
        (" hub.example.org \n", "hub.example.org:8443"),
        ("127.0.0.1:1", "127.0.0.1:1"),
        ("2001:db8::1", "[2001:db8::1]:8443"),
        ("[2001:DB8::1]", "[2001:db8::1]:8443"),
        ("hub-1.intern:08443", "hub-1.intern:8443"),
    ] {
        assert_eq!(written.parse::<HubAddress>().unwrap().to_string(), address);
    }
    let typed = "hub_1:8443/7K3M-Q2XA-90TD-VW4F".parse::<Link>().unwrap_err();
    assert!(matches!(typed, LinkError::Address(_)), "{typed}");
}
