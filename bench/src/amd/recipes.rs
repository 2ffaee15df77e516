//! What is said: by the recorded speakers in the pieces that they have, by the synthesised ones in sentences.

/// Short utterances that a person could answer with; pieces follow each other at a breath's distance.
pub const RECORDED_PEOPLE: &[&[&str]] = &[
    &["hello"],
    &["hello", "hello"],
    &["hello", "phonetic/j_p"],
    &["hello", "phonetic/o_p"],
    &["hello", "phonetic/r_p", "phonetic/v_p"],
    &["hello", "auth-thankyou"],
    &["hello-world"],
    &["vm-goodbye"],
    &["auth-thankyou"],
    &["im-sorry"],
    &["sorry"],
    &["one-moment-please"],
    &["queue-thankyou"],
    &["please-try-again"],
    &["activated"],
    &["hours"],
    &["number"],
    &["extension"],
    &["vm-Family"],
    &["vm-Work"],
    &["digits/1"],
    &["digits/2"],
    &["digits/3"],
    &["digits/4"],
    &["digits/5"],
    &["digits/6"],
    &["digits/7"],
    &["digits/8"],
    &["digits/9"],
    &["digits/10"],
    &["digits/20"],
    &["phonetic/a_p"],
    &["phonetic/c_p"],
    &["phonetic/m_p"],
    &["phonetic/v_p", "phonetic/o_p"],
    &["phonetic/p_p", "phonetic/s_p"],
    &["vm-Work", "phonetic/c_p", "auth-thankyou"],
];

/// Greetings of mailboxes; a beep follows.
pub const RECORDED_VOICEMAIL: &[&[&str]] = &[
    &[
        "vm-theperson",
        "digits/4",
        "digits/1",
        "digits/7",
        "vm-isunavail",
        "vm-intro",
    ],
    &[
        "vm-theperson",
        "digits/2",
        "digits/0",
        "digits/3",
        "vm-isonphone",
        "vm-intro",
    ],
    &["vm-theperson", "digits/9", "digits/9", "vm-isunavail"],
    &["vm-intro"],
    &["vm-nobodyavail", "vm-leavemsg"],
    &["vm-nobodyavail", "vm-intro"],
    &["hello", "vm-nobodyavail", "vm-intro"],
    &["hello", "phonetic/j_p", "vm-isunavail", "vm-leavemsg"],
    &["im-sorry", "vm-nobodyavail", "vm-leavemsg"],
    &["vm-leavemsg"],
    &["phonetic/m_p", "phonetic/o_p", "vm-isonphone", "vm-leavemsg"],
];

/// What networks and menus say.
pub const RECORDED_ANNOUNCEMENTS: &[&[&str]] = &[
    &["all-circuits-busy-now", "please-try-call-later"],
    &["tt-allbusy"],
    &["feature-not-avail-line"],
    &["ss-noservice"],
    &["im-sorry", "cannot-complete-as-dialed", "check-number-dial-again"],
    &["vm-mailboxfull", "vm-goodbye"],
    &["number-not-answering", "please-try-call-later"],
    &["demo-nogo"],
    &["demo-congrats"],
    &["basic-pbx-ivr-main"],
    &["tt-somethingwrong", "pls-hold-while-try"],
];

/// What services that screen calls say.
pub const RECORDED_SCREENING: &[&[&str]] = &[
    &["privacy-unident", "privacy-prompt"],
    &["privacy-prompt"],
    &["priv-recordintro"],
    &["priv-callpending"],
];

/// A synthesised voice.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    pub name: &'static str,
    pub program: Program,
    pub texts: &'static Texts,
}

#[derive(Debug, Clone, Copy)]
pub enum Program {
    /// A voice that is built into it.
    Flite {
        voice: &'static str,
        stretch: &'static str,
    },
    /// A voice with a variant, and words a minute.
    Espeak {
        voice: &'static str,
        speed: &'static str,
    },
    /// One of the voices that are installed for it.
    Festival { voice: &'static str },
}

/// What is said in one language.
#[derive(Debug)]
pub struct Texts {
    /// By people who pick up.
    pub people: &'static [&'static str],
    /// By mailboxes before their beep.
    pub voicemail: &'static [&'static str],
    /// By networks and menus.
    pub announcements: &'static [&'static str],
    /// By services that screen calls.
    pub screening: &'static [&'static str],
}

pub const VOICES: &[Voice] = &[
    flite("flite-kal", "kal", "1.0"),
    flite("flite-awb", "awb", "1.0"),
    flite("flite-rms", "rms", "0.9"),
    flite("flite-slt", "slt", "1.0"),
    flite("flite-slt-slow", "slt", "1.25"),
    espeak("espeak-us", "en-us", "165", &ENGLISH),
    espeak("espeak-us-f3", "en-us+f3", "180", &ENGLISH),
    espeak("espeak-gb-m3", "en-gb+m3", "150", &ENGLISH),
    espeak("espeak-gb-f2", "en-gb+f2", "200", &ENGLISH),
    espeak("espeak-sc-m7", "en-gb-scotland+m7", "140", &ENGLISH),
    espeak("espeak-de-f2", "de+f2", "165", &GERMAN),
    espeak("espeak-de-m1", "de+m1", "145", &GERMAN),
    espeak("espeak-es-m3", "es+m3", "165", &SPANISH),
    espeak("espeak-es-f4", "es-419+f4", "185", &SPANISH),
];

const fn flite(name: &'static str, voice: &'static str, stretch: &'static str) -> Voice {
    Voice {
        name,
        program: Program::Flite { voice, stretch },
        texts: &ENGLISH,
    }
}

pub const fn espeak(
    name: &'static str,
    voice: &'static str,
    speed: &'static str,
    texts: &'static Texts,
) -> Voice {
    Voice {
        name,
        program: Program::Espeak { voice, speed },
        texts,
    }
}

static ENGLISH: Texts = Texts {
    people: &[
        "Hello?",
        "Hello.",
        "Yes?",
        "Yeah?",
        "Hi.",
        "Speaking.",
        "Um, hello?",
        "Good morning.",
        "Who is this?",
        "Hey, what's up?",
        "Hello? Hello?",
        "Hello, who is calling?",
        "Hi, this is Anna.",
        "Peter speaking.",
        "Hello, Miller here.",
        "Johnson residence.",
        "Doctor Brown's office.",
        "Front desk, Maria speaking.",
        "Good afternoon, Smith and Sons.",
        "Yes, hello, John Carter.",
        "Acme dental, good morning, how can I help you?",
        "Sales department, this is Tom, how may I help?",
        "Riverside Pharmacy, this is Kate.",
    ],
    voicemail: &[
        "Hi, you've reached Anna. I can't come to the phone right now. Please leave a message after the beep.",
        "Your call has been forwarded to an automated voice messaging system. At the tone, please record your message.",
        "Hello. You have reached the Miller family. We are not at home. Leave a message and we will call you back.",
        "Please leave your message after the tone.",
        "This is John. Leave a message.",
        "Hey, it's Mike, you know what to do.",
        "You have reached the voicemail of Robert Jones, director of sales. I am out of the office until Monday.",
        "The person you are trying to reach is not available. Please leave a message after the tone. When you have finished recording, you may hang up.",
        "Thank you for calling Riverside Pharmacy. We are closed. Our hours are nine to five, Monday to Friday. Leave your name and number after the tone.",
        "Hi! Sorry I missed your call. Leave your name, your number, and a short message.",
        "Welcome to Acme dental. All our staff are helping other patients. Please hold, or leave a message.",
    ],
    announcements: &[
        "The number you have dialed is not in service. Please check the number and dial again.",
        "We're sorry, your call cannot be completed as dialed.",
        "Thank you for calling First Bank. For English, press one. For account balances, press two.",
        "All circuits are busy now. Please try your call again later.",
    ],
    screening: &[
        "Hi. If you record your name and reason for calling, I'll see if this person is available.",
        "Hi, the person you're calling is using a screening service. Go ahead and say your name and why you're calling.",
    ],
};

static GERMAN: Texts = Texts {
    people: &[
        "Ja, bitte?",
        "Hallo?",
        "Müller.",
        "Guten Tag, Schmidt am Apparat.",
        "Praxis Doktor Weber, guten Morgen.",
        "Ja?",
    ],
    voicemail: &[
        "Guten Tag, Sie sind mit dem Anschluss von Familie Schmidt verbunden. Wir sind nicht da. Bitte hinterlassen Sie eine Nachricht nach dem Ton.",
        "Der gewünschte Gesprächspartner ist zurzeit nicht erreichbar. Bitte sprechen Sie nach dem Signalton.",
        "Hier ist die Mailbox von Peter. Nachrichten nach dem Piep.",
    ],
    announcements: &["Kein Anschluss unter dieser Nummer."],
    screening: &[],
};

static SPANISH: Texts = Texts {
    people: &[
        "¿Bueno?",
        "¿Diga?",
        "¿Sí, hola?",
        "Hola, soy Carmen.",
        "Buenos días, ferretería Gómez.",
        "¿Quién habla?",
    ],
    voicemail: &[
        "Hola, no puedo atender su llamada en este momento. Por favor, deje su mensaje después de la señal.",
        "El número que usted marcó no está disponible. Deje su mensaje después del tono.",
        "Este es el buzón de voz de Carmen. Deje un mensaje.",
    ],
    announcements: &["El número que usted marcó no existe. Por favor, verifique el número."],
    screening: &[],
};
