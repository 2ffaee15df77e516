//! Asking for keys or words.

use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout};

use super::script::Cue;
use super::speak::keys_last;
use super::stage::Stage;
use crate::audio::Handset;
use crate::call::EndedBy;
use crate::twiml::Gather;

/// What the callee answered.
enum Answer {
    Keys {
        digits: String,
        finished_on: Option<char>,
    },
    Words(String),
    Nothing,
}

impl Stage<'_> {
    pub(super) async fn gather(&mut self, gather: Gather) -> Result<Cue, EndedBy> {
        let answer = self.ask(&gather).await?;
        let extra = match answer {
            Answer::Keys { digits, finished_on } => {
                self.sandbox
                    .ledger
                    .change(self.leg.entry, |attempt| attempt.digits.push_str(&digits));
                let mut extra = vec![("Digits".to_owned(), digits)];
                extra.extend(finished_on.map(|key| ("FinishedOnKey".to_owned(), key.to_string())));
                extra
            }
            Answer::Words(words) => vec![
                ("SpeechResult".to_owned(), words),
                ("Confidence".to_owned(), "0.9".to_owned()),
            ],
            Answer::Nothing if gather.action_on_empty => vec![("Digits".to_owned(), String::new())],
            Answer::Nothing => return Ok(Cue::Next),
        };
        let action = gather.action.unwrap_or_default();
        Ok(Cue::Goto(self.jump(&action, gather.method, extra)?))
    }

    /// Plays the prompt and listens, during it and for the time-out after it.
    async fn ask(&mut self, gather: &Gather) -> Result<Answer, EndedBy> {
        let real = self.hearing.listener.handset.clone();
        if let Some(handset) = real.filter(|_| gather.keys) {
            return self.ask_somebody_real(gather, &handset).await;
        }
        let keys = self.hearing.listener.keys.clone().filter(|_| gather.keys);
        if let Some(keys) = keys {
            let pressed_at = Instant::now() + Duration::from_millis(keys.after_ms);
            let heard_out = tokio::select! {
                biased;
                () = sleep_until(pressed_at) => None,
                done = self.prompt(&gather.prompt) => { done?; Some(Instant::now()) }
            };
            if heard_out.is_none_or(|at| pressed_at <= at + gather.timeout) {
                let left = pressed_at.saturating_duration_since(Instant::now());
                self.hearing.silence(left).await?;
                return self.press(gather, &keys.digits).await;
            }
            self.hearing.silence(gather.timeout).await?;
            return Ok(Answer::Nothing);
        }
        self.prompt(&gather.prompt).await?;
        match self.hearing.listener.says.clone().filter(|_| gather.speech) {
            Some(words) => {
                self.hearing.sound(SPEAKING).await;
                Ok(Answer::Words(words))
            }
            None => {
                self.hearing.silence(gather.timeout).await?;
                Ok(Answer::Nothing)
            }
        }
    }

    /// A key ends the prompt; each is waited for as long as the time-out says.
    async fn ask_somebody_real(&mut self, gather: &Gather, handset: &Handset) -> Result<Answer, EndedBy> {
        handset.forget_keys();
        let interrupted = tokio::select! {
            biased;
            key = handset.next_key() => Some(key),
            done = self.prompt(&gather.prompt) => { done?; None }
        };
        let (mut digits, mut finished_on) = (String::new(), None);
        let mut next = match interrupted {
            Some(key) => Some(key),
            None => timeout(gather.timeout, handset.next_key()).await.ok(),
        };
        self.leg.line.hush();
        while let Some(key) = next {
            if gather.finish_on_key == Some(key) {
                finished_on = Some(key);
                break;
            }
            digits.push(key);
            if gather.most_digits == Some(digits.len()) {
                break;
            }
            next = timeout(gather.timeout, handset.next_key()).await.ok();
        }
        if digits.is_empty() {
            return Ok(Answer::Nothing);
        }
        Ok(Answer::Keys { digits, finished_on })
    }

    /// The keys that count: up to the finishing key or the number wanted.
    async fn press(&mut self, gather: &Gather, pressed: &str) -> Result<Answer, EndedBy> {
        let mut digits = String::new();
        let mut finished_on = None;
        let mut complete = false;
        for key in pressed.chars() {
            if gather.finish_on_key == Some(key) {
                (finished_on, complete) = (Some(key), true);
                break;
            }
            digits.push(key);
            if gather.most_digits == Some(digits.len()) {
                complete = true;
                break;
            }
        }
        self.hearing.sound(keys_last(&digits)).await;
        if !complete {
            self.hearing.silence(gather.timeout).await?;
        }
        if digits.is_empty() {
            return Ok(Answer::Nothing);
        }
        Ok(Answer::Keys { digits, finished_on })
    }
}

/// How long a spoken answer takes, with the pause that ends it.
const SPEAKING: Duration = Duration::from_millis(2_500);
