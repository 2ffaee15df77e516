//! The list of every variable: one line each, also what `doctor` and the documents are checked against.

/// One variable that may be set in the environment, in `.env` or in `outdial.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// An older name that is read too.
    pub alias: Option<&'static str>,
    /// What holds when it is not set, in words.
    pub default: &'static str,
    /// What it is for.
    pub meaning: &'static str,
    /// Whether its value is a credential.
    pub secret: bool,
}

const fn open(name: &'static str, default: &'static str, meaning: &'static str) -> Variable {
    Variable {
        name,
        alias: None,
        default,
        meaning,
        secret: false,
    }
}

const fn secret(name: &'static str, meaning: &'static str) -> Variable {
    Variable {
        name,
        alias: None,
        default: "none",
        meaning,
        secret: true,
    }
}

/// Every variable that Outdial reads.
pub const VARIABLES: &[Variable] = &[
    open("OUTDIAL_LISTEN", "127.0.0.1:8080", "address to serve on"),
    open(
        "BASE_URL",
        "from OUTDIAL_LISTEN",
        "public URL that carriers call back",
    ),
    open(
        "OUTDIAL_DATA_DIR",
        "./data",
        "folder of the database, recordings and key file",
    ),
    secret(
        "DATABASE_URL",
        "postgres://… instead of SQLite in the data folder",
    ),
    secret(
        "OUTDIAL_SECRET_KEY",
        "32 bytes in base64 or hex that encrypt stored credentials, instead of the key file",
    ),
    open(
        "OUTDIAL_ADMIN_EMAIL",
        "none",
        "e-mail address of the first administrator",
    ),
    secret("OUTDIAL_ADMIN_PASSWORD", "password of the first administrator"),
    Variable {
        alias: Some("INTERNAL_API_KEY"),
        ..secret("OUTDIAL_API_KEY", "a service key that is accepted from the start")
    },
    open(
        "OUTDIAL_TRUSTED_PROXIES",
        "none",
        "addresses whose X-Forwarded-For is believed",
    ),
    open(
        "OUTDIAL_LOG",
        "info",
        "log filter, e.g. `info,outdial_engine=debug`",
    ),
    open("OUTDIAL_LOG_FORMAT", "text", "`text` or `json`"),
    open("TWILIO_ACCOUNT_SID", "none", "Twilio account (AC…)"),
    secret("TWILIO_AUTH_TOKEN", "Twilio auth token; also verifies webhooks"),
    open(
        "TWILIO_PHONE_NUMBER",
        "none",
        "number that Twilio shows to the callee",
    ),
    open("TWILIO_API_KEY", "none", "Twilio API key (SK…)"),
    secret("TWILIO_API_SECRET", "secret of the Twilio API key"),
    open(
        "TWILIO_BRIDGE",
        "media",
        "where agent and callee meet: media (here) or carrier (in a conference of Twilio, or of the sandbox)",
    ),
    open(
        "TWILIO_TWIML_APP_SID",
        "none",
        "Twilio application that lets browsers in, for TWILIO_BRIDGE=carrier",
    ),
    open(
        "TWILIO_API_BASE",
        "https://api.twilio.com",
        "another server that speaks Twilio's API",
    ),
    open(
        "TWILIO_CPS",
        "1",
        "calls per second that the Twilio account allows",
    ),
    secret("TELNYX_API_KEY", "Telnyx API key"),
    open("TELNYX_PUBLIC_KEY", "none", "key that verifies Telnyx webhooks"),
    open("TELNYX_CONNECTION_ID", "none", "Telnyx connection"),
    open(
        "TELNYX_PHONE_NUMBER",
        "none",
        "number that Telnyx shows to the callee",
    ),
    open(
        "TELNYX_API_BASE",
        "https://api.telnyx.com",
        "another server that speaks Telnyx's API",
    ),
    open(
        "OUTDIAL_DEFAULT_REGION",
        "US",
        "country whose national format numbers are read in",
    ),
    open(
        "OUTDIAL_COUNTRIES",
        "the caller ID's",
        "countries that may be dialled, e.g. `US,CA,IN`; `*` for all",
    ),
    open(
        "OUTDIAL_CALLING_WINDOW",
        "08:00-21:00 (sandbox: 00:00-24:00)",
        "hours by the callee's clock",
    ),
    open(
        "OUTDIAL_MEDIA_UDP",
        "any free port of OUTDIAL_LISTEN's address",
        "address and UDP port to which browsers send their audio",
    ),
    open(
        "OUTDIAL_MEDIA_PORTS",
        "none",
        "UDP ports of which the first free one is taken instead, e.g. `40000-40099`",
    ),
    open(
        "OUTDIAL_MEDIA_PUBLIC_IPS",
        "the machine's own",
        "addresses by which browsers reach the UDP port, e.g. behind address translation",
    ),
    open("OUTDIAL_MEDIA_STUN", "none", "STUN servers for browsers"),
    open("OUTDIAL_MEDIA_TURN", "none", "TURN servers for browsers"),
    open("OUTDIAL_MEDIA_TURN_USER", "none", "user name at the TURN servers"),
    secret("OUTDIAL_MEDIA_TURN_PASSWORD", "password at the TURN servers"),
    open(
        "OUTDIAL_MEDIA_BROWSER_GRACE",
        "30",
        "seconds that a callee is kept when the agent's browser is lost",
    ),
    open(
        "OUTDIAL_SANDBOX_POPULATION",
        "default",
        "`default`, `deterministic` or a TOML file",
    ),
    open("OUTDIAL_SANDBOX_SEED", "1", "seed of the sandbox's chance"),
    secret("OPENAI_API_KEY", "language model that reads commands"),
    open(
        "OPENAI_BASE_URL",
        "https://api.openai.com/v1",
        "any compatible server",
    ),
    open("OPENAI_MODEL", "gpt-5-mini", "model name"),
    open(
        "OPENAI_REALTIME_MODEL",
        "none",
        "speech model with which our own voice agent talks",
    ),
    open(
        "OPENAI_REALTIME_BASE_URL",
        "that of OPENAI_BASE_URL",
        "any server that speaks the Realtime API",
    ),
    open(
        "OPENAI_REALTIME_AUDIO",
        "pcmu",
        "audio of the speech model: `pcmu`, as telephones have it, or `pcm`, for models that know no mu-law",
    ),
    secret("VAPI_API_KEY", "hosted voice agent"),
    secret("VAPI_SECRET_KEY", "verifies Vapi webhooks"),
    open("VAPI_ASSISTANT_ID", "none", "Vapi assistant"),
    open("VAPI_PHONE_NUMBER_ID", "none", "Vapi phone number"),
    open("VAPI_API_BASE", "https://api.vapi.ai", "another Vapi server"),
    secret("CALCOM_API_KEY", "appointments"),
    open("CALCOM_EVENT_TYPE_ID", "none", "Cal.com event type"),
    open("CALCOM_API_BASE", "https://api.cal.com", "another Cal.com server"),
    secret(
        "CALCOM_WEBHOOK_SECRET",
        "what Cal.com signs its messages to /webhooks/calcom with",
    ),
    secret("RESEND_API_KEY", "mail by Resend"),
    secret(
        "RESEND_WEBHOOK_SECRET",
        "what Resend signs its messages to /webhooks/resend with",
    ),
    open(
        "OUTDIAL_HOOKS_REACH",
        "public",
        "`anywhere` lets messages to programs go to private addresses and without encryption",
    ),
    open(
        "RESEND_API_BASE",
        "https://api.resend.com",
        "another Resend server",
    ),
    secret("SMTP_URL", "mail by SMTP"),
    open("MAIL_FROM", "none", "sender of mail"),
    secret("CRON_SECRET", "lets an outside scheduler trigger a run"),
    open("COLD_CALL_DEFAULT_PROVIDER", "twilio", "cold-call page's carrier"),
    open(
        "ENABLE_COLD_CALL_DIALER",
        "true",
        "whether the cold-call page is shown",
    ),
    open("NATS_URL", "none", "events between nodes"),
];

/// The variable of that name or alias.
#[must_use]
pub fn find(name: &str) -> Option<&'static Variable> {
    VARIABLES
        .iter()
        .find(|variable| variable.name == name || variable.alias == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_listed_once() {
        let mut names: Vec<_> = VARIABLES
            .iter()
            .flat_map(|variable| std::iter::once(variable.name).chain(variable.alias))
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn whatever_sounds_like_a_credential_is_one() {
        for variable in VARIABLES {
            let sounds = ["TOKEN", "SECRET", "PASSWORD"]
                .iter()
                .any(|word| variable.name.contains(word));
            assert!(!sounds || variable.secret, "{}", variable.name);
        }
    }
}
