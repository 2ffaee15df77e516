//! What leads agree to: kept word by word, found by the last one, and read by campaigns that need it.

use outdial_domain::campaign::{CampaignSettings, LeadOrder, Mode};
use outdial_domain::ids::{ConsentId, LeadId, VoiceAgentId};
use outdial_domain::leads::{ConsentScope, Consents};
use outdial_store::{
    Actor, CampaignLead, ConsentFilter, ConsentRow, LeadFilter, LeadPlace, LeadRow, LeadSort, PageRequest,
    Places, StoreError, Tx,
};

use crate::campaigns::{one, two_campaigns};
use crate::samples::NOW;
use crate::stand::on_every_database;

const AI_VOICE: ConsentScope = ConsentScope::AiVoice;
const EMAIL: ConsentScope = ConsentScope::Email;

fn id(number: u32) -> LeadId {
    LeadId::from_bits(1_000 + u128::from(number))
}

fn say(tx: &mut Tx<'_>, number: u32, scope: ConsentScope, granted: bool) -> Result<LeadRow, StoreError> {
    let mut lead = tx.leads().get(&id(number))?.unwrap();
    lead.consents.say(scope, granted);
    lead.updated_at = NOW.plus_ms(5);
    tx.leads().update(&mut lead)?;
    Ok(lead)
}

fn found(tx: &mut Tx<'_>, consent: ConsentFilter, sort: &str) -> Result<Vec<LeadId>, StoreError> {
    let filter = LeadFilter {
        consent: Some(consent),
        ..LeadFilter::default()
    };
    let sort = LeadSort::from_words(sort).unwrap();
    let page = tx.leads().list(&filter, &sort, &PageRequest::first(50))?;
    let found: Vec<_> = page.items.into_iter().map(|lead| lead.id).collect();
    assert_eq!(tx.leads().count(&filter)?.leads, found.len() as u64);
    let mut ids = tx.leads().ids(&filter, 50)?;
    let mut sorted = found.clone();
    ids.sort();
    sorted.sort();
    assert_eq!(ids, sorted);
    Ok(found)
}

#[test]
fn leads_are_found_by_the_last_word_about_each_scope() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 4).await;
        let done = rows.write(|tx| {
            say(tx, 1, AI_VOICE, true)?;
            say(tx, 3, AI_VOICE, true)?;
            say(tx, 3, EMAIL, true)?;
            say(tx, 4, AI_VOICE, true)?;
            let took_back = say(tx, 4, AI_VOICE, false)?;
            assert_eq!(tx.leads().get(&id(4))?, Some(took_back));
            let (given, missing) = (ConsentFilter::Given(AI_VOICE), ConsentFilter::Missing(AI_VOICE));
            for sort in ["line", "contact_name"] {
                let mut with = found(tx, given, sort)?;
                with.sort();
                assert_eq!(with, [id(1), id(3)]);
                let mut without = found(tx, missing, sort)?;
                without.sort();
                assert_eq!(without, [id(2), id(4)]);
            }
            assert_eq!(found(tx, ConsentFilter::Given(EMAIL), "line")?, [id(3)]);
            assert_eq!(
                found(tx, ConsentFilter::Missing(EMAIL), "line")?,
                [id(1), id(2), id(4)]
            );
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}

#[test]
fn every_word_is_kept_and_goes_with_its_lead() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 2).await;
        let done = rows.write(|tx| {
            let word = |number: u128, granted, source: &str| ConsentRow {
                id: ConsentId::from_bits(number),
                lead_id: id(1),
                scope: AI_VOICE,
                granted,
                source: source.to_owned(),
                at: NOW,
                actor: Actor::system(),
            };
            let words = [word(1, true, "A form"), word(2, false, "A call")];
            tx.consents().insert_many(&words)?;
            let [first, second] = words;
            assert_eq!(tx.consents().of_lead(&id(1), 10)?, [second, first]);
            assert_eq!(tx.consents().of_lead(&id(2), 10)?, []);
            let lead = tx.leads().get(&id(1))?.unwrap();
            tx.leads().remove(&lead)?;
            assert_eq!(tx.consents().of_lead(&id(1), 10)?, []);
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}

#[test]
fn a_campaign_that_needs_consent_reads_only_leads_that_gave_it() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 5).await;
        let done = rows.write(|tx| {
            assert!(!tx.consents().any_in(&one(), AI_VOICE)?);
            assert_eq!(tx.consents().missing_in(&one(), AI_VOICE)?, 5);
            say(tx, 2, AI_VOICE, true)?;
            say(tx, 4, AI_VOICE, true)?;
            assert!(tx.consents().any_in(&one(), AI_VOICE)?);
            assert!(!tx.consents().any_in(&one(), EMAIL)?);
            assert_eq!(tx.consents().missing_in(&one(), AI_VOICE)?, 3);
            let ids = |leads: Vec<LeadRow>| leads.into_iter().map(|lead| lead.id).collect::<Vec<_>>();
            for order in [
                LeadOrder::NewestFirst,
                LeadOrder::FewestAttempts,
                LeadOrder::LongestAgo,
            ] {
                let mut read = ids(tx.campaigns().read_on(&one(), order, Some(AI_VOICE), 10)?);
                read.sort();
                assert_eq!(read, [id(2), id(4)]);
            }
            let settings = CampaignSettings {
                mode: Mode::Agentless,
                voice_agent_id: Some(VoiceAgentId::from_bits(3)),
                ..CampaignSettings::default()
            };
            let page = |tx: &mut Tx<'_>, places| {
                let page = PageRequest::first(50);
                let read = tx.campaign_leads().page(&one(), &settings, places, NOW, &page)?;
                let items = read.items.into_iter();
                Ok::<_, StoreError>(
                    items
                        .map(|item| (item.lead.id, item.own.map(|own| own.why)))
                        .collect::<Vec<_>>(),
                )
            };
            assert_eq!(page(tx, Places::Due)?, [(id(2), None), (id(4), None)]);
            let why = Some("consent_missing".to_owned());
            assert_eq!(
                page(tx, Places::Blocked)?,
                [(id(1), why.clone()), (id(3), why.clone()), (id(5), why.clone())]
            );
            assert_eq!(page(tx, Places::All)?.len(), 5);
            let in_order = LeadOrder::ListOrder;
            assert_eq!(
                ids(tx.campaigns().read_on(&one(), in_order, Some(AI_VOICE), 10)?),
                [id(2), id(4)]
            );
            assert_eq!(
                ids(tx.campaigns().read_on(&one(), in_order, Some(AI_VOICE), 10)?),
                []
            );
            // Whoever agrees later lies behind, and is found there.
            say(tx, 3, AI_VOICE, true)?;
            let behind = ids(tx.campaigns().read_behind(&one(), Some(AI_VOICE), 10)?);
            assert!(behind.contains(&id(3)) && !behind.contains(&id(1)));
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}

#[test]
fn a_lead_that_was_left_out_is_due_when_it_agrees_and_keeps_its_attempts() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 3).await;
        let done = rows.write(|tx| {
            let left_out = |number, attempts, why: &str| CampaignLead {
                lead_id: id(number),
                place: LeadPlace::LeftOut,
                attempts,
                number: 0,
                why: why.to_owned(),
                for_user: None,
                receipt: None,
            };
            tx.campaign_leads()
                .put(&one(), &left_out(1, 2, "consent_missing"), NOW)?;
            tx.campaign_leads()
                .put(&one(), &left_out(2, 1, "consent_missing"), NOW)?;
            tx.campaign_leads().put(&one(), &left_out(3, 0, "region"), NOW)?;
            say(tx, 1, AI_VOICE, true)?;
            say(tx, 3, AI_VOICE, true)?;
            let place = |tx: &mut Tx<'_>, number| {
                let own = tx.campaign_leads().get(&one(), &id(number))?;
                Ok::<_, StoreError>(own.map(|own| (own.place, own.attempts)))
            };
            let due = LeadPlace::Due(NOW.plus_ms(5));
            assert_eq!(place(tx, 1)?, Some((due, 2)));
            assert_eq!(place(tx, 3)?, Some((LeadPlace::LeftOut, 0)));
            // The choices change: who was called before is not begun with anew.
            tx.campaign_leads().forget_left_out(&one(), NOW.plus_ms(9))?;
            assert_eq!(place(tx, 2)?, Some((LeadPlace::Due(NOW.plus_ms(9)), 1)));
            assert_eq!(place(tx, 3)?, None);
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}

#[test]
fn new_leads_come_with_what_they_agree_to() {
    on_every_database(async |store| {
        let rows = two_campaigns(&store, 1).await;
        let done = rows.write(|tx| {
            let mut new = crate::leads::lead(1, 40);
            new.consents = Consents::given([AI_VOICE, EMAIL]);
            tx.leads().insert_many(std::slice::from_ref(&new))?;
            assert_eq!(
                tx.leads().get(&new.id)?.map(|lead| lead.consents),
                Some(new.consents)
            );
            assert!(tx.consents().any_in(&one(), AI_VOICE)?);
            assert_eq!(tx.consents().missing_in(&one(), EMAIL)?, 1);
            Ok(())
        });
        assert_eq!(done.await, Ok(()));
    });
}
