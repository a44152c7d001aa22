//! What is to be mailed. Wording and sending are others' business.

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mail {
    /// Confirm this address.
    VerifyEmail {
        /// To whom.
        to: String,
        /// Good once, for two days.
        token: String,
    },
    /// Somebody signed up with an address that has an account.
    AlreadyRegistered {
        /// To whom.
        to: String,
    },
    /// Choose a new password.
    ResetPassword {
        /// To whom.
        to: String,
        /// Good once, for an hour.
        token: String,
    },
    /// Join an organisation.
    Invitation {
        /// To whom.
        to: String,
        /// Whom to join.
        organisation: String,
        /// Who asks.
        invited_by: String,
        /// Good once, for seven days.
        token: String,
    },
    /// The password or the second factor has changed.
    SecurityChanged {
        /// To whom.
        to: String,
        /// What has changed, in words.
        what: &'static str,
    },
}
