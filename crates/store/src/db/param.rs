//! Values handed to a statement.

use outdial_domain::Timestamp;

use crate::db::Value;

/// One `$n` of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Param<'a> {
    Null,
    Int(i64),
    Text(&'a str),
}

impl From<i64> for Param<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Param<'_> {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<bool> for Param<'_> {
    fn from(yes: bool) -> Self {
        Self::Int(i64::from(yes))
    }
}

impl From<Timestamp> for Param<'_> {
    fn from(at: Timestamp) -> Self {
        Self::Int(at.0)
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a Value> for Param<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(number) => Self::Int(*number),
            Value::Text(text) => Self::Text(text),
        }
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! from_id {
    ($($name:ident),*) => {
        $(impl<'a> From<&'a outdial_domain::ids::$name> for Param<'a> {
            fn from(id: &'a outdial_domain::ids::$name) -> Self {
                Self::Text(id.as_str())
            }
        })*
    };
}

from_id!(
    WorkspaceId,
    UserId,
    CallId,
    RunId,
    CampaignId,
    AutomationRunId,
    LeadId,
    ListId,
    ImportId,
    LeadBatchId,
    LeadChangeId,
    ConsentId,
    ViewId,
    RoomId,
    SeatId,
    BookingId,
    EvalId,
    MailId,
    HookId,
    DeliveryId,
    RecordingId,
    ClipId,
    CarrierAccountId,
    ApiKeyId,
    DncId,
    EventId,
    OutboxId,
    AuditId,
    SessionId,
    VoiceAgentId
);

/// The parameters of a statement, in the order of `$1`, `$2`, ...
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::db::Param::from($value)),*][..] };
}
pub(crate) use params;

/// `($1, $2), ($3, $4)`: the placeholders of several rows.
pub(crate) fn value_rows(rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 6);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=columns {
            if column > 1 {
                text.push_str(", ");
            }
            text.push('$');
            text.push_str(&(row * columns + column).to_string());
        }
        text.push(')');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::value_rows;

    #[test]
    fn placeholders_count_on_from_row_to_row() {
        assert_eq!(value_rows(2, 2), "($1, $2), ($3, $4)");
    }
}
