//! The memory of the program holds words of cases: after a crash it must not become a file, and no
//! other program of the same user may look into it.

/// Asks the system to write no core dump of this program and to let nobody attach to it; not on
/// systems that know no such wish.
///
/// The limit alone would not do: where dumps are handed to a program, some of these pay no heed to it.
/// A refusal changes nothing in what the program does, so it is not told.
#[cfg(unix)]
pub fn refuse() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, none);
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Asks for nothing on this system.
#[cfg(not(unix))]
pub fn refuse() {}
