//! Reports: what a campaign's calls came to, counted as the calls change; verdicts held against what agents said; and how
//! shifts were spent.

use std::collections::BTreeMap;

use outdial_domain::Timestamp;
use outdial_domain::call::{AmdVerdict, LegStatus, Outcome, Progress, State, Treatment};
use outdial_domain::ids::{CampaignId, ListId, SeatId};
use outdial_domain::report::ReportSum;
use outdial_domain::seat::{End, Event, PauseReason};
use outdial_store::{
    CallRow, PageRequest, ReportDimension, ReportSpan, ShiftFilter, StoreError, TalkRow, VerdictChecks,
    VerdictSource, Workspace,
};

use crate::rooms::two_workspaces;
use crate::samples::{NOW, call, claim, complete};
use crate::seats::{after, insert, seat, update};
use crate::stand::on_every_database;

const QUARTER_S: i64 = 900;

fn campaign() -> CampaignId {
    CampaignId::from_bits(1)
}

fn planned(number: u32, list: u128) -> CallRow {
    let mut row = call(number);
    row.campaign_id = Some(campaign());
    row.list_id = Some(ListId::from_bits(list));
    row.caller_id = Some("+14155550100".to_owned());
    row.policy.treatment = Treatment::Agent;
    row
}

async fn change(
    rows: &Workspace,
    number: u32,
    change: impl FnOnce(&mut CallRow) + Send + 'static,
) -> Result<(), StoreError> {
    rows.write(move |tx| {
        let mut row = tx.calls().get(&call(number).id)?.expect("it was written down");
        change(&mut row);
        tx.calls().update(&mut row)
    })
    .await
}

fn talk(number: u32, user: &str) -> TalkRow {
    TalkRow {
        call_id: call(number).id,
        began_at: NOW.plus_seconds(5),
        seat_id: SeatId::from_bits(1),
        user_id: user.to_owned(),
        campaign_id: campaign(),
        answer_to_audio_ms: 40,
        ended_at: None,
        said: None,
    }
}

fn end(row: &mut CallRow, outcome: Outcome, status: LegStatus, at: Timestamp) {
    row.call.facts.merge_progress(&Progress {
        status,
        at,
        sequence: Some(3),
        talk_ms: None,
    });
    row.call.state = State::Ended(outcome);
    row.deadline_at = None;
}

fn always() -> ReportSpan {
    ReportSpan {
        campaign: campaign(),
        from: NOW.plus_seconds(-3_600),
        to: NOW.plus_seconds(24 * 3_600),
    }
}

async fn by(rows: &Workspace, dimension: ReportDimension) -> BTreeMap<String, ReportSum> {
    let found = rows.read(move |tx| tx.reports().by(&always(), dimension)).await;
    found.unwrap().into_iter().collect()
}

/// A talk that was sold to, one that rang out an hour later, one abandoned, one that waits and one that was forbidden.
async fn five_calls(rows: &Workspace) {
    let written = rows.write(|tx| {
        for (number, list) in [(1, 1), (2, 2), (3, 1), (4, 1), (5, 2)] {
            tx.calls().insert(&planned(number, list))?;
        }
        Ok(())
    });
    written.await.unwrap();
    change(rows, 1, |row| claim(row, NOW)).await.unwrap();
    change(rows, 1, |row| {
        row.call.state = State::Connected;
        row.call.facts.answered_at = Some(NOW.plus_seconds(4));
    })
    .await
    .unwrap();
    // What a task holds of a call is older than what the seat writes beside it.
    let mut held = rows
        .read(|tx| tx.calls().get(&call(1).id))
        .await
        .unwrap()
        .unwrap();
    rows.write(|tx| tx.seats().begin_talk(&talk(1, "usr_ada")))
        .await
        .unwrap();
    held.call.facts.bridged_at = Some(NOW.plus_seconds(5));
    rows.write(move |tx| tx.calls().update(&mut held)).await.unwrap();
    change(rows, 1, |row| {
        complete(row, NOW.plus_seconds(64), 60_000, Some(14_000));
    })
    .await
    .unwrap();
    let remarked = rows.write(|tx| {
        let mut row = tx.calls().get(&call(1).id)?.expect("it is there");
        row.disposition = Some("sale".to_owned());
        tx.calls().remark(&mut row)
    });
    remarked.await.unwrap();
    let later = NOW.plus_seconds(3_600);
    change(rows, 2, move |row| claim(row, later)).await.unwrap();
    change(rows, 2, move |row| {
        end(
            row,
            Outcome::NoAnswer,
            LegStatus::NoAnswer,
            later.plus_seconds(20),
        );
    })
    .await
    .unwrap();
    change(rows, 3, |row| claim(row, NOW.plus_seconds(QUARTER_S)))
        .await
        .unwrap();
    change(rows, 3, |row| {
        row.call.facts.answered_at = Some(NOW.plus_seconds(QUARTER_S + 3));
        end(
            row,
            Outcome::Abandoned,
            LegStatus::Completed,
            NOW.plus_seconds(QUARTER_S + 9),
        );
    })
    .await
    .unwrap();
    change(rows, 5, |row| row.call.state = State::Ended(Outcome::Blocked))
        .await
        .unwrap();
}

#[test]
fn calls_are_counted_for_their_hour_list_number_and_agent_as_they_change() {
    on_every_database(async |store| {
        let (rows, others) = two_workspaces(&store).await;
        five_calls(&rows).await;

        let lists = by(&rows, ReportDimension::List).await;
        let [one, two] = [1, 2].map(|bits| lists[&ListId::from_bits(bits).to_string()].clone());
        let tally = one.tally;
        assert_eq!(
            (
                tally.dialed,
                tally.answered,
                tally.live_answers,
                tally.talks,
                tally.abandoned
            ),
            (2, 2, 2, 1, 1)
        );
        assert_eq!(tally.talk_ms, 60_000);
        assert_eq!(one.abandon_permille(), Some(500));
        assert_eq!(one.cost_micros, BTreeMap::from([("USD".to_owned(), 14_000)]));
        assert_eq!(one.cost_unknown, 1, "an unknown price is not zero");
        assert_eq!(
            (two.tally.dialed, two.tally.answered, two.cost_unknown),
            (1, 0, 1)
        );
        assert_eq!(two.outcomes["no_answer"], 1);
        assert_eq!(
            two.outcomes["blocked"], 1,
            "it was never dialled and is told of all the same"
        );

        let agents = by(&rows, ReportDimension::Agent).await;
        assert_eq!(agents.keys().collect::<Vec<_>>(), ["", "usr_ada"]);
        assert_eq!(agents["usr_ada"].dispositions["sale"], 1);
        assert_eq!((agents["usr_ada"].tally.talks, agents[""].tally.talks), (1, 0));

        let numbers = by(&rows, ReportDimension::CallerId).await;
        assert_eq!(numbers["+14155550100"].tally.dialed, 3);

        let quarters = rows.read(|tx| tx.reports().by_quarter(&always())).await.unwrap();
        let dialed: Vec<_> = quarters
            .iter()
            .filter(|(_, sum)| sum.tally.dialed > 0)
            .map(|(at, sum)| {
                (
                    at.0.div_euclid(QUARTER_S * 1_000_000) - NOW.0.div_euclid(QUARTER_S * 1_000_000),
                    sum.tally.dialed,
                )
            })
            .collect();
        assert_eq!(dialed, [(0, 1), (1, 1), (4, 1)]);

        let hour = ReportSpan {
            to: NOW.plus_seconds(1_800),
            ..always()
        };
        let first = rows
            .read(move |tx| tx.reports().by(&hour, ReportDimension::CallerId))
            .await;
        let first: i64 = first.unwrap().iter().map(|(_, sum)| sum.tally.dialed).sum();
        assert_eq!(first, 2);
        let foreign = others
            .read(|tx| tx.reports().by(&always(), ReportDimension::List))
            .await
            .unwrap();
        assert_eq!(foreign, []);
    });
}

#[test]
fn a_price_that_comes_late_and_another_agent_move_a_call_and_count_it_once() {
    on_every_database(async |store| {
        let (rows, _) = two_workspaces(&store).await;
        five_calls(&rows).await;
        change(&rows, 3, |row| {
            row.call.facts.cost = Some(outdial_domain::call::Cost {
                micros: 6_000,
                currency: "EUR".to_owned(),
            });
        })
        .await
        .unwrap();
        let mut again = talk(1, "usr_bob");
        again.began_at = NOW.plus_seconds(30);
        rows.write(move |tx| tx.seats().begin_talk(&again)).await.unwrap();
        let agents = by(&rows, ReportDimension::Agent).await;
        assert!(!agents.contains_key("usr_ada"));
        assert_eq!(agents["usr_bob"].dispositions["sale"], 1);
        assert_eq!(
            agents[""].cost_micros,
            BTreeMap::from([("EUR".to_owned(), 6_000)])
        );
        assert_eq!(agents[""].cost_unknown, 1);
        let all: i64 = agents.values().map(|sum| sum.tally.dialed).sum();
        assert_eq!(all, 3);
    });
}

#[test]
fn what_a_failed_write_changed_counts_for_nothing() {
    on_every_database(async |store| {
        let (rows, _) = two_workspaces(&store).await;
        five_calls(&rows).await;
        let before = by(&rows, ReportDimension::List).await;
        let failed: Result<(), _> = rows
            .write(|tx| {
                let mut row = tx.calls().get(&call(4).id)?.expect("it is there");
                claim(&mut row, NOW);
                tx.calls().update(&mut row)?;
                Err(StoreError::Duplicate { what: "call" })
            })
            .await;
        assert!(failed.is_err());
        assert_eq!(by(&rows, ReportDimension::List).await, before);
        let archived = rows.write(|tx| tx.calls().archive_ended()).await.unwrap();
        assert_eq!(archived.cleared, 4);
        assert_eq!(
            by(&rows, ReportDimension::List).await,
            before,
            "cleared calls stay in reports"
        );
    });
}

#[test]
fn the_first_sure_verdict_of_each_detector_is_held_against_what_the_agent_said() {
    on_every_database(async |store| {
        let (rows, _) = two_workspaces(&store).await;
        let written = rows.write(|tx| {
            for number in 1..=3 {
                tx.calls().insert(&planned(number, 1))?;
            }
            let detected = [
                (1, VerdictSource::Own, AmdVerdict::Unknown),
                (1, VerdictSource::Own, AmdVerdict::Human),
                (1, VerdictSource::Carrier, AmdVerdict::Machine),
                // It was sure before.
                (1, VerdictSource::Own, AmdVerdict::MachineReady),
                (2, VerdictSource::Carrier, AmdVerdict::Fax),
                (3, VerdictSource::Own, AmdVerdict::Unknown),
            ];
            for (number, source, verdict) in detected {
                tx.reports()
                    .detected(&call(number).id, &campaign(), source, verdict, NOW)?;
            }
            tx.seats().begin_talk(&talk(1, "usr_ada"))?;
            tx.seats().said(&call(1).id, "human")?;
            // Nobody talked there.
            tx.seats().said(&call(2).id, "human")
        });
        written.await.unwrap();
        let found = rows
            .read(|tx| tx.reports().verdicts(&campaign(), NOW, NOW.plus_seconds(1)))
            .await
            .unwrap();
        let check = |own: &str, carrier: &str, said: &str| VerdictChecks {
            own: own.to_owned(),
            carrier: carrier.to_owned(),
            said: said.to_owned(),
            calls: 1,
        };
        assert_eq!(
            found,
            [
                check("", "machine", ""),
                check("human", "machine", "human"),
                check("unknown", "", "")
            ]
        );
    });
}

#[test]
fn a_shift_is_told_by_its_states_pauses_and_talks() {
    on_every_database(async |store| {
        let (rows, others) = two_workspaces(&store).await;
        insert(&rows, seat(1, "ada")).await;
        insert(&rows, seat(2, "bob")).await;
        let reason = PauseReason::Chosen(Some("lunch".to_owned()));
        let mut row = seat(1, "ada");
        for (seconds, event) in [
            (2, Event::BrowserHere),
            (3, Event::ReadyAsked),
            (9, Event::PauseAsked { reason }),
            (20, Event::SignOutAsked { why: End::SignedOut }),
        ] {
            let mut next = after(row, seconds, event);
            next.ended_at = (!next.seat.is_live()).then(|| NOW.plus_seconds(seconds));
            row = update(&rows, next).await.unwrap();
        }
        let mut spoken = talk(1, "ada");
        spoken.ended_at = Some(NOW.plus_seconds(8));
        rows.write(move |tx| tx.seats().begin_talk(&spoken))
            .await
            .unwrap();
        let shifts = async |rows: &Workspace, user: Option<&str>| {
            let filter = ShiftFilter {
                from: NOW,
                to: NOW.plus_seconds(60),
                user_id: user.map(str::to_owned),
                campaign_id: None,
            };
            let page = rows
                .read(move |tx| {
                    tx.reports()
                        .shifts(&filter, &PageRequest::first(10), NOW.plus_seconds(30))
                })
                .await;
            page.unwrap().items
        };
        let all = shifts(&rows, None).await;
        let told: Vec<_> = all.iter().map(|shift| shift.user_id.as_str()).collect();
        assert_eq!(told, ["bob", "ada"], "the newest first");
        assert_eq!(
            all[0].by_state_ms,
            BTreeMap::from([("joining".to_owned(), 30_000)])
        );
        assert_eq!(all[0].signed_out_at, None);
        let own = shifts(&rows, Some("ada")).await;
        assert_eq!(own.len(), 1);
        let states = [("joining", 2_000), ("paused", 12_000), ("ready", 6_000)];
        let states = states.map(|(word, ms)| (word.to_owned(), ms));
        assert_eq!(own[0].by_state_ms, BTreeMap::from(states));
        let pauses = [("lunch", 11_000), ("not_yet_ready", 1_000)];
        let pauses = pauses.map(|(word, ms)| (word.to_owned(), ms));
        assert_eq!(own[0].pauses_ms, BTreeMap::from(pauses));
        assert_eq!((own[0].calls, own[0].talk_ms), (1, 3_000));
        assert_eq!(own[0].signed_out_at, Some(NOW.plus_seconds(20)));
        assert_eq!(shifts(&others, None).await, []);
    });
}
