//! Rooms that the carrier hosts, in virtual time: agent first, reloads, lost and doubled reports, orders, the end.

use std::time::Duration;

use outdial_carrier::testing::RoomCommand;
use outdial_carrier::{
    BrowserEntry, CommandError, LegRef, News, RecordingReport, RoomLeg, RoomNews, RoomRef, RoomReport,
    RoomSeat, RoomSnapshot, SeatChange,
};
use outdial_domain::call::{LegStatus, Outcome, State};
use outdial_domain::ids::{CarrierAccountId, ClipId, RoomId};
use outdial_domain::instruction::{Instruction, JoinRoom};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::room::{Bridge, End, Phase};
use outdial_engine::{
    BrowserDoor, Door, Floor, FloorConfig, JoinRefusal, OpenRoom, OrderRefusal, RoomControl, RoomOrder,
    Sound, Taping,
};
use outdial_media::Clip;
use outdial_media::live::{HubConfig, MediaHub};
use outdial_media::room::RoomError;
use outdial_store::{Actor, RoomRow};

use crate::stand::Stand;

const AGENT: &str = "usr_ada";
const CALLEE: &str = "+12122000001";
const CONFERENCE: &str = "CF1";

/// An agent's room at the carrier.
struct Hall {
    stand: Stand,
    folder: tempfile::TempDir,
    room: RoomRow,
    reported: std::cell::Cell<u32>,
}

impl Hall {
    async fn new() -> Self {
        let stand = Stand::new().await;
        let folder = tempfile::tempdir().unwrap();
        let hub = MediaHub::start(HubConfig::loopback(folder.path().to_owned())).unwrap();
        let floor = FloorConfig::new(folder.path().to_owned());
        stand.engine.open_floor(Floor::new(hub, floor));
        let account = CarrierAccountId::from_bits(1);
        stand.engine.accounts().set_base(&account, "https://outdial.test");
        stand.carrier().fake_rooms().host();
        let mut settings = crate::world::Setup::default().settings;
        settings.record = true;
        stand.choose(0, settings).await;
        let wish = OpenRoom {
            lead: None,
            to: Some(PhoneNumber::from_e164(CALLEE).unwrap()),
            name: None,
            window_override: None,
            account: None,
            user_id: AGENT.to_owned(),
            by: Actor::system(),
            request_bits: None,
        };
        let opened = stand.engine.open_room(&stand.lines[0].workspace, wish).await;
        Self {
            room: opened.unwrap().room,
            stand,
            folder,
            reported: std::cell::Cell::new(0),
        }
    }

    /// The agent and the callee talk.
    async fn talking() -> (Self, LegRef) {
        let hall = Self::new().await;
        let door = hall.door().await;
        hall.enter(&door, "agent-leg").await;
        hall.joined("agent-leg", "agent-1").await;
        let leg = hall.stand.until_rung(&hall.room.call_id).await;
        hall.stand.tell(&leg, LegStatus::Ringing).await;
        hall.stand.tell(&leg, LegStatus::Answered).await;
        hall.joined(leg.as_str(), "callee").await;
        hall.until(|row| row.room.phase == Phase::Connected).await;
        (hall, leg)
    }

    async fn door(&self) -> BrowserDoor {
        let workspace = &self.stand.lines[0].workspace;
        let joined = self.stand.engine.join_room(workspace, &self.room.id, AGENT, None);
        match joined.await.unwrap().door {
            Door::Carrier(door) => *door,
            Door::Ours(_) => panic!("the room is at the carrier"),
        }
    }

    fn entry(&self, door: &BrowserDoor) -> BrowserEntry {
        BrowserEntry {
            identity: format!("{AGENT}__{}", self.room.id),
            room: Some(door.room.clone()),
            ticket: Some(door.ticket.clone()),
        }
    }

    async fn admit(&self, entry: &BrowserEntry, leg: &str) -> Vec<Instruction> {
        let accounts = self.stand.engine.accounts();
        let account = accounts.default_of(&self.stand.lines[0].workspace).unwrap();
        let leg = LegRef(leg.to_owned());
        self.stand.engine.admit_browser(&account, entry, &leg).await
    }

    /// The browser shows its ticket and is let in.
    async fn enter(&self, door: &BrowserDoor, leg: &str) -> JoinRoom {
        let way = self.admit(&self.entry(door), leg).await;
        let [Instruction::JoinRoom(room)] = &way[..] else {
            panic!("{way:?}")
        };
        room.clone()
    }

    fn seat(leg: &str) -> RoomSeat {
        RoomSeat {
            room: RoomRef(CONFERENCE.to_owned()),
            leg: LegRef(leg.to_owned()),
        }
    }

    fn leg(leg: &str, label: &str) -> RoomLeg {
        RoomLeg {
            leg: LegRef(leg.to_owned()),
            label: Some(label.to_owned()),
            muted: false,
            held: false,
        }
    }

    /// The carrier reports what happens next in the room.
    async fn told(&self, what: RoomNews) {
        self.reported.set(self.reported.get() + 1);
        self.told_as(self.reported.get(), what).await;
    }

    async fn told_as(&self, sequence: u32, what: RoomNews) {
        let news = News::Room(RoomReport {
            name: self.room.id.to_string(),
            room: RoomRef(CONFERENCE.to_owned()),
            sequence: Some(sequence),
            what,
        });
        self.report(u64::from(sequence), &news).await;
    }

    async fn report(&self, number: u64, news: &News) {
        let webhook = self.stand.carrier().report(&self.room.call_id, number, news);
        let events = self.stand.parse(&webhook);
        let workspace = &self.stand.lines[0].workspace;
        self.stand.engine.take_in(workspace, events).await.unwrap();
    }

    async fn joined(&self, leg: &str, label: &str) {
        self.told(RoomNews::Joined(Self::leg(leg, label))).await;
    }

    async fn left(&self, leg: &str) {
        let leg = LegRef(leg.to_owned());
        self.told(RoomNews::Left { leg }).await;
    }

    async fn row(&self) -> RoomRow {
        let id: RoomId = self.room.id.clone();
        let rows = self.stand.store.workspace(self.stand.lines[0].workspace.clone());
        rows.read(move |tx| tx.rooms().get(&id)).await.unwrap().unwrap()
    }

    async fn until(&self, is_there: impl Fn(&RoomRow) -> bool) -> RoomRow {
        for _ in 0..2_000 {
            let row = self.row().await;
            if is_there(&row) {
                return row;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("it never comes to that: {:#?}", self.row().await);
    }

    async fn ended(&self) -> End {
        let row = self.until(|row| !row.room.is_live()).await;
        row.room.phase.end().unwrap()
    }

    async fn order(&self, order: RoomOrder) -> Result<RoomRow, OrderRefusal> {
        let workspace = &self.stand.lines[0].workspace;
        let by = Actor::system();
        self.stand
            .engine
            .order_room(workspace, &self.room.id, AGENT, order, &by)
            .await
    }

    fn status(&self) -> outdial_engine::RoomStatus {
        self.stand.engine.room_status(&self.room.id).unwrap()
    }

    fn commands(&self) -> Vec<RoomCommand> {
        self.stand.carrier().fake_rooms().commands()
    }

    /// The token in the last address that the carrier was told to play.
    fn last_sound(&self) -> String {
        let url = match self.commands().pop() {
            Some(RoomCommand::Announce(_, _, url)) => url,
            Some(RoomCommand::Change(_, SeatChange::Hold { music_url })) => music_url.unwrap(),
            other => panic!("{other:?}"),
        };
        let name = url.strip_prefix("https://outdial.test/media/sound/").unwrap();
        name.strip_suffix(".wav").unwrap_or(name).to_owned()
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_is_rung_before_the_agent_is_in_the_carriers_room() {
    let hall = Hall::new().await;
    assert_eq!(hall.room.room.bridge, Bridge::Carrier);
    let door = hall.door().await;
    assert_eq!(door.kind, "fake");
    assert!(door.pass.expires_at > hall.stand.clock_now());
    let way = hall.enter(&door, "agent-leg").await;
    assert_eq!(way.room, hall.room.id.as_str());
    assert_eq!(way.label.as_deref(), Some("agent-1"));
    assert!(way.starts_room && !way.ends_room && !way.muted && way.wait_url.is_none());
    assert!(
        hall.stand.carrier().orders().is_empty(),
        "the browser is not in yet"
    );

    hall.joined("agent-leg", "agent-1").await;
    let leg = hall.stand.until_rung(&hall.room.call_id).await;
    let order = hall.stand.carrier().orders().remove(0);
    let [Instruction::JoinRoom(room)] = &order.instructions[..] else {
        panic!("{:?}", order.instructions)
    };
    assert_eq!(
        (room.room.as_str(), room.label.as_deref()),
        (hall.room.id.as_str(), Some("callee"))
    );
    assert_eq!(
        room.status_callback, way.status_callback,
        "the first to come decides for both"
    );
    assert!(order.policy.record, "the carrier has the audio");
    assert!(hall.status().browser_connected && !hall.status().phone_connected);

    hall.stand.tell(&leg, LegStatus::Ringing).await;
    hall.until(|row| row.room.phase == Phase::Ringing).await;
    hall.stand.tell(&leg, LegStatus::Answered).await;
    hall.joined(leg.as_str(), "callee").await;
    hall.until(|row| row.room.bridged).await;
    let call = hall
        .stand
        .until(&hall.room.call_id, |state| state == State::Connected)
        .await;
    assert!(call.call.facts.bridged_at.is_some());

    // The callee hangs up: the room ends, and nobody is left in it.
    hall.left(leg.as_str()).await;
    hall.stand.tell(&leg, LegStatus::Completed).await;
    assert_eq!(hall.ended().await, End::CallOver);
    let end = RoomCommand::End(RoomRef(CONFERENCE.to_owned()));
    hall.stand.carrier().fake_rooms().told(&end).await;
}

#[tokio::test(start_paused = true)]
async fn a_reload_finds_the_callee_still_there() {
    let (hall, leg) = Hall::talking().await;
    hall.left("agent-leg").await;
    let lost = hall.until(|row| row.room.browser.lost_since().is_some()).await;
    assert!(lost.room.is_live());
    let door = hall.door().await;
    let way = hall.enter(&door, "agent-leg-2").await;
    assert_eq!(way.label.as_deref(), Some("agent-2"), "a label is free once");
    hall.joined("agent-leg-2", "agent-2").await;
    hall.until(|row| row.room.browser.is_here()).await;
    // What happened earlier is told again, late.
    hall.told_as(1, RoomNews::Joined(Hall::leg("agent-leg", "agent-1")))
        .await;
    hall.told_as(
        3,
        RoomNews::Left {
            leg: LegRef("agent-leg".to_owned()),
        },
    )
    .await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    let row = hall.row().await;
    assert_eq!(row.room.phase, Phase::Connected);
    assert!(hall.stand.carrier().hang_ups().is_empty());
    assert_eq!(
        hall.stand.carrier().legs_of(&hall.room.call_id),
        [leg],
        "nobody was rung twice"
    );
}

#[tokio::test(start_paused = true)]
async fn a_new_page_takes_the_place_of_an_old_one_that_is_still_there() {
    let (hall, _leg) = Hall::talking().await;
    let door = hall.door().await;
    hall.enter(&door, "agent-leg-2").await;
    hall.joined("agent-leg-2", "agent-2").await;
    let removed = RoomCommand::Remove(Hall::seat("agent-leg"));
    hall.stand.carrier().fake_rooms().told(&removed).await;
    hall.left("agent-leg").await;
    tokio::time::sleep(Duration::from_secs(40)).await;
    assert_eq!(hall.row().await.room.phase, Phase::Connected);
    hall.order(RoomOrder::Mute).await.unwrap();
    assert_eq!(
        hall.commands().pop(),
        Some(RoomCommand::Change(Hall::seat("agent-leg-2"), SeatChange::Mute))
    );
}

#[tokio::test(start_paused = true)]
async fn an_agent_who_stays_away_is_excused_to_the_callee() {
    let (hall, leg) = Hall::talking().await;
    let lost_at = hall.stand.clock_now();
    hall.left("agent-leg").await;
    assert_eq!(hall.ended().await, End::BrowserGone);
    let waited_ms = hall.row().await.ended_at.unwrap().ms_since(lost_at);
    assert!((30_000..31_000).contains(&waited_ms), "{waited_ms}");
    hall.stand
        .until(&hall.room.call_id, |_| {
            !hall.stand.carrier().hang_ups().is_empty()
        })
        .await;
    let (told, words) = hall.stand.carrier().directions().remove(0);
    assert_eq!(told, leg);
    assert!(matches!(
        &words[..],
        [Instruction::Say { .. }, Instruction::HangUp]
    ));
}

#[tokio::test(start_paused = true)]
async fn a_ticket_is_one_legs_and_one_persons() {
    let hall = Hall::new().await;
    let door = hall.door().await;
    let entry = hall.entry(&door);
    let is_let_in = async |entry: &BrowserEntry, leg: &str| {
        let way = hall.admit(entry, leg).await;
        match &way[..] {
            [Instruction::JoinRoom(_)] => true,
            [Instruction::Say { .. }, Instruction::HangUp] => false,
            _ => panic!("{way:?}"),
        }
    };
    assert!(is_let_in(&entry, "A").await);
    assert!(is_let_in(&entry, "A").await, "the carrier asked again");
    assert!(!is_let_in(&entry, "B").await, "it was used");
    for spoil in [
        |entry: &mut BrowserEntry| entry.identity = "usr_eve__room_1".to_owned(),
        |entry: &mut BrowserEntry| entry.room = Some(RoomId::from_bits(9).to_string()),
        |entry: &mut BrowserEntry| entry.room = None,
        |entry: &mut BrowserEntry| entry.ticket = None,
        |entry: &mut BrowserEntry| entry.ticket = Some("0".repeat(64)),
    ] {
        let mut wrong = hall.entry(&hall.door().await);
        spoil(&mut wrong);
        assert!(!is_let_in(&wrong, "C").await, "{wrong:?}");
    }
    let old = hall.entry(&hall.door().await);
    let fresh = hall.entry(&hall.door().await);
    assert!(!is_let_in(&old, "D").await, "a fresh one voids it");
    let workspace = hall.stand.lines[0].workspace.clone();
    let other = hall
        .stand
        .engine
        .join_room(&workspace, &hall.room.id, "usr_eve", None)
        .await;
    assert!(matches!(other, Err(JoinRefusal::SeatTaken)));
    hall.stand
        .engine
        .end_room(&workspace, &hall.room.id, Actor::system())
        .await
        .unwrap();
    assert!(!is_let_in(&fresh, "E").await, "the room is over");
    let late = hall
        .stand
        .engine
        .join_room(&workspace, &hall.room.id, AGENT, None)
        .await;
    assert!(matches!(late, Err(JoinRefusal::Ended)));
}

#[tokio::test(start_paused = true)]
async fn orders_go_to_the_carrier_and_show_at_once() {
    let (hall, leg) = Hall::talking().await;
    let account = hall
        .stand
        .engine
        .accounts()
        .default_of(&hall.stand.lines[0].workspace)
        .unwrap();
    hall.order(RoomOrder::Mute).await.unwrap();
    assert!(hall.status().muted);
    // The report of an earlier state is late.
    hall.told_as(1, RoomNews::Changed(Hall::leg("agent-leg", "agent-1")))
        .await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(hall.status().muted);
    hall.order(RoomOrder::Unmute).await.unwrap();
    assert!(!hall.status().muted);

    hall.order(RoomOrder::Hold).await.unwrap();
    assert!(hall.status().held);
    let music = hall.last_sound();
    assert!(matches!(
        hall.stand.engine.sound(&music),
        Some(Sound::Music { .. })
    ));
    hall.order(RoomOrder::Unhold).await.unwrap();
    assert!(!hall.status().held);

    hall.order(RoomOrder::Digits("12#".to_owned())).await.unwrap();
    let Some(RoomCommand::Announce(_, Some(to), _)) = hall.commands().pop() else {
        panic!("nothing was played")
    };
    assert_eq!(to, leg, "the callee's line alone hears keys");
    let digits = hall.last_sound();
    let keys = [Instruction::SendDigits {
        digits: "12#".to_owned(),
    }];
    assert_eq!(
        hall.stand.engine.sound(&digits),
        Some(Sound::Document(account.carrier.render(&keys)))
    );
    let wrong = hall.order(RoomOrder::Digits("12x".to_owned())).await;
    assert!(matches!(wrong, Err(OrderRefusal::Audio(RoomError::Digits(_)))));

    let clip = Clip::from_samples("Hello", vec![0; 16_000 * 3]);
    let id = ClipId::from_bits(5);
    hall.order(RoomOrder::Play { id: id.clone(), clip })
        .await
        .unwrap();
    assert!(
        matches!(hall.commands().pop(), Some(RoomCommand::Announce(_, None, url)) if url.ends_with(".wav"))
    );
    let sound = hall.last_sound();
    let workspace = hall.stand.lines[0].workspace.clone();
    assert_eq!(
        hall.stand.engine.sound(&sound),
        Some(Sound::Clip {
            workspace: workspace.clone(),
            id: id.clone()
        })
    );
    assert_eq!(hall.status().clip.map(|clip| clip.0), Some(id));
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_eq!(hall.status().clip, None, "it has been played");

    hall.order(RoomOrder::PauseRecording).await.unwrap();
    assert_eq!(hall.status().taping, Taping::Paused);
    hall.order(RoomOrder::ResumeRecording).await.unwrap();
    assert_eq!(hall.status().taping, Taping::On);
    let commands = hall.commands();
    let taping = [
        RoomCommand::PauseRecording(leg.clone()),
        RoomCommand::ResumeRecording(leg.clone()),
    ];
    assert!(commands.ends_with(&taping), "{commands:?}");

    let refused = hall.order(RoomOrder::StopClip).await;
    assert!(matches!(refused, Err(OrderRefusal::NotOffered(which)) if which == RoomControl::StopClip));
    assert!(!RoomControl::of(Bridge::Carrier).contains(&RoomControl::StopClip));
    hall.stand
        .engine
        .end_room(&workspace, &hall.room.id, Actor::system())
        .await
        .unwrap();
    for token in [music, digits, sound] {
        assert_eq!(hall.stand.engine.sound(&token), None, "the room is over");
    }
}

#[tokio::test(start_paused = true)]
async fn an_order_about_somebody_who_is_not_there_is_refused() {
    let hall = Hall::new().await;
    for order in [
        RoomOrder::Mute,
        RoomOrder::Hold,
        RoomOrder::Digits("1".to_owned()),
    ] {
        let refused = hall.order(order).await;
        assert!(matches!(refused, Err(OrderRefusal::Audio(RoomError::NotHere))));
    }
    assert!(hall.commands().is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_agent_who_was_silent_comes_back_silent() {
    let (hall, _leg) = Hall::talking().await;
    hall.order(RoomOrder::Mute).await.unwrap();
    hall.left("agent-leg").await;
    hall.until(|row| row.room.browser.lost_since().is_some()).await;
    assert!(hall.status().muted);
    let door = hall.door().await;
    assert!(hall.enter(&door, "agent-leg-2").await.muted);
}

#[tokio::test(start_paused = true)]
async fn a_carrier_that_does_not_answer_holds_up_its_own_orders_alone() {
    let (hall, leg) = Hall::talking().await;
    hall.stand.carrier().fake_rooms().hang(true);
    let asked_at = hall.stand.clock_now();
    let refused = hall.order(RoomOrder::Hold).await;
    assert!(matches!(
        refused,
        Err(OrderRefusal::Carrier(CommandError::Unavailable { .. }))
    ));
    let waited_ms = hall.stand.clock_now().ms_since(asked_at);
    assert!(waited_ms <= 10_100, "{waited_ms}");
    assert!(!hall.status().held);
    // Meanwhile the room lives on, and ends when it is told to.
    hall.left("agent-leg").await;
    hall.until(|row| row.room.browser.lost_since().is_some()).await;
    let asked_at = hall.stand.clock_now();
    let workspace = hall.stand.lines[0].workspace.clone();
    let ended = hall
        .stand
        .engine
        .end_room(&workspace, &hall.room.id, Actor::system())
        .await;
    assert_eq!(ended.unwrap().room.phase, Phase::Ended(End::Asked));
    assert!(hall.stand.clock_now().ms_since(asked_at) < 1_000);
    hall.stand
        .until(&hall.room.call_id, |_| {
            hall.stand.carrier().hang_ups().contains(&leg)
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn what_the_carrier_refuses_changes_nothing() {
    let (hall, _leg) = Hall::talking().await;
    let rooms = hall.stand.carrier().fake_rooms();
    rooms.fail_next(CommandError::RateLimited { retry_after_ms: None });
    let refused = hall.order(RoomOrder::Mute).await;
    assert!(matches!(
        refused,
        Err(OrderRefusal::Carrier(CommandError::RateLimited { .. }))
    ));
    assert!(!hall.status().muted);
}

#[tokio::test(start_paused = true)]
async fn a_report_that_is_lost_is_asked_for() {
    let hall = Hall::new().await;
    let door = hall.door().await;
    hall.enter(&door, "agent-leg").await;
    // The agent is in, and nobody tells us.
    let seen = |legs: Vec<RoomLeg>| RoomSnapshot {
        room: RoomRef(CONFERENCE.to_owned()),
        legs,
    };
    let rooms = hall.stand.carrier().fake_rooms();
    let agent = Hall::leg("agent-leg", "agent-1");
    rooms.show(hall.room.id.as_str(), seen(vec![agent.clone()]));
    let leg = hall.stand.until_rung(&hall.room.call_id).await;
    // So is the callee.
    hall.stand.tell(&leg, LegStatus::Answered).await;
    rooms.show(
        hall.room.id.as_str(),
        seen(vec![agent, Hall::leg(leg.as_str(), "callee")]),
    );
    let row = hall.until(|row| row.room.phase == Phase::Connected).await;
    assert!(row.room.bridged);
}

#[tokio::test(start_paused = true)]
async fn a_browser_that_was_let_in_and_never_came_ends_the_room() {
    let hall = Hall::new().await;
    let door = hall.door().await;
    hall.enter(&door, "agent-leg").await;
    assert_eq!(hall.ended().await, End::NeverJoined);
    assert!(hall.stand.carrier().orders().is_empty());
}

#[tokio::test(start_paused = true)]
async fn after_a_restart_the_call_is_hung_up_and_the_room_ended() {
    let (mut hall, leg) = Hall::talking().await;
    let agent = Hall::leg("agent-leg", "agent-1");
    hall.stand.carrier().fake_rooms().show(
        hall.room.id.as_str(),
        RoomSnapshot {
            room: RoomRef(CONFERENCE.to_owned()),
            legs: vec![agent],
        },
    );
    hall.stand.replace_engine(None).await;
    assert_eq!(hall.ended().await, End::Restarted);
    let end = RoomCommand::End(RoomRef(CONFERENCE.to_owned()));
    hall.stand.carrier().fake_rooms().told(&end).await;
    hall.stand
        .until(&hall.room.call_id, |_| {
            hall.stand.carrier().hang_ups().contains(&leg)
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_hangs_up_and_ends_the_room_at_the_carrier() {
    let (mut hall, leg) = Hall::talking().await;
    hall.stand.shut_down().await;
    assert_eq!(hall.row().await.room.phase, Phase::Ended(End::Restarted));
    assert!(hall.stand.carrier().hang_ups().contains(&leg));
    let end = RoomCommand::End(RoomRef(CONFERENCE.to_owned()));
    assert!(hall.commands().contains(&end));
}

/// Sound on two sides: the callee first, as the carrier has it.
pub fn recording(callee: i16, agent: i16) -> bytes::Bytes {
    let sound: Vec<u8> = (0..8_000)
        .flat_map(|_| [callee, agent])
        .flat_map(i16::to_le_bytes)
        .collect();
    let mut file = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0".to_vec();
    file.extend(8_000_u32.to_le_bytes());
    file.extend(32_000_u32.to_le_bytes());
    file.extend(b"\x04\0\x10\0data");
    file.extend(u32::try_from(sound.len()).unwrap().to_le_bytes());
    file.extend(sound);
    file.into()
}

#[tokio::test(start_paused = true)]
async fn a_talk_that_the_carrier_recorded_comes_here_once_with_the_agent_on_the_left() {
    let (hall, leg) = Hall::talking().await;
    hall.stand.tell(&leg, LegStatus::Completed).await;
    hall.ended().await;
    let news = News::Recording(RecordingReport {
        recording: "RE1".to_owned(),
        started_at: Some(hall.room.room.opened_at),
    });
    // Told before the file is there, and told twice.
    hall.report(900, &news).await;
    hall.report(900, &news).await;
    let recordings = hall.stand.carrier().fake_recordings();
    while recordings.fetched().is_empty() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    recordings.keep("RE1", recording(11, 22));
    let call = loop {
        let call = hall.stand.call(&hall.room.call_id).await;
        if call.recording.is_some() {
            break call;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    };
    let shown = call.recording.unwrap();
    assert_eq!((shown.channels, shown.duration_ms), (2, Some(1_000)));
    let file = std::fs::read(hall.folder.path().join(format!("{}.wav", shown.id))).unwrap();
    assert_eq!(file[44..48], [22, 0, 11, 0], "the agent is on the left");
    let fetched = recordings.fetched().len();
    hall.report(901, &news).await;
    tokio::time::sleep(Duration::from_secs(120)).await;
    assert_eq!(recordings.fetched().len(), fetched, "it is here already");
    assert_eq!(call.call.state, State::Ended(Outcome::Completed));
}
