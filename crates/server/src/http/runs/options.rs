//! What may be said of a run besides its list: in the body of a JSON request, in the query beside a file.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::problem::Problem;

/// The fields of a run whose body is the file itself; a JSON request has them in its body.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RunOptions {
    /// Shown to people. Only beside a file, as all of these.
    pub name: Option<String>,
    /// What to say; the workspace's message when absent.
    pub message: Option<String>,
    /// Not before this time (RFC 3339).
    pub at: Option<String>,
    /// A person confirms that the calls may be made outside the calling window.
    #[serde(default)]
    #[param(required = false)]
    pub override_window: bool,
    /// The carrier's voice name.
    pub voice: Option<String>,
    /// BCP 47 language tag of the message.
    pub language: Option<String>,
}

impl RunOptions {
    /// Nothing may be said twice, so a query beside a JSON request is refused rather than silently dropped.
    ///
    /// # Errors
    /// When the query says anything.
    pub fn must_be_in_the_body(&self) -> Result<(), Problem> {
        let Self {
            name,
            message,
            at,
            override_window,
            voice,
            language,
        } = self;
        let given = [
            ("name", name.is_some()),
            ("message", message.is_some()),
            ("at", at.is_some()),
            ("override_window", *override_window),
            ("voice", voice.is_some()),
            ("language", language.is_some()),
        ];
        match given.into_iter().find(|(_, is_given)| *is_given) {
            Some((field, _)) => Err(Problem::invalid_field(
                field,
                "a JSON request has it in its body, not in the query",
            )),
            None => Ok(()),
        }
    }
}
