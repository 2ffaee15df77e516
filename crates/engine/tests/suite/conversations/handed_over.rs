//! Callees whom our voice agent puts through to a person; those of hosts are in `fetched`.

use std::time::Duration;

use outdial_domain::call::LegStatus;
use outdial_domain::ids::{CampaignId, SeatId};
use outdial_domain::leads::LeadResult;
use outdial_domain::seat::{Policy, Standing};
use outdial_domain::voice_agent::{Finding, Speaker};
use outdial_engine::{SeatRules, Seats, SignIn};
use outdial_media::{ParticipantId, Role, RoomId};
use outdial_sandbox::Attitude;
use outdial_store::Actor;

use super::callee::{CALLEE_HZ, Habit, PERSON_HZ};
use super::own::{Own, Wish};
use super::stage::Stage;
use crate::party::Party;
use crate::stand::Stand;

/// An agent of another campaign, ready for callees.
pub async fn ready(stand: &Stand) -> (Seats, SeatId, Party) {
    let (seats, workspace) = (stand.engine.seats().unwrap(), &stand.lines[0].workspace);
    let campaign = CampaignId::from_bits(9);
    let rules = SeatRules {
        name: "Inside sales".to_owned(),
        policy: Policy {
            wrap_up_ms: None,
            disposition_mandatory: false,
        },
    };
    seats.open_campaign(workspace, &campaign, rules);
    let wish = SignIn {
        campaign,
        user_id: "grace".to_owned(),
        name: "Grace".to_owned(),
        by: Actor::system(),
        comes_ready: false,
        request_bits: None,
    };
    let seat = seats.sign_in(workspace, wish).await.unwrap().row.id;
    let floor = stand.engine.floor().unwrap();
    let room = floor.hub().room(&RoomId::new(seat.as_str())).unwrap();
    let port = room
        .join_stream(&ParticipantId::new("agent"), Role::Talk)
        .unwrap();
    let agent = Party::on(port, PERSON_HZ);
    stands(stand, &seat, Standing::Paused).await;
    seats.set_ready(workspace, &seat, "grace").await.unwrap();
    (seats, seat, agent)
}

pub async fn stands(stand: &Stand, seat: &SeatId, standing: Standing) {
    let rows = stand.store.workspace(stand.lines[0].workspace.clone());
    for _ in 0..LOOKS {
        let id = seat.clone();
        let row = rows.read(move |tx| tx.seats().get(&id)).await.unwrap().unwrap();
        if row.seat.standing() == standing {
            return;
        }
        tokio::time::sleep(LOOK).await;
    }
    panic!("the seat never becomes {standing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_a_person_is_put_through_and_the_two_hear_each_other() {
    let wish = Wish {
        record: true,
        ..Wish::of(Attitude::WantsPerson)
    };
    let own = Own::rung(wish).await;
    let (seats, seat, agent) = ready(&own.stand).await;
    let callee = own.answered(Habit::Answers).await;
    stands(&own.stand, &seat, Standing::OnCall).await;
    let briefing = seats
        .briefing_of(&seat)
        .expect("the agent reads what it is about");
    assert_eq!(briefing.by, "the voice agent");
    assert_eq!(
        briefing.summary,
        "Wants to talk to a person.\nAsked in the first sentence."
    );
    agent.hears(Some(CALLEE_HZ), &[]).await;
    assert!(
        callee.tape().person.iter().any(|heard| *heard),
        "the callee hears the person"
    );
    assert!(own.stand.carrier().hang_ups().is_empty(), "the call goes on");

    let report = loop {
        if let Some(report) = own.talk().await.report {
            break report;
        }
        tokio::time::sleep(LOOK).await;
    };
    assert_eq!(
        (report.finding, report.reason.as_str()),
        (Finding::Talked, "handed-over")
    );
    let last = report
        .transcript
        .iter()
        .rfind(|said| said.speaker == Speaker::Agent);
    assert_eq!(
        last.map(|said| said.text.as_str()),
        Some("Of course. One moment, I am putting you through."),
        "the agent's last words were heard to their end"
    );

    seats.end_call(own.workspace(), &seat, "grace").await.unwrap();
    own.until_hung_up().await;
    let talk = own.until_settled().await;
    assert!(talk.deeds.transferred);
    assert_eq!(talk.result, Some(LeadResult::Talked));
    assert_eq!(talk.evidence[0].quote, "Can I talk to a person, please?");
    let rows = own.stand.store.workspace(own.workspace().clone());
    for _ in 0..LOOKS {
        let of = own.call.clone();
        let tapes = rows.read(move |tx| tx.recordings().of_call(&of)).await.unwrap();
        if tapes.len() == 2 && tapes.iter().all(|tape| tape.duration_ms.is_some()) {
            return;
        }
        tokio::time::sleep(LOOK).await;
    }
    panic!("both talks have a recording");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_is_ready_the_agent_offers_to_call_back() {
    let own = Own::rung(Wish::of(Attitude::WantsPerson)).await;
    let (talk, report, _callee) = own.held(Habit::Answers).await;
    assert_eq!(talk.result, Some(LeadResult::Callback));
    assert!(!talk.deeds.transferred);
    let sorry = report
        .transcript
        .iter()
        .any(|said| said.text.contains("nobody is free"));
    assert!(sorry, "{:#?}", report.transcript);
}

#[tokio::test(start_paused = true)]
async fn a_callee_whom_a_host_talks_with_cannot_be_put_through_and_the_agent_is_told_what_to_do() {
    let stage = Stage::answered().await;
    let answer = stage
        .ask("a", "transfer_to_human", r#"{"summary":"Wants a person"}"#)
        .await;
    assert!(answer.unwrap_err().contains("schedule_callback"));
    let answer = stage.ask("b", "transfer_to_human", "{}").await;
    assert!(answer.unwrap_err().contains("`summary` is missing"));
    stage.end(LegStatus::Completed).await;
}

const LOOK: Duration = Duration::from_millis(20);
/// Half a minute.
const LOOKS: u32 = 1_500;
