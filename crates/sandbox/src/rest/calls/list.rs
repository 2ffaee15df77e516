//! `GET /Accounts/{AccountSid}/Calls.json`

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use outdial_domain::Timestamp;
use serde_json::Value;

use super::super::error::RestError;
use super::super::form::Form;
use super::super::paging::Page;
use super::resource::resource;
use crate::call::Leg;
use crate::dates::read_filter;
use crate::lock::lock;
use crate::number::Address;
use crate::sandbox::Sandbox;

pub(in crate::rest) async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, RestError> {
    let query = Form::read(query.unwrap_or_default().as_bytes());
    let page = Page::wanted(&query)?;
    let filter = Filter::read(&query)?;
    let (entries, more) = {
        let book = lock(&sandbox.calls);
        let cut = |matching: &mut dyn Iterator<Item = &Arc<Leg>>| {
            page.cut(
                matching
                    .filter(|leg| filter.admits(leg))
                    .map(|leg| (leg.sid.clone(), Arc::clone(leg))),
            )
        };
        match &filter.to {
            Some(number) => cut(&mut book.to_number(number)),
            None => cut(&mut book.newest_first()),
        }
    };
    let entries: Vec<(String, Value)> = entries
        .into_iter()
        .map(|(sid, leg)| (sid, resource(&sandbox, &leg)))
        .collect();
    let path = format!("/2010-04-01/Accounts/{}/Calls.json", sandbox.account.sid);
    Ok(Json(page.answer(&query, &path, "calls", &entries, more)))
}

/// Which calls are wanted.
struct Filter {
    to: Option<String>,
    from: Option<String>,
    parent: Option<String>,
    status: Option<String>,
    started: Span,
    ended: Span,
}

/// A stretch of time, both ends included.
#[derive(Default)]
struct Span {
    from: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl Filter {
    fn read(query: &Form) -> Result<Self, RestError> {
        let number = |name| {
            let text = query.get(name)?;
            Some(Address::read(text).map_or_else(|| text.to_owned(), Address::into_text))
        };
        Ok(Self {
            to: number("To"),
            from: number("From"),
            parent: query.get("ParentCallSid").map(str::to_owned),
            status: query.get("Status").map(str::to_owned),
            started: Span::read(query, "StartTime")?,
            ended: Span::read(query, "EndTime")?,
        })
    }

    fn admits(&self, leg: &Leg) -> bool {
        let same = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|wanted| wanted == is);
        if !same(&self.to, &leg.to) || !same(&self.from, &leg.from) {
            return false;
        }
        if self.parent.is_some() && self.parent != leg.parent {
            return false;
        }
        let facts = leg.facts();
        same(&self.status, leg.status().as_resource_str())
            && self.started.admits(facts.started_at)
            && self.ended.admits(facts.ended_at)
    }
}

impl Span {
    /// `Name=date` is that whole day; `Name>=…` and `Name<=…` are what follows and what precedes.
    fn read(query: &Form, name: &str) -> Result<Self, RestError> {
        let read = |key: &str| match query.get(key) {
            None => Ok(None),
            Some(text) => read_filter(text)
                .map(Some)
                .ok_or_else(|| RestError::bad(20_001, format!("{key}: '{text}' is not a date"))),
        };
        if let Some(day) = read(name)? {
            return Ok(Self {
                from: Some(day),
                until: Some(day.plus_seconds(86_400)),
            });
        }
        Ok(Self {
            from: read(&format!("{name}>"))?,
            until: read(&format!("{name}<"))?,
        })
    }

    /// What has not happened yet is in no stretch of time.
    fn admits(&self, at: Option<Timestamp>) -> bool {
        match (self.from, self.until, at) {
            (None, None, _) => true,
            (_, _, None) => false,
            (from, until, Some(at)) => {
                from.is_none_or(|from| at >= from) && until.is_none_or(|until| at <= until)
            }
        }
    }
}
