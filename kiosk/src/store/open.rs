//! Opening the store, and looking at it beside whoever has it open.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Contents, EnvelopeStore, FILE, StoreError, read_image};
use crate::durable;

impl EnvelopeStore {
    /// Opens the store in `folder`, empty if there is none. A damaged file is kept aside; what of it still proves itself
    /// is taken over, also at a later start if a kill or a full disk came between. The second value says where files are
    /// kept from which something was taken over now.
    ///
    /// # Errors
    /// As the disk gives them; then everything stands where it stood.
    pub fn open(folder: &Path) -> Result<(Self, Vec<PathBuf>), StoreError> {
        let path = folder.join(FILE);
        durable::clear_unfinished(&path)?;
        let image = match fs::read(&path) {
            Ok(image) => Some(image),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        let (mut contents, whole) = image.as_deref().map_or((Contents::default(), true), read_image);
        let mut aside = durable::kept_aside(&path);
        let is_kept = |aside: &PathBuf| fs::read(aside).is_ok_and(|kept| Some(kept) == image);
        if !whole && !aside.iter().any(is_kept) {
            aside.push(durable::keep_aside(&path)?);
        }
        let mut store = EnvelopeStore {
            path,
            contents: Contents::default(),
            room: Vec::new(),
        };
        if aside.is_empty() {
            store.contents = contents;
            return Ok((store, Vec::new()));
        }
        let mut read = Vec::new();
        for kept in &aside {
            // One that the disk does not give is tried again at the next start; the others must not wait for it.
            let Ok(image) = fs::read(kept) else { continue };
            contents.take_over(read_image(&image).0);
            read.push(kept);
        }
        store.replace(contents)?;
        let taken_up = read.into_iter().map(|kept| durable::mark_taken_up(&store.path, kept));
        let taken_up = taken_up.collect::<Result<_, _>>()?;
        Ok((store, taken_up))
    }

    /// Reads what can be read of the store in `folder`, beside whoever works with it, and changes nothing there.
    ///
    /// # Errors
    /// As the disk gives them.
    pub fn read(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE);
        let contents = match fs::read(&path) {
            Ok(image) => read_image(&image).0,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Contents::default(),
            Err(error) => return Err(error.into()),
        };
        Ok(EnvelopeStore {
            path,
            contents,
            room: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use trykk_shared::ids::BoxId;
    use trykk_shared::kind::EnvelopeKind;
    use trykk_shared::seal::{Envelope, sealed_bytes};

    use super::*;

    /// How the only envelope stands in the file: sent, left.
    fn read(folder: &Path) -> (bool, bool) {
        let (store, _) = EnvelopeStore::open(folder).unwrap();
        let kept = store.kept().next().unwrap();
        (kept.sent, kept.left)
    }

    /// What the hub held, or may hold, has left, whatever it says of it later: else it would wait for others, and go to their number.
    #[test]
    fn what_was_refused_has_left_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let envelope = Envelope::from_sealed(
            EnvelopeKind::ParticipantMark,
            vec![7; sealed_bytes(EnvelopeKind::ParticipantMark)],
        )
        .unwrap();
        let (mut store, _) = EnvelopeStore::open(folder).unwrap();
        let (ids, none) = (BTreeSet::from([envelope.id()]), BTreeSet::new());
        store.add(BoxId([1; 16]), vec![envelope], &[]).unwrap();
        assert_eq!(read(folder), (false, false));
        store.note_left(&ids).unwrap();
        assert_eq!(read(folder), (false, true));
        store.record_replies(&none, &ids).unwrap();
        assert_eq!(read(folder), (false, true));
        store.record_replies(&ids, &none).unwrap();
        assert_eq!(read(folder), (true, false));
        // What leaves again because the hub may have lost it is held until it says otherwise.
        store.note_left(&ids).unwrap();
        assert_eq!(read(folder), (true, false));
        store.record_replies(&none, &ids).unwrap();
        assert_eq!(read(folder), (false, true));
    }
}
