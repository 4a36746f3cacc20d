//! What the Wi-Fi is called that the tablet is on: the system tells which of its networks go over the air, and `iw` what the one is called. Where
//! the machine has neither, nothing is said.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::panel::run;

/// Where the system lists its networks, a folder each.
const NETWORKS: &str = "/sys/class/net";
/// What tells of a network over the air. In a folder that an ordinary user's path may lack.
const IW: [&str; 2] = ["iw", "/usr/sbin/iw"];

/// What the Wi-Fi is called that the tablet is on; none where it is on none, or nobody can tell.
pub fn find_wifi() -> Option<String> {
    find_in(Path::new(NETWORKS), &IW.map(Path::new))
}

/// The same of a machine whose networks are listed here, told by the first of these programs that is there.
fn find_in(networks: &Path, programs: &[&Path]) -> Option<String> {
    let there = fs::read_dir(networks).into_iter().flatten().flatten();
    let over_air = there.filter(|entry| entry.path().join("phy80211").exists());
    let mut names: Vec<String> = over_air
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names.iter().find_map(|name| {
        let ask = |program: &&Path| run(Command::new(program).args(["dev", name, "info"])).ok();
        read_name(&programs.iter().find_map(ask)?)
    })
}

/// The name in what `iw dev NAME info` says. It writes what is no plain letter as `\\x` and two digits.
fn read_name(said: &str) -> Option<String> {
    let name = said.lines().find_map(|line| line.trim_start().strip_prefix("ssid "))?;
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, behind @ ..] = rest {
        let escaped = match rest {
            [b'\\', b'x', high, low, ..] => std::str::from_utf8(&[*high, *low])
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok()),
            _ => None,
        };
        rest = match escaped {
            Some(_) => &rest[4..],
            None => behind,
        };
        bytes.push(escaped.unwrap_or(*first));
    }
    // A name is 32 bytes at most (IEEE 802.11, 9.4.2.2), and may be none that can be read.
    let name = String::from_utf8_lossy(&bytes).into_owned();
    let name: String = name.chars().filter(|sign| !sign.is_control()).take(32).collect();
    Some(name).filter(|name| !name.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::process::Stdio;

    use super::*;

    const SAID: &str = "Interface wlan0\n\tifindex 3\n\twdev 0x1\n\taddr 02:00:00:00:00:00\n\tssid Helse Gjest\n\ttype managed\n\twiphy 0\n";

    /// Written by another process: a program that this one has open to write, if only in a child of another test that has just begun, cannot be run.
    fn write_program(path: &Path, script: &str) {
        let mut write = Command::new("sh");
        write.args(["-c", r#"cat >"$0" && chmod 755 "$0""#]).arg(path);
        let mut child = write.stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
    }

    #[test]
    fn the_name_is_read_as_it_is_written() {
        assert_eq!(read_name(SAID).as_deref(), Some("Helse Gjest"));
        let northern = SAID.replace("Helse Gjest", "Sm\\xc3\\xa5 \\xzz");
        assert_eq!(read_name(&northern).as_deref(), Some("Små \\xzz"));
        // On none: iw says no name.
        assert_eq!(read_name("Interface wlan0\n\ttype managed\n"), None);
        assert_eq!(read_name("\tssid  \n"), None);
        assert_eq!(read_name("\tssid \\x00\\x00\n"), None);
    }

    #[test]
    fn a_machine_without_air_or_without_the_program_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (networks, iw) = (folder.path().join("net"), folder.path().join("iw"));
        write_program(
            &iw,
            &format!("#!/bin/sh\ntest \"$*\" = 'dev wlan0 info' || exit 1\ncat <<'E'\n{SAID}E\n"),
        );
        fs::create_dir_all(networks.join("eth0")).unwrap();
        assert_eq!(find_in(&networks, &[&iw]), None, "no network goes over the air");
        fs::create_dir_all(networks.join("wlan0/phy80211")).unwrap();
        let missing = folder.path().join("nothing");
        assert_eq!(find_in(&networks, &[&missing]), None);
        assert_eq!(find_in(&networks, &[&missing, &iw]).as_deref(), Some("Helse Gjest"));
        assert_eq!(find_in(&folder.path().join("none"), &[&iw]), None);
    }
}
