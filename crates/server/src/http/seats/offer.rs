//! The lead that is shown to an agent.

use outdial_domain::Timestamp;
use outdial_domain::seat::Offer;
use outdial_store::{CampaignLead, LeadRow, SeatRow, StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::campaigns::why_again;
use crate::http::leads::{LeadNumberView, LeadView};

/// A lead that is shown to an agent, who decides whether it is called.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SeatOffer)]
pub struct OfferView {
    /// The lead.
    pub lead: LeadView,
    /// Its numbers.
    pub numbers: Vec<LeadNumberView>,
    /// The number that is called unless the agent chooses another, in E.164.
    pub phone: String,
    /// The same as people write it.
    pub phone_display: String,
    /// Why it is this lead's turn.
    pub why: String,
    /// Since when it is shown.
    pub offered_at: String,
    /// When it is called by itself; null when the agent decides.
    #[schema(required)]
    pub dial_at: Option<String>,
    /// The time that was agreed with the lead.
    #[schema(required)]
    pub callback_at: Option<String>,
    /// What was noted about it last.
    #[schema(required)]
    pub last_note: Option<String>,
}

/// A lead that is shown, as it is stored.
pub struct StoredOffer {
    offer: Offer,
    lead: LeadRow,
    own: Option<CampaignLead>,
}

impl StoredOffer {
    /// What a seat is shown.
    ///
    /// # Errors
    /// What the database said.
    pub fn of(tx: &mut Tx<'_>, row: &SeatRow) -> Result<Option<Self>, StoreError> {
        let Some(offer) = row.seat.offer.clone() else {
            return Ok(None);
        };
        let own = tx.campaign_leads().get(&row.campaign_id, &offer.lead)?;
        let lead = tx.leads().get(&offer.lead)?;
        Ok(lead.map(|lead| Self { offer, lead, own }))
    }

    /// The same as the API shows it.
    pub fn view(&self, now: Timestamp) -> OfferView {
        let place = self.own.as_ref().map_or(0, |own| own.number);
        let next = self.lead.phones().nth(usize::try_from(place).unwrap_or(0));
        let phone = next.unwrap_or(&self.lead.phone);
        let lead = LeadView::of(&self.lead, now);
        OfferView {
            numbers: lead.numbers.clone(),
            phone: phone.e164().to_owned(),
            phone_display: phone.international(),
            why: why_again(&self.lead, self.own.as_ref()),
            offered_at: self.offer.at.to_string(),
            dial_at: self.offer.dial_at.map(|at| at.to_string()),
            callback_at: lead.callback_at.clone(),
            last_note: lead.notes.clone(),
            lead,
        }
    }
}
