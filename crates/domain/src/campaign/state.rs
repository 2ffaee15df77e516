//! The machine of a campaign: what people and its own end do to it.

use serde::{Deserialize, Serialize};

/// Where a campaign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// Never started.
    Draft,
    /// It dials.
    Running,
    /// It dials nothing until it is started again; calls under way go on.
    Paused,
    /// It dials nothing more and stops when its last call is over.
    Draining,
    /// Somebody ended it.
    Stopped,
    /// Every lead is done with.
    Finished,
}

/// What can happen to a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Somebody wants it to dial.
    Start,
    /// Somebody wants it to wait.
    Pause,
    /// Somebody wants it to end when its calls are over.
    Drain,
    /// Somebody wants it to end now.
    Stop,
    /// None of its calls is under way any more.
    LinesOver,
    /// No lead is left to call, now or later, and no call is under way.
    LeadsOver,
}

/// What a campaign asks its shell to do. Each may be repeated without harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Dial, listen and put through.
    Run,
    /// Call off what is planned; what rings and what is talked goes on.
    CallOffPlanned,
    /// Cancel what is not answered; talks go on.
    CancelUnanswered,
    /// Give reserved leads back.
    ReleaseLeads,
}

/// An event that makes no sense in this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a campaign that is {} cannot be told to {}", .state.as_str(), .event.as_str())]
pub struct Refused {
    /// Where the campaign stands.
    pub state: CampaignState,
    /// What was wanted.
    pub event: Event,
}

/// The answer of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The state afterwards.
    pub state: CampaignState,
    /// What to do, in order.
    pub actions: Vec<Action>,
}

/// Answers one event. What is so already is answered again, without actions.
///
/// # Errors
/// When the event makes no sense in this state.
pub fn step(state: CampaignState, event: Event) -> Result<Step, Refused> {
    use CampaignState::{Draft, Draining, Finished, Paused, Running, Stopped};
    let (to, actions) = match state {
        Draft => match event {
            Event::Start => (Running, vec![Action::Run]),
            Event::Pause | Event::Drain | Event::Stop | Event::LinesOver | Event::LeadsOver => {
                return Err(Refused { state, event });
            }
        },
        Running => match event {
            Event::Start | Event::LinesOver => (Running, Vec::new()),
            Event::Pause => (Paused, vec![Action::CallOffPlanned, Action::ReleaseLeads]),
            Event::Drain => (Draining, vec![Action::CallOffPlanned, Action::ReleaseLeads]),
            Event::Stop => (Stopped, vec![Action::CancelUnanswered, Action::ReleaseLeads]),
            Event::LeadsOver => (Finished, vec![Action::ReleaseLeads]),
        },
        Paused => match event {
            Event::Start => (Running, vec![Action::Run]),
            // What was being called when it paused may have been the last; whoever paused it says what is next.
            Event::Pause | Event::LinesOver | Event::LeadsOver => (Paused, Vec::new()),
            Event::Drain => (Draining, Vec::new()),
            Event::Stop => (Stopped, vec![Action::CancelUnanswered]),
        },
        Draining => match event {
            Event::Start => (Running, vec![Action::Run]),
            Event::Drain => (Draining, Vec::new()),
            Event::Pause => (Paused, Vec::new()),
            Event::Stop => (Stopped, vec![Action::CancelUnanswered]),
            Event::LinesOver | Event::LeadsOver => (Stopped, Vec::new()),
        },
        Stopped => match event {
            Event::Start => (Running, vec![Action::Run]),
            Event::Stop | Event::Drain | Event::LinesOver | Event::LeadsOver => (Stopped, Vec::new()),
            Event::Pause => return Err(Refused { state, event }),
        },
        Finished => match event {
            Event::Start => (Running, vec![Action::Run]),
            Event::LinesOver | Event::LeadsOver | Event::Stop | Event::Drain => (Finished, Vec::new()),
            Event::Pause => return Err(Refused { state, event }),
        },
    };
    Ok(Step { state: to, actions })
}

impl CampaignState {
    /// Every state, in the order of a campaign's life.
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::Running,
        Self::Paused,
        Self::Draining,
        Self::Stopped,
        Self::Finished,
    ];

    /// The word used on the wire and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Draining => "draining",
            Self::Stopped => "stopped",
            Self::Finished => "finished",
        }
    }

    /// Whether calls of it may be under way, so that somebody must look after them.
    #[must_use]
    pub const fn is_attended(self) -> bool {
        match self {
            Self::Running | Self::Paused | Self::Draining | Self::Stopped => true,
            Self::Draft | Self::Finished => false,
        }
    }
}

impl std::str::FromStr for CampaignState {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == word);
        found.ok_or_else(|| format!("{word} is no state of a campaign"))
    }
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 6] = [
        Self::Start,
        Self::Pause,
        Self::Drain,
        Self::Stop,
        Self::LinesOver,
        Self::LeadsOver,
    ];

    /// What is wanted, as people say it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Pause => "pause",
            Self::Drain => "drain",
            Self::Stop => "stop",
            Self::LinesOver => "lines over",
            Self::LeadsOver => "leads over",
        }
    }
}
