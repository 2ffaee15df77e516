//! What agents do with a seat whose room the carrier hosts.

use std::sync::Arc;

use outdial_domain::ids::{CallId, SeatId};
use outdial_domain::instruction::Instruction;
use outdial_store::Actor;

use super::desk::SeatDesk;
use super::handle::Seats;
use super::refusal::SeatRefusal;
use crate::accounts::Account;
use crate::floor::hosted::{
    Enters, HostedRoom, NoDoor, Owner, Place, Word, agents_way, not_in, obey, open_door,
};
use crate::floor::join::Door;
use crate::floor::note::note;
use crate::floor::orders::{OrderRefusal, RoomOrder};

impl Seats {
    pub(super) fn carriers_door(&self, desk: &SeatDesk, room: &HostedRoom) -> Result<Door, SeatRefusal> {
        let who = Enters {
            workspace: &desk.workspace,
            user_id: &desk.user_id,
            owner: Owner::Seat(desk.id.clone()),
            room,
        };
        match open_door(&self.inner, &self.floor, &who) {
            Ok(door) => Ok(Door::Carrier(Box::new(door))),
            Err(why @ (NoDoor::Account | NoDoor::Random(_))) => {
                tracing::error!(seat.id = %desk.id, error = %why, "a browser got no credentials");
                Err(SeatRefusal::NoDoor)
            }
        }
    }

    /// What the carrier is to do with an agent's browser that shows no ticket, because the carrier itself vouches for its
    /// name and the caller knows whose name it is: into the room of the shift, or a word and goodbye.
    pub async fn admit(&self, account: &Account, seat: &SeatId) -> Vec<Instruction> {
        let found = self
            .hall()
            .hosted(seat)
            .filter(|(desk, room)| desk.workspace == account.workspace && room.account == account.id);
        let (Some((desk, room)), Some(rooms)) = (found, account.carrier.rooms()) else {
            return not_in();
        };
        let is_silent = desk.notes.open().muted;
        let way = agents_way(&room, is_silent, rooms.shift_callback(), room.next_turn());
        room.tell(Word::Admitted).await;
        vec![Instruction::JoinRoom(way)]
    }

    pub(super) async fn order_at_carrier(
        &self,
        desk: &SeatDesk,
        room: &Arc<HostedRoom>,
        call: Option<CallId>,
        order: &RoomOrder,
        by: &Actor,
    ) -> Result<(), SeatRefusal> {
        let place = Place {
            workspace: &desk.workspace,
            notes: &desk.notes,
            room,
            owner: Owner::Seat(desk.id.clone()),
        };
        let done = match obey(&self.inner, &self.floor, place, order).await {
            Ok(done) => done,
            Err(OrderRefusal::Audio(why)) => return Err(why.into()),
            Err(why) => return Err(SeatRefusal::Order(why)),
        };
        if let Some(call) = call {
            note(&self.inner, &desk.workspace, &call, done.by(by)).await;
        }
        self.inner.changes.seat(&desk.workspace, desk.id.clone());
        Ok(())
    }
}
