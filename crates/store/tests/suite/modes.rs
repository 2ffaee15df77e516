//! Leads that are shown to one seat, counts of leads that follow each move, pages of a campaign's leads, and callbacks.

use std::collections::BTreeMap;

use outdial_domain::Timestamp;
use outdial_domain::campaign::{CampaignSettings, LeadOrder};
use outdial_domain::ids::{CallId, CampaignId, LeadId, SeatId};
use outdial_domain::leads::{LeadEvent, Said, step};
use outdial_store::{
    CallbackFilter, CallbackRow, CampaignLead, LeadPlace, PageRequest, Places, Reserved, StoreError, Tx,
    Whose,
};

use crate::campaigns::{one, two_campaigns};
use crate::samples::NOW;
use crate::stand::on_every_database;

fn lead(number: u32) -> LeadId {
    LeadId::from_bits(1_000 + u128::from(number))
}

fn own(number: u32, place: LeadPlace, why: &str) -> CampaignLead {
    CampaignLead {
        lead_id: lead(number),
        place,
        attempts: 0,
        number: 0,
        why: why.to_owned(),
        for_user: None,
        receipt: None,
    }
}

fn reserve(tx: &mut Tx<'_>, number: u32) -> Result<(), StoreError> {
    tx.campaign_leads()
        .put(&one(), &own(number, LeadPlace::Taken, ""), NOW)?;
    let reserved = tx.hopper().reserve(&Reserved {
        lead_id: lead(number),
        campaign_id: one(),
        place: 1,
        leased_until: NOW.plus_seconds(60),
        call_id: None,
        seat_id: None,
    })?;
    assert!(reserved);
    Ok(())
}

fn counted(tx: &mut Tx<'_>, campaign: &CampaignId) -> Result<BTreeMap<(String, String), u64>, StoreError> {
    let stands = tx.campaign_leads().stand_where(campaign)?;
    Ok(stands
        .into_iter()
        .map(|stand| ((stand.place, stand.why), stand.leads))
        .collect())
}

fn are(counts: &[(&str, &str, u64)]) -> BTreeMap<(String, String), u64> {
    let owned = |(place, why, leads): &(&str, &str, u64)| (((*place).to_owned(), (*why).to_owned()), *leads);
    counts.iter().map(owned).collect()
}

#[test]
fn a_lead_that_is_shown_is_one_seats_until_it_is_given_back_or_its_lease_ends() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 2).await;
        let done = rows.write(|tx| {
            let (ada, bob) = (SeatId::from_bits(1), SeatId::from_bits(2));
            reserve(tx, 1)?;
            let until = NOW.plus_seconds(60);
            assert!(tx.hopper().show(&one(), &lead(1), &ada, until)?);
            assert!(!tx.hopper().show(&one(), &lead(1), &bob, until)?);
            assert!(
                tx.hopper().show(&one(), &lead(1), &ada, until)?,
                "it is prolonged"
            );
            assert!(
                tx.hopper().waiting(&one(), 10)?.is_empty(),
                "nobody else is given it"
            );
            assert_eq!(tx.hopper().depth(&one())?, 0);
            assert!(tx.hopper().call(&one(), &lead(1), &CallId::from_bits(1))?);
            assert!(
                !tx.hopper().show(&one(), &lead(1), &ada, until)?,
                "it is being called"
            );
            reserve(tx, 2)?;
            assert!(tx.hopper().show(&one(), &lead(2), &bob, until)?);
            let later = NOW.plus_seconds(61);
            assert_eq!(tx.hopper().release_idle(&one(), later, later)?, 1);
            assert_eq!(counted(tx, &one())?, are(&[("due", "", 1), ("taken", "", 1)]));
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}

#[test]
fn counts_follow_each_move_of_a_lead() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 4).await;
        let done = rows.write(|tx| {
            for (number, place, why) in [
                (1, LeadPlace::Due(NOW), "busy"),
                (2, LeadPlace::Due(NOW), "busy"),
                (3, LeadPlace::LeftOut, "region"),
                (1, LeadPlace::Taken, "busy"),
                (1, LeadPlace::Taken, "busy"),
                (1, LeadPlace::Done, "completed"),
                (4, LeadPlace::Done, "completed"),
            ] {
                tx.campaign_leads().put(&one(), &own(number, place, why), NOW)?;
            }
            let all = are(&[
                ("done", "completed", 2),
                ("due", "busy", 1),
                ("left_out", "region", 1),
            ]);
            assert_eq!(counted(tx, &one())?, all);
            assert!(counted(tx, &CampaignId::from_bits(2))?.is_empty());
            tx.campaign_leads().forget_left_out(&one(), NOW)?;
            let row = tx.leads().get(&lead(4))?.expect("it is there");
            tx.leads().remove(&row)?;
            assert_eq!(
                counted(tx, &one())?,
                are(&[("done", "completed", 1), ("due", "busy", 1)])
            );
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}

#[test]
fn a_lead_that_is_due_to_one_agent_is_due_to_nobody_else() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 2).await;
        let done = rows.write(|tx| {
            let mine = CampaignLead {
                for_user: Some("usr_1".to_owned()),
                receipt: Some(serde_json::json!({"sentence": "Because."})),
                ..own(1, LeadPlace::Due(NOW), "follow_up")
            };
            tx.campaign_leads().put(&one(), &mine, NOW)?;
            let others = own(2, LeadPlace::Due(NOW), "busy");
            tx.campaign_leads().put(&one(), &others, NOW)?;
            assert_eq!(tx.campaign_leads().due(&one(), NOW, 10)?, [others]);
            assert_eq!(
                tx.campaign_leads().due_to_one(&one(), NOW, 10)?,
                std::slice::from_ref(&mine)
            );
            assert!(
                tx.campaign_leads()
                    .due_to_one(&one(), NOW.plus_ms(-1), 10)?
                    .is_empty()
            );
            assert_eq!(tx.campaign_leads().of_lead(&lead(1))?, [(one(), mine)]);
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}

fn walk(tx: &mut Tx<'_>, order: LeadOrder, places: Places, step: u32) -> Result<Vec<LeadId>, StoreError> {
    let mut found = Vec::new();
    let mut page = PageRequest::first(step);
    let settings = CampaignSettings {
        order,
        ..CampaignSettings::default()
    };
    loop {
        let read = tx.campaign_leads().page(&one(), &settings, places, NOW, &page)?;
        found.extend(read.items.into_iter().map(|item| item.lead.id));
        match read.next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => return Ok(found),
        }
        assert!(found.len() < 100, "the pages end");
    }
}

#[test]
fn the_leads_of_a_campaign_come_in_its_order_page_by_page() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 9).await;
        let done = rows.write(|tx| {
            for (number, place, why) in [
                (3, LeadPlace::Due(NOW.plus_ms(-5)), "busy"),
                (1, LeadPlace::Due(NOW.plus_ms(-9)), "busy"),
                (5, LeadPlace::Due(NOW.plus_ms(9)), "no_answer"),
                (6, LeadPlace::Taken, ""),
                (7, LeadPlace::Done, "completed"),
                (8, LeadPlace::LeftOut, "region"),
            ] {
                tx.campaign_leads().put(&one(), &own(number, place, why), NOW)?;
            }
            let ids = |numbers: &[u32]| numbers.iter().map(|number| lead(*number)).collect::<Vec<_>>();
            for step in [1, 2, 50] {
                let list = LeadOrder::ListOrder;
                assert_eq!(
                    walk(tx, list, Places::Due, step)?,
                    ids(&[1, 3, 2, 4, 9]),
                    "{step}"
                );
                assert_eq!(walk(tx, list, Places::Waiting, step)?, ids(&[6, 5]));
                assert_eq!(walk(tx, list, Places::Done, step)?, ids(&[7]));
                assert_eq!(walk(tx, list, Places::Blocked, step)?, ids(&[8]));
                assert_eq!(
                    walk(tx, list, Places::All, step)?,
                    ids(&[1, 3, 2, 4, 9, 6, 5, 7, 8])
                );
                let newest = LeadOrder::NewestFirst;
                assert_eq!(walk(tx, newest, Places::Due, step)?, ids(&[1, 3, 9, 4, 2]));
                let fewest = LeadOrder::FewestAttempts;
                assert_eq!(walk(tx, fewest, Places::Due, step)?.len(), 5);
                let longest = LeadOrder::LongestAgo;
                assert_eq!(walk(tx, longest, Places::Due, step)?.len(), 5);
            }
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}

fn agree(tx: &mut Tx<'_>, number: u32, at: Option<Timestamp>) -> Result<(), StoreError> {
    let mut row = tx.leads().get(&lead(number))?.expect("it is there");
    let event = LeadEvent::Disposed {
        call: None,
        said: Said::AsBefore,
        callback_at: at,
    };
    row.standing = step(row.standing, event).0;
    tx.leads().update(&mut row)
}

#[test]
fn callbacks_come_the_soonest_first_and_are_somebodys_while_their_time_stands() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 4).await;
        let done = rows.write(|tx| {
            for (number, seconds) in [(1, 300), (2, 100), (3, 200)] {
                agree(tx, number, Some(NOW.plus_seconds(seconds)))?;
            }
            tx.callbacks().put(&CallbackRow {
                lead_id: lead(2),
                callback_at: NOW.plus_seconds(100),
                campaign_id: Some(one()),
                user: Some(("usr_1".to_owned(), "Ada".to_owned())),
            })?;
            let of = |tx: &mut Tx<'_>, whose: Whose, due_before, campaign| {
                let filter = CallbackFilter {
                    whose,
                    due_before,
                    campaign,
                };
                let mut found = Vec::new();
                let mut page = PageRequest::first(2);
                loop {
                    let read = tx.callbacks().list(&filter, &page)?;
                    found.extend(read.items.into_iter().map(|(lead, _)| lead.id));
                    match read.next_cursor {
                        Some(cursor) => page.cursor = Some(cursor),
                        None => return Ok::<_, StoreError>(found),
                    }
                }
            };
            assert_eq!(of(tx, Whose::All, None, None)?, [lead(2), lead(3), lead(1)]);
            assert_eq!(of(tx, Whose::Of("usr_1".to_owned()), None, None)?, [lead(2)]);
            assert_eq!(of(tx, Whose::Anybodys, None, None)?, [lead(3), lead(1)]);
            let soon = Some(NOW.plus_seconds(250));
            assert_eq!(of(tx, Whose::All, soon, None)?, [lead(2), lead(3)]);
            assert_eq!(of(tx, Whose::All, None, Some(one()))?, [lead(2)]);
            // Another time is agreed, and nobody is named.
            agree(tx, 2, Some(NOW.plus_seconds(400)))?;
            assert!(of(tx, Whose::Of("usr_1".to_owned()), None, None)?.is_empty());
            let row = tx.leads().get(&lead(2))?.expect("it is there");
            assert_eq!(tx.callbacks().of(&row)?.and_then(|callback| callback.user), None);
            agree(tx, 2, None)?;
            assert_eq!(of(tx, Whose::All, None, None)?, [lead(3), lead(1)]);
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}
