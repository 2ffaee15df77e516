//! How a closure's answer gets back to its caller.

use std::any::Any;
use std::sync::mpsc;

use tokio::sync::oneshot;

use crate::StoreError;

/// How callers wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// They await.
    Await,
    /// They block their thread, so that a paused clock stands still.
    Block,
}

/// Where the store's thread puts the answer.
pub(crate) enum Sender<T> {
    Await(oneshot::Sender<T>),
    Block(mpsc::SyncSender<AnyAnswer>),
}

/// Where the caller takes it.
pub(crate) enum Receiver<T> {
    Await(oneshot::Receiver<T>),
    Block(mpsc::Receiver<AnyAnswer>),
}

/// An answer of any type. Simulations alone wait like this, and a channel for each type of answer would be a megabyte
/// of the program.
pub(crate) type AnyAnswer = Box<dyn Any + Send>;

/// Both ends of one answer.
pub(crate) fn reply<T>(mode: Mode) -> (Sender<T>, Receiver<T>) {
    match mode {
        Mode::Await => {
            let (sender, receiver) = oneshot::channel();
            (Sender::Await(sender), Receiver::Await(receiver))
        }
        Mode::Block => {
            let (sender, receiver) = mpsc::sync_channel(1);
            (Sender::Block(sender), Receiver::Block(receiver))
        }
    }
}

impl<T: Send + 'static> Sender<T> {
    /// Answers. A caller that no longer waits loses only the answer; the work is done.
    pub(crate) fn send(self, answer: T) {
        match self {
            Self::Await(sender) => drop(sender.send(answer)),
            Self::Block(sender) => drop(sender.send(Box::new(answer))),
        }
    }
}

impl<T: 'static> Receiver<T> {
    pub(crate) async fn wait(self) -> Result<T, StoreError> {
        match self {
            Self::Await(receiver) => receiver.await.map_err(|_| StoreError::Closed),
            Self::Block(receiver) => take(&receiver),
        }
    }

    /// Waits on the thread, outside of any event loop.
    pub(crate) fn wait_here(self) -> Result<T, StoreError> {
        match self {
            Self::Await(receiver) => receiver.blocking_recv().map_err(|_| StoreError::Closed),
            Self::Block(receiver) => take(&receiver),
        }
    }
}

fn take<T: 'static>(receiver: &mpsc::Receiver<AnyAnswer>) -> Result<T, StoreError> {
    let answer = receiver.recv().map_err(|_| StoreError::Closed)?;
    let answer = answer
        .downcast()
        .expect("both ends of a pair were made for one type");
    Ok(*answer)
}
