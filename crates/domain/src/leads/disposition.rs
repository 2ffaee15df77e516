//! What an agent may say came of a talk: a workspace's own set, with defaults.

use serde::{Deserialize, Serialize};

use super::Disposed;
use crate::settings::FieldError;

/// One thing that an agent may say came of a talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposition {
    /// The stable word that calls and leads keep.
    pub code: String,
    /// What people see.
    pub label: String,
    /// Whether the lead is done with.
    #[serde(rename = "final", default)]
    pub is_final: bool,
    /// Whether the number goes on the do-not-call list.
    #[serde(default)]
    pub do_not_call: bool,
    /// Whether the lead is to be called again.
    #[serde(default)]
    pub callback: bool,
    /// Whether its campaign calls the lead again by its rule for that, without a time that was agreed.
    #[serde(default)]
    pub retry: bool,
}

/// What a disposition means for the lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// Nothing is decided.
    Open,
    /// It is to be called again.
    Callback,
    /// It is done with.
    Closed,
}

impl Resolution {
    /// The word used in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Callback => "callback",
            Self::Closed => "closed",
        }
    }

    /// The resolution with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Open, Self::Callback, Self::Closed]
            .into_iter()
            .find(|resolution| resolution.as_str() == word)
    }
}

impl Disposition {
    /// What it means for the lead.
    #[must_use]
    pub const fn resolution(&self) -> Resolution {
        if self.is_final {
            Resolution::Closed
        } else if self.callback {
            Resolution::Callback
        } else {
            Resolution::Open
        }
    }

    /// The disposition as a lead keeps it.
    #[must_use]
    pub fn said(&self) -> Disposed {
        Disposed {
            code: self.code.clone(),
            resolution: self.resolution(),
        }
    }
}

/// The dispositions of a workspace, in the order of its buttons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dispositions(pub Vec<Disposition>);

impl Dispositions {
    /// The disposition with this code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&Disposition> {
        self.0.iter().find(|disposition| disposition.code == code)
    }

    /// What keeps this set from being used.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        let mut wrong = |code, message: String| {
            found.push(FieldError {
                field: FIELD,
                code,
                message,
            });
        };
        if self.0.is_empty() || self.0.len() > COUNT_MAX {
            wrong(
                "out_of_range",
                format!(
                    "There must be 1 to {COUNT_MAX} dispositions, not {}.",
                    self.0.len()
                ),
            );
        }
        for (place, disposition) in self.0.iter().enumerate() {
            let code = &disposition.code;
            if !is_code(code) {
                wrong(
                    "code_invalid",
                    format!("{code:?} is no code; use up to {CODE_MAX} small letters, digits and `_`."),
                );
            }
            if self.0[..place].iter().any(|earlier| earlier.code == *code) {
                wrong("code_taken", format!("{code:?} is there twice."));
            }
            let label = disposition.label.trim();
            if label.is_empty() || label.chars().count() > LABEL_MAX {
                wrong(
                    "label_invalid",
                    format!("{code:?} needs a label of 1 to {LABEL_MAX} characters."),
                );
            }
            if disposition.retry && (disposition.is_final || disposition.do_not_call || disposition.callback)
            {
                wrong(
                    "contradiction",
                    format!("{code:?} cannot ask for another try and for an end or a callback."),
                );
            }
            if disposition.callback && (disposition.is_final || disposition.do_not_call) {
                wrong(
                    "contradiction",
                    format!("{code:?} cannot ask for a callback and end all calls."),
                );
            }
        }
        found
    }
}

impl Default for Dispositions {
    fn default() -> Self {
        let row =
            |(code, label, is_final, do_not_call, callback): (&str, &str, bool, bool, bool)| Disposition {
                code: code.to_owned(),
                label: label.to_owned(),
                is_final,
                do_not_call,
                callback,
                retry: UNREACHED.contains(&code),
            };
        Self(DEFAULTS.map(row).into())
    }
}

fn is_code(code: &str) -> bool {
    (1..=CODE_MAX).contains(&code.len())
        && code
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Code, label, final, do not call, callback. A wrong number is some stranger's: calling it again disturbs them.
const DEFAULTS: [(&str, &str, bool, bool, bool); 8] = [
    ("connected", "Connected", false, false, false),
    ("voicemail", "Voicemail", false, false, false),
    ("no_answer", "No Answer", false, false, false),
    ("busy", "Busy", false, false, false),
    ("wrong_number", "Wrong Number", true, true, false),
    ("callback_requested", "Callback Requested", false, false, true),
    ("not_interested", "Not Interested", true, false, false),
    ("follow_up", "Follow Up", false, false, true),
];
/// After these nobody was spoken with, so the lead is worth another try.
const UNREACHED: [&str; 3] = ["voicemail", "no_answer", "busy"];
/// As the settings name it.
const FIELD: &str = "dispositions";
/// More than anybody finds in the seconds after a call.
const COUNT_MAX: usize = 40;
const CODE_MAX: usize = 40;
const LABEL_MAX: usize = 60;
