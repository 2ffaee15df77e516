//! Whether the carrier account of the environment works.

use std::sync::Arc;

use outdial_carrier::HealthState;
use outdial_carrier::http::{Proxies, ReqwestTransport};
use outdial_carrier::registry::{CarrierSetup, build};
use outdial_domain::ids::CarrierAccountId;

use super::report::Report;
use crate::config::{BaseUrl, Config, TwilioOptions};
use crate::serve::twilio_form;

pub async fn check(config: &Config, account: Option<CarrierAccountId>, report: &mut Report) {
    match &config.twilio {
        None => report.good("carrier", "none in the environment: the sandbox takes the calls"),
        Some(options) => check_twilio(config, options, account, report).await,
    }
}

async fn check_twilio(
    config: &Config,
    options: &TwilioOptions,
    account: Option<CarrierAccountId>,
    report: &mut Report,
) {
    let transport = match ReqwestTransport::new(Proxies::FromEnvironment) {
        Ok(transport) => Arc::new(transport),
        Err(why) => return report.bad("carrier", format!("there is no HTTP client: {why}")),
    };
    let base_url = config
        .base_url
        .clone()
        .unwrap_or_else(|| BaseUrl::of_listener(config.listen));
    let carrier = build(
        "twilio",
        CarrierSetup {
            account_id: account.as_ref().unwrap_or(&CarrierAccountId::from_bits(0)),
            config: &twilio_form(options),
            base_url: base_url.as_str(),
            transport,
        },
    );
    let health = match carrier {
        Ok(carrier) => carrier.health().await,
        Err(why) => return report.bad("carrier", format!("Twilio: {why}")),
    };
    match health {
        Ok(health) => {
            for check in health.checks {
                if check.name == TWIML_APP && account.is_none() {
                    report.look("carrier", FIRST_START);
                    continue;
                }
                let message = format!("Twilio, {}: {}", check.name, check.message);
                match check.state {
                    HealthState::Good => report.good("carrier", message),
                    HealthState::Warning => report.look("carrier", message),
                    HealthState::Bad => report.bad("carrier", message),
                }
            }
        }
        Err(why) => report.bad("carrier", format!("Twilio: {why}")),
    }
}

/// As the carrier's own check names it.
const TWIML_APP: &str = "TwiML app";
/// The account's id is part of the address.
const FIRST_START: &str =
    "Twilio, TwiML app: start Outdial once; then its Voice URL is known and can be checked";
