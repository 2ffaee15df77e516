//! Lets a browser in, and has the agent talk with it.

use outdial_domain::ids::{LeadId, RehearsalId};
use outdial_domain::voice_agent::VoiceAgentSettings;
use outdial_media::live::{Answer, JoinError, RoomSettings};
use outdial_media::{ParticipantId, Role, RoomId};
use outdial_voice::realtime::Terms;

use super::book::WhoseTalk;
use super::hold::Holding;
use super::line::{BrowserLine, callee};
use crate::engine::Engine;
use crate::rehearsals::RehearsalRefusal;
use crate::rehearsals::callee::Partner;

/// A talk that a browser can come into.
#[derive(Debug, Clone)]
pub struct BegunTalk {
    /// Its id.
    pub id: RehearsalId,
    /// For the browser.
    pub answer: Answer,
}

/// Why a talk does not begin.
#[derive(Debug, thiserror::Error)]
pub enum TalkRefusal {
    /// The workspace has no speech model.
    #[error("no speech model is set up")]
    NoSpeechModel,
    /// This process has no audio.
    #[error("talking from the browser is switched off")]
    NoAudio,
    /// As many as there can be go on.
    #[error("too many rehearsals go on")]
    TooMany,
    /// The offer cannot be used, or the audio engine refused.
    #[error(transparent)]
    Audio(#[from] JoinError),
    /// What any rehearsal is refused for.
    #[error(transparent)]
    Rehearsal(#[from] RehearsalRefusal),
}

impl Engine {
    /// Begins a talk with an agent as it stands. The same user's earlier talk ends.
    ///
    /// # Errors
    /// When there is no model or no audio, or the offer cannot be used.
    pub async fn begin_aloud(
        &self,
        whose: WhoseTalk,
        agent: &VoiceAgentSettings,
        lead: Option<LeadId>,
        offer: &str,
    ) -> Result<BegunTalk, TalkRefusal> {
        let inner = &self.inner;
        let model = inner.services.of(&whose.workspace).speech_model;
        let model = model.ok_or(TalkRefusal::NoSpeechModel)?;
        let floor = inner.floor().ok_or(TalkRefusal::NoAudio)?;
        let partner = Partner::find(inner, &whose.workspace, lead).await?;
        let now = self.now();
        let mut terms = Terms::new(agent, &partner.variables(agent, now), model.model());
        terms.format = model.format();
        terms.max_duration_ms = terms.max_duration_ms.min(LONGEST_MS);
        let id = RehearsalId::from_bits(inner.ids.next(now));
        // Whoever ends the process ends its talks.
        let talk = inner.aloud.begin(&id, whose, inner.stop.child_token());
        let talk = talk.ok_or(TalkRefusal::TooMany)?;
        let opened = floor
            .hub()
            .open(RoomId::new(id.as_str()), RoomSettings::default());
        let entered = opened.map_err(|_| JoinError::Closed).and_then(|room| {
            // The agent is there first, so that nothing is missed.
            let seats = || {
                let seat = room.join_program(&ParticipantId::new("agent"), Role::Talk)?;
                let answer = room.join_browser(&callee(), Role::Talk, offer)?;
                Ok((seat, answer))
            };
            seats()
                .inspect_err(|_: &JoinError| room.close())
                .map(|seats| (room, seats))
        });
        let (room, (seat, answer)) = match entered {
            Ok(entered) => entered,
            Err(why) => {
                inner.aloud.forget(&id);
                return Err(why.into());
            }
        };
        let holding = Holding {
            engine: self.clone(),
            line: BrowserLine::new(&talk, &room, seat),
            talk,
            model,
            terms,
            partner,
            room,
        };
        inner.begin(holding.run());
        Ok(BegunTalk { id, answer })
    }
}

/// A rehearsal that takes longer than a call is forgotten.
const LONGEST_MS: i64 = 5 * 60 * 1_000;
