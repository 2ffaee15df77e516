//! A row of an answer, read column by column in the order of the statement.

use std::str::FromStr;
use std::vec;

use outdial_domain::Timestamp;
use serde::de::DeserializeOwned;

use crate::StoreError;

/// One column of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
}

/// A row of an answer.
#[derive(Debug)]
pub(crate) struct Row {
    columns: vec::IntoIter<Value>,
}

impl Row {
    pub(crate) fn new(columns: Vec<Value>) -> Self {
        Self {
            columns: columns.into_iter(),
        }
    }

    pub(crate) fn opt_int(&mut self) -> Result<Option<i64>, StoreError> {
        match self.columns.next() {
            Some(Value::Int(number)) => Ok(Some(number)),
            Some(Value::Null) => Ok(None),
            Some(Value::Text(_)) | None => Err(unexpected("an integer")),
        }
    }

    pub(crate) fn int(&mut self) -> Result<i64, StoreError> {
        self.opt_int()?.ok_or_else(|| unexpected("an integer"))
    }

    pub(crate) fn count(&mut self) -> Result<u64, StoreError> {
        u64::try_from(self.int()?).map_err(|_| unexpected("a count"))
    }

    pub(crate) fn small(&mut self) -> Result<u32, StoreError> {
        u32::try_from(self.int()?).map_err(|_| unexpected("a small count"))
    }

    pub(crate) fn flag(&mut self) -> Result<bool, StoreError> {
        Ok(self.int()? != 0)
    }

    pub(crate) fn opt_text(&mut self) -> Result<Option<String>, StoreError> {
        match self.columns.next() {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Null) => Ok(None),
            Some(Value::Int(_)) | None => Err(unexpected("a text")),
        }
    }

    pub(crate) fn text(&mut self) -> Result<String, StoreError> {
        self.opt_text()?.ok_or_else(|| unexpected("a text"))
    }

    pub(crate) fn time(&mut self) -> Result<Timestamp, StoreError> {
        self.int().map(Timestamp)
    }

    pub(crate) fn opt_time(&mut self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.opt_int()?.map(Timestamp))
    }

    /// A text that a type can be made of: an id, a number, a word.
    pub(crate) fn parsed<T>(&mut self, what: &str) -> Result<T, StoreError>
    where
        T: FromStr,
        T::Err: std::fmt::Display,
    {
        self.text()?
            .parse()
            .map_err(|why| StoreError::corrupt(what, &why))
    }

    pub(crate) fn opt_parsed<T>(&mut self, what: &str) -> Result<Option<T>, StoreError>
    where
        T: FromStr,
        T::Err: std::fmt::Display,
    {
        match self.opt_text()? {
            Some(text) => text
                .parse()
                .map(Some)
                .map_err(|why| StoreError::corrupt(what, &why)),
            None => Ok(None),
        }
    }

    pub(crate) fn json<T: DeserializeOwned>(&mut self, what: &str) -> Result<T, StoreError> {
        serde_json::from_str(&self.text()?).map_err(|why| StoreError::corrupt(what, &why))
    }

    pub(crate) fn opt_json<T: DeserializeOwned>(&mut self, what: &str) -> Result<Option<T>, StoreError> {
        match self.opt_text()? {
            Some(text) => serde_json::from_str(&text)
                .map(Some)
                .map_err(|why| StoreError::corrupt(what, &why)),
            None => Ok(None),
        }
    }
}

fn unexpected(wanted: &str) -> StoreError {
    StoreError::corrupt("column", &format!("{wanted} was expected"))
}
