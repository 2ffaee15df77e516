//! Being in a conference.

use super::queue::Waited;
use super::stage::Stage;
use crate::call::{EndedBy, Hook};
use crate::conference::{Admission, Phase, RoomNotify, Seat};
use crate::twiml::ConferenceNoun;

impl Stage<'_> {
    /// How a `<Conference>` is entered; relative URLs become absolute here.
    pub(super) fn admission(&mut self, noun: ConferenceNoun) -> Result<Admission, EndedBy> {
        let notify = match noun.status {
            Some(hook) => Some(RoomNotify {
                hook: Hook {
                    url: self.absolute(&hook.url)?,
                    method: hook.method,
                },
                events: noun.events,
            }),
            None => None,
        };
        let wait_url = match noun.wait_url {
            Some(url) if !url.is_empty() => Some(self.absolute(&url)?),
            other => other,
        };
        Ok(Admission {
            room: noun.name,
            muted: noun.muted,
            start_on_enter: noun.start_on_enter,
            end_on_exit: noun.end_on_exit,
            wait_url,
            wait_method: noun.wait_method,
            most_participants: noun.most_participants,
            record: noun.record,
            recording_callback: noun.recording_callback,
            label: noun.label,
            coach: noun.coach,
            notify,
        })
    }

    /// Enters the room and stays until it ends or this call is put out of it.
    pub(super) async fn join(&mut self, admission: Admission) -> Result<(), EndedBy> {
        let room = admission.room.clone();
        let waiting = (admission.wait_url.clone(), admission.wait_method.clone());
        let mut seat = match self.sandbox.enter_room(self.leg, admission) {
            Ok(seat) => seat,
            Err(refusal) => {
                self.problem(refusal.code(), refusal.to_string());
                return Err(EndedBy::ApplicationError);
            }
        };
        self.sandbox
            .ledger
            .change(self.leg.entry, |attempt| attempt.rooms.push(room));
        loop {
            let phase = *seat.phase.borrow_and_update();
            match phase {
                Phase::Init => self.wait_for_start(&mut seat, &waiting).await?,
                Phase::InProgress => {
                    self.hearing.sound_begins();
                    change_or_out(&mut seat).await?;
                }
                Phase::Completed => return Ok(()),
            }
        }
    }

    async fn wait_for_start(
        &mut self,
        seat: &mut Seat,
        (url, method): &(Option<String>, String),
    ) -> Result<(), EndedBy> {
        match url {
            None => {
                self.hearing.sound_begins();
                change_or_out(seat).await
            }
            Some(url) if url.is_empty() => tokio::select! {
                biased;
                changed = change_or_out(seat) => changed,
                gone = self.hearing.silence(VERY_LONG) => gone,
            },
            Some(url) => {
                let hook = Hook {
                    url: url.clone(),
                    method: method.clone(),
                };
                tokio::select! {
                    biased;
                    changed = change_or_out(seat) => changed,
                    waited = self.wait_with(&hook, Vec::new) => match waited? {
                        Waited::Left => Err(EndedBy::Script),
                        // As at Twilio: without its waiting music the leg is not established.
                        Waited::Failed => Err(EndedBy::ApplicationError),
                    },
                }
            }
        }
    }
}

async fn change_or_out(seat: &mut Seat) -> Result<(), EndedBy> {
    tokio::select! {
        biased;
        () = seat.out.cancelled() => Err(EndedBy::Api),
        changed = seat.phase.changed() => changed.map_err(|_| EndedBy::Network),
    }
}

/// Nobody bears silence for a day.
const VERY_LONG: std::time::Duration = std::time::Duration::from_secs(86_400);
