//! What people choose for a campaign: one document, of which every version is kept.

use serde::{Deserialize, Serialize};

use super::{
    Amd, Audience, Caps, LeadOrder, Mode, Preview, Pulse, SafeHarbour, Schedule, Selection, WaitingSound,
};
use crate::call::{Policy, Treatment};
use crate::ids::{CarrierAccountId, VoiceAgentId};
use crate::leads::{ConsentScope, Dispositions};
use crate::phone::PhoneNumber;
use crate::retry::RetryRules;
use crate::settings::Settings;

/// What people choose for a campaign; every field has a safe default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CampaignSettings {
    /// How it comes to its calls.
    pub mode: Mode,
    /// Whom it calls.
    pub audience: Audience,
    /// Lines for each agent who is ready, in parallel mode.
    pub lines_per_seat: u32,
    /// Whether lines are dialled for an agent whose audio is still on its way, in progressive and parallel mode. Whoever
    /// answers before it is there waits no longer than anybody.
    pub dials_while_joining: bool,
    /// How leads are shown, in preview mode.
    pub preview: Preview,
    /// Whether an agent hears whoever answers from the first moment; a machine is taken away again when it is recognised.
    pub at_once: bool,
    /// Calls at once, in agentless mode.
    pub calls_at_once: u32,
    /// Which leads of its lists.
    pub selection: Selection,
    /// In which order.
    pub order: LeadOrder,
    /// The carrier account; the workspace's when absent.
    pub account_id: Option<CarrierAccountId>,
    /// The number presented; the account's when absent.
    pub caller_id: Option<PhoneNumber>,
    /// Ring time limit in seconds.
    pub ring_timeout_s: u32,
    /// Call length limit in seconds.
    pub time_limit_s: u32,
    /// How people are told from machines.
    pub amd: Amd,
    /// What is left on a machine.
    pub voicemail: String,
    /// What somebody hears who waits for an agent.
    pub waiting_sound: WaitingSound,
    /// How long a human may wait for an agent, from when it is clear that it is a human.
    pub wait_limit_ms: u32,
    /// What a human hears for whom nobody was free.
    pub safe_harbour: SafeHarbour,
    /// What is said in agentless mode.
    pub message: String,
    /// When it works; always when absent.
    pub schedule: Option<Schedule>,
    /// What the agent reads, with merge fields in braces.
    pub script: String,
    /// What agents may say came of a talk; the workspace's set when absent.
    pub dispositions: Option<Dispositions>,
    /// Whether an agent must say what came of a talk before the next.
    pub disposition_required: bool,
    /// How long an agent may take for that; no limit when absent.
    pub wrap_up_s: Option<u32>,
    /// When a lead is called again.
    pub retry: RetryRules,
    /// How often one number may be called.
    pub caps: Caps,
    /// Most abandoned calls of a thousand live answers, over 30 days.
    pub abandon_budget_permille: u32,
    /// Whether talks are recorded.
    pub record: bool,
    /// The voice agent that talks with whoever answers, in agentless mode; they hear the message when absent.
    pub voice_agent_id: Option<VoiceAgentId>,
    /// Calls batches at set times; without pause when absent.
    pub pulse: Option<Pulse>,
    /// Whether leads are called only when they have agreed to be called by what speaks to them; when absent, those whom
    /// a voice agent calls must have.
    pub consent_needed: Option<bool>,
}

impl Default for CampaignSettings {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            audience: Audience::default(),
            lines_per_seat: 3,
            dials_while_joining: false,
            preview: Preview::default(),
            at_once: false,
            calls_at_once: 10,
            selection: Selection::default(),
            order: LeadOrder::default(),
            account_id: None,
            caller_id: None,
            ring_timeout_s: 25,
            time_limit_s: 2 * 3_600,
            amd: Amd::default(),
            voicemail: String::new(),
            waiting_sound: WaitingSound::default(),
            wait_limit_ms: 2_000,
            safe_harbour: SafeHarbour::default(),
            message: String::new(),
            schedule: None,
            script: String::new(),
            dispositions: None,
            disposition_required: true,
            wrap_up_s: None,
            retry: RetryRules::default(),
            caps: Caps::default(),
            abandon_budget_permille: 30,
            record: false,
            voice_agent_id: None,
            pulse: None,
            consent_needed: None,
        }
    }
}

impl CampaignSettings {
    /// What a human who answers gets.
    #[must_use]
    pub fn treatment(&self) -> Treatment {
        match self.mode {
            Mode::Manual | Mode::Preview | Mode::Progressive | Mode::Parallel => Treatment::Agent,
            Mode::Agentless if self.voice_agent_id.is_some() => Treatment::VoiceAgent,
            Mode::Agentless => Treatment::Message,
        }
    }

    /// Whether leads are called only when they have agreed to it.
    #[must_use]
    pub fn needs_consent(&self) -> bool {
        self.consent_needed
            .unwrap_or(needs_consent_by_itself(self.treatment()))
    }

    /// What leads must have agreed to before they are called, if anything.
    #[must_use]
    pub fn consent_scope(&self) -> Option<ConsentScope> {
        self.consent_scope_of(self.treatment())
    }

    /// The same for a call that was written down with a treatment of its own.
    #[must_use]
    pub fn consent_scope_of(&self, treatment: Treatment) -> Option<ConsentScope> {
        self.consent_needed
            .unwrap_or(needs_consent_by_itself(treatment))
            .then(|| ConsentScope::of_treatment(treatment))
    }

    /// The same choices with what is chosen anyway not chosen: it follows when the treatment becomes another.
    #[must_use]
    pub fn with_plain_consent(mut self) -> Self {
        let by_itself = needs_consent_by_itself(self.treatment());
        self.consent_needed = self.consent_needed.filter(|chosen| *chosen != by_itself);
        self
    }

    /// Whether callees are put through before it is known who answered; an agent who dialled by hand listens anyway.
    #[must_use]
    pub fn puts_through_at_once(&self) -> bool {
        self.at_once || self.mode.is_by_hand()
    }

    /// The choices that are fixed for a call when it is written down.
    #[must_use]
    pub fn policy(&self) -> Policy {
        Policy {
            treatment: self.treatment(),
            // A voice agent hears by itself who answered.
            detect_machines: self.amd.policy.detects() && self.treatment() != Treatment::VoiceAgent,
            on_machine: self.amd.policy.on_machine(),
            ring_timeout_s: self.ring_timeout_s,
            time_limit_s: self.time_limit_s,
            // Talks are recorded where their audio is.
            record: self.record && self.treatment() != Treatment::Agent,
        }
    }

    /// What a call of it says: to a person without an agent, or to a machine.
    #[must_use]
    pub fn spoken(&self) -> &str {
        match self.treatment() {
            Treatment::Message => &self.message,
            Treatment::Agent | Treatment::VoiceAgent => &self.voicemail,
        }
    }

    /// What agents may say came of a talk.
    #[must_use]
    pub fn dispositions<'a>(&'a self, workspace: &'a Settings) -> &'a Dispositions {
        self.dispositions.as_ref().unwrap_or(&workspace.dispositions)
    }
}

/// A voice agent's voice is an artificial one, for which consent is to be asked before the call.
fn needs_consent_by_itself(treatment: Treatment) -> bool {
    treatment == Treatment::VoiceAgent
}
