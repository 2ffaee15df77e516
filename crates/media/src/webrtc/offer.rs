//! What is asked of a browser's offer before anything else reads it, and what is said when it is not met.

use crate::codec::Codec;

/// Why an offer was not answered. The texts say what the page has to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OfferError {
    /// Longer than [`MAX_OFFER_BYTES`].
    #[error("the offer has {bytes} bytes; send one with a single audio track, which needs a few thousand")]
    TooLarge {
        /// Its length.
        bytes: usize,
    },
    /// Not a session description at all.
    #[error("the text is not a session description; send `RTCPeerConnection.localDescription.sdp` unchanged")]
    NotSdp,
    /// Video, and no audio with it.
    #[error("the offer has video only; add an audio track from the microphone before creating it")]
    VideoOnly,
    /// No audio, or audio that is switched off.
    #[error("the offer has no audio; add an audio track or an audio transceiver before creating it")]
    NoAudio,
    /// More than one audio line, a data channel, or something unknown besides audio and video.
    #[error("the offer carries more than a call needs ({what}); offer one audio line and nothing else")]
    TooMuch {
        /// The first superfluous thing.
        what: &'static str,
    },
    /// None of the codecs that we speak.
    #[error("the offer has none of the codecs opus, PCMU and PCMA; do not filter the browser's codec list")]
    NoCodec,
    /// No certificate fingerprint: the audio could not be encrypted.
    #[error(
        "the offer has no certificate fingerprint (a=fingerprint); send the browser's description unchanged"
    )]
    NotEncrypted,
    /// A description that contradicts itself.
    #[error("the offer cannot be understood ({reason}); create a fresh RTCPeerConnection and offer again")]
    Malformed {
        /// What the parser said.
        reason: String,
    },
}

/// Reads as much of an offer as decides whether it is worth answering: the codec to speak.
///
/// The best codec is chosen here and the answer names it alone, so that a browser never switches in the middle.
pub(super) fn choose_codec(offer: &str) -> Result<Codec, OfferError> {
    if offer.len() > MAX_OFFER_BYTES {
        return Err(OfferError::TooLarge { bytes: offer.len() });
    }
    if !offer.starts_with("v=0") {
        return Err(OfferError::NotSdp);
    }
    let lines = Lines::read(offer)?;
    match (lines.audio, lines.video) {
        (None, true) => return Err(OfferError::VideoOnly),
        (None, false) => return Err(OfferError::NoAudio),
        (Some(_), _) => {}
    }
    if !lines.fingerprint {
        return Err(OfferError::NotEncrypted);
    }
    lines.best.ok_or(OfferError::NoCodec)
}

#[derive(Default)]
struct Lines<'a> {
    /// The payload types of the audio line.
    audio: Option<&'a str>,
    video: bool,
    fingerprint: bool,
    best: Option<Codec>,
}

impl<'a> Lines<'a> {
    fn read(offer: &'a str) -> Result<Self, OfferError> {
        let mut lines = Self::default();
        let mut in_audio = false;
        for line in offer.lines() {
            if let Some(media) = line.strip_prefix("m=") {
                in_audio = lines.media(media)?;
            } else if line.starts_with("a=fingerprint:") {
                lines.fingerprint = true;
            } else if let (true, Some(map)) = (in_audio, line.strip_prefix("a=rtpmap:")) {
                let named = map.split_once(' ').and_then(|(_, name)| codec_named(name));
                lines.prefer(named);
            }
        }
        Ok(lines)
    }

    /// Takes in one media line; says whether it is the audio line.
    fn media(&mut self, media: &'a str) -> Result<bool, OfferError> {
        let mut words = media.split_whitespace();
        let kind = words.next().unwrap_or_default();
        let switched_off = words.next() == Some("0");
        match kind {
            "audio" if self.audio.is_some() => Err(OfferError::TooMuch {
                what: "a second audio line",
            }),
            "audio" if switched_off => Ok(false),
            "audio" => {
                let types = media.splitn(4, ' ').nth(3).unwrap_or_default();
                self.audio = Some(types);
                // Payload types 0 and 8 mean G.711 whether they are spelt out or not.
                self.prefer(types.split_whitespace().any(|t| t == "0").then_some(Codec::Pcmu));
                self.prefer(types.split_whitespace().any(|t| t == "8").then_some(Codec::Pcma));
                Ok(true)
            }
            "video" => {
                self.video = true;
                Ok(false)
            }
            "application" => Err(OfferError::TooMuch {
                what: "a data channel",
            }),
            _ => Err(OfferError::TooMuch {
                what: "an unknown kind of media",
            }),
        }
    }

    fn prefer(&mut self, codec: Option<Codec>) {
        let rank = |codec| match codec {
            Some(Codec::Opus) => 3,
            Some(Codec::Pcmu) => 2,
            Some(Codec::Pcma) => 1,
            None => 0,
        };
        if rank(codec) > rank(self.best) {
            self.best = codec;
        }
    }
}

fn codec_named(name: &str) -> Option<Codec> {
    let is = |spelling: &str| name.trim().eq_ignore_ascii_case(spelling);
    if is("opus/48000/2") {
        Some(Codec::Opus)
    } else if is("PCMU/8000") || is("PCMU/8000/1") {
        Some(Codec::Pcmu)
    } else if is("PCMA/8000") || is("PCMA/8000/1") {
        Some(Codec::Pcma)
    } else {
        None
    }
}

/// Offers of browsers with one audio track have 2 to 6 kB; all their codecs and candidates stay under 64 kB.
pub const MAX_OFFER_BYTES: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(media: &str) -> String {
        format!("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n{media}")
    }

    const FINGERPRINT: &str = "a=fingerprint:sha-256 00\r\n";

    #[test]
    fn opus_is_preferred_wherever_it_stands() {
        let text = offer(&format!(
            "m=audio 9 UDP/TLS/RTP/SAVPF 0 8 111\r\n{FINGERPRINT}a=rtpmap:0 PCMU/8000\r\na=rtpmap:111 opus/48000/2\r\n"
        ));
        assert_eq!(choose_codec(&text), Ok(Codec::Opus));
    }

    #[test]
    fn g711_is_taken_also_when_its_number_is_not_explained() {
        let pcmu = offer(&format!("m=audio 9 UDP/TLS/RTP/SAVPF 8 0\r\n{FINGERPRINT}"));
        assert_eq!(choose_codec(&pcmu), Ok(Codec::Pcmu));
        let pcma = offer(&format!("m=audio 9 UDP/TLS/RTP/SAVPF 8\r\n{FINGERPRINT}"));
        assert_eq!(choose_codec(&pcma), Ok(Codec::Pcma));
    }

    #[test]
    fn each_unusable_offer_says_what_to_do() {
        let audio = "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n";
        let table = [
            (String::new(), OfferError::NotSdp),
            ("hello".to_owned(), OfferError::NotSdp),
            (offer(""), OfferError::NoAudio),
            (offer("m=audio 0 UDP/TLS/RTP/SAVPF 0\r\n"), OfferError::NoAudio),
            (offer("m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"), OfferError::VideoOnly),
            (offer(audio), OfferError::NotEncrypted),
            (
                offer(&format!("m=audio 9 UDP/TLS/RTP/SAVPF 9\r\n{FINGERPRINT}")),
                OfferError::NoCodec,
            ),
            (
                offer(&format!("{audio}{audio}")),
                OfferError::TooMuch {
                    what: "a second audio line",
                },
            ),
            (
                offer(&format!(
                    "{audio}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
                )),
                OfferError::TooMuch {
                    what: "a data channel",
                },
            ),
        ];
        for (text, expected) in table {
            assert_eq!(choose_codec(&text), Err(expected.clone()), "{text}");
            assert!(expected.to_string().contains("; "), "{expected} names a remedy");
        }
        let long = "v=0".repeat(MAX_OFFER_BYTES);
        assert_eq!(
            choose_codec(&long),
            Err(OfferError::TooLarge { bytes: long.len() })
        );
    }

    #[test]
    fn codecs_of_a_video_line_do_not_count() {
        let text = offer(&format!(
            "m=audio 9 UDP/TLS/RTP/SAVPF 9\r\n{FINGERPRINT}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 opus/48000/2\r\n"
        ));
        assert_eq!(choose_codec(&text), Err(OfferError::NoCodec));
    }
}
