//! Seats: one for a person, a log of the shift, talks that add up, and nothing of another workspace.

use outdial_domain::ids::{CallId, CampaignId, SeatId, UserId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::seat::{Ctx, End, Event, Limits, PauseReason, Policy, Seat, State, step};
use outdial_store::{Actor, LegPart, SeatRow, StoreError, TalkRow, Workspace};

use crate::rooms::two_workspaces;
use crate::samples::{NOW, call, workspace};
use crate::stand::on_every_database;

pub fn seat(number: u128, user: &str) -> SeatRow {
    SeatRow {
        id: SeatId::from_bits(number),
        campaign_id: CampaignId::from_bits(1),
        user_id: user.to_owned(),
        name: "Ada".to_owned(),
        seat: Seat::signed_in(NOW),
        created_by: Actor::user(&UserId::from_bits(1), "Ada"),
        created_at: NOW,
        updated_at: NOW,
        ended_at: None,
        revision: 0,
    }
}

/// The seat after an event, some seconds later.
pub fn after(mut row: SeatRow, seconds: i64, event: Event) -> SeatRow {
    let now = NOW.plus_seconds(seconds);
    let ctx = Ctx {
        now,
        limits: &Limits::default(),
        policy: &Policy::default(),
    };
    row.seat = step(row.seat, event, &ctx).seat;
    row.updated_at = now;
    row
}

pub async fn insert(rows: &Workspace, row: SeatRow) -> bool {
    rows.write(move |tx| tx.seats().insert(&row)).await.unwrap()
}

pub async fn update(rows: &Workspace, mut row: SeatRow) -> Result<SeatRow, StoreError> {
    rows.write(move |tx| tx.seats().update(&mut row).map(|()| row))
        .await
}

#[test]
fn a_person_sits_on_one_seat_at_a_time() {
    on_every_database(async |store| {
        let (rows, others) = two_workspaces(&store).await;
        assert!(insert(&rows, seat(1, "ada")).await);
        assert!(!insert(&rows, seat(2, "ada")).await);
        assert!(insert(&rows, seat(3, "bob")).await);
        assert!(insert(&others, seat(4, "ada")).await);
        let out = Event::SignOutAsked { why: End::SignedOut };
        let mut gone = after(seat(1, "ada"), 5, out);
        gone.ended_at = Some(NOW.plus_seconds(5));
        let gone = update(&rows, gone).await.unwrap();
        let read = rows
            .read(|tx| tx.seats().get(&SeatId::from_bits(1)))
            .await
            .unwrap();
        assert_eq!(read, Some(gone));
        assert!(insert(&rows, seat(2, "ada")).await, "the first is given up");
        let live = rows.read(|tx| tx.seats().live(10)).await.unwrap();
        let ids: Vec<_> = live.into_iter().map(|row| row.id).collect();
        assert_eq!(ids, [2, 3].map(SeatId::from_bits));
        let own = rows.read(|tx| tx.seats().live_of("ada")).await.unwrap();
        assert_eq!(own.map(|row| row.id), Some(SeatId::from_bits(2)));
        let all = store.system().read(|tx| tx.live_seats()).await.unwrap();
        let all: Vec<_> = all.into_iter().collect();
        assert_eq!(
            all,
            [
                (workspace(1), SeatId::from_bits(2)),
                (workspace(1), SeatId::from_bits(3)),
                (workspace(2), SeatId::from_bits(4))
            ]
        );
    });
}

#[test]
fn an_update_from_an_older_seat_is_a_conflict() {
    on_every_database(async |store| {
        let (rows, _) = two_workspaces(&store).await;
        insert(&rows, seat(1, "ada")).await;
        assert!(update(&rows, seat(1, "ada")).await.is_ok());
        let again = update(&rows, seat(1, "ada")).await;
        assert_eq!(again.unwrap_err(), StoreError::Conflict { what: "seat" });
    });
}

#[test]
fn the_log_of_a_shift_holds_each_stay_once() {
    on_every_database(async |store| {
        let (rows, _) = two_workspaces(&store).await;
        insert(&rows, seat(1, "ada")).await;
        let reason = PauseReason::Chosen(Some("lunch".to_owned()));
        let story = [
            (2, Event::BrowserHere),
            (3, Event::ReadyAsked),
            // Nothing that the log tells of has changed.
            (4, Event::BrowserLost),
            (5, Event::BrowserHere),
            (9, Event::PauseAsked { reason }),
            (20, Event::SignOutAsked { why: End::SignedOut }),
        ];
        let mut row = seat(1, "ada");
        for (seconds, event) in story {
            row = update(&rows, after(row, seconds, event)).await.unwrap();
        }
        assert_eq!(row.seat.state, State::Offline { why: End::SignedOut });
        let stays = rows.read(|tx| tx.seats().stays(&SeatId::from_bits(1), 20)).await;
        let stays = stays.unwrap();
        let told: Vec<_> = stays
            .iter()
            .map(|stay| {
                let ended = stay.ended_at.unwrap();
                (
                    stay.standing.as_str(),
                    stay.reason.as_deref(),
                    ended.ms_since(stay.began_at),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("joining", None, 2_000),
                ("paused", Some("not_yet_ready"), 1_000),
                ("ready", None, 6_000),
                ("paused", Some("lunch"), 11_000),
            ]
        );
    });
}

#[test]
fn talks_add_up_for_their_agent_and_talks_with_machines_do_not_count() {
    on_every_database(async |store| {
        let (rows, others) = two_workspaces(&store).await;
        let talk = |number: u32, user: &str, began: i64| TalkRow {
            call_id: call(number).id,
            began_at: NOW.plus_seconds(began),
            seat_id: SeatId::from_bits(1),
            user_id: user.to_owned(),
            campaign_id: CampaignId::from_bits(1),
            answer_to_audio_ms: 40,
            ended_at: None,
            said: None,
        };
        let talks = [
            talk(1, "ada", 0),
            talk(2, "ada", 100),
            talk(3, "ada", 200),
            talk(4, "bob", 0),
            talk(5, "ada", -90_000),
        ];
        let written = talks.clone();
        let stored = rows.write(move |tx| {
            for number in 1..=5 {
                let mut row = call(number);
                tx.calls().insert(&row)?;
                if number == 1 {
                    row.disposition = Some("connected".to_owned());
                    tx.calls().remark(&mut row)?;
                }
            }
            for talk in &written {
                tx.seats().begin_talk(talk)?;
                // Said twice it is one talk.
                tx.seats().begin_talk(talk)?;
            }
            tx.seats().end_talk(&call(1).id, NOW.plus_seconds(30))?;
            tx.seats().end_talk(&call(1).id, NOW.plus_seconds(99))?;
            tx.seats().said(&call(3).id, "machine")
        });
        stored.await.unwrap();
        let tally = rows
            .read(|tx| {
                tx.seats()
                    .tally("ada", NOW.plus_seconds(-3_600), NOW.plus_seconds(110))
            })
            .await
            .unwrap();
        assert_eq!((tally.calls, tally.talk_ms), (2, 40_000));
        assert_eq!(tally.dispositions.get("connected"), Some(&1));
        let read = rows.read(|tx| tx.seats().talk(&call(1).id)).await.unwrap();
        let ended = Some(NOW.plus_seconds(30));
        assert_eq!(
            read,
            Some(TalkRow {
                ended_at: ended,
                ..talk(1, "ada", 0)
            })
        );
        let foreign = others
            .read(|tx| tx.seats().talk(&CallId::from_bits(1)))
            .await
            .unwrap();
        assert_eq!(foreign, None);
    });
}

#[test]
fn legs_of_seats_are_found_until_they_end_and_a_phone_is_kept_for_the_next_time() {
    on_every_database(async |store| {
        let (rows, others) = two_workspaces(&store).await;
        let (one, other, of) = (CallId::from_bits(1), CallId::from_bits(2), SeatId::from_bits(1));
        let (first, second) = (one.clone(), other.clone());
        let begun = rows.write(move |tx| {
            for part in [LegPart::Third, LegPart::Third] {
                tx.seats().begin_leg(&first, &of, part, NOW)?;
            }
            tx.seats().begin_leg(&second, &of, LegPart::Phone, NOW)
        });
        begun.await.unwrap();
        let open = store.system().read(|tx| tx.open_seat_legs()).await.unwrap();
        assert_eq!(open, [(workspace(1), one.clone()), (workspace(1), other.clone())]);
        let ended = one.clone();
        others
            .write(move |tx| tx.seats().end_leg(&ended, NOW))
            .await
            .unwrap();
        rows.write(move |tx| tx.seats().end_leg(&one, NOW)).await.unwrap();
        let open = store.system().read(|tx| tx.open_seat_legs()).await.unwrap();
        assert_eq!(open, [(workspace(1), other)]);

        for number in ["+12125550101", "+12125550102"] {
            let phone = PhoneNumber::from_e164(number).unwrap();
            let kept = rows.write(move |tx| tx.seats().keep_phone("ada", &phone, NOW));
            kept.await.unwrap();
        }
        let own = rows.read(|tx| tx.seats().phone_of("ada")).await.unwrap();
        assert_eq!(
            own.map(|phone| phone.e164().to_owned()),
            Some("+12125550102".to_owned())
        );
        assert_eq!(others.read(|tx| tx.seats().phone_of("ada")).await.unwrap(), None);
    });
}
