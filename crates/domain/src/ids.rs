//! Identifiers: one newtype per thing, with a readable prefix (`call_01h…`).
//!
//! An id is 128 bits handed in from the edge (time-ordered there), written as a prefix and 26 characters
//! of Crockford base 32, so ids of one kind sort by creation and cannot be mistaken for another kind.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Text that is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an id that starts with {expected}")]
pub struct IdError {
    /// The prefix that ids of this kind carry.
    pub expected: &'static str,
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const BODY_LENGTH: usize = 26;

/// The text of an id. It stands in place: a call is full of ids, and reading one must not mean finding memory for each.
fn write<const LENGTH: usize>(prefix: &str, bits: u128) -> [u8; LENGTH] {
    let mut text = [b'0'; LENGTH];
    text[..prefix.len()].copy_from_slice(prefix.as_bytes());
    for (place, byte) in text[prefix.len()..].iter_mut().rev().enumerate() {
        let digit = (bits >> (place * 5)) & 31;
        *byte = ALPHABET[usize::try_from(digit).unwrap_or(0)];
    }
    text
}

fn read<const LENGTH: usize>(prefix: &str, text: &str) -> Option<[u8; LENGTH]> {
    let text: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
    let (start, body) = text.split_at(prefix.len());
    (start == prefix.as_bytes() && body.iter().all(|&byte| IS_DIGIT[usize::from(byte)])).then_some(text)
}

/// Which bytes are digits of an id.
const IS_DIGIT: [bool; 256] = {
    let mut table = [false; 256];
    let mut digit = 0;
    while digit < ALPHABET.len() {
        table[ALPHABET[digit] as usize] = true;
        digit += 1;
    }
    table
};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; $prefix.len() + BODY_LENGTH]);

        impl $name {
            /// What every id of this kind starts with.
            pub const PREFIX: &'static str = $prefix;

            /// The id for 128 bits chosen at the edge.
            #[must_use]
            pub fn from_bits(bits: u128) -> Self {
                Self(write($prefix, bits))
            }

            /// The id as it is stored and shown.
            #[must_use]
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).expect("ids are written and read as ASCII")
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                read($prefix, text)
                    .map(Self)
                    .ok_or(IdError { expected: $prefix })
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.as_str().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

id!(
    /// A tenant; owns every other row.
    WorkspaceId, "ws_");
id!(
    /// A person who signs in.
    UserId, "usr_");
id!(
    /// One attempt to reach one number.
    CallId, "call_");
id!(
    /// A set of calls asked for together (a pasted list, a CSV file, a prompt).
    RunId, "run_");
id!(
    /// The person or company to call.
    LeadId, "lead_");
id!(
    /// A named set of leads.
    ListId, "list_");
id!(
    /// A file of leads on its way into a list.
    ImportId, "imp_");
id!(
    /// One change that somebody made to many leads at once.
    LeadBatchId, "bat_");
id!(
    /// One change of one lead.
    LeadChangeId, "chg_");
id!(
    /// One word of a lead about what it agrees to.
    ConsentId, "con_");
id!(
    /// Filters and columns of a page, kept under a name.
    ViewId, "view_");
id!(
    /// A dialling programme over lists of leads.
    CampaignId, "cmp_");
id!(
    /// Where the legs of a conversation meet.
    RoomId, "room_");
id!(
    /// An agent signed in to a campaign.
    SeatId, "seat_");
id!(
    /// What was recorded of a call.
    RecordingId, "rec_");
id!(
    /// A short sound that agents play.
    ClipId, "clip_");
id!(
    /// A voice agent.
    VoiceAgentId, "agt_");
id!(
    /// A talk that is rehearsed before a voice agent is published.
    EvalId, "eval_");
id!(
    /// A talk with a voice agent in which nothing is done.
    RehearsalId, "rehearsal_");
id!(
    /// A pulse of the automation.
    AutomationRunId, "aur_");
id!(
    /// An appointment.
    BookingId, "bkg_");
id!(
    /// A mail.
    MailId, "mail_");
id!(
    /// A program that is told of what happens here.
    HookId, "hook_");
id!(
    /// One message to such a program.
    DeliveryId, "dlv_");
id!(
    /// A configured carrier account.
    CarrierAccountId, "car_");
id!(
    /// A key for programs.
    ApiKeyId, "key_");
id!(
    /// An entry of the do-not-call list.
    DncId, "dnc_");
id!(
    /// One thing that happened to a call.
    EventId, "evt_");
id!(
    /// A side effect still to be performed.
    OutboxId, "obx_");
id!(
    /// A line of the audit log.
    AuditId, "aud_");
id!(
    /// A signed-in browser.
    SessionId, "ses_");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_itself() {
        let id = CallId::from_bits(0x0192_f0c1_0000_7000_8000_0000_0000_00ff);
        assert_eq!(id.as_str().len(), CallId::PREFIX.len() + BODY_LENGTH);
        assert_eq!(id.as_str().parse::<CallId>(), Ok(id));
    }

    #[test]
    fn later_bits_sort_later() {
        assert!(CallId::from_bits(1) < CallId::from_bits(2));
        assert!(CallId::from_bits(31) < CallId::from_bits(32));
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let user = UserId::from_bits(7);
        assert_eq!(
            user.as_str().parse::<CallId>(),
            Err(IdError { expected: "call_" })
        );
        assert!("call_".parse::<CallId>().is_err());
        assert!("call_'; drop table calls; --aaaaa".parse::<CallId>().is_err());
    }
}
