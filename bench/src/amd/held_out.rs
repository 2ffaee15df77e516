//! The voices and sentences of the held-out part. They are written down once and not changed for what comes of them.
//!
//! What is said stands without accents where the program that says it wants none.

use super::recipes::{Program, Texts, Voice, espeak};

pub const VOICES: &[Voice] = &[
    festival("festival-ked", "ked_diphone", &ENGLISH),
    festival("festival-lp", "lp_diphone", &ITALIAN),
    festival("festival-dita", "czech_dita", &CZECH),
    espeak("espeak-nyc-m1", "en-us-nyc+m1", "170", &ENGLISH),
    espeak("espeak-rp-f5", "en-gb-x-rp+f5", "160", &ENGLISH),
    espeak("espeak-gbclan-m4", "en-gb-x-gbclan+m4", "190", &ENGLISH),
    espeak("espeak-029-f1", "en-029+f1", "155", &ENGLISH),
    espeak("espeak-fr-f5", "fr-fr+f5", "170", &FRENCH),
    espeak("espeak-fr-m6", "fr-be+m6", "150", &FRENCH),
    espeak("espeak-it-m8", "it+m8", "165", &ITALIAN),
    espeak("espeak-pt-f1", "pt-br+f1", "175", &PORTUGUESE),
    espeak("espeak-pt-m5", "pt+m5", "155", &PORTUGUESE),
    espeak("espeak-nl-m4", "nl+m4", "160", &DUTCH),
    espeak("espeak-sv-f5", "sv+f5", "165", &SWEDISH),
];

const fn festival(name: &'static str, voice: &'static str, texts: &'static Texts) -> Voice {
    Voice {
        name,
        program: Program::Festival { voice },
        texts,
    }
}

static ENGLISH: Texts = Texts {
    people: &[
        "Hello, hello.",
        "Hiya.",
        "Yep?",
        "Yes, speaking.",
        "Good evening.",
        "Hi there.",
        "Who's that?",
        "Morning!",
        "What is it?",
        "Hello, Susan here.",
        "This is David.",
        "Linda Parker.",
        "Harrison and Cole, good morning.",
        "Reception.",
        "Hello, this is the Baker house.",
        "Northside Garage, Steve speaking, what can I do for you?",
        "Yes, hi, who am I talking to?",
        "Oh, hello.",
        "Accounting, Rachel.",
        "Hang on a second. Yes, hello?",
    ],
    voicemail: &[
        "Hello, this is Susan Clark. I am either on the phone or away from my desk. Please leave your name and number and I will return your call.",
        "Hi, it's Dave. Can't talk right now. Send me a text.",
        "The mobile you are calling is switched off. Please leave a message after the tone, or try again later.",
        "You're through to the Bakers. Nobody is in. Say something nice after the beep.",
        "Welcome to Northside Garage. The workshop is closed until eight o'clock tomorrow. Please leave a message.",
        "Sorry, the mailbox owner is not available. Record your message now.",
        "Linda here. Talk to the machine.",
        "We can't take your call at the moment. Please speak after the signal and we will get back to you as soon as possible.",
    ],
    announcements: &[
        "This number has been disconnected. No further information is available.",
        "The subscriber you have dialled cannot be reached at this time.",
        "Welcome to the city library. If you know your party's extension, dial it at any time.",
        "Your call cannot be connected because of a fault on the line.",
    ],
    screening: &[
        "Before I connect you, please tell me your name and what this call is about.",
        "The person you are calling has turned on call screening. Please state who you are.",
    ],
};

static FRENCH: Texts = Texts {
    people: &[
        "Allô?",
        "Oui?",
        "Allô, oui?",
        "Bonjour.",
        "Oui, j'écoute.",
        "Allô, c'est qui?",
        "Cabinet Moreau, bonjour.",
        "Boulangerie Petit, bonjour, que puis-je pour vous?",
    ],
    voicemail: &[
        "Bonjour, vous êtes bien chez Claire et Paul. Nous sommes absents. Laissez-nous un message après le bip.",
        "Votre correspondant n'est pas disponible. Merci de parler après le signal sonore.",
        "C'est Luc, laissez un message.",
    ],
    announcements: &["Le numéro que vous avez composé n'est pas attribué."],
    screening: &[],
};

static ITALIAN: Texts = Texts {
    people: &[
        "Pronto?",
        "Pronto, chi parla?",
        "Si?",
        "Buongiorno.",
        "Studio Ferrari, buongiorno.",
        "Casa Rossi.",
        "Si, pronto, sono Marco.",
    ],
    voicemail: &[
        "Risponde la segreteria telefonica di Marco Rossi. Lasciate un messaggio dopo il segnale acustico.",
        "Il cliente da lei chiamato non e al momento raggiungibile. Lasci un messaggio dopo il tono.",
        "Ciao, sono Giulia, lasciami un messaggio.",
    ],
    announcements: &["Il numero selezionato e inesistente."],
    screening: &[],
};

static CZECH: Texts = Texts {
    people: &[
        "Prosim?",
        "Halo?",
        "Ano?",
        "Dobry den.",
        "Novak, prosim.",
        "Lekarna Slunce, dobry den, co si prejete?",
    ],
    voicemail: &[
        "Dobry den, dovolali jste se do hlasove schranky. Zanechte prosim zpravu po zaznel tonu.",
        "Volany ucastnik neni dostupny. Zanechte vzkaz.",
    ],
    announcements: &["Volane cislo neexistuje. Overte si prosim spravnost cisla."],
    screening: &[],
};

static PORTUGUESE: Texts = Texts {
    people: &[
        "Alô?",
        "Sim?",
        "Está lá?",
        "Quem fala?",
        "Bom dia, é o João.",
        "Padaria Central, boa tarde.",
    ],
    voicemail: &[
        "Olá, você ligou para a Ana. Não posso atender agora. Deixe o seu recado depois do sinal.",
        "Sua chamada está sendo encaminhada para a caixa postal. Deixe sua mensagem após o sinal.",
    ],
    announcements: &["O número para o qual você ligou não existe."],
    screening: &[],
};

static DUTCH: Texts = Texts {
    people: &[
        "Hallo?",
        "Met Jan.",
        "Goedemorgen, met Sophie de Vries.",
        "Ja, hallo?",
        "Bakkerij Smit, goedemiddag.",
        "Met wie spreek ik?",
    ],
    voicemail: &[
        "Dit is de voicemail van Jan Bakker. Ik ben er nu niet. Spreek een bericht in na de piep.",
        "De persoon die u belt is niet bereikbaar. Laat een bericht achter na de toon.",
    ],
    announcements: &["Dit nummer is niet in gebruik."],
    screening: &[],
};

static SWEDISH: Texts = Texts {
    people: &[
        "Hej.",
        "Hallå?",
        "Anders.",
        "Ja, det är Karin.",
        "Svensson, god dag.",
        "Blomsterhuset, hej, vad kan jag hjälpa till med?",
    ],
    voicemail: &[
        "Hej, du har kommit till Karin Lund. Jag kan inte svara just nu. Lämna ett meddelande efter tonen.",
        "Abonnenten kan inte nås för tillfället. Tala in ett meddelande efter signalen.",
    ],
    announcements: &["Numret du har ringt används inte."],
    screening: &[],
};
