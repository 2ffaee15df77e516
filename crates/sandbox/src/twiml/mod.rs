//! TwiML: XML read into a tree, the tree read into verbs.

mod element;
mod read;
mod stream;
mod verb;

pub(crate) use read::{ReadError, read};
pub(crate) use verb::{
    ConferenceNoun, Connect, Dial, DialNumber, Enqueue, Gather, StreamNoun, Target, Times, Tracks, Verb,
};
