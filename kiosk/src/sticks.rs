//! Sticks: folders of their own file systems, where desktops and udev rules mount them.

use std::fs;
use std::net::UdpSocket;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Where sticks are mounted when nothing else is said: there, or in a folder of a user's there.
pub const PLACES: [&str; 2] = ["/media", "/run/media"];

/// The sticks that are in: what is mounted in one of these places, or one folder deeper, in the order of their names.
pub fn find_sticks(places: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for place in places {
        let beside = folders(place);
        found.extend(beside.iter().filter(|folder| is_mounted(folder)).cloned());
        for user in beside.iter().filter(|folder| !is_mounted(folder)) {
            found.extend(folders(user).into_iter().filter(|folder| is_mounted(folder)));
        }
    }
    found.sort();
    found
}

fn folders(place: &Path) -> Vec<PathBuf> {
    let inside = fs::read_dir(place).into_iter().flatten().flatten();
    inside.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// Whether another file system begins there than that of the folder around it.
fn is_mounted(folder: &Path) -> bool {
    let device = |path: &Path| fs::metadata(path).map(|about| about.dev());
    let around = folder.parent().map(device);
    matches!((device(folder), around), (Ok(here), Some(Ok(around))) if here != around)
}

/// What the system is called, "" where it does not say.
pub fn host_name() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().to_owned()
}

/// The tablet's own address on the way to others, "" where there is no way. Nothing is sent for it.
pub fn own_address() -> String {
    // An address for documentation (RFC 5737): a datagram's socket that is connected looks only which way it would go.
    let socket = UdpSocket::bind("0.0.0.0:0").and_then(|socket| {
        socket.connect("192.0.2.1:9")?;
        socket.local_addr()
    });
    socket.map(|address| address.ip().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_no_file_system_of_its_own_is_no_stick() {
        let folder = tempfile::tempdir().unwrap();
        let user = folder.path().join("media/kari");
        fs::create_dir_all(user.join("not a stick")).unwrap();
        fs::write(folder.path().join("media/file"), "x").unwrap();
        assert_eq!(find_sticks(&[folder.path().join("media")]), Vec::<PathBuf>::new());
        assert_eq!(find_sticks(&[folder.path().join("nowhere")]), Vec::<PathBuf>::new());
        // What the system itself mounts: /proc lies in / and is another file system.
        assert!(find_sticks(&["/".into()]).contains(&PathBuf::from("/proc")));
    }
}
