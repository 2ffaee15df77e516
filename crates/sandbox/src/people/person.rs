//! One number's own behaviour: a `[[person]]` entry of a population file.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::attitude::Attitude;
use super::kind::PersonKind;
use super::measures::{MsRange, Probability};
use super::sound::{AudioSource, LineName};
use crate::audio::{Voice, voice};

/// What a population file says of one number; keys left out follow the habits of the kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonEntry {
    /// E.164, or `client:<identity>` and `sip:<address>`.
    pub number: Spanned<String>,
    pub kind: PersonKind,
    pub post_dial_ms: Option<MsRange>,
    pub ring_ms: Option<Spanned<MsRange>>,
    pub silence_ms: Option<Spanned<MsRange>>,
    pub greeting_ms: Option<Spanned<MsRange>>,
    pub beep: Option<Spanned<Probability>>,
    pub dead_air_ms: Option<Spanned<MsRange>>,
    /// How long the person stays, or the mailbox records.
    pub stays_ms: Option<Spanned<MsRange>>,
    /// Keys pressed when asked.
    pub digits: Option<Spanned<String>>,
    /// Words spoken when asked.
    pub says: Option<Spanned<String>>,
    pub sip_code: Option<Spanned<u16>>,
    /// How the person sounds: a voice, `tone:<hertz>` or `silence`.
    pub audio: Option<Spanned<AudioSource>>,
    /// What the person says, line by line; for a mailbox, its greeting.
    pub lines: Option<Spanned<Vec<LineName>>>,
    /// What the person wants of a voice agent.
    pub attitude: Option<Spanned<Attitude>>,
}

/// A checked entry.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Person {
    pub kind: PersonKind,
    pub post_dial_ms: Option<MsRange>,
    pub ring_ms: Option<MsRange>,
    pub silence_ms: Option<MsRange>,
    pub greeting_ms: Option<MsRange>,
    pub beep: Option<Probability>,
    pub dead_air_ms: Option<MsRange>,
    pub stays_ms: Option<MsRange>,
    pub digits: Option<String>,
    pub says: Option<String>,
    pub sip_code: Option<u16>,
    pub audio: Option<AudioSource>,
    pub lines: Option<Vec<LineName>>,
    pub attitude: Option<Attitude>,
}

impl PersonEntry {
    /// The checked entry, or where and why it makes no sense.
    pub(crate) fn check(self) -> Result<(String, Person), (usize, String)> {
        let number = self.number.get_ref().clone();
        if crate::number::Address::read(&number).is_none_or(|read| read.into_text() != number) {
            let why =
                format!("number: \"{number}\" is not in the form +14155550100 (or client:name, sip:address)");
            return Err((self.number.span().start, why));
        }
        self.refuse_what_the_kind_cannot_do()?;
        if let Some(source) = &self.audio
            && let AudioSource::Voice(name) = source.get_ref()
            && self.kind != PersonKind::Voicemail
            && !voice(name).is_some_and(Voice::talks)
        {
            let why = format!("audio: \"{name}\" is a mailbox, not a person");
            return Err((source.span().start, why));
        }
        if let Some(digits) = &self.digits
            && !digits
                .get_ref()
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'*' | b'#'))
        {
            return Err((
                digits.span().start,
                "digits: only 0-9, * and # can be pressed".into(),
            ));
        }
        Ok((number, self.into_person()))
    }

    fn refuse_what_the_kind_cannot_do(&self) -> Result<(), (usize, String)> {
        use PersonKind::{Busy, Failed, Fax, Human, NoAnswer, Screening, Voicemail};
        let picks_up: &[PersonKind] = &[Human, Voicemail, Screening, Fax];
        let speaks: &[PersonKind] = &[Human, Voicemail, Screening];
        let keys: [(&str, Option<usize>, &[PersonKind]); 12] = [
            (
                "ring_ms",
                start(self.ring_ms.as_ref()),
                &[Human, Voicemail, Screening, Fax, NoAnswer],
            ),
            ("silence_ms", start(self.silence_ms.as_ref()), &[Human]),
            ("greeting_ms", start(self.greeting_ms.as_ref()), speaks),
            ("beep", start(self.beep.as_ref()), &[Voicemail]),
            ("dead_air_ms", start(self.dead_air_ms.as_ref()), &[Human]),
            ("stays_ms", start(self.stays_ms.as_ref()), picks_up),
            ("digits", start(self.digits.as_ref()), &[Human]),
            ("says", start(self.says.as_ref()), &[Human]),
            ("sip_code", start(self.sip_code.as_ref()), &[Busy, Failed]),
            ("audio", start(self.audio.as_ref()), picks_up),
            ("lines", start(self.lines.as_ref()), speaks),
            ("attitude", start(self.attitude.as_ref()), &[Human, Screening]),
        ];
        for (key, at, kinds) in keys {
            if let Some(at) = at
                && !kinds.contains(&self.kind)
            {
                return Err((
                    at,
                    format!("{key}: has no meaning for kind = \"{}\"", self.kind.as_str()),
                ));
            }
        }
        Ok(())
    }

    fn into_person(self) -> Person {
        Person {
            kind: self.kind,
            post_dial_ms: self.post_dial_ms,
            ring_ms: self.ring_ms.map(Spanned::into_inner),
            silence_ms: self.silence_ms.map(Spanned::into_inner),
            greeting_ms: self.greeting_ms.map(Spanned::into_inner),
            beep: self.beep.map(Spanned::into_inner),
            dead_air_ms: self.dead_air_ms.map(Spanned::into_inner),
            stays_ms: self.stays_ms.map(Spanned::into_inner),
            digits: self.digits.map(Spanned::into_inner),
            says: self.says.map(Spanned::into_inner),
            sip_code: self.sip_code.map(Spanned::into_inner),
            audio: self.audio.map(Spanned::into_inner),
            lines: self.lines.map(Spanned::into_inner),
            attitude: self.attitude.map(Spanned::into_inner),
        }
    }
}

fn start<T>(value: Option<&Spanned<T>>) -> Option<usize> {
    value.map(|spanned| spanned.span().start)
}
