//! The reports of a call's life as bytes on the wire, made before the clock runs.

use std::net::SocketAddr;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::carrier::{Accepted, Account};
use crate::http::request;
use crate::signing::Signer;

/// Complete requests by call, each call's in their order.
#[derive(Debug)]
pub struct Reports(pub Vec<Vec<Vec<u8>>>);

impl Reports {
    /// Every report of these calls, signed.
    pub fn of(calls: &[Accepted], signer: &Signer, server: SocketAddr) -> Self {
        let calls = calls.iter().enumerate();
        Self(
            calls
                .map(|(index, call)| life(index, call, signer, server))
                .collect(),
        )
    }
}

fn life(index: usize, call: &Accepted, signer: &Signer, server: SocketAddr) -> Vec<Vec<u8>> {
    let statuses = ["initiated", "ringing", "in-progress", "completed"];
    let mut reports: Vec<Vec<u8>> = statuses
        .iter()
        .enumerate()
        .map(|(sequence, status)| signed(call, status, sequence, signer, server))
        .collect();
    if index.is_multiple_of(DOUBLED_ONE_IN) {
        reports.push(signed(call, "completed", statuses.len() - 1, signer, server));
    }
    reports
}

/// A report of a call with this status, signed.
pub fn signed(
    call: &Accepted,
    status: &str,
    sequence: usize,
    signer: &Signer,
    server: SocketAddr,
) -> Vec<u8> {
    let sequence = sequence.to_string();
    let mut fields = vec![
        ("AccountSid", Account::SID),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", call.sid.as_str()),
        ("CallStatus", status),
        ("CallbackSource", "call-progress-events"),
        ("Called", call.to.as_str()),
        ("Caller", Account::NUMBER),
        ("Direction", "outbound-api"),
        ("From", Account::NUMBER),
        ("SequenceNumber", sequence.as_str()),
        ("Timestamp", "Fri, 20 Nov 2026 10:40:00 +0000"),
        ("To", call.to.as_str()),
    ];
    if status == "completed" {
        fields.extend([
            ("CallDuration", "31"),
            ("Duration", "1"),
            ("SipResponseCode", "200"),
        ]);
    }
    form(&call.status_callback, &fields, signer, server)
}

/// A form as the carrier posts it to an address of the server, signed.
pub fn form(address: &str, fields: &[(&str, &str)], signer: &Signer, server: SocketAddr) -> Vec<u8> {
    let signature = signer.sign(address, fields);
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)))
        .collect();
    let headers = [
        ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
        ("User-Agent", "TwilioProxy/1.1"),
        ("X-Twilio-Signature", signature.as_str()),
    ];
    let path = address.splitn(4, '/').nth(3).unwrap_or_default();
    request(
        "POST",
        &format!("/{path}"),
        server,
        &headers,
        body.join("&").as_bytes(),
    )
}

/// Carriers deliver a small part of their reports twice.
const DOUBLED_ONE_IN: usize = 50;
