//! What the agent has yet to say, 20 ms at a time.

use std::collections::VecDeque;

use crate::realtime::AudioFormat;

/// Audio that waits for its turn.
#[derive(Debug)]
pub(super) struct Player {
    format: AudioFormat,
    waiting: VecDeque<u8>,
    /// Audio for which there was no room, in bytes.
    dropped: usize,
}

impl Player {
    pub fn new(format: AudioFormat) -> Self {
        Self {
            format,
            waiting: VecDeque::new(),
            dropped: 0,
        }
    }

    /// Takes audio; what does not fit is left out.
    pub fn push(&mut self, audio: &[u8]) {
        let room = (self.format.bytes_per_ms() * WAITING_MAX_MS).saturating_sub(self.waiting.len());
        let (fits, over) = audio.split_at(room.min(audio.len()));
        self.waiting.extend(fits);
        self.dropped += over.len();
    }

    pub fn clear(&mut self) {
        self.waiting.clear();
    }

    /// The next 20 ms, and how much of it is audio: the last frame is filled up with silence.
    pub fn frame(&mut self) -> Option<(Vec<u8>, usize)> {
        let length = self.waiting.len().min(self.format.frame_bytes());
        if length == 0 {
            return None;
        }
        let mut frame: Vec<u8> = self.waiting.drain(..length).collect();
        frame.resize(self.format.frame_bytes(), self.format.silence());
        Some((frame, length))
    }

    pub fn has_audio(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// 20 ms in which nothing is said.
    pub fn silence(&self) -> Vec<u8> {
        vec![self.format.silence(); self.format.frame_bytes()]
    }

    pub fn dropped_ms(&self) -> i64 {
        self.format.ms(self.dropped)
    }
}

/// The longest answer of a model has four minutes.
const WAITING_MAX_MS: usize = 10 * 60 * 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audio_comes_out_in_frames_and_the_last_one_is_filled_up() {
        let mut player = Player::new(AudioFormat::Mulaw);
        player.push(&[1; 200]);
        assert_eq!(player.frame(), Some((vec![1; 160], 160)));
        let (frame, audio) = player.frame().unwrap();
        assert_eq!((frame.len(), audio, frame[39], frame[40]), (160, 40, 1, 0xff));
        assert_eq!(player.frame(), None);
    }

    #[test]
    fn what_is_too_much_is_left_out_and_counted() {
        let mut player = Player::new(AudioFormat::Mulaw);
        player.push(&vec![1; WAITING_MAX_MS * 8 + 80]);
        assert_eq!(player.dropped_ms(), 10);
        player.clear();
        assert_eq!(player.frame(), None);
    }
}
