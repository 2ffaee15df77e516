//! A document in the carrier's words, or a file.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use outdial_engine::Sound;

use super::music::music_file;
use crate::http::AppState;
use crate::http::problem::{Problem, ProblemCode};

/// Gives a sound to whoever knows its token, which only the room's carrier was told; the ending `.wav` asks for the
/// file itself. Once the room is over there is nothing.
pub async fn give_sound(State(app): State<AppState>, Path(name): Path<String>) -> Result<Response, Problem> {
    let (token, is_file) = match name.strip_suffix(".wav") {
        Some(token) => (token, true),
        None => (name.as_str(), false),
    };
    let sound = app.engine.sound(token).ok_or(ProblemCode::NotFound)?;
    let wav = match (sound, is_file) {
        (Sound::Document(document) | Sound::Music { document }, false) => {
            return Ok(([(header::CONTENT_TYPE, document.content_type)], document.body).into_response());
        }
        (Sound::Music { .. }, true) => music_file(),
        (Sound::Clip { workspace, id }, true) => app.clip_file(&workspace, &id).await?,
        (Sound::Document(_), true) | (Sound::Clip { .. }, false) => {
            return Err(ProblemCode::NotFound.into());
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "audio/wav"),
        (header::CACHE_CONTROL, "private, max-age=300"),
    ];
    Ok((headers, wav).into_response())
}
