//! What an agent's browser shows when the carrier asks us what to do with it: good for one leg, in one room.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use outdial_carrier::LegRef;
use outdial_domain::Timestamp;
use outdial_domain::ids::WorkspaceId;

use super::owner::Owner;
use crate::floor::secret::{self, Secret};

/// The passes that are out, by their secret. They open rooms that do not outlive the process, so memory keeps them.
#[derive(Default)]
pub(in crate::floor) struct Passes {
    out: Mutex<BTreeMap<Secret, Pass>>,
}

/// Where a pass leads.
#[derive(Debug, Clone)]
pub(in crate::floor) struct Pass {
    pub workspace: WorkspaceId,
    pub owner: Owner,
    /// Under which name its holder calls.
    pub identity: String,
    /// Tells the legs of one agent apart.
    pub turn: u32,
    pub expires_at: Timestamp,
    /// The leg that has shown it. The carrier may ask twice about the same one.
    pub used_by: Option<LegRef>,
}

impl Passes {
    /// Writes a pass; earlier ones into the same room are void.
    pub(super) fn issue(&self, pass: Pass, now: Timestamp) -> Result<String, getrandom::Error> {
        let secret = secret::draw()?;
        let mut out = self.out();
        out.retain(|_, other| other.owner != pass.owner && other.expires_at > now);
        out.insert(secret, pass);
        Ok(secret::write(&secret))
    }

    /// Takes a pass from a leg. One that is shown by another leg, or under another name, is never good again.
    pub(super) fn redeem(&self, text: &str, identity: &str, leg: &LegRef, now: Timestamp) -> Option<Pass> {
        let secret = secret::read(text)?;
        let mut out = self.out();
        let pass = out.get_mut(&secret)?;
        let is_good = pass.identity == identity
            && pass.expires_at > now
            && pass.used_by.as_ref().is_none_or(|other| other == leg);
        if !is_good {
            out.remove(&secret);
            return None;
        }
        pass.used_by = Some(leg.clone());
        Some(pass.clone())
    }

    /// Voids what is out for somebody.
    pub(in crate::floor) fn void(&self, owner: &Owner) {
        self.out().retain(|_, pass| pass.owner != *owner);
    }

    fn out(&self) -> MutexGuard<'_, BTreeMap<Secret, Pass>> {
        self.out.lock().expect("no code panics while it holds this lock")
    }
}

#[cfg(test)]
mod tests {
    use outdial_domain::ids::RoomId;

    use super::*;

    fn room(bits: u128) -> Owner {
        Owner::Room(RoomId::from_bits(bits))
    }

    fn pass(bits: u128) -> Pass {
        Pass {
            workspace: WorkspaceId::from_bits(1),
            owner: room(bits),
            identity: "ada".to_owned(),
            turn: 1,
            expires_at: Timestamp(1_000),
            used_by: None,
        }
    }

    fn leg(name: &str) -> LegRef {
        LegRef(name.to_owned())
    }

    #[test]
    fn a_pass_is_good_for_one_leg() {
        let passes = Passes::default();
        let text = passes.issue(pass(1), Timestamp(0)).unwrap();
        let redeem = |leg: &LegRef| passes.redeem(&text, "ada", leg, Timestamp(1)).is_some();
        assert!(redeem(&leg("A")));
        assert!(redeem(&leg("A")), "the carrier asked again");
        assert!(!redeem(&leg("B")));
        assert!(!redeem(&leg("A")), "it was shown around");
    }

    #[test]
    fn a_pass_is_one_persons_and_expires() {
        let passes = Passes::default();
        let text = passes.issue(pass(1), Timestamp(0)).unwrap();
        assert!(passes.redeem(&text, "eve", &leg("A"), Timestamp(1)).is_none());
        assert!(passes.redeem(&text, "ada", &leg("A"), Timestamp(1)).is_none());
        let text = passes.issue(pass(1), Timestamp(0)).unwrap();
        assert!(passes.redeem(&text, "ada", &leg("A"), Timestamp(1_000)).is_none());
        assert!(passes.redeem("zz", "ada", &leg("A"), Timestamp(1)).is_none());
    }

    #[test]
    fn a_new_pass_voids_the_rooms_old_one_and_no_other_rooms() {
        let passes = Passes::default();
        let other = passes.issue(pass(2), Timestamp(0)).unwrap();
        let old = passes.issue(pass(1), Timestamp(0)).unwrap();
        passes.issue(pass(1), Timestamp(0)).unwrap();
        assert!(passes.redeem(&old, "ada", &leg("A"), Timestamp(1)).is_none());
        assert!(passes.redeem(&other, "ada", &leg("A"), Timestamp(1)).is_some());
        passes.void(&room(2));
        assert!(passes.redeem(&other, "ada", &leg("A"), Timestamp(1)).is_none());
    }
}
