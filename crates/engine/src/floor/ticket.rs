//! What a carrier's media stream shows at the door: good for one entry of one call, for a while.
//!
//! Tickets are kept in memory alone: they open rooms that do not outlive the process either.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, RoomId, WorkspaceId};

use super::secret::{self, Secret};

/// The tickets that are out, by their secret.
#[derive(Default)]
pub(super) struct Tickets {
    out: Mutex<BTreeMap<Secret, Ticket>>,
}

/// Where a ticket leads.
#[derive(Debug, Clone)]
pub(super) struct Ticket {
    pub workspace: WorkspaceId,
    pub to: Whither,
    pub call: CallId,
    pub expires_at: Timestamp,
}

/// Where a stream goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whither {
    /// Into the room of its call.
    Room(RoomId),
    /// To where the callees of campaigns wait, or to the seat that they are with.
    Campaign,
    /// To our own voice agent.
    Talk,
}

impl Tickets {
    /// Writes a ticket; earlier ones of the same call are void.
    pub(super) fn issue(&self, ticket: Ticket, now: Timestamp) -> Result<String, getrandom::Error> {
        let secret = secret::draw()?;
        let mut out = self.out();
        out.retain(|_, other| other.call != ticket.call && other.expires_at > now);
        out.insert(secret, ticket);
        drop(out);
        Ok(secret::write(&secret))
    }

    /// Takes a ticket, whether or not it is for this call: what was shown once is never good again.
    pub(super) fn redeem(&self, text: &str, call: &CallId, now: Timestamp) -> Option<Ticket> {
        let ticket = self.out().remove(&secret::read(text)?)?;
        (ticket.call == *call && ticket.expires_at > now).then_some(ticket)
    }

    /// Voids what is out for a call.
    pub(super) fn void(&self, call: &CallId) {
        self.out().retain(|_, ticket| ticket.call != *call);
    }

    fn out(&self) -> MutexGuard<'_, BTreeMap<Secret, Ticket>> {
        self.out.lock().expect("no code panics while it holds this lock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(call: u128) -> Ticket {
        Ticket {
            workspace: WorkspaceId::from_bits(1),
            to: Whither::Room(RoomId::from_bits(call)),
            call: CallId::from_bits(call),
            expires_at: Timestamp(1_000),
        }
    }

    #[test]
    fn a_ticket_is_good_once() {
        let tickets = Tickets::default();
        let text = tickets.issue(ticket(1), Timestamp(0)).unwrap();
        let call = CallId::from_bits(1);
        assert!(tickets.redeem(&text, &call, Timestamp(1)).is_some());
        assert!(tickets.redeem(&text, &call, Timestamp(1)).is_none());
    }

    #[test]
    fn a_ticket_of_another_call_is_refused_and_used_up() {
        let tickets = Tickets::default();
        let text = tickets.issue(ticket(1), Timestamp(0)).unwrap();
        assert!(
            tickets
                .redeem(&text, &CallId::from_bits(2), Timestamp(1))
                .is_none()
        );
        assert!(
            tickets
                .redeem(&text, &CallId::from_bits(1), Timestamp(1))
                .is_none()
        );
    }

    #[test]
    fn a_ticket_expires_and_a_new_one_voids_the_old() {
        let tickets = Tickets::default();
        let call = CallId::from_bits(1);
        let late = tickets.issue(ticket(1), Timestamp(0)).unwrap();
        assert!(tickets.redeem(&late, &call, Timestamp(1_000)).is_none());
        let first = tickets.issue(ticket(1), Timestamp(0)).unwrap();
        let second = tickets.issue(ticket(1), Timestamp(0)).unwrap();
        assert!(tickets.redeem(&first, &call, Timestamp(1)).is_none());
        assert!(tickets.redeem(&second, &call, Timestamp(1)).is_some());
    }

    #[test]
    fn what_is_no_ticket_is_refused() {
        let tickets = Tickets::default();
        for text in ["", "zz", &"é".repeat(32), &"0".repeat(64)] {
            assert!(
                tickets
                    .redeem(text, &CallId::from_bits(1), Timestamp(0))
                    .is_none(),
                "{text}"
            );
        }
    }
}
