//! What a stream refuses.

/// Why a message of a carrier's media stream was refused. The socket is to be closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// The text is longer than any message of the protocol.
    #[error("a message of {length} bytes is longer than {LONGEST_MESSAGE}")]
    TooLong {
        /// How long it is.
        length: usize,
    },
    /// The text is not JSON, or lacks what its event must have.
    #[error("not a message of the media stream protocol: {0}")]
    Malformed(&'static str),
    /// The audio is not base64, or longer than a second.
    #[error("the audio is not base64 or longer than a second")]
    Audio,
    /// The stream speaks another protocol.
    #[error("the protocol is not \"Call\" 1.x")]
    Protocol,
    /// The audio has another format.
    #[error("the audio format is not audio/x-mulaw, 8000 Hz, one channel")]
    Format,
    /// A message came before the one that must precede it.
    #[error("{event} came too early")]
    TooEarly {
        /// The message.
        event: &'static str,
    },
    /// A message came again that comes once.
    #[error("{event} came twice")]
    Twice {
        /// The message.
        event: &'static str,
    },
    /// A message names another stream.
    #[error("the message belongs to another stream")]
    OtherStream,
    /// The stream is over.
    #[error("the stream has stopped")]
    Stopped,
    /// More marks are under way than anybody could need.
    #[error("too many marks are waiting to be played")]
    TooManyMarks,
    /// The name of a mark is empty or too long.
    #[error("the name of a mark has between 1 and {LONGEST_MARK} bytes")]
    MarkName,
}

/// A `start` with many parameters has a few kilobytes, and a second of audio has eleven.
pub(super) const LONGEST_MESSAGE: usize = 65_536;

pub(super) const LONGEST_MARK: usize = 128;
