//! Why something about a campaign was not done, as problems.

use outdial_engine::OrderCampaign;

use crate::http::problem::{Problem, ProblemCode};

/// Why something about a campaign was not done.
#[must_use]
pub fn explain(why: OrderCampaign) -> Problem {
    match why {
        OrderCampaign::NoSuchCampaign => ProblemCode::CampaignNotFound.into(),
        OrderCampaign::Refused(refused) => {
            Problem::new(ProblemCode::CampaignNotNow).detail(format!("{refused}."))
        }
        OrderCampaign::Incomplete(missing) => Problem::of_fields(ProblemCode::CampaignIncomplete, &missing),
        OrderCampaign::Store(why) => why.into(),
    }
}
