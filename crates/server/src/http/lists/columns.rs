//! How a list is to be read: the part of the query that previews and imports share.

use outdial_domain::list::ColumnChoices;
use serde::Deserialize;
use utoipa::IntoParams;

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
}

impl ColumnQuery {
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
