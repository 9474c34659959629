//! What can go wrong with keys, each as a sentence for the facilitator.

/// Why something about keys could not be done. Nothing was written to a case.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyTrouble {
    /// The passphrase opens nothing.
    #[error("This is not the passphrase of the key. Type it again.")]
    WrongPassphrase,
    /// There is no key.
    #[error(
        "The cases are encrypted, and there is no key for them among your settings. Name one with --identity FILE, such as the recovery key."
    )]
    NoKey,
    /// The key is not on the list.
    #[error(
        "The cases are encrypted for other keys than this one. Name another with --identity FILE, such as the recovery key, or ask who has one to add yours with `convenor keys add`."
    )]
    OtherKey,
    /// The file of a key is none, or damaged.
    #[error(
        "{0} is not a key that can be used: it is damaged, or something else. It was left as it is."
    )]
    BadKey(String),
    /// The list is not the one that was acknowledged.
    #[error(
        "The list of keys that can read these cases was changed by somebody else, and nothing was saved. Look at it with `convenor keys show`; if it is right, acknowledge it with `convenor keys show --accept`."
    )]
    Changed,
    /// The list cannot be read.
    #[error(
        "The list of keys that can read these cases is damaged, and nothing was saved. Put the file “recipients” of the folder back from a backup of the machine."
    )]
    BadList,
    /// What was typed is no key.
    #[error("“{0}” is no key to encrypt for: one begins with age1. Nothing was changed.")]
    NoRecipient(String),
    /// The same key twice.
    #[error("The key {0} is on the list already. Nothing was changed.")]
    Twice(String),
    /// No keys, or too many.
    #[error("A folder with cases can have 1 to {0} keys. Nothing was changed.")]
    Count(usize),
    /// There is no such key.
    #[error(
        "There is no key {0} on the list: `convenor keys show` lists them. Nothing was changed."
    )]
    Unknown(String),
    /// Somebody would lock himself out.
    #[error(
        "This is the key with which the cases are open now: without it you could not read them. Nothing was changed."
    )]
    InUse,
    /// It is encrypted already.
    #[error("The cases are encrypted already: `convenor keys show` lists the keys.")]
    On,
    /// It is not encrypted.
    #[error("The cases are not encrypted: `convenor keys init` does that.")]
    Off,
    /// A change of keys was cut off and cannot be finished.
    #[error(
        "A change of the keys was begun and could not be finished: {0}. No case is lost: mend that and start Convenor again."
    )]
    Half(String),
    /// A change of keys is under way.
    #[error(
        "The keys of these cases are being changed by another window at this moment. Try again."
    )]
    Underway,
    /// The cases are not open.
    #[error("The cases are encrypted and not open. Give the passphrase first.")]
    Locked,
    /// There is no folder for settings.
    #[error(
        "There is no folder for your settings, where the key is kept. Set XDG_CONFIG_HOME to one."
    )]
    NoSettings,
}
