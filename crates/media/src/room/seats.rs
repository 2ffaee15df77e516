//! Who is in the room, and the orders that it takes.

use super::clip::Clip;
use super::error::RoomError;
use super::event::{ClipEnd, RoomEvent};
use super::mix::Recorded;
use super::music::HoldMusic;
use super::participant::{Kind, Participant, Role};
use super::playback::{Audience, Playback};
use crate::dtmf;
use crate::ids::ParticipantId;
use crate::noise::ComfortNoise;
use crate::pcm::Frame;

/// How a room behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomOptions {
    /// Whether those on hold hear music; otherwise they hear comfort noise.
    pub hold_music: bool,
    /// Whether somebody to whom nobody speaks hears a soft hiss instead of nothing.
    pub comfort_noise: bool,
    /// Whether keys that phones press are listened for.
    pub digits_in: bool,
}

impl Default for RoomOptions {
    fn default() -> Self {
        Self {
            hold_music: true,
            comfort_noise: true,
            digits_in: true,
        }
    }
}

/// A room: seats, what each may do, and what is played to them.
#[derive(Debug)]
pub struct Room {
    pub(super) options: RoomOptions,
    pub(super) participants: Vec<Participant>,
    pub(super) playback: Option<Playback>,
    pub(super) music: HoldMusic,
    pub(super) noise: ComfortNoise,
    pub(super) recorded: Recorded,
    pub(super) events: Vec<RoomEvent>,
}

impl Room {
    /// An empty room.
    #[must_use]
    pub fn new(options: RoomOptions) -> Self {
        Self {
            options,
            participants: Vec::new(),
            playback: None,
            music: HoldMusic::default(),
            noise: ComfortNoise::new(),
            recorded: Recorded::default(),
            events: Vec::new(),
        }
    }

    /// Gives somebody a seat.
    ///
    /// # Errors
    /// When the seat is taken, the room is full, or a coach has nobody to speak to.
    pub fn join(&mut self, id: ParticipantId, kind: Kind, role: Role) -> Result<(), RoomError> {
        if self.seat(&id).is_ok() {
            return Err(RoomError::AlreadyHere);
        }
        if self.participants.len() >= CAPACITY {
            return Err(RoomError::Full);
        }
        self.check_role(&id, &role)?;
        self.events.push(RoomEvent::Joined {
            who: id.clone(),
            kind,
        });
        self.participants
            .push(Participant::new(id, kind, role, self.options.digits_in));
        Ok(())
    }

    /// Takes somebody's seat away.
    ///
    /// # Errors
    /// When nobody of this name is here.
    pub fn leave(&mut self, id: &ParticipantId) -> Result<(), RoomError> {
        let place = self.place(id)?;
        self.participants.remove(place);
        if self
            .playback
            .as_ref()
            .is_some_and(|playback| playback.audience == Audience::Only(id.clone()))
        {
            self.end_clip(ClipEnd::AudienceLeft);
        }
        self.events.push(RoomEvent::Left { who: id.clone() });
        Ok(())
    }

    /// Notes that somebody's leg is gone; the seat is kept with all that belongs to it.
    ///
    /// # Errors
    /// When nobody of this name is here.
    pub fn lose(&mut self, id: &ParticipantId) -> Result<(), RoomError> {
        let participant = self.seat_mut(id)?;
        participant.offered = None;
        if !std::mem::replace(&mut participant.lost, true) {
            self.events.push(RoomEvent::Lost { who: id.clone() });
        }
        Ok(())
    }

    /// Notes that somebody's leg is back.
    ///
    /// # Errors
    /// When nobody of this name is here.
    pub fn regain(&mut self, id: &ParticipantId) -> Result<(), RoomError> {
        if std::mem::replace(&mut self.seat_mut(id)?.lost, false) {
            self.events.push(RoomEvent::Returned { who: id.clone() });
        }
        Ok(())
    }

    /// Changes what somebody does here.
    ///
    /// # Errors
    /// When nobody of this name is here, or a coach has nobody to speak to.
    pub fn set_role(&mut self, id: &ParticipantId, role: Role) -> Result<(), RoomError> {
        self.check_role(id, &role)?;
        self.seat_mut(id)?.role = role;
        Ok(())
    }

    /// Lets nobody hear a participant.
    ///
    /// # Errors
    /// When nobody of this name is here.
    pub fn mute(&mut self, id: &ParticipantId) -> Result<(), RoomError> {
        self.seat_mut(id).map(|seat| seat.muted = true)
    }

    /// Lets a muted participant be heard again.
    ///
    /// # Errors
    /// When nobody of this name is here.
    pub fn unmute(&mut self, id: &ParticipantId) -> Result<(), RoomError> {
        self.seat_mut(id).map(|seat| seat.muted = false)
    }

    /// Lets a participant wait: it hears music and is heard by nobody.
    ///
    /// # Errors
    /// When nobody of this name is here.
    pub fn hold(&mut self, id: &ParticipantId) -> Result<(), RoomError> {
        self.seat_mut(id).map(|seat| seat.held = true)
    }

    /// Brings a participant back from hold.
    ///
    /// # Errors
    /// When nobody of this name is here.
    pub fn unhold(&mut self, id: &ParticipantId) -> Result<(), RoomError> {
        self.seat_mut(id).map(|seat| seat.held = false)
    }

    /// What a participant says in the coming tick; of several the last counts, and of strangers none.
    pub fn offer(&mut self, id: &ParticipantId, frame: &Frame) {
        if let Ok(seat) = self.seat_mut(id) {
            seat.offered = Some(*frame);
        }
    }

    /// Begins a clip; one that is still playing gives way.
    ///
    /// # Errors
    /// When it is for somebody who is not here.
    pub fn play(&mut self, clip: Clip, audience: Audience) -> Result<(), RoomError> {
        if let Audience::Only(id) = &audience {
            self.seat(id)?;
        }
        self.end_clip(ClipEnd::Replaced);
        self.playback = Some(Playback::new(clip, audience));
        Ok(())
    }

    /// Ends the clip that is playing, if one is.
    pub fn stop_clip(&mut self) {
        self.end_clip(ClipEnd::Stopped);
    }

    /// Sounds digits to one participant, behind those that are still being sounded.
    ///
    /// # Errors
    /// When nobody of this name is here, or the digits cannot be sent.
    pub fn send_digits(&mut self, to: &ParticipantId, digits: &str) -> Result<(), RoomError> {
        let digits = dtmf::parse(digits)?;
        if self.seat_mut(to)?.digits.say(&digits) {
            Ok(())
        } else {
            Err(RoomError::TooManyDigits)
        }
    }

    /// Everybody who has a seat.
    #[must_use]
    pub fn participants(&self) -> &[Participant] {
        &self.participants
    }

    /// The loudest that each was since this was last asked, as a share of full scale.
    pub fn take_levels(&mut self) -> Vec<(ParticipantId, f32)> {
        self.participants
            .iter_mut()
            .map(|participant| {
                let loudest = std::mem::take(&mut participant.loudest);
                (participant.id.clone(), loudest)
            })
            .collect()
    }

    /// What happened since this was last asked.
    pub fn drain_events(&mut self) -> std::vec::Drain<'_, RoomEvent> {
        self.events.drain(..)
    }

    pub(super) fn end_clip(&mut self, end: ClipEnd) {
        if let Some(playback) = self.playback.take() {
            self.events.push(RoomEvent::ClipFinished {
                name: playback.clip.name().clone(),
                end,
            });
        }
    }

    fn check_role(&self, id: &ParticipantId, role: &Role) -> Result<(), RoomError> {
        match role {
            Role::Coach { only } if only == id || self.seat(only).is_err() => Err(RoomError::NobodyToCoach),
            Role::Talk | Role::Listen | Role::Coach { .. } => Ok(()),
        }
    }

    fn place(&self, id: &ParticipantId) -> Result<usize, RoomError> {
        self.participants
            .iter()
            .position(|participant| participant.id == *id)
            .ok_or(RoomError::NotHere)
    }

    fn seat(&self, id: &ParticipantId) -> Result<&Participant, RoomError> {
        self.place(id).map(|place| &self.participants[place])
    }

    fn seat_mut(&mut self, id: &ParticipantId) -> Result<&mut Participant, RoomError> {
        self.place(id).map(|place| &mut self.participants[place])
    }
}

/// A call has two or three people and some who listen; a crowd is a mistake.
const CAPACITY: usize = 32;
