//! All utterances, and all calls with them.

use anyhow::Result;

use super::recipes::{
    RECORDED_ANNOUNCEMENTS, RECORDED_PEOPLE, RECORDED_SCREENING, RECORDED_VOICEMAIL, Voice, announcements,
    people, screening, voicemail,
};
use super::scene::{Scene, Truth, Utterance};
use super::sounds::Speaker;
use super::speech::speak;
use super::tones::samples;

/// Puts all calls of these speakers and voices together, each utterance on so many lines.
pub fn assemble(speakers: &[Speaker], voices: &[Voice], renderings: u32) -> Result<Vec<Scene>> {
    let mut utterances = recorded(speakers)?;
    utterances.extend(synthesised(voices)?);
    utterances.extend(unspoken());
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
            (Truth::Person, people(voice.language)),
            (Truth::Voicemail, voicemail(voice.language)),
            (Truth::Announcement, announcements(voice.language)),
            (Truth::Screening, screening(voice.language)),
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
fn unspoken() -> Vec<Utterance> {
    [(Truth::Fax, 12), (Truth::Busy, 12), (Truth::Nobody, 12)]
        .into_iter()
        .flat_map(|(truth, count)| {
            (0..count).map(move |which| Utterance {
                name: format!("tones/{}-{which}", truth.as_str()),
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
