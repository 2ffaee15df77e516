//! How a list is to be read: the part of the query that previews and imports share.

use outdial_domain::list::{ColumnChoices, KnownPolicy};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::problem::Problem;

/// How a list is to be read. For each field: the number of a column from 0, its heading, or nothing for "no such
/// column"; what is left out is guessed.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ColumnQuery {
    /// How numbers in national notation are read (ISO 3166); the workspace's region when absent.
    pub default_region: Option<String>,
    /// The column with the person's name.
    pub name_column: Option<String>,
    /// The column with the company.
    pub company_column: Option<String>,
    /// The column with the number.
    pub phone_column: Option<String>,
    /// The column with the person's title.
    pub title_column: Option<String>,
    /// The column with the e-mail address.
    pub email_column: Option<String>,
    /// The column with the IANA time zone.
    pub time_zone_column: Option<String>,
    /// Whether the first row names the columns; guessed when absent.
    pub has_header: Option<bool>,
    /// What is done with numbers that some lead has already: `move` (it takes over what the row says and comes into this
    /// list), `update` (it stays in its own) or `skip`; `move` when absent.
    pub known: Option<String>,
}

impl ColumnQuery {
    /// What is done with numbers that some lead has already.
    ///
    /// # Errors
    /// Names the field when it says nothing that can be done.
    pub fn known(&self) -> Result<KnownPolicy, Problem> {
        let Some(word) = self.known.as_deref().filter(|word| !word.is_empty()) else {
            return Ok(KnownPolicy::Move);
        };
        word.parse()
            .map_err(|why: String| Problem::invalid_field("known", why))
    }

    /// What was chosen in place of the guess.
    #[must_use]
    pub fn choices(&self) -> ColumnChoices {
        ColumnChoices {
            name: self.name_column.clone(),
            company: self.company_column.clone(),
            phone: self.phone_column.clone(),
            title: self.title_column.clone(),
            email: self.email_column.clone(),
            time_zone: self.time_zone_column.clone(),
            has_header: self.has_header,
        }
    }
}
