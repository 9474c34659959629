//! Unique pupil numbers: whether what was typed can be one.

/// The letters that check a number, by the remainder: the alphabet without I, O and S.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// What is wrong with a number. Its `Display` is a sentence for the facilitator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAUpn {
    /// It does not have thirteen characters, a letter first and figures after it.
    #[error("A pupil number has 13 characters: a letter, then 12 figures. Copy it again.")]
    WrongForm,
    /// The first letter does not belong to the figures.
    #[error("The first letter of the pupil number does not fit its figures. Copy it again.")]
    WrongLetter,
}

/// Whether a text is a pupil number: a check letter and 12 figures. A temporary number has 11
/// figures and ends in a letter, which counts for its place in the alphabet of check letters.
///
/// # Errors
/// Says what is wrong.
pub fn check(text: &str) -> Result<(), NotAUpn> {
    let upper = text.trim().to_ascii_uppercase();
    let [letter, body @ ..] = upper.as_bytes() else { return Err(NotAUpn::WrongForm) };
    let [figures @ .., last] = body else { return Err(NotAUpn::WrongForm) };
    let sound = body.len() == 12
        && figures.iter().all(u8::is_ascii_digit)
        && (last.is_ascii_digit() || LETTERS.contains(last))
        && LETTERS.contains(letter);
    if !sound {
        return Err(NotAUpn::WrongForm);
    }
    let value = |byte: &u8| match byte {
        b'0'..=b'9' => usize::from(byte - b'0'),
        letter => LETTERS.iter().position(|other| other == letter).unwrap_or(0),
    };
    let sum: usize = body.iter().enumerate().map(|(at, byte)| (at + 2) * value(byte)).sum();
    if LETTERS.get(sum % LETTERS.len()) == Some(letter) {
        Ok(())
    } else {
        Err(NotAUpn::WrongLetter)
    }
}
