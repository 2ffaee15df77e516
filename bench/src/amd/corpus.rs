//! All utterances, and all calls with them.

use anyhow::Result;

use super::held_out;
use super::recipes::{
    self, RECORDED_ANNOUNCEMENTS, RECORDED_PEOPLE, RECORDED_SCREENING, RECORDED_VOICEMAIL, Voice,
};
use super::scene::{Part, Scene, Truth, Utterance};
use super::sounds::{self, Speaker};
use super::speech::speak;
use super::tones::samples;

/// The synthesised voices of a part.
pub fn voices(part: Part) -> &'static [Voice] {
    match part {
        Part::Development => recipes::VOICES,
        Part::HeldOut => held_out::VOICES,
    }
}

/// Puts the calls of a part together, with these of its voices, each utterance on so many lines.
pub fn assemble(part: Part, voices: &[Voice], renderings: u32) -> Result<Vec<Scene>> {
    let mut utterances = recorded(&sounds::find(part)?)?;
    utterances.extend(synthesised(voices)?);
    utterances.extend(unspoken(part));
    Ok(utterances
        .iter()
        .flat_map(|utterance| (0..renderings).map(|rendering| utterance.render(rendering)))
        .collect())
}

fn recorded(speakers: &[Speaker]) -> Result<Vec<Utterance>> {
    let groups = [
        (Truth::Person, RECORDED_PEOPLE),
        (Truth::Voicemail, RECORDED_VOICEMAIL),
        (Truth::Announcement, RECORDED_ANNOUNCEMENTS),
        (Truth::Screening, RECORDED_SCREENING),
    ];
    let mut all = Vec::new();
    for speaker in speakers {
        let beep = speaker.say("beep")?;
        for (truth, recipes) in groups {
            for recipe in recipes {
                let said: Option<Vec<Vec<i16>>> = recipe
                    .iter()
                    .map(|sound| speaker.say(sound))
                    .collect::<Result<_>>()?;
                all.extend(said.map(|pieces| Utterance {
                    name: format!("{}/{}", speaker.name, recipe.join("+")),
                    truth,
                    voice: joined(&pieces),
                    beep: beep.clone(),
                }));
            }
        }
    }
    Ok(all)
}

fn synthesised(voices: &[Voice]) -> Result<Vec<Utterance>> {
    let folder = tempfile::tempdir()?;
    let mut all = Vec::new();
    for voice in voices {
        let groups = [
            (Truth::Person, voice.texts.people),
            (Truth::Voicemail, voice.texts.voicemail),
            (Truth::Announcement, voice.texts.announcements),
            (Truth::Screening, voice.texts.screening),
        ];
        for (truth, texts) in groups {
            for text in texts {
                all.push(Utterance {
                    name: format!("{}/{text}", voice.name),
                    truth,
                    voice: speak(voice, text, folder.path())?,
                    beep: None,
                });
            }
        }
    }
    Ok(all)
}

/// Calls in which nobody speaks.
fn unspoken(part: Part) -> Vec<Utterance> {
    let series = match part {
        Part::Development => "tones",
        Part::HeldOut => "more tones",
    };
    [(Truth::Fax, 12), (Truth::Busy, 12), (Truth::Nobody, 12)]
        .into_iter()
        .flat_map(|(truth, count)| {
            (0..count).map(move |which| Utterance {
                name: format!("{series}/{}-{which}", truth.as_str()),
                truth,
                voice: Vec::new(),
                beep: None,
            })
        })
        .collect()
}

/// Pieces of speech, a breath apart.
fn joined(pieces: &[Vec<i16>]) -> Vec<i16> {
    let breath = vec![0; samples(BREATH_MS)];
    pieces.join(&breath[..])
}

const BREATH_MS: u32 = 140;
