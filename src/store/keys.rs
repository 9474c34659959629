//! Keys: who can read the cases of a folder when they are encrypted.
//!
//! A user has one key, under a passphrase, among the settings. A store has a list of the keys that
//! can read it, in plain. Everything of a case is an age file for all of them.

pub mod conversion;
pub mod identity;
pub mod recipients;
pub mod secret;
mod trouble;

pub use self::conversion::{Changed, change};
pub use self::identity::{Key, WORK};
pub use self::recipients::{Recipient, Recipients, Whose};
pub use self::secret::{Passphrase, SHORTEST};
pub use self::trouble::KeyTrouble;

/// The file of the user’s key in the folder for keys.
pub const KEY_FILE: &str = "key.age";
