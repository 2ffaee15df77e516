//! Campaigns: versions, hoppers that never share a lead, leads read once in their order, and counts by difference.

use outdial_domain::abandon::Tally;
use outdial_domain::campaign::{CampaignSettings, CampaignState, LeadOrder};
use outdial_domain::ids::{CampaignId, LeadId, ListId, UserId};
use outdial_store::{
    Actor, CampaignLead, CampaignRow, LeadPlace, ListRow, ListState, Reserved, Store, StoreError, Tx,
    Workspace,
};

use crate::leads::lead;
use crate::samples::{NOW, workspace};
use crate::stand::on_every_database;

fn campaign(number: u128) -> CampaignRow {
    CampaignRow {
        id: CampaignId::from_bits(number),
        name: format!("Campaign {number}"),
        state: CampaignState::Draft,
        settings: CampaignSettings::default(),
        created_by: ada(),
        created_at: NOW,
        updated_at: NOW,
        started_at: None,
        ended_at: None,
        revision: 0,
    }
}

fn ada() -> Actor {
    Actor::user(&UserId::from_bits(1), "Ada")
}

fn list() -> ListRow {
    ListRow {
        id: ListId::from_bits(1),
        name: "Leads".to_owned(),
        source: "csv".to_owned(),
        state: ListState::Importing,
        created_by: ada(),
        created_at: NOW,
    }
}

/// Two campaigns over one list of leads.
pub async fn two_campaigns(store: &Store, leads: u32) -> Workspace {
    let rows = store.workspace(workspace(1));
    let written = rows.write(move |tx| {
        tx.lists().begin(&list())?;
        let leads: Vec<_> = (1..=leads).map(|number| lead(1, number)).collect();
        tx.leads().insert_many(&leads)?;
        tx.lists().complete(&list().id)?;
        for number in [1, 2] {
            tx.campaigns().insert(&campaign(number))?;
            tx.campaigns()
                .set_lists(&CampaignId::from_bits(number), &[list().id])?;
        }
        Ok(())
    });
    written.await.unwrap();
    rows
}

pub fn one() -> CampaignId {
    CampaignId::from_bits(1)
}

fn reserved(campaign: u128, lead: u32, place: i64) -> Reserved {
    Reserved {
        lead_id: LeadId::from_bits(1_000 + u128::from(lead)),
        campaign_id: CampaignId::from_bits(campaign),
        place,
        leased_until: NOW.plus_seconds(60),
        call_id: None,
        seat_id: None,
    }
}

fn seen(lead: u32, place: LeadPlace) -> CampaignLead {
    CampaignLead {
        lead_id: LeadId::from_bits(1_000 + u128::from(lead)),
        place,
        attempts: 0,
        number: 0,
        why: String::new(),
        for_user: None,
        receipt: None,
    }
}

#[test]
fn every_version_of_the_settings_is_kept_and_an_older_update_is_a_conflict() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 0).await;
        let changed = rows.write(|tx| {
            let mut row = tx.campaigns().get(&one())?.expect("it is there");
            let old = row.clone();
            row.settings.lines_per_seat = 5;
            tx.campaigns().update(&mut row, &ada())?;
            let mut late = old;
            assert_eq!(
                tx.campaigns().update(&mut late, &ada()),
                Err(StoreError::Conflict { what: "campaign" })
            );
            row.state = CampaignState::Running;
            tx.campaigns().update(&mut row, &ada())?;
            let at = |tx: &mut Tx<'_>, revision| tx.campaigns().version(&one(), revision);
            assert_eq!(at(tx, 0)?.expect("the first").lines_per_seat, 3);
            assert_eq!(at(tx, 1)?.expect("the second").lines_per_seat, 5);
            assert_eq!(at(tx, 2)?.expect("the second holds on").lines_per_seat, 5);
            Ok(row.revision)
        });
        assert_eq!(changed.await, Ok(2));
        let attended = store.system().read(|tx| tx.attended_campaigns()).await.unwrap();
        assert_eq!(attended, [(workspace(1), one())]);
    });
}

#[test]
fn a_lead_is_never_in_two_hoppers() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 3).await;
        let done = rows.write(|tx| {
            assert!(tx.hopper().reserve(&reserved(1, 1, 20))?);
            assert!(!tx.hopper().reserve(&reserved(2, 1, 10))?);
            assert!(tx.hopper().reserve(&reserved(1, 2, 10))?);
            let waiting = tx.hopper().waiting(&one(), 10)?;
            let order: Vec<_> = waiting.into_iter().map(|row| row.lead_id).collect();
            assert_eq!(order, [LeadId::from_bits(1_002), LeadId::from_bits(1_001)]);
            assert!(tx.hopper().release(&one(), &LeadId::from_bits(1_001))?);
            assert!(tx.hopper().reserve(&reserved(2, 1, 10))?);
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}

#[test]
fn a_lease_that_ends_makes_the_lead_due_and_one_that_is_called_stays() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 2).await;
        let done = rows.write(|tx| {
            for number in [1, 2] {
                tx.campaign_leads()
                    .put(&one(), &seen(number, LeadPlace::Taken), NOW)?;
                assert!(tx.hopper().reserve(&reserved(1, number, 1))?);
            }
            let call = outdial_domain::ids::CallId::from_bits(9);
            assert!(tx.hopper().call(&one(), &LeadId::from_bits(1_002), &call)?);
            assert!(
                !tx.hopper().call(&one(), &LeadId::from_bits(1_002), &call)?,
                "it is being called"
            );
            let later = NOW.plus_seconds(61);
            assert_eq!(tx.hopper().release_idle(&one(), NOW, NOW)?, 0);
            assert_eq!(tx.hopper().release_idle(&one(), later, later)?, 1);
            let due = tx.campaign_leads().due(&one(), later, 10)?;
            // Its turn came to nothing, so it keeps it.
            let turn = outdial_domain::Timestamp(1);
            assert_eq!(due, [seen(1, LeadPlace::Due(turn))]);
            assert_eq!(tx.campaign_leads().next_due(&one())?, Some(turn));
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}

#[test]
fn a_list_is_read_on_from_where_it_was_left_and_what_came_behind_is_found() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 5).await;
        let done = rows.write(|tx| {
            let mut read = Vec::new();
            loop {
                let next = tx.campaigns().read_on(&one(), LeadOrder::ListOrder, None, 2)?;
                if next.is_empty() {
                    break;
                }
                read.extend(next.into_iter().map(|lead| lead.line));
            }
            assert_eq!(read, [2, 3, 4, 5, 6]);
            for number in 1..=4 {
                tx.campaign_leads()
                    .put(&one(), &seen(number, LeadPlace::Done), NOW)?;
            }
            let behind = tx.campaigns().read_behind(&one(), None, 10)?;
            assert_eq!(behind.into_iter().map(|lead| lead.line).collect::<Vec<_>>(), [6]);
            let two = CampaignId::from_bits(2);
            let newest = tx.campaigns().read_on(&two, LeadOrder::NewestFirst, None, 2)?;
            assert_eq!(
                newest.into_iter().map(|lead| lead.line).collect::<Vec<_>>(),
                [6, 5]
            );
            assert_eq!(tx.campaigns().lead_count(&one())?, 5);
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}

#[test]
fn counts_add_up_by_day() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 0).await;
        let answer = Tally {
            answered: 1,
            live_answers: 1,
            abandoned: 1,
            ..Tally::default()
        };
        let corrected = Tally {
            live_answers: -1,
            abandoned: -1,
            machines: 1,
            ..Tally::default()
        };
        let sum = rows.write(move |tx| {
            tx.campaign_counts().add(&one(), 10, &answer)?;
            tx.campaign_counts().add(&one(), 40, &answer)?;
            tx.campaign_counts().add(&one(), 40, &corrected)?;
            assert_eq!(tx.campaign_counts().since(&one(), 41)?, Tally::default());
            Ok((
                tx.campaign_counts().since(&one(), 11)?,
                tx.campaign_counts().since(&one(), 0)?,
            ))
        });
        let (month, ever) = sum.await.unwrap();
        assert_eq!((month.answered, month.abandoned, month.machines), (1, 0, 1));
        assert_eq!((ever.answered, ever.abandoned, ever.live_answers), (2, 1, 1));
    });
}
