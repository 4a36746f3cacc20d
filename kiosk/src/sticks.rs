//! Sticks: folders of their own file systems, where desktops and udev rules mount them.

use std::fs;
use std::io;
use std::net::UdpSocket;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Where sticks are mounted when nothing else is said: there, or in a folder of a user's there.
pub const PLACES: [&str; 2] = ["/media", "/run/media"];

/// A folder to write in, and which file system was there when it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stick {
    /// Where it is mounted.
    pub folder: PathBuf,
    /// The number of its file system.
    pub device: u64,
}

impl Stick {
    /// What is there now.
    ///
    /// # Errors
    /// As the system gives them.
    pub fn at(folder: &Path) -> io::Result<Self> {
        Ok(Stick {
            folder: folder.to_owned(),
            device: fs::metadata(folder)?.dev(),
        })
    }

    /// What is there, if another file system begins there than that of the folder around it.
    fn mounted_at(folder: &Path) -> Option<Self> {
        let stick = Stick::at(folder).ok()?;
        let around = fs::metadata(folder.parent()?).ok()?;
        (stick.device != around.dev()).then_some(stick)
    }
}

/// The sticks that are in, in the order of their names: what is mounted in one of these places, or one folder deeper; or a place
/// itself, where it is none of [`PLACES`]: somebody named it, and may have mounted the stick right there.
pub fn find_sticks(places: &[PathBuf]) -> Vec<Stick> {
    let mut found = Vec::new();
    for place in places {
        let is_named = PLACES.iter().all(|usual| place != Path::new(usual));
        if let Some(stick) = Stick::mounted_at(place).filter(|_| is_named) {
            found.push(stick);
            continue;
        }
        for folder in folders(place) {
            match Stick::mounted_at(&folder) {
                Some(stick) => found.push(stick),
                None => found.extend(folders(&folder).iter().filter_map(|folder| Stick::mounted_at(folder))),
            }
        }
    }
    found.sort_by(|one, other| one.folder.cmp(&other.folder));
    found
}

fn folders(place: &Path) -> Vec<PathBuf> {
    let inside = fs::read_dir(place).into_iter().flatten().flatten();
    inside.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
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
        assert_eq!(find_sticks(&[folder.path().join("media")]), []);
        assert_eq!(find_sticks(&[folder.path().join("nowhere")]), []);
        // What the system itself mounts: /proc lies in / and is another file system.
        let proc = Stick::at(Path::new("/proc")).unwrap();
        assert!(find_sticks(&["/".into()]).contains(&proc));
        // A place that somebody named, and mounted a stick right there.
        assert_eq!(find_sticks(&["/proc".into()]), [proc]);
    }
}
