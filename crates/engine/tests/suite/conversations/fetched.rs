//! Callees whom the voice agent of a host puts through to a person: they are fetched from the host over the carrier on whose
//! lines it calls.

use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::testing::{FakeCarrier, TakeOverAnswer};
use outdial_carrier::{Carrier, CommandError, LegRef, Lines, RecordingReport};
use outdial_domain::call::{LegStatus, Outcome, State};
use outdial_domain::ids::CarrierAccountId;
use outdial_domain::instruction::Instruction;
use outdial_domain::leads::LeadResult;
use outdial_domain::seat::Standing;
use outdial_domain::voice_agent::{ConversationReport, Finding};
use outdial_engine::{AccountSpec, Clock, Floor, FloorConfig, OutOfReach};
use outdial_media::live::{HubConfig, MediaHub};
use outdial_store::{ConversationState, LeadPlace};

use super::callee::{CALLEE_HZ, Callee, Habit};
use super::handed_over::{ready, stands};
use super::stage::{Stage, report};
use crate::hosted::recording as recording_of;
use crate::stand::Stand;

/// A host talks with the callee on the lines of an account of ours.
struct Hosted {
    stage: Stage,
    /// Those lines.
    lines: Arc<FakeCarrier>,
    /// The leg, as it is called there.
    there: LegRef,
    recordings: tempfile::TempDir,
}

impl Hosted {
    async fn answered() -> Self {
        let stage = Stage::answered().await;
        let clock = stage.stand.clock.clone();
        let lines = Arc::new(FakeCarrier::new(Arc::new(move || clock.now())));
        lines.take_legs_of(ACCOUNT);
        let there = LegRef("on-the-lines-1".to_owned());
        lines.carry(&there, &stage.stand.carrier().orders()[0]);
        let host = stage.stand.carrier().fake_agents();
        host.name_on_lines(&stage.leg, &there);
        host.call_on(Lines::Of {
            carrier: "twilio",
            account: ACCOUNT.to_owned(),
        });
        let recordings = tempfile::tempdir().unwrap();
        let hosted = Self {
            stage,
            lines,
            there,
            recordings,
        };
        hosted.open();
        hosted
    }

    /// The engine has audio, and the account.
    fn open(&self) {
        let (stand, folder) = (&self.stage.stand, self.recordings.path().to_owned());
        let hub = MediaHub::start(HubConfig::loopback(folder.clone())).unwrap();
        stand.engine.open_floor(Floor::new(hub, FloorConfig::new(folder)));
        let (id, workspace) = (account(), stand.lines[0].workspace.clone());
        stand.engine.accounts().set_base(&id, "http://outdial.test");
        let spec = AccountSpec {
            id,
            workspace,
            kind: "twilio".to_owned(),
            name: "Lines".to_owned(),
            carrier: self.lines.clone(),
            caller_id: None,
            is_default: false,
            calls_per_1000_s: 20_000,
        };
        stand.engine.accounts().put(spec, stand.clock_now());
    }

    fn stand(&self) -> &Stand {
        &self.stage.stand
    }

    async fn asks(&self, id: &str) -> Result<String, String> {
        let arguments =
            r#"{"summary":"Wants to talk to a person.","quote":"Can I talk to a person, please?"}"#;
        self.stage.ask(id, "transfer_to_human", arguments).await
    }

    /// The callee, once the carrier has been told to bring them here.
    async fn comes(&self) -> Callee {
        for _ in 0..LOOKS {
            if let Some((leg, way)) = self.lines.taken_over().first() {
                assert_eq!(*leg, self.there);
                let Instruction::Stream { url, parameters } = &way[0] else {
                    panic!("the leg does not come to us: {way:?}");
                };
                assert!(url.starts_with("ws://outdial.test/media/stream/"), "{url}");
                let token = &parameters[1].1;
                let port = self.stand().engine.attach_stream(&self.stage.call, token);
                return Callee::on(port.unwrap(), Habit::Listens);
            }
            tokio::time::sleep(LOOK).await;
        }
        panic!("nobody fetches the callee");
    }

    /// The carrier on whose lines the leg is reports that it moved on.
    async fn told_by_carrier(&self, status: LegStatus) {
        let webhook = self.lines.advance(&self.there, status, Some(9_000));
        let events = self.lines.parse_webhook(&webhook).unwrap();
        let taken = self.stand().engine.take_in(self.stage.workspace(), events);
        taken.await.unwrap();
    }

    /// The host has lost the leg, and says so: that the call ended, and how the talk was.
    async fn told_by_host(&self) {
        self.stand().tell(&self.stage.leg, LegStatus::Completed).await;
        self.stage.report(of_first_part()).await;
    }

    async fn until_settled(&self) {
        for _ in 0..LOOKS {
            if self.stage.talk().await.state == ConversationState::Settled {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
        panic!("it is never settled: {:#?}", self.stage.talk().await);
    }

    /// The call has its leg where the host has it.
    async fn is_with_host(&self) {
        let row = self.stand().call(&self.stage.call).await;
        assert_eq!(row.account_id, Some(CarrierAccountId::from_bits(1)));
        assert_eq!(row.call.facts.carrier_call_id.as_ref(), Some(&self.stage.leg.0));
        assert_eq!(row.call.facts.host, None);
        assert_eq!(row.call.state, State::Connected);
    }

    async fn place(&self) -> LeadPlace {
        self.stage.place().await.place
    }
}

/// What hosts say of a talk whose leg was taken away.
fn of_first_part() -> ConversationReport {
    ConversationReport {
        reason: "phone-call-provider-closed-websocket".to_owned(),
        ..report(Finding::BrokenOff)
    }
}

fn account() -> CarrierAccountId {
    CarrierAccountId::from_bits(2)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callee_of_a_host_is_fetched_and_the_host_that_lost_them_ends_nothing() {
    let hosted = Hosted::answered().await;
    let (seats, seat, agent) = ready(hosted.stand()).await;
    let (answer, callee) = tokio::join!(hosted.asks("a"), hosted.comes());
    assert!(answer.unwrap().contains("taken over"));
    stands(hosted.stand(), &seat, Standing::OnCall).await;
    let briefing = seats
        .briefing_of(&seat)
        .expect("the agent reads what it is about");
    assert_eq!(briefing.summary, "Wants to talk to a person.");
    agent.hears(Some(CALLEE_HZ), &[]).await;
    assert!(
        callee.tape().person.iter().any(|heard| *heard),
        "the callee hears the person"
    );

    // The report comes before the carrier's word for the end, and twice.
    hosted.told_by_host().await;
    hosted.told_by_host().await;
    let row = hosted.stand().call(&hosted.stage.call).await;
    assert_eq!(row.call.state, State::Connected, "the call goes on");
    assert_eq!(row.account_id, Some(account()));
    assert_eq!(row.call.facts.hosted_leg(), Some(hosted.stage.leg.as_str()));
    let talk = hosted.stage.talk().await;
    assert_eq!(talk.state, ConversationState::Live);
    assert_eq!(talk.report.map(|report| report.transcript.len()), Some(2));
    assert_eq!(hosted.place().await, LeadPlace::Taken, "the lead is not released");
    assert!(hosted.stage.mails().await.is_empty());

    seats
        .end_call(hosted.stage.workspace(), &seat, "grace")
        .await
        .unwrap();
    for _ in 0..LOOKS {
        if hosted.lines.hang_ups().contains(&hosted.there) {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    assert_eq!(hosted.lines.hang_ups(), std::slice::from_ref(&hosted.there));
    assert!(hosted.stand().carrier().hang_ups().is_empty(), "no second leg");
    hosted.told_by_carrier(LegStatus::Completed).await;
    let row = hosted.stand().until_ended(&hosted.stage.call).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Completed));
    hosted.until_settled().await;
    let talk = hosted.stage.talk().await;
    assert!(talk.deeds.transferred);
    assert_eq!(talk.result, Some(LeadResult::Talked));
    assert_eq!(talk.evidence[0].quote, "Can I talk to a person, please?");
    assert_ne!(hosted.place().await, LeadPlace::Taken);
    stands(hosted.stand(), &seat, Standing::WrapUp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_comes_after_the_carriers_word_settles_the_talk() {
    let hosted = Hosted::answered().await;
    let (_seats, seat, _agent) = ready(hosted.stand()).await;
    let (answer, callee) = tokio::join!(hosted.asks("a"), hosted.comes());
    answer.unwrap();
    drop(callee);
    hosted.told_by_carrier(LegStatus::Completed).await;
    let row = hosted.stand().until_ended(&hosted.stage.call).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Completed));
    stands(hosted.stand(), &seat, Standing::WrapUp).await;
    let talk = hosted.stage.talk().await;
    assert_eq!(talk.state, ConversationState::Settling);
    assert_eq!(hosted.place().await, LeadPlace::Taken, "the lead waits for it");

    hosted.told_by_host().await;
    hosted.told_by_host().await;
    let talk = hosted.stage.talk().await;
    assert_eq!(
        (talk.state, talk.result),
        (ConversationState::Settled, Some(LeadResult::Talked))
    );
    assert_ne!(hosted.place().await, LeadPlace::Taken);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_host_recorded_is_fetched_from_the_host_although_the_leg_is_elsewhere() {
    let hosted = Hosted::answered().await;
    let (_seats, _seat, _agent) = ready(hosted.stand()).await;
    let (answer, _callee) = tokio::join!(hosted.asks("a"), hosted.comes());
    answer.unwrap();
    let host = hosted.stand().carrier();
    let recording = RecordingReport {
        recording: hosted.stage.leg.0.clone(),
        started_at: None,
    };
    host.fake_recordings()
        .keep(&recording.recording, recording_of(1, 2));
    let news = outdial_carrier::News::Recording(recording);
    let webhook = host.report(&hosted.stage.call, 900, &news);
    let events = hosted.stand().parse(&webhook);
    let taken = hosted.stand().engine.take_in(hosted.stage.workspace(), events);
    taken.await.unwrap();
    let rows = hosted.stand().store.workspace(hosted.stage.workspace().clone());
    for _ in 0..LOOKS {
        let call = hosted.stage.call.clone();
        let tapes = rows.read(move |tx| tx.recordings().of_call(&call)).await.unwrap();
        if !tapes.is_empty() {
            return;
        }
        tokio::time::sleep(LOOK).await;
    }
    panic!("the first part is not here");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirection_that_is_refused_leaves_the_callee_with_the_agent_and_frees_the_seat() {
    let hosted = Hosted::answered().await;
    let (_seats, seat, _agent) = ready(hosted.stand()).await;
    let refusal = CommandError::RateLimited { retry_after_ms: None };
    hosted.lines.script_take_over(TakeOverAnswer::Fail(refusal));
    let answer = hosted.asks("a").await.unwrap_err();
    assert!(answer.contains("schedule_callback"), "{answer}");
    stands(hosted.stand(), &seat, Standing::Ready).await;
    hosted.is_with_host().await;
    assert!(!hosted.stage.talk().await.deeds.transferred);

    // From here on the host's word counts again.
    hosted.told_by_host().await;
    let row = hosted.stand().until_ended(&hosted.stage.call).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Completed));
    hosted.until_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirection_without_an_answer_and_without_a_callee_gives_the_leg_back() {
    let hosted = Hosted::answered().await;
    let (_seats, seat, _agent) = ready(hosted.stand()).await;
    let lost = CommandError::Unavailable {
        why: "the answer was lost".to_owned(),
    };
    hosted.lines.script_take_over(TakeOverAnswer::Fail(lost));
    let answer = hosted.asks("a").await.unwrap_err();
    assert!(answer.contains("schedule_callback"), "{answer}");
    stands(hosted.stand(), &seat, Standing::Ready).await;
    hosted.is_with_host().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_for_while_nobody_is_ready() {
    let hosted = Hosted::answered().await;
    let answer = hosted.asks("a").await.unwrap_err();
    assert!(answer.starts_with("No colleague is free now"), "{answer}");
    assert!(hosted.lines.taken_over().is_empty());
    hosted.is_with_host().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callee_on_lines_that_are_not_ours_stays_where_they_are() {
    let hosted = Hosted::answered().await;
    let (_seats, seat, _agent) = ready(hosted.stand()).await;
    let engine = &hosted.stand().engine;
    let host = engine
        .accounts()
        .find(hosted.stage.workspace(), &CarrierAccountId::from_bits(1))
        .unwrap();
    assert_eq!(
        engine.can_hand_over(hosted.stage.workspace(), &host).await,
        Ok(())
    );
    let agents = hosted.stand().carrier().fake_agents();
    let other = Lines::Of {
        carrier: "twilio",
        account: "AC-of-somebody-else".to_owned(),
    };
    let bought = Lines::Elsewhere {
        provider: "vapi".to_owned(),
    };
    for (id, lines) in [("a", other), ("b", bought)] {
        agents.call_on(lines);
        let answer = hosted.asks(id).await.unwrap_err();
        assert!(
            answer.starts_with("Nobody can be put through on this line"),
            "{answer}"
        );
        let told = engine.can_hand_over(hosted.stage.workspace(), &host).await;
        assert!(
            matches!(
                told,
                Err(OutOfReach::OtherAccount { .. } | OutOfReach::HostsOwn { .. })
            ),
            "{told:?}"
        );
    }
    // A name that leads to somebody else's call tears nobody apart.
    agents.call_on(Lines::Of {
        carrier: "twilio",
        account: ACCOUNT.to_owned(),
    });
    let mut order = hosted.stand().carrier().orders()[0].clone();
    order.to = outdial_domain::phone::PhoneNumber::from_e164("+12122000009").unwrap();
    hosted.lines.carry(&hosted.there, &order);
    let answer = hosted.asks("c").await.unwrap_err();
    assert!(answer.contains("schedule_callback"), "{answer}");
    assert!(hosted.lines.taken_over().is_empty());
    stands(hosted.stand(), &seat, Standing::Ready).await;
    hosted.is_with_host().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_crash_between_the_steps_the_carrier_is_asked_and_everything_comes_to_an_end() {
    let mut hosted = Hosted::answered().await;
    let (_, seat, agent) = ready(hosted.stand()).await;
    hosted.lines.script_take_over(TakeOverAnswer::Hang);
    let renamed = async {
        for _ in 0..LOOKS {
            let row = hosted.stand().call(&hosted.stage.call).await;
            if row.call.facts.host.is_some() {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
        panic!("the leg is not renamed");
    };
    tokio::select! {
        _ = hosted.asks("a") => panic!("nothing answers"),
        () = renamed => {}
    }
    drop(agent);
    hosted.stage.stand.replace_engine(None).await;
    hosted.open();
    stands(hosted.stand(), &seat, Standing::Offline).await;
    let row = hosted.stand().call(&hosted.stage.call).await;
    assert!(row.call.state.is_live(), "the callee still talks with the agent");
    assert!(hosted.lines.hang_ups().is_empty());

    // The callee hangs up. Only the host says so: it does not end the call, it has the carrier asked.
    let _lost = hosted
        .lines
        .advance(&hosted.there, LegStatus::Completed, Some(9_000));
    hosted.told_by_host().await;
    let row = hosted.stand().until_ended(&hosted.stage.call).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Completed));
    hosted.until_settled().await;
    assert_ne!(hosted.place().await, LeadPlace::Taken);
}

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
const LOOK: Duration = Duration::from_millis(20);
/// Half a minute.
const LOOKS: u32 = 1_500;
