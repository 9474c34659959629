//! The reference of a case: the only part of it that ever names a file.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A case reference, such as `MM-2026-014`. The only part of a case that ever names a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseId(String);

/// Words that are no case reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "A case reference has capital letters, digits and hyphens, such as MM-2026-014, and at most 32 of them."
)]
pub struct NotACaseId;

impl CaseId {
    /// The reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CaseId {
    type Err = NotACaseId;

    fn from_str(text: &str) -> Result<Self, NotACaseId> {
        const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];
        let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
        let numbered_device = text.len() == 4
            && (text.starts_with("COM") || text.starts_with("LPT"))
            && text.ends_with(|c: char| c.is_ascii_digit());
        if (1..=32).contains(&text.len())
            && text.bytes().all(allowed)
            && !text.starts_with('-')
            && !DEVICES.contains(&text)
            && !numbered_device
        {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotACaseId)
        }
    }
}

impl TryFrom<String> for CaseId {
    type Error = NotACaseId;

    fn try_from(text: String) -> Result<Self, NotACaseId> {
        text.parse()
    }
}

impl From<CaseId> for String {
    fn from(id: CaseId) -> Self {
        id.0
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_can_only_name_a_file_of_its_own() {
        for good in ["MM-2026-014", "A", "CONVENOR-1"] {
            assert!(good.parse::<CaseId>().is_ok(), "{good}");
        }
        for bad in
            ["", "../x", "mm-1", "A/B", "CON", "COM1", "LPT9", "-A", "Ä", "A.B", &"A".repeat(33)]
        {
            assert!(bad.parse::<CaseId>().is_err(), "{bad}");
        }
    }
}
