//! The one account that this face serves.

/// A Vapi account.
#[derive(Debug, Clone)]
pub struct VapiAccount {
    /// Authenticates requests.
    pub api_key: String,
    /// The id of the number that calls are made from.
    pub phone_number_id: String,
    /// That number, E.164.
    pub number: String,
    /// An assistant that is there from the start, with every usual tool.
    pub assistant_id: Option<String>,
    /// Calls that may be live at one time; more are refused.
    pub calls_at_once: usize,
    /// Whose number it is.
    pub lines: NumberLines,
}

/// On whose lines the calls from a number are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberLines {
    /// The number was bought at Vapi; nobody else sees its calls.
    #[default]
    Vapi,
    /// It was brought along from the Twilio account of this network: each call is one of that account as well, which may
    /// redirect it.
    Twilio,
}

impl VapiAccount {
    /// An account with as many calls at a time as a new one has.
    #[must_use]
    pub fn new(api_key: &str, phone_number_id: &str, number: &str) -> Self {
        Self {
            api_key: api_key.to_owned(),
            phone_number_id: phone_number_id.to_owned(),
            number: number.to_owned(),
            assistant_id: None,
            calls_at_once: 10,
            lines: NumberLines::Vapi,
        }
    }
}
