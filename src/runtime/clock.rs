//! The clock: the only place that knows the time.

use std::time::Instant;

use crate::app::effect::Now;

/// Something that knows the time; tests move theirs by hand.
pub trait Clock {
    /// This moment.
    fn now(&self) -> Now;
}

/// The clock of the system.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// A clock that starts now.
    #[expect(clippy::disallowed_methods, reason = "the one place where time is read")]
    pub fn start() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time is read")]
    fn now(&self) -> Now {
        let since_start = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Now { since_start, wall: chrono::Local::now().naive_local() }
    }
}
