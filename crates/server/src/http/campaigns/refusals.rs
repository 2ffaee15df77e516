//! Why something about a campaign was not done, as problems.

use outdial_domain::leads::ConsentScope;
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
        OrderCampaign::NoConsent(scope) => no_consent(scope),
        OrderCampaign::Store(why) => why.into(),
    }
}

/// Nobody in the lists has agreed to be called like this.
#[must_use]
pub fn no_consent(scope: ConsentScope) -> Problem {
    let sentence = format!(
        "Not one lead in the lists has agreed {}. Record the consent {scope} with the leads, one by one, for all that are \
         selected or with an import, and start it again.",
        scope.spoken()
    );
    Problem::new(ProblemCode::CampaignNoConsent).detail(sentence)
}
