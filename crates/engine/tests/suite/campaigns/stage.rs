//! A campaign with its leads and agents on the test's world.

use std::sync::Arc;
use std::time::Duration;

use outdial_domain::campaign::{CampaignSettings, CampaignState, Event, SafeHarbour};
use outdial_domain::ids::{CampaignId, LeadId, ListId};
use outdial_domain::leads::{ConsentScope, Consents, Standing};
use outdial_domain::phone::PhoneNumber;
use outdial_store::{Actor, CampaignRow, LeadRow, ListRow, ListState, Tx};

use super::agents::Agents;
use crate::world::{START, World};

pub const CAMPAIGN: u128 = 77;

pub fn id() -> CampaignId {
    CampaignId::from_bits(CAMPAIGN)
}

pub fn settings() -> CampaignSettings {
    CampaignSettings {
        safe_harbour: SafeHarbour {
            company: "Acme".to_owned(),
            phone: "+14155550100".to_owned(),
            opt_out_key: Some('9'),
            words: None,
        },
        ..CampaignSettings::default()
    }
}

/// Writes a list of leads and a campaign over it.
pub async fn campaign(world: &World, numbers: &[String], settings: CampaignSettings) {
    let numbers = numbers.to_vec();
    let rows = world.store.workspace(world.workspace.clone());
    rows.write(move |tx| write(tx, &numbers, &settings))
        .await
        .unwrap();
}

/// The same in a transaction of somebody else.
pub fn write(
    tx: &mut Tx<'_>,
    numbers: &[String],
    settings: &CampaignSettings,
) -> Result<(), outdial_store::StoreError> {
    let list = ListId::from_bits(1);
    tx.lists().begin(&ListRow {
        id: list.clone(),
        name: "Leads".to_owned(),
        source: "csv".to_owned(),
        state: ListState::Importing,
        created_by: Actor::system(),
        created_at: START,
    })?;
    let leads: Vec<LeadRow> = (1..)
        .zip(numbers)
        .map(|(line, number)| lead(line, &list, number))
        .collect();
    tx.leads().insert_many(&leads)?;
    tx.lists().complete(&list)?;
    tx.campaigns().insert(&CampaignRow {
        id: id(),
        name: "Autumn".to_owned(),
        state: CampaignState::Draft,
        settings: settings.clone(),
        created_by: Actor::system(),
        created_at: START,
        updated_at: START,
        started_at: None,
        ended_at: None,
        revision: 0,
    })?;
    tx.campaigns().set_lists(&id(), &[list])
}

fn lead(line: u32, list: &ListId, number: &str) -> LeadRow {
    LeadRow {
        id: LeadId::from_bits(u128::from(line)),
        list_id: list.clone(),
        line,
        contact_name: Some(format!("Lead {line}")),
        company_name: None,
        title: None,
        email: None,
        phone: PhoneNumber::from_e164(number).unwrap(),
        region: Some("US".to_owned()),
        time_zone: None,
        standing: Standing::new(),
        notes: None,
        held: None,
        numbers: Vec::new(),
        custom: Default::default(),
        tags: Vec::new(),
        consents: Consents::given([ConsentScope::AiVoice]),
        import_id: None,
        created_at: START,
        updated_at: START,
        revision: 0,
    }
}

pub async fn order(world: &World, event: Event) -> CampaignRow {
    let id = id();
    let ordered = world
        .engine
        .order_campaign(&world.workspace, &id, event, Actor::system());
    ordered.await.unwrap()
}

pub async fn state(world: &World) -> CampaignState {
    let rows = world.store.workspace(world.workspace.clone());
    let row = rows.read(|tx| tx.campaigns().get(&id())).await.unwrap();
    row.unwrap().state
}

/// Lets virtual time pass until the campaign stands so.
pub async fn until(world: &World, wanted: CampaignState, limit_s: i64) {
    use outdial_engine::Clock;
    let from = world.clock.now();
    while state(world).await != wanted {
        if world.clock.now().ms_since(from) > limit_s * 1_000 {
            let live = world.engine.campaign_live(&world.workspace, &id()).await.unwrap();
            panic!("it is {:?} after {limit_s} s: {live:#?}", state(world).await);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Agents who work for as long as the test does.
pub fn seat(world: &World, agents: &Arc<Agents>) {
    world.engine.seat_agents_through(agents.clone());
}
