//! The bare things that ingest is compared with: SQLite alone, and SQLite behind a group commit.

use std::path::Path;
use std::sync::{Barrier, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior, params};
use tempfile::TempDir;
use trykk_hub::store::Store;
use trykk_shared::ids::BoxId;
use trykk_shared::seal::Envelope;

/// How many rows share one commit at the most, as in the hub.
const LARGEST_GROUP: usize = 256;

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

    /// Commits these rows by group commit: `threads` threads hand over one row at a time and wait until it is
    /// durable; one writer commits whatever waits.
    pub fn group(&mut self, rows: &[Envelope], threads: usize) -> Duration {
        let (jobs, inbox) = mpsc::channel::<(&Envelope, mpsc::SyncSender<()>)>();
        let ready = Barrier::new(threads + 1);
        thread::scope(|scope| {
            for rows in rows.chunks(rows.len().div_ceil(threads)) {
                let (jobs, ready) = (jobs.clone(), &ready);
                scope.spawn(move || {
                    let (reply, durable) = mpsc::sync_channel(1);
                    ready.wait();
                    for row in rows {
                        jobs.send((row, reply.clone())).expect("the writer is there");
                        durable.recv().expect("the writer answers");
                    }
                });
            }
            drop(jobs);
            ready.wait();
            let begun = Instant::now();
            while let Ok(first) = inbox.recv() {
                let mut group = vec![first];
                while group.len() < LARGEST_GROUP
                    && let Ok(next) = inbox.try_recv()
                {
                    group.push(next);
                }
                self.commit(group.iter().map(|(row, _)| *row));
                for (_, reply) in group {
                    reply.send(()).expect("its thread waits");
                }
            }
            begun.elapsed()
        })
    }
}
