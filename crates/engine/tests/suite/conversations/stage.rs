//! A call in which a voice agent talks with a lead of a campaign.

use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::{LegRef, News};
use outdial_domain::call::{LegStatus, Policy, Treatment};
use outdial_domain::campaign::{CampaignSettings, CampaignState, Mode};
use outdial_domain::ids::{CallId, CampaignId, LeadId, ListId, VoiceAgentId, WorkspaceId};
use outdial_domain::leads::{ConsentScope, Consents, Standing};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::voice_agent::{
    ConversationNews, ConversationReport, Finding, Speaker, Tool, ToolReply, ToolRequest, Utterance,
    VoiceAgentSettings,
};
use outdial_engine::FollowUpConfig;
use outdial_integrations::calendar::SlotKey;
use outdial_integrations::hooks::{HookSender, Reach};
use outdial_integrations::mail::LinkKey;
use outdial_store::{
    Actor, BookingRow, CallRow, CampaignLead, CampaignRow, ConversationRow, ConversationState, LeadPlace,
    LeadRow, ListRow, ListState, MailFilter, PageRequest, VoiceAgentRow,
};

use super::calendar::FakeCalendar;
use crate::stand::Stand;
use crate::world::START;

pub const NUMBER: &str = "+12122000001";

pub struct Stage {
    pub stand: Stand,
    pub calendar: Arc<FakeCalendar>,
    pub call: CallId,
    pub leg: LegRef,
    notices: std::cell::Cell<u64>,
}

pub fn lead_id() -> LeadId {
    LeadId::from_bits(1)
}

pub fn campaign_id() -> CampaignId {
    CampaignId::from_bits(1)
}

impl Stage {
    /// The callee's phone was rung.
    pub async fn rung() -> Self {
        Self::with(FakeCalendar::default()).await
    }

    pub async fn with(calendar: FakeCalendar) -> Self {
        let stand = Stand::new().await;
        stand.carrier().fake_agents().open();
        let calendar = Arc::new(calendar);
        follow_up(&stand);
        stand
            .engine
            .services()
            .change(&stand.lines[0].workspace, |services| {
                services.calendar = Some(calendar.clone());
            });
        let call = CallId::from_bits(77);
        // Hosts hang up themselves.
        let tools = Tool::ALL.into_iter().filter(|tool| *tool != Tool::EndCall);
        let agent = VoiceAgentSettings {
            tools: tools.collect(),
            ..VoiceAgentSettings::default()
        };
        set(&stand, call.clone(), agent, Policy::default()).await;
        stand.engine.wake();
        let leg = stand.until_rung(&call).await;
        Self {
            stand,
            calendar,
            call,
            leg,
            notices: std::cell::Cell::new(0),
        }
    }

    /// The agent asks which times are free; answers the tokens of both.
    pub async fn offered(&self) -> [String; 2] {
        let answer = self.ask("offer", "check_availability", "{}").await.unwrap();
        let tokens: Vec<_> = answer
            .split("slot ")
            .skip(1)
            .map(|rest| rest.split(')').next().unwrap().to_owned())
            .collect();
        tokens.try_into().expect("two times are free")
    }

    /// The agent books the first of the times that are free.
    pub async fn book(&self, id: &str) -> Result<String, String> {
        let [slot, _] = self.offered().await;
        self.ask(id, "book_appointment", &format!(r#"{{"slot":"{slot}"}}"#))
            .await
    }

    /// They talk.
    pub async fn answered() -> Self {
        let stage = Self::rung().await;
        stage.pick_up().await;
        stage
    }

    pub async fn pick_up(&self) {
        for status in [LegStatus::Ringing, LegStatus::Answered] {
            self.stand.tell(&self.leg, status).await;
        }
    }

    pub fn workspace(&self) -> &WorkspaceId {
        &self.stand.lines[0].workspace
    }

    /// The host tells something of the talk; twice is two tellings.
    pub async fn tell(&self, news: ConversationNews) -> Option<Vec<ToolReply>> {
        self.notices.set(self.notices.get() + 1);
        let news = News::Conversation(news);
        let webhook = self.stand.carrier().report(&self.call, self.notices.get(), &news);
        let events = self.stand.parse(&webhook);
        let taken = self.stand.engine.take_in(self.workspace(), events.clone());
        taken.await.unwrap();
        self.stand.engine.answer_tools(self.workspace(), &events).await
    }

    /// The agent asks for one thing.
    pub async fn ask(&self, id: &str, name: &str, arguments: &str) -> Result<String, String> {
        let mut replies = self.ask_all(vec![wish(id, name, arguments)]).await;
        assert_eq!(replies.len(), 1);
        let reply = replies.remove(0);
        assert_eq!((reply.id.as_str(), reply.name.as_str()), (id, name));
        reply.result
    }

    pub async fn ask_all(&self, wishes: Vec<ToolRequest>) -> Vec<ToolReply> {
        self.tell(ConversationNews::Tools(wishes)).await.unwrap()
    }

    pub async fn report(&self, report: ConversationReport) {
        let none = self.tell(ConversationNews::Report(Box::new(report))).await;
        assert_eq!(none, None, "a report asks for nothing");
    }

    pub async fn end(&self, status: LegStatus) {
        self.stand.tell(&self.leg, status).await;
        self.stand.until_ended(&self.call).await;
    }

    pub async fn talk(&self) -> ConversationRow {
        let (rows, call) = (
            self.stand.store.workspace(self.workspace().clone()),
            self.call.clone(),
        );
        let found = rows.read(move |tx| tx.conversations().get(&call)).await;
        found.unwrap().expect("there is a talk")
    }

    /// Somebody changes the agent of the campaign.
    pub async fn change_agent(&self, change: impl Fn(&mut VoiceAgentRow)) {
        let rows = self.stand.store.workspace(self.workspace().clone());
        let id = VoiceAgentId::from_bits(1);
        let found = rows.read(move |tx| tx.voice_agents().get(&id)).await;
        let mut row = found.unwrap().expect("there is an agent");
        change(&mut row);
        let written = rows.write(move |tx| tx.voice_agents().update(&mut row, &Actor::system()));
        written.await.unwrap();
    }

    pub async fn lead(&self) -> LeadRow {
        let rows = self.stand.store.workspace(self.workspace().clone());
        let found = rows.read(|tx| tx.leads().get(&lead_id())).await;
        found.unwrap().expect("there is a lead")
    }

    /// The kinds of the mails that were written, in order.
    pub async fn mails(&self) -> Vec<String> {
        let rows = self.stand.store.workspace(self.workspace().clone());
        let everything = PageRequest::first(100);
        let found = rows.read(move |tx| tx.mails().list(&MailFilter::default(), &everything));
        let mut kinds: Vec<_> = found
            .await
            .unwrap()
            .items
            .into_iter()
            .map(|mail| mail.kind)
            .collect();
        kinds.sort();
        kinds
    }

    pub async fn bookings(&self) -> Vec<BookingRow> {
        let (rows, call) = (
            self.stand.store.workspace(self.workspace().clone()),
            self.call.clone(),
        );
        rows.read(move |tx| tx.bookings().of_call(&call)).await.unwrap()
    }

    pub async fn place(&self) -> CampaignLead {
        let rows = self.stand.store.workspace(self.workspace().clone());
        let found = rows
            .read(|tx| tx.campaign_leads().get(&campaign_id(), &lead_id()))
            .await;
        found.unwrap().expect("the campaign knows the lead")
    }

    pub async fn may_be_called(&self) -> bool {
        let rows = self.stand.store.workspace(self.workspace().clone());
        let number = PhoneNumber::from_e164(NUMBER).unwrap();
        !rows.read(move |tx| tx.dnc().contains(&number)).await.unwrap()
    }

    /// Lets virtual time pass until the talk is settled.
    pub async fn until_settled(&self) -> ConversationRow {
        for _ in 0..LOOKS {
            let talk = self.talk().await;
            if talk.state == ConversationState::Settled {
                return talk;
            }
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
        panic!("it is never settled: {:#?}", self.talk().await);
    }
}

/// Gives the engine what appointments need.
pub fn follow_up(stand: &Stand) {
    install_tls();
    stand.engine.follow_up_with(FollowUpConfig {
        slot_key: SlotKey::new([1; 32]),
        link_key: LinkKey::new([2; 32]),
        base_url: "https://dial.example".to_owned(),
        hooks: HookSender::new(Reach::PublicOnly).unwrap(),
    });
}

/// As the binary does at its start.
fn install_tls() {
    // Another test may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

pub fn wish(id: &str, name: &str, arguments: &str) -> ToolRequest {
    ToolRequest {
        id: id.to_owned(),
        name: name.to_owned(),
        arguments: arguments.to_owned(),
    }
}

pub fn report(finding: Finding) -> ConversationReport {
    let said = |speaker, text: &str, from_ms| Utterance {
        speaker,
        text: text.to_owned(),
        from_ms: Some(from_ms),
        length_ms: None,
    };
    ConversationReport {
        finding,
        reason: "customer-ended-call".to_owned(),
        started_at: None,
        ended_at: None,
        transcript: vec![
            said(Speaker::Agent, "Shall we meet?", 0),
            said(Speaker::Callee, "Let me think about it.", 1_500),
        ],
        recording_url: None,
        stereo_recording_url: None,
        summary: Some("They talked.".to_owned()),
        extracted: None,
        cost: None,
        cost_shares: Vec::new(),
        turns: Vec::new(),
    }
}

/// A running campaign with one lead, whose call is planned.
pub async fn set(stand: &Stand, call: CallId, settings: VoiceAgentSettings, policy: Policy) {
    let rows = stand.store.workspace(stand.lines[0].workspace.clone());
    let written = rows.write(move |tx| {
        let (by, phone) = (Actor::system(), PhoneNumber::from_e164(NUMBER).unwrap());
        let agent = VoiceAgentId::from_bits(1);
        tx.voice_agents().insert(&VoiceAgentRow {
            id: agent.clone(),
            settings,
            version: 1,
            published: None,
            created_by: by.clone(),
            created_at: START,
            changed_at: START,
            revision: 1,
        })?;
        let list = ListRow {
            id: ListId::from_bits(1),
            name: "Leads".to_owned(),
            source: "csv".to_owned(),
            state: ListState::Importing,
            created_by: by.clone(),
            created_at: START,
        };
        tx.lists().begin(&list)?;
        tx.leads().insert_many(&[lead(&phone)])?;
        tx.lists().complete(&list.id)?;
        tx.campaigns().insert(&CampaignRow {
            id: campaign_id(),
            name: "Automation".to_owned(),
            state: CampaignState::Running,
            settings: CampaignSettings {
                mode: Mode::Agentless,
                voice_agent_id: Some(agent),
                retry: outdial_domain::automation::retry_rules(3, 15),
                ..CampaignSettings::default()
            },
            created_by: by.clone(),
            created_at: START,
            updated_at: START,
            started_at: Some(START),
            ended_at: None,
            revision: 0,
        })?;
        tx.campaigns().set_lists(&campaign_id(), &[list.id])?;
        let taken = CampaignLead {
            lead_id: lead_id(),
            place: LeadPlace::Taken,
            attempts: 0,
            number: 0,
            why: String::new(),
            for_user: None,
            receipt: None,
        };
        tx.campaign_leads().put(&campaign_id(), &taken, START)?;
        tx.calls().insert(&CallRow {
            campaign_id: Some(campaign_id()),
            lead_id: Some(lead_id()),
            policy: Policy {
                treatment: Treatment::VoiceAgent,
                ..policy
            },
            ..CallRow::planned(call, phone, by, START)
        })
    });
    written.await.unwrap();
}

fn lead(phone: &PhoneNumber) -> LeadRow {
    LeadRow {
        id: lead_id(),
        list_id: ListId::from_bits(1),
        line: 1,
        contact_name: Some("Ada Lovelace".to_owned()),
        company_name: Some("Engines".to_owned()),
        title: None,
        email: Some("ada@example.com".to_owned()),
        phone: phone.clone(),
        numbers: Vec::new(),
        region: Some("US".to_owned()),
        time_zone: Some("America/New_York".to_owned()),
        standing: Standing::new(),
        notes: None,
        custom: std::collections::BTreeMap::new(),
        tags: Vec::new(),
        consents: Consents::given([ConsentScope::AiVoice]),
        import_id: None,
        held: None,
        created_at: START,
        updated_at: START,
        revision: 0,
    }
}

/// An hour.
const LOOKS: u32 = 720;
