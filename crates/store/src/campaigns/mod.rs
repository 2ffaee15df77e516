//! Campaigns, what they have done with which lead, their hoppers and their counts.

mod counts;
mod hopper;
mod leads;
mod lists;
mod pages;
mod row;

pub use counts::CampaignCounts;
pub use hopper::{Hopper, Reserved};
pub use leads::{CampaignLead, CampaignLeads, LeadPlace, LeadsWhere};
pub use pages::{LeadOfCampaign, Places};
pub use row::{CampaignRow, CampaignVersion, Campaigns};
