//! The services beside the phone network: with the keys of the configuration, or with keys made up for this run.

use std::net::SocketAddr;

use outdial_integrations::hooks::HookSecret;
use outdial_sandbox::{
    CalComAccount, NumberLines, RealtimeAccount, ResendAccount, SandboxConfig, VapiAccount,
};

use crate::config::Config;
use crate::random;

/// The accounts at the services, and what the application needs to know of them.
pub struct Faces {
    vapi: VapiAccount,
    calcom: CalComAccount,
    resend: ResendAccount,
    realtime: RealtimeAccount,
    unknown: Vec<(&'static str, String)>,
}

impl Faces {
    /// Accounts as configured; `application` is where bookings and mails are reported.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn of(config: &Config, number: &str, application: Option<&str>) -> Result<Self, getrandom::Error> {
        let mut unknown = Vec::new();
        let mut key = |name, given: Option<String>, prefix: &str| match given {
            Some(given) => Ok(given),
            None => {
                let made = format!("{prefix}{}", hex::encode(random::bytes::<16>()?));
                unknown.push((name, made.clone()));
                Ok(made)
            }
        };
        let services = &config.services;
        let host = config.vapi.as_ref();
        let vapi_key = key(
            "VAPI_API_KEY",
            host.map(|host| host.api_key.reveal().to_owned()),
            "",
        )?;
        let calcom = services.calcom_api_key.as_ref();
        let calcom_key = key(
            "CALCOM_API_KEY",
            calcom.map(|key| key.reveal().to_owned()),
            "cal_",
        )?;
        let resend = services.resend_api_key.as_ref();
        let resend_key = key("RESEND_API_KEY", resend.map(|key| key.reveal().to_owned()), "re_")?;
        let model = services.speech_model.as_ref();
        let speech_key = key(
            "OPENAI_API_KEY",
            model.map(|model| model.api_key.reveal().to_owned()),
            "sk-",
        )?;
        if host.is_none() {
            let secret = hex::encode(random::bytes::<16>()?);
            unknown.push(("VAPI_SECRET_KEY", secret));
            unknown.push(("VAPI_PHONE_NUMBER_ID", PHONE_NUMBER_ID.to_owned()));
        }
        let event_type = services.calcom_event_type_id.as_ref();
        let event_type = event_type.and_then(|id| id.parse().ok());
        if event_type.is_none() {
            unknown.push(("CALCOM_EVENT_TYPE_ID", EVENT_TYPE_ID.to_string()));
        }
        if model.is_none() {
            unknown.push(("OPENAI_REALTIME_MODEL", SPEECH_MODEL_NAME.to_owned()));
        }
        let mut faces = Self {
            vapi: VapiAccount {
                assistant_id: host.and_then(|host| host.assistant_id.clone()),
                calls_at_once: CALLS_AT_ONCE,
                lines: NumberLines::Twilio,
                ..VapiAccount::new(
                    &vapi_key,
                    host.map_or(PHONE_NUMBER_ID, |host| &host.phone_number_id),
                    number,
                )
            },
            calcom: CalComAccount::new(&calcom_key, event_type.unwrap_or(EVENT_TYPE_ID)),
            resend: ResendAccount::new(&resend_key),
            realtime: RealtimeAccount::new(&speech_key),
            unknown,
        };
        if let Some(application) = application {
            faces.report_to(config, application.trim_end_matches('/'))?;
        }
        Ok(faces)
    }

    fn report_to(&mut self, config: &Config, application: &str) -> Result<(), getrandom::Error> {
        let given = config.services.calcom_webhook_secret.as_ref();
        let for_bookings = match given {
            Some(secret) => secret.reveal().to_owned(),
            None => random::token()?,
        };
        if given.is_none() {
            self.unknown.push(("CALCOM_WEBHOOK_SECRET", for_bookings.clone()));
        }
        let given = config.services.resend_webhook_secret.as_ref();
        let for_mails = match given {
            Some(secret) => secret.reveal().to_owned(),
            None => HookSecret::of_bytes(&random::bytes::<24>()?).reveal(),
        };
        if given.is_none() {
            self.unknown.push(("RESEND_WEBHOOK_SECRET", for_mails.clone()));
        }
        self.calcom.webhook = Some((format!("{application}/webhooks/calcom"), for_bookings));
        self.resend.webhook = Some((format!("{application}/webhooks/resend"), for_mails));
        Ok(())
    }

    /// A network with these services beside it.
    pub fn beside(&self, network: SandboxConfig) -> SandboxConfig {
        SandboxConfig {
            vapi: Some(self.vapi.clone()),
            calcom: Some(self.calcom.clone()),
            resend: Some(self.resend.clone()),
            realtime: Some(self.realtime.clone()),
            ..network
        }
    }

    /// The variables by which an application finds them; keys that it has already are not repeated.
    pub fn variables(&self, address: SocketAddr, mails: Option<SocketAddr>) -> Vec<String> {
        let base = format!("http://{address}");
        let addresses = [
            ("VAPI_API_BASE", base.clone()),
            ("CALCOM_API_BASE", base.clone()),
            ("RESEND_API_BASE", base.clone()),
            ("OPENAI_BASE_URL", format!("{base}/v1")),
        ];
        let mails = mails.map(|mails| ("SMTP_URL", format!("smtp://{mails}")));
        let lines = addresses
            .into_iter()
            .chain(self.unknown.iter().cloned())
            .chain(mails);
        lines.map(|(name, value)| format!("{name}={value}")).collect()
    }
}

/// As Vapi writes ids.
const PHONE_NUMBER_ID: &str = "0a1d0000-0000-4000-8000-000000000001";
const EVENT_TYPE_ID: u64 = 1;
/// No real model: its talks have no price.
const SPEECH_MODEL_NAME: &str = "sandbox-speech";
/// More than a new account is granted: nobody wants to wait in a simulation.
const CALLS_AT_ONCE: usize = 200;
