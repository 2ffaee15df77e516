//! What the carrier fetches from us to play in a room: under addresses that nobody can guess, while whoever hears it is there.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use outdial_domain::Timestamp;
use outdial_domain::ids::{CarrierAccountId, ClipId};

use super::owner::Owner;
use crate::floor::secret::{self, Secret};

/// The sounds that are out, by their secret.
#[derive(Default)]
pub(in crate::floor) struct Sounds {
    out: Mutex<BTreeMap<Secret, Lent>>,
}

/// A sound that the carrier may fetch.
#[derive(Debug, Clone)]
pub(in crate::floor) struct Lent {
    pub owner: Owner,
    /// Who may fetch it.
    pub account: CarrierAccountId,
    pub what: What,
    /// Absent for as long as its owner is there.
    pub expires_at: Option<Timestamp>,
}

/// What is heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::floor) enum What {
    Digits(String),
    Clip(ClipId),
    /// The music of somebody on hold.
    Music,
}

impl Sounds {
    /// Makes an address; of an owner's many the oldest is forgotten.
    pub(in crate::floor) fn lend(&self, sound: Lent, now: Timestamp) -> Result<String, getrandom::Error> {
        let secret = secret::draw()?;
        let mut out = self.out();
        out.retain(|_, other| other.expires_at.is_none_or(|at| at > now));
        let own = out.iter().filter(|(_, other)| other.owner == sound.owner);
        if own.clone().count() >= OWNER_MAX {
            let oldest = own
                .min_by_key(|(_, other)| other.expires_at)
                .map(|(secret, _)| *secret);
            oldest.map(|secret| out.remove(&secret));
        }
        out.insert(secret, sound);
        Ok(secret::write(&secret))
    }

    pub(super) fn find(&self, text: &str, now: Timestamp) -> Option<Lent> {
        let lent = self.out().get(&secret::read(text)?).cloned()?;
        lent.expires_at.is_none_or(|at| at > now).then_some(lent)
    }

    /// Takes back what is out for somebody.
    pub(in crate::floor) fn void(&self, owner: &Owner) {
        self.out().retain(|_, sound| sound.owner != *owner);
    }

    fn out(&self) -> MutexGuard<'_, BTreeMap<Secret, Lent>> {
        self.out.lock().expect("no code panics while it holds this lock")
    }
}

/// Where the carrier finds a sound: a document in its words, or with the ending `.wav` a file.
pub(in crate::floor) fn address(base: &str, token: &str, ending: &str) -> String {
    format!("{}/media/sound/{token}{ending}", base.trim_end_matches('/'))
}

/// Nobody presses so many keys, or plays so many clips, while they are good.
const OWNER_MAX: usize = 200;

#[cfg(test)]
mod tests {
    use outdial_domain::ids::RoomId;

    use super::*;

    fn room(bits: u128) -> Owner {
        Owner::Room(RoomId::from_bits(bits))
    }

    fn digits(bits: u128, expires_at: Option<i64>) -> Lent {
        Lent {
            owner: room(bits),
            account: CarrierAccountId::from_bits(1),
            what: What::Digits("1".to_owned()),
            expires_at: expires_at.map(Timestamp),
        }
    }

    #[test]
    fn a_sound_is_there_until_it_expires_or_its_room_ends() {
        let sounds = Sounds::default();
        let short = sounds.lend(digits(1, Some(10)), Timestamp(0)).unwrap();
        let long = sounds.lend(digits(1, None), Timestamp(0)).unwrap();
        let other = sounds.lend(digits(2, None), Timestamp(0)).unwrap();
        assert!(sounds.find(&short, Timestamp(9)).is_some());
        assert!(sounds.find(&short, Timestamp(10)).is_none());
        assert!(sounds.find(&long, Timestamp(10)).is_some());
        assert!(sounds.find("nothing", Timestamp(0)).is_none());
        sounds.void(&room(1));
        assert!(sounds.find(&long, Timestamp(10)).is_none());
        assert!(sounds.find(&other, Timestamp(10)).is_some());
    }

    #[test]
    fn a_room_has_so_many_sounds_and_no_more() {
        let sounds = Sounds::default();
        let at = |n: usize| Some(i64::try_from(n).unwrap() + 100);
        let made: Vec<String> = (0..=OWNER_MAX)
            .map(|n| sounds.lend(digits(1, at(n)), Timestamp(0)).unwrap())
            .collect();
        assert!(sounds.find(&made[0], Timestamp(0)).is_none());
        assert!(sounds.find(&made[1], Timestamp(0)).is_some());
    }
}
