//! The bare thing that ingest is compared with: SQLite alone.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior, params};
use tempfile::TempDir;
use trykk_hub::store::Store;
use trykk_shared::ids::BoxId;
use trykk_shared::seal::Envelope;

/// A database with the hub's schema and pragmas, and nothing before it.
pub struct Bare {
    connection: Connection,
    box_id: BoxId,
    _folder: TempDir,
}

impl Bare {
    /// Makes an empty one.
    pub fn new(folder: &Path) -> Self {
        let folder = tempfile::tempdir_in(folder).expect("the folder can be written");
        let path = folder.path().join("bare.db");
        drop(Store::open(&path).expect("the hub's schema"));
        let connection = Connection::open(&path).expect("a database");
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;",
            )
            .expect("pragmas");
        Bare {
            connection,
            box_id: BoxId([9; 16]),
            _folder: folder,
        }
    }

    /// One durable commit of these rows.
    fn commit<'e>(&mut self, rows: impl Iterator<Item = &'e Envelope>) {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .expect("a transaction");
        {
            let mut insert = transaction
                .prepare_cached("INSERT OR IGNORE INTO envelope VALUES (?1, ?2, ?3, ?4)")
                .expect("a statement");
            for row in rows {
                insert
                    .execute(params![self.box_id.0, row.id().0, row.kind().number(), row.sealed()])
                    .expect("a row");
            }
        }
        transaction.commit().expect("a commit");
    }

    /// Commits these rows, `size` in each commit.
    pub fn batches(&mut self, rows: &[Envelope], size: usize) -> Duration {
        let begun = Instant::now();
        for batch in rows.chunks(size) {
            self.commit(batch.iter());
        }
        begun.elapsed()
    }
}
