//! The automation as it is stored: its campaign, the campaign's lists, and where its batches stand.

use outdial_domain::Timestamp;
use outdial_domain::automation::retry_rules;
use outdial_domain::call::Cost;
use outdial_domain::campaign::{CampaignSettings, CampaignState, Mode, Pulse};
use outdial_domain::ids::{CampaignId, ListId};
use outdial_store::{Actor, CampaignRow, PulseRow, StoreError, Tx};

/// The automation of a workspace.
pub struct Stored {
    /// Its campaign; absent until somebody sets automation up.
    pub campaign: Option<CampaignRow>,
    /// The lists whose leads it calls.
    pub lists: Vec<ListId>,
    /// Where its batches stand.
    pub pulse: PulseRow,
    /// Leads that are being called, or await the report of their call.
    pub taken: u32,
    /// What its calls of today (UTC) have cost, by currency.
    pub spent: Vec<Cost>,
    /// Leads that it would call if only they had agreed to it.
    pub without_consent: u64,
    /// Whether it needs consent, and nobody in its lists has given it.
    pub nobody_agreed: bool,
}

impl Stored {
    /// Reads it.
    ///
    /// # Errors
    /// What the database said.
    pub fn read(tx: &mut Tx<'_>, now: Timestamp) -> Result<Self, StoreError> {
        let campaign = match tx.automation().campaign()? {
            Some(id) => tx.campaigns().get(&id)?,
            None => None,
        };
        let Some(row) = campaign else {
            return Ok(Self {
                campaign: None,
                lists: Vec::new(),
                pulse: PulseRow::default(),
                taken: 0,
                spent: Vec::new(),
                without_consent: 0,
                nobody_agreed: false,
            });
        };
        let today = Timestamp(now.0.div_euclid(DAY_US) * DAY_US);
        let (without_consent, nobody_agreed) = match row.settings.consent_scope() {
            Some(scope) => (
                tx.consents().missing_in(&row.id, scope)?,
                !tx.consents().any_in(&row.id, scope)?,
            ),
            None => (0, false),
        };
        Ok(Self {
            without_consent,
            nobody_agreed,
            lists: tx.campaigns().lists(&row.id)?,
            pulse: tx.automation().pulse(&row.id)?,
            taken: tx.hopper().calling(&row.id)?,
            spent: tx
                .automation()
                .figures(&row.id, today, now.plus_seconds(1))?
                .costs,
            campaign: Some(row),
        })
    }

    /// What is chosen for it, or would be.
    #[must_use]
    pub fn settings(&self) -> CampaignSettings {
        self.campaign
            .as_ref()
            .map_or_else(defaults, |campaign| campaign.settings.clone())
    }
}

/// The campaign of the automation; it is made when there is none, with the lists that are in use.
///
/// # Errors
/// What the database said.
pub fn ensure(
    tx: &mut Tx<'_>,
    id: CampaignId,
    by: &Actor,
    now: Timestamp,
) -> Result<CampaignRow, StoreError> {
    if let Some(known) = tx.automation().campaign()?
        && let Some(row) = tx.campaigns().get(&known)?
    {
        return Ok(row);
    }
    let row = CampaignRow {
        id,
        name: NAME.to_owned(),
        state: CampaignState::Draft,
        settings: defaults(),
        created_by: by.clone(),
        created_at: now,
        updated_at: now,
        started_at: None,
        ended_at: None,
        revision: 0,
    };
    tx.campaigns().insert(&row)?;
    let lists = tx.lists().in_use(LISTS_MAX)?;
    tx.campaigns().set_lists(&row.id, &lists)?;
    tx.automation().set_campaign(&row.id)?;
    Ok(row)
}

/// Lets the automation call the leads of one more list.
///
/// # Errors
/// What the database said.
pub fn add_list(tx: &mut Tx<'_>, campaign: &CampaignId, list: &ListId) -> Result<(), StoreError> {
    let mut lists = tx.campaigns().lists(campaign)?;
    if lists.contains(list) {
        return Ok(());
    }
    lists.push(list.clone());
    tx.campaigns().set_lists(campaign, &lists)
}

/// What holds until somebody chooses: every five minutes up to ten calls, three for each lead, a quarter of an hour apart.
fn defaults() -> CampaignSettings {
    CampaignSettings {
        mode: Mode::Agentless,
        pulse: Some(Pulse::default()),
        retry: retry_rules(MAX_ATTEMPTS, RETRY_MINUTES),
        time_limit_s: TIME_LIMIT_S,
        record: true,
        consent_needed: Some(true),
        ..CampaignSettings::default()
    }
}

const NAME: &str = "Automation";
const MAX_ATTEMPTS: u32 = 3;
const RETRY_MINUTES: u32 = 15;
/// An agent's own limit is shorter as a rule; this one holds whatever the agent does.
const TIME_LIMIT_S: u32 = 15 * 60;
const LISTS_MAX: u32 = 200;
const DAY_US: i64 = 24 * 3_600 * 1_000_000;
