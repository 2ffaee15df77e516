//! A transport that answers from a script and checks every request against Twilio's own description.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use outdial_carrier::http::{HttpRequest, HttpResponse, HttpTransport, TransportError};

use crate::openapi;

/// What the other side does with a request.
pub enum Answer {
    Json(u16, String),
    WithHeader(u16, String, &'static str, &'static str),
    Error(TransportError),
}

#[derive(Default)]
pub struct Scripted {
    answers: Mutex<VecDeque<Answer>>,
    requests: Mutex<Vec<(tokio::time::Instant, HttpRequest)>>,
}

impl Scripted {
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.into_iter().collect()),
            ..Self::default()
        })
    }

    pub fn requests(&self) -> Vec<HttpRequest> {
        self.requests
            .lock()
            .unwrap()
            .iter()
            .map(|(_, request)| request.clone())
            .collect()
    }

    pub fn only_request(&self) -> HttpRequest {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }

    /// Times between requests.
    pub fn waits(&self) -> Vec<Duration> {
        let requests = self.requests.lock().unwrap();
        requests.windows(2).map(|pair| pair[1].0 - pair[0].0).collect()
    }
}

#[async_trait]
impl HttpTransport for Scripted {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        openapi::check(&request);
        if request.method == Method::POST {
            assert_eq!(
                request.headers["content-type"],
                "application/x-www-form-urlencoded"
            );
        }
        // The clock may be paused, so this is the time by which the adapter waits.
        let now = tokio::time::Instant::now();
        self.requests.lock().unwrap().push((now, request));
        let answer = self
            .answers
            .lock()
            .unwrap()
            .pop_front()
            .expect("an unexpected request was sent");
        let (status, body, headers) = match answer {
            Answer::Json(status, body) => (status, body, HeaderMap::new()),
            Answer::WithHeader(status, body, name, value) => {
                let header = (HeaderName::from_static(name), HeaderValue::from_static(value));
                (status, body, HeaderMap::from_iter([header]))
            }
            Answer::Error(error) => return Err(error),
        };
        Ok(HttpResponse {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            body: Bytes::from(body),
        })
    }
}

pub fn twilio_error(status: u16, code: u32) -> Answer {
    let body =
        format!(r#"{{"code":{code},"message":"said by the carrier","more_info":"","status":{status}}}"#);
    Answer::Json(status, body)
}

pub fn not_sent() -> Answer {
    Answer::Error(TransportError::NotSent("connection refused".to_owned()))
}

pub fn lost() -> Answer {
    Answer::Error(TransportError::Uncertain("timed out".to_owned()))
}

/// A call as Twilio describes it.
pub fn call_json(sid: &str, status: &str) -> String {
    format!(
        r#"{{"sid":"{sid}","status":"{status}","to":"+14155552671","from":"+14155550100","direction":"outbound-api",
            "date_created":"Sat, 21 Nov 2026 04:00:00 +0000","date_updated":"Sat, 21 Nov 2026 04:00:07 +0000",
            "start_time":null,"end_time":null,"duration":null,"answered_by":null,"price":null,"price_unit":"USD",
            "queue_time":"1500","a_field_from_the_future":{{"x":[1]}}}}"#
    )
}

pub const SID: &str = "CA00000000000000000000000000000001";
