//! Which services there are, and what their accounts consist of.

/// A kind of service, with the form of its account.
#[derive(Debug, PartialEq, Eq)]
pub struct IntegrationSpec {
    /// The word for it.
    pub kind: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The form, in order.
    pub fields: &'static [IntegrationField],
}

/// One field of a form.
#[derive(Debug, PartialEq, Eq)]
pub struct IntegrationField {
    /// Its key.
    pub key: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// Encrypted at rest and never sent back.
    pub secret: bool,
    /// Must be filled in.
    pub required: bool,
    /// Where to find it.
    pub help: &'static str,
}

impl IntegrationSpec {
    /// The field with this key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&IntegrationField> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// The kind of service with this word.
#[must_use]
pub fn spec(kind: &str) -> Option<&'static IntegrationSpec> {
    SPECS.iter().find(|spec| spec.kind == kind)
}

/// The place to which a secret of a stored account belongs.
#[must_use]
pub fn place(workspace: &outdial_domain::ids::WorkspaceId, kind: &str, key: &str) -> String {
    format!("{workspace}/{kind}/{key}")
}

const fn open(
    key: &'static str,
    label: &'static str,
    required: bool,
    help: &'static str,
) -> IntegrationField {
    IntegrationField {
        key,
        label,
        secret: false,
        required,
        help,
    }
}

const fn secret(
    key: &'static str,
    label: &'static str,
    required: bool,
    help: &'static str,
) -> IntegrationField {
    IntegrationField {
        key,
        label,
        secret: true,
        required,
        help,
    }
}

/// Every kind of service.
pub const SPECS: &[IntegrationSpec] = &[
    IntegrationSpec {
        kind: "calcom",
        title: "Cal.com",
        fields: &[
            secret(
                "api_key",
                "API key",
                true,
                "At Cal.com under Settings, Developer, API keys; it begins with cal_",
            ),
            open(
                "event_type_id",
                "Event type",
                true,
                "The number in the address of the event type's page",
            ),
            secret(
                "webhook_secret",
                "Webhook secret",
                false,
                "What you entered as secret of a webhook that leads to /webhooks/calcom",
            ),
            open(
                "api_base",
                "Server",
                false,
                "Only for a server of your own; otherwise https://api.cal.com",
            ),
        ],
    },
    IntegrationSpec {
        kind: "resend",
        title: "Resend",
        fields: &[
            secret(
                "api_key",
                "API key",
                true,
                "At Resend under API Keys; it begins with re_",
            ),
            open(
                "from",
                "Sender",
                true,
                "Name and address of a domain that is verified there: Acme <office@example.com>",
            ),
            secret(
                "webhook_secret",
                "Signing secret",
                false,
                "Of a webhook that leads to /webhooks/resend; it begins with whsec_",
            ),
            open(
                "api_base",
                "Server",
                false,
                "Only for tests; otherwise https://api.resend.com",
            ),
        ],
    },
    IntegrationSpec {
        kind: "smtp",
        title: "Mail server (SMTP)",
        fields: &[
            secret("url", "Address", true, "smtps://user:password@mail.example.com"),
            open(
                "from",
                "Sender",
                true,
                "Name and address: Acme <office@example.com>",
            ),
        ],
    },
    IntegrationSpec {
        kind: "openai",
        title: "OpenAI",
        fields: &[
            secret(
                "api_key",
                "API key",
                true,
                "At OpenAI under API keys; it begins with sk-",
            ),
            open(
                "model",
                "Model for text",
                false,
                "Reads commands and speaks for voice agents in writing; otherwise gpt-5-mini",
            ),
            open(
                "realtime_model",
                "Model for speech",
                false,
                "Talks on the telephone for voice agents of our own, e.g. gpt-realtime-2.1; without it they cannot call",
            ),
            open(
                "api_base",
                "Server",
                false,
                "Only for another server with the same API; otherwise https://api.openai.com/v1",
            ),
            open(
                "realtime_base",
                "Server for speech",
                false,
                "Only if it is not the same server",
            ),
            open(
                "realtime_audio",
                "Audio of speech",
                false,
                "pcmu, as telephones have it, or pcm for models that know no mu-law; otherwise pcmu",
            ),
        ],
    },
];
