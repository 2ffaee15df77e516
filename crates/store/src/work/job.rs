//! One closure on its way through a store thread.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::StoreError;
use crate::db::{Access, Scope};
use crate::work::Session;
use crate::work::reply::Sender;

/// One closure on its way: run inside a transaction, answered when that is over.
pub(crate) trait Job: Send {
    /// Whose rows it may touch.
    fn scope(&self) -> &Scope;

    /// Whether it may write.
    fn access(&self) -> Access;

    /// Runs the closure. On failure its writes are to be undone.
    fn run(&mut self, session: &mut Session) -> Result<(), StoreError>;

    /// Makes a success a failure: its writes cannot be stored.
    fn fail(&mut self, why: StoreError);

    /// Answers the caller: with the closure's result, unless its transaction failed.
    fn answer(self: Box<Self>, transaction: Result<(), StoreError>);
}

/// A closure with its place for the result and its caller.
pub(crate) struct Task<F, T> {
    scope: Scope,
    access: Access,
    work: Option<F>,
    result: Option<Result<T, StoreError>>,
    caller: Sender<Result<T, StoreError>>,
}

impl<F, T> Task<F, T>
where
    F: FnOnce(&mut Session) -> Result<T, StoreError> + Send,
    T: Send,
{
    pub(crate) fn new(scope: Scope, access: Access, work: F, caller: Sender<Result<T, StoreError>>) -> Self {
        Self {
            scope,
            access,
            work: Some(work),
            result: None,
            caller,
        }
    }
}

impl<F, T> Job for Task<F, T>
where
    F: FnOnce(&mut Session) -> Result<T, StoreError> + Send,
    T: Send,
{
    fn scope(&self) -> &Scope {
        &self.scope
    }

    fn access(&self) -> Access {
        self.access
    }

    fn run(&mut self, session: &mut Session) -> Result<(), StoreError> {
        let Some(work) = self.work.take() else {
            return Err(StoreError::Closed);
        };
        // Whatever the closure left half-done in the database is rolled back, and its own values are gone.
        let result = catch_unwind(AssertUnwindSafe(|| work(session))).unwrap_or_else(|panic| {
            Err(StoreError::Panicked {
                why: message(panic.as_ref()),
            })
        });
        let outcome = result.as_ref().map(|_| ()).map_err(Clone::clone);
        self.result = Some(result);
        outcome
    }

    fn fail(&mut self, why: StoreError) {
        self.result = Some(Err(why));
    }

    fn answer(self: Box<Self>, transaction: Result<(), StoreError>) {
        let answer = match (self.result, transaction) {
            (Some(Err(own)), _) => Err(own),
            (_, Err(why)) => Err(why),
            (Some(Ok(result)), Ok(())) => Ok(result),
            (None, Ok(())) => Err(StoreError::Closed),
        };
        self.caller.send(answer);
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    if let Some(text) = panic.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = panic.downcast_ref::<String>() {
        text.clone()
    } else {
        "no message".to_owned()
    }
}
