//! What a crash would leave behind: both programs hold answers or keys in memory that must not reach a disk.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Lets this process leave no core dump, neither as a file nor with the system's collector, and lets no other process
/// of the same user read its memory. To be called first of all.
///
/// # Errors
/// When the system refuses.
pub fn prevent() -> std::io::Result<()> {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none)?;
    // The limit does not bind a collector that the kernel pipes dumps to; this does.
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_this_process_can_be_dumped_afterwards() {
        prevent().unwrap();
        assert_eq!(
            rustix::process::dumpable_behavior().unwrap(),
            DumpableBehavior::NotDumpable
        );
        assert_eq!(rustix::process::getrlimit(Resource::Core).current, Some(0));
    }
}
