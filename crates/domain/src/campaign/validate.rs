//! What of a campaign's settings cannot be accepted, and what keeps it from being started.

use super::{Audience, CampaignSettings, Mode, OnAnsweringMachine};
use crate::settings::{FieldError, Found, MESSAGE_MAX_CHARS, characters};

impl CampaignSettings {
    /// Every field that cannot be stored; empty when the settings may be.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldError> {
        let mut found = Found(Vec::new());
        found.within("lines_per_seat", "lines", self.lines_per_seat, 1, LINES_MAX);
        if let Some(seconds) = self.preview.countdown_s {
            found.within(
                "preview.countdown_s",
                "seconds",
                seconds,
                COUNTDOWN_MIN_S,
                COUNTDOWN_MAX_S,
            );
        }
        found.within("calls_at_once", "calls", self.calls_at_once, 1, CALLS_AT_ONCE_MAX);
        found.within(
            "ring_timeout_s",
            "seconds",
            self.ring_timeout_s,
            RING_MIN_S,
            RING_MAX_S,
        );
        found.within(
            "time_limit_s",
            "seconds",
            self.time_limit_s,
            TALK_MIN_S,
            TALK_MAX_S,
        );
        found.within(
            "wait_limit_ms",
            "milliseconds",
            self.wait_limit_ms,
            0,
            WAIT_MAX_MS,
        );
        let verdict_ms = self.amd.verdict_limit_ms;
        found.within(
            "amd.verdict_limit_ms",
            "milliseconds",
            verdict_ms,
            VERDICT_MIN_MS,
            VERDICT_MAX_MS,
        );
        let budget = self.abandon_budget_permille;
        found.within("abandon_budget_permille", "of a thousand", budget, 0, 1_000);
        found.require(
            "abandon_budget_permille",
            "above_the_law",
            self.audience == Audience::Business || budget <= CONSUMER_BUDGET_MAX,
            "Of a thousand people at home at most 30 may be abandoned.",
        );
        if let Some(seconds) = self.wrap_up_s {
            found.within("wrap_up_s", "seconds", seconds, 5, 3_600);
        }
        for (field, text) in [
            ("voicemail", &self.voicemail),
            ("message", &self.message),
            ("script", &self.script),
        ] {
            found.within(field, "characters", characters(text), 0, MESSAGE_MAX_CHARS);
        }
        let key = self.safe_harbour.opt_out_key;
        found.require(
            "safe_harbour.opt_out_key",
            "not_a_key",
            key.is_none_or(|key| key.is_ascii_digit() || key == '*'),
            "The key must be a digit or the star.",
        );
        let tags = &self.selection.tags;
        found.require(
            "selection.tags",
            "invalid",
            tags.len() <= TAGS_MAX
                && tags
                    .iter()
                    .all(|tag| (1..=TAG_MAX_CHARS).contains(&characters(tag.trim()))),
            "Choose at most 20 tags of 1 to 40 characters.",
        );
        for objection in self.schedule.iter().flat_map(super::Schedule::objections) {
            found.push("schedule", "invalid", objection);
        }
        for (field, cap) in [
            ("caps.per_day", self.caps.per_day),
            ("caps.in_all", self.caps.in_all),
        ] {
            if let Some(cap) = cap {
                found.within(field, "calls", cap, 1, CAP_MAX);
            }
        }
        found.require(
            "voice_agent_id",
            "needs_agentless",
            self.voice_agent_id.is_none() || self.mode == Mode::Agentless,
            "A voice agent talks in agentless mode only; choose that mode or take the voice agent away.",
        );
        found.require(
            "pulse",
            "needs_agentless",
            self.pulse.is_none() || self.mode == Mode::Agentless,
            "Batches at set times are called in agentless mode only.",
        );
        if let Some(pulse) = &self.pulse {
            pulse.validate(&mut found);
        }
        found.0.extend(self.retry.validate());
        found.0.extend(
            self.dispositions
                .iter()
                .flat_map(crate::leads::Dispositions::validate),
        );
        found.0
    }

    /// Every field that must be filled in before the campaign may dial.
    #[must_use]
    pub fn missing_to_start(&self) -> Vec<FieldError> {
        let mut found = Found(self.validate());
        match self.mode {
            Mode::Agentless if self.voice_agent_id.is_some() => {}
            Mode::Agentless => found.require(
                "message",
                "required",
                !self.message.trim().is_empty(),
                "Write what is said to whoever answers.",
            ),
            Mode::Progressive | Mode::Parallel => found.require(
                "safe_harbour",
                "required",
                self.safe_harbour.is_complete(),
                "Say in whose name you call and under which number you are reached: somebody may answer for whom nobody is free.",
            ),
            Mode::Manual | Mode::Preview => {}
        }
        found.require(
            "voicemail",
            "required",
            self.amd.policy != OnAnsweringMachine::VoicemailDrop
                || self.mode == Mode::Agentless
                || !self.voicemail.trim().is_empty(),
            "Write what is left on answering machines, or have them hung up.",
        );
        found.0
    }
}

/// More lines than this for one agent abandon more people than anybody wants.
const LINES_MAX: u32 = 10;
const TAGS_MAX: usize = 20;
const TAG_MAX_CHARS: u32 = 40;
/// Nobody reads who a lead is in less.
const COUNTDOWN_MIN_S: u32 = 5;
const COUNTDOWN_MAX_S: u32 = 120;
const CALLS_AT_ONCE_MAX: u32 = 1_000;
/// A call to a person at home may not be cut before it rang for 15 seconds.
const RING_MIN_S: u32 = 15;
const RING_MAX_S: u32 = 120;
const TALK_MIN_S: u32 = 10;
/// Carriers end a call after four hours at the latest.
const TALK_MAX_S: u32 = 4 * 60 * 60;
/// Nobody holds on to a silent phone for longer.
const WAIT_MAX_MS: u32 = 60_000;
const VERDICT_MIN_MS: u32 = 500;
/// Carriers give up at 30 seconds at the latest.
const VERDICT_MAX_MS: u32 = 30_000;
/// Three of a hundred, the limit of the law for calls to people at home.
const CONSUMER_BUDGET_MAX: u32 = 30;
const CAP_MAX: u32 = 1_000;
