//! A campaign of this API as it is stored.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CampaignId, LeadId};
use outdial_domain::phone::PhoneNumber;
use outdial_store::{CallRow, CampaignRow, LeadFilter, LeadPlace, LeadRow, SeatRow, StoreError, Tx};

use super::asker::sitter;
use super::failure::Refused;
use super::names::{campaign_of, identity, short_of};
use crate::http::AppState;
use crate::http::auth::Actor;

/// A campaign with its agent and its contacts.
pub(super) struct Stored {
    pub short: String,
    pub row: CampaignRow,
    /// Under which name its agent sits, and calls.
    pub sitter: String,
    pub identity: String,
    /// The seat, while somebody sits on it.
    pub seat: Option<SeatRow>,
    /// In the order of the list.
    pub contacts: Vec<Contact>,
}

/// Somebody to call, with the calls made to them.
pub(super) struct Contact {
    /// As the client wrote it.
    pub text: String,
    pub phone: PhoneNumber,
    /// The oldest first.
    pub calls: Vec<CallRow>,
    /// May be called now, or is.
    pub is_due: bool,
    /// The number of one who may be called is on the line, here or elsewhere.
    pub is_busy: bool,
}

impl Contact {
    pub fn last(&self) -> Option<&CallRow> {
        self.calls.last()
    }
}

impl Stored {
    /// The contact that a client means.
    pub fn contact(&self, phone: &str) -> Option<&Contact> {
        let own = self.contacts.iter().find(|contact| contact.text == phone);
        own.or_else(|| self.contacts.iter().find(|contact| contact.phone.e164() == phone))
    }

    /// The contact of a call.
    pub fn of_call(&self, id: &outdial_domain::ids::CallId) -> Option<&Contact> {
        let mut contacts = self.contacts.iter();
        contacts.find(|contact| contact.calls.iter().any(|call| call.id == *id))
    }
}

/// The asker's campaign with these eight digits.
pub(super) async fn find(app: &AppState, actor: &Actor, short: &str) -> Result<Stored, Refused> {
    let id = campaign_of(short).ok_or_else(Refused::no_campaign)?;
    let (asker, now) = (actor.clone(), app.now());
    let rows = app.workspace(&actor.workspace);
    let found = rows.read(move |tx| read(tx, &asker, &id, now)).await?;
    found.ok_or_else(Refused::no_campaign)
}

fn read(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: &CampaignId,
    now: Timestamp,
) -> Result<Option<Stored>, StoreError> {
    let (Some(row), Some(short)) = (tx.campaigns().get(id)?, short_of(id)) else {
        return Ok(None);
    };
    // One agent's campaign is nothing that another one can find.
    if row.created_by.id.as_ref() != Some(&actor.id) {
        return Ok(None);
    }
    let mut leads: Vec<LeadRow> = Vec::new();
    for list in tx.campaigns().lists(id)? {
        let filter = LeadFilter {
            list_id: Some(list),
            ..LeadFilter::default()
        };
        let ids: Vec<LeadId> = tx.leads().ids(&filter, LEADS_MAX)?;
        leads.extend(tx.leads().by_ids(&ids)?.into_values());
    }
    leads.sort_by_key(|lead| lead.line);
    let mut contacts = Vec::with_capacity(leads.len());
    for lead in leads {
        let mut calls = tx.calls().of_lead(&lead.id, CALLS_MAX)?;
        calls.retain(|call| call.campaign_id.as_ref() == Some(id));
        calls.reverse();
        let place = tx.campaign_leads().get(id, &lead.id)?.map(|own| own.place);
        let is_due = match place {
            None | Some(LeadPlace::Taken) => true,
            Some(LeadPlace::Due(at)) => at <= now,
            Some(LeadPlace::Done | LeadPlace::LeftOut) => false,
        };
        let is_busy = is_due && tx.calls().number_history(&lead.phone, now)?.live;
        contacts.push(Contact {
            text: lead
                .custom
                .get(CONTACT)
                .cloned()
                .unwrap_or_else(|| lead.phone.e164().to_owned()),
            phone: lead.phone,
            calls,
            is_due,
            is_busy,
        });
    }
    let sitter = sitter(actor, &short);
    let seat = tx.seats().live_of(&sitter)?;
    Ok(Some(Stored {
        seat: seat.filter(|seat| seat.campaign_id == *id),
        identity: identity(&actor.workspace, &sitter),
        sitter,
        short,
        row,
        contacts,
    }))
}

/// The field of a lead that keeps what the client wrote.
pub(super) const CONTACT: &str = "contact";
/// More than a campaign of this API has.
const LEADS_MAX: u64 = 1_000;
/// More often nobody is called.
const CALLS_MAX: u32 = 50;
