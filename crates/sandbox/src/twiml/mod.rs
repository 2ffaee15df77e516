//! TwiML: XML read into a tree, the tree read into verbs.

mod element;
mod read;
mod verb;

pub(crate) use read::{ReadError, read};
pub(crate) use verb::{ConferenceNoun, Dial, DialNumber, Enqueue, Gather, Target, Times, Verb};
