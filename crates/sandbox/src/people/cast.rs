//! Who takes a particular call, and how.

use std::sync::Arc;

use super::habits::{Human, Odds};
use super::kind::PersonKind;
use super::measures::MsRange;
use super::person::Person;
use super::population::Population;
use crate::audio::{Handset, Part};
use crate::draw::Draw;

/// How one attempt at one number goes, decided before it is dialled.
#[derive(Debug, Clone)]
pub(crate) struct Meeting {
    pub kind: PersonKind,
    /// From dialling to the first ring, the engaged tone or the refusal.
    pub post_dial_ms: u64,
    pub reception: Reception,
}

/// What the network meets at the far end.
#[derive(Debug, Clone)]
pub(crate) enum Reception {
    /// Refused with this SIP code: engaged or unreachable.
    Refuses { sip_code: u16 },
    /// Rings; the network gives up after a time of its own, if it has one.
    RingsOut { gives_up_ms: Option<u64> },
    /// Rings, and is picked up.
    PicksUp { ring_ms: u64, listener: Listener },
}

/// Whoever picked up.
#[derive(Debug, Clone)]
pub(crate) struct Listener {
    pub greeting: Greeting,
    /// How long the line stays open at most.
    pub stays_ms: u64,
    /// How much unbroken silence is borne; machines bear any.
    pub dead_air_ms: Option<u64>,
    pub keys: Option<Keys>,
    pub says: Option<String>,
    /// When after the answer a screening assistant passes the call on, if it does.
    pub put_through_ms: Option<u64>,
    /// What is heard of the callee when the line carries sound.
    pub part: Box<Part>,
    /// Nobody simulated, but a real handset.
    pub handset: Option<Arc<Handset>>,
}

/// What is heard of the far end first.
#[derive(Debug, Clone)]
pub(crate) struct Greeting {
    pub silence_ms: u64,
    pub speech_ms: u64,
    pub beep: bool,
    pub fax: bool,
}

/// Keys pressed when a menu asks.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    pub digits: String,
    pub after_ms: u64,
}

impl Listener {
    /// Somebody real, who stays as long as they like.
    pub(crate) fn real(handset: &Arc<Handset>) -> Self {
        Self {
            greeting: Greeting {
                silence_ms: 0,
                speech_ms: 0,
                beep: false,
                fax: false,
            },
            stays_ms: VERY_LONG_MS,
            dead_air_ms: None,
            keys: None,
            says: None,
            put_through_ms: None,
            part: Box::new(Part::Real(Arc::clone(handset))),
            handset: Some(Arc::clone(handset)),
        }
    }
}

impl Population {
    /// How the `attempt`th call to `number` goes.
    pub(crate) fn cast(&self, seed: u64, number: &str, attempt: u32) -> Meeting {
        let nth = attempt.to_string();
        let mut draw = Draw::keyed(seed, &["person", number, &nth]);
        let own = self.people.get(number);
        let kind = self.kind_of(number, own, &mut draw);
        let post_dial = own
            .and_then(|p| p.post_dial_ms)
            .unwrap_or(self.network.post_dial_ms);
        let post_dial_ms = draw.ms(post_dial);
        let mut reception = self.reception(kind, own, &mut draw);
        if let Reception::PicksUp { listener, .. } = &mut reception {
            *listener.part = self.part(seed, number, kind, own, listener);
        }
        Meeting {
            kind,
            post_dial_ms,
            reception,
        }
    }

    fn kind_of(&self, number: &str, own: Option<&Person>, draw: &mut Draw) -> PersonKind {
        if let Some(person) = own {
            return person.kind;
        }
        if number.starts_with("client:") || number.starts_with("sip:") {
            return PersonKind::Human;
        }
        let digit = number.bytes().last().map(|byte| byte.wrapping_sub(b'0'));
        if let Some(kind) = digit.and_then(|digit| self.last_digit.get(&digit)) {
            return *kind;
        }
        draw.weighted(&weights(&self.odds)).unwrap_or(PersonKind::Human)
    }

    fn reception(&self, kind: PersonKind, own: Option<&Person>, draw: &mut Draw) -> Reception {
        match kind {
            PersonKind::Busy => Reception::Refuses {
                sip_code: own.and_then(|p| p.sip_code).unwrap_or(SIP_BUSY_HERE),
            },
            PersonKind::Failed => {
                let code = own.and_then(|p| p.sip_code);
                let drawn = draw.one_of(&self.failed.sip_codes).copied();
                Reception::Refuses {
                    sip_code: code.or(drawn).unwrap_or(SIP_NOT_FOUND),
                }
            }
            PersonKind::NoAnswer => {
                let range = own.and_then(|p| p.ring_ms).or(self.no_answer.gives_up_ms);
                Reception::RingsOut {
                    gives_up_ms: range.map(|range| draw.ms(range)),
                }
            }
            PersonKind::Human => self.human(own, draw),
            PersonKind::Voicemail => self.voicemail(own, draw),
            PersonKind::Screening => self.screening(own, draw),
            PersonKind::Fax => Reception::PicksUp {
                ring_ms: draw.ms(own.and_then(|p| p.ring_ms).unwrap_or(self.fax.ring_ms)),
                listener: Listener {
                    greeting: Greeting {
                        silence_ms: 0,
                        speech_ms: 0,
                        beep: false,
                        fax: true,
                    },
                    stays_ms: draw.ms(own.and_then(|p| p.stays_ms).unwrap_or(self.fax.stays_ms)),
                    dead_air_ms: None,
                    keys: None,
                    says: None,
                    put_through_ms: None,
                    part: Box::default(),
                    handset: None,
                },
            },
        }
    }

    fn human(&self, own: Option<&Person>, draw: &mut Draw) -> Reception {
        let habits = &self.human;
        let ring_ms = draw.ms(own.and_then(|p| p.ring_ms).unwrap_or(habits.ring_ms));
        let greeting = Greeting {
            silence_ms: draw.ms(own.and_then(|p| p.silence_ms).unwrap_or(habits.silence_ms)),
            speech_ms: draw.ms(own.and_then(|p| p.greeting_ms).unwrap_or(habits.greeting_ms)),
            beep: false,
            fax: false,
        };
        let stays_ms = match own.and_then(|p| p.stays_ms) {
            Some(range) => draw.ms(range),
            None if draw.chance(habits.leaves_early.value()) => draw.ms(habits.leaves_early_ms),
            None => draw.ms(habits.stays_ms),
        };
        Reception::PicksUp {
            ring_ms,
            listener: Listener {
                greeting,
                stays_ms,
                dead_air_ms: Some(draw.ms(own.and_then(|p| p.dead_air_ms).unwrap_or(habits.dead_air_ms))),
                keys: keys(habits, own, draw),
                says: own.and_then(|p| p.says.clone()),
                put_through_ms: None,
                part: Box::default(),
                handset: None,
            },
        }
    }

    fn voicemail(&self, own: Option<&Person>, draw: &mut Draw) -> Reception {
        let habits = &self.voicemail;
        let ring_ms = draw.ms(own.and_then(|p| p.ring_ms).unwrap_or(habits.ring_ms));
        let speech_ms = draw.ms(own.and_then(|p| p.greeting_ms).unwrap_or(habits.greeting_ms));
        let beep = draw.chance(own.and_then(|p| p.beep).unwrap_or(habits.beep).value());
        let records_ms = draw.ms(own.and_then(|p| p.stays_ms).unwrap_or(habits.records_ms));
        Reception::PicksUp {
            ring_ms,
            listener: Listener {
                greeting: Greeting {
                    silence_ms: MACHINE_SILENCE_MS,
                    speech_ms,
                    beep,
                    fax: false,
                },
                stays_ms: speech_ms + records_ms,
                dead_air_ms: None,
                keys: None,
                says: None,
                put_through_ms: None,
                part: Box::default(),
                handset: None,
            },
        }
    }

    fn screening(&self, own: Option<&Person>, draw: &mut Draw) -> Reception {
        let habits = &self.screening;
        let ring_ms = draw.ms(own.and_then(|p| p.ring_ms).unwrap_or(habits.ring_ms));
        let speech_ms = draw.ms(own.and_then(|p| p.greeting_ms).unwrap_or(habits.greeting_ms));
        let waits_ms = draw.ms(habits.waits_ms);
        let beyond: Option<MsRange> = match own.and_then(|p| p.stays_ms) {
            Some(range) => Some(range),
            None if draw.chance(habits.passes.value()) => Some(habits.stays_ms),
            None => None,
        };
        let asks_and_waits = speech_ms + waits_ms;
        Reception::PicksUp {
            ring_ms,
            listener: Listener {
                greeting: Greeting {
                    silence_ms: MACHINE_SILENCE_MS,
                    speech_ms,
                    beep: false,
                    fax: false,
                },
                stays_ms: asks_and_waits + beyond.map_or(0, |range| draw.ms(range)),
                dead_air_ms: None,
                keys: None,
                says: None,
                put_through_ms: beyond.map(|_| asks_and_waits),
                part: Box::default(),
                handset: None,
            },
        }
    }
}

/// The odds as a list to draw from.
pub(crate) fn weights(odds: &Odds) -> [(PersonKind, f64); 7] {
    [
        (PersonKind::Human, odds.human.0),
        (PersonKind::Voicemail, odds.voicemail.0),
        (PersonKind::NoAnswer, odds.no_answer.0),
        (PersonKind::Busy, odds.busy.0),
        (PersonKind::Failed, odds.failed.0),
        (PersonKind::Screening, odds.screening.0),
        (PersonKind::Fax, odds.fax.0),
    ]
}

fn keys(habits: &Human, own: Option<&Person>, draw: &mut Draw) -> Option<Keys> {
    let after_ms = draw.ms(habits.press_after_ms);
    let digits = match own.and_then(|p| p.digits.clone()) {
        Some(digits) => digits,
        None if draw.chance(habits.presses.value()) => draw.one_of(&habits.digits)?.clone(),
        None => return None,
    };
    Some(Keys { digits, after_ms })
}

/// Thirty days: calls have a time limit of their own.
const VERY_LONG_MS: u64 = 30 * 86_400_000;
/// A machine starts its greeting almost at once.
const MACHINE_SILENCE_MS: u64 = 200;
const SIP_BUSY_HERE: u16 = 486;
const SIP_NOT_FOUND: u16 = 404;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digit_decides_in_the_deterministic_population() {
        let people = Population::deterministic();
        let table = [
            ("+14155550100", PersonKind::Human),
            ("+14155550105", PersonKind::Human),
            ("+14155550106", PersonKind::Voicemail),
            ("+14155550107", PersonKind::NoAnswer),
            ("+14155550108", PersonKind::Busy),
            ("+14155550109", PersonKind::Failed),
        ];
        for (number, kind) in table {
            assert_eq!(people.cast(1, number, 1).kind, kind, "{number}");
        }
    }

    #[test]
    fn the_realistic_population_follows_its_odds() {
        let people = Population::realistic();
        let humans = (0..2_000)
            .filter(|i| people.cast(1, &format!("+1415555{i:04}"), 1).kind == PersonKind::Human)
            .count();
        assert!((480..720).contains(&humans), "{humans} of 2000 were human");
    }
}
