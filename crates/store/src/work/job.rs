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

    /// Whether it may be run again after its writes were undone.
    fn is_repeatable(&self) -> bool;

    /// Runs the closure. On failure its writes are to be undone.
    fn run(&mut self, session: &mut Session) -> Result<(), StoreError>;

    /// Makes a success a failure: its writes cannot be stored.
    fn fail(&mut self, why: StoreError);

    /// Answers the caller: with the closure's result, unless its transaction failed.
    fn answer(self: Box<Self>, transaction: Result<(), StoreError>);
}

/// What a job runs.
pub(crate) trait Work<T>: Send {
    /// Whether it may be run again after its writes were undone.
    const REPEATABLE: bool;

    /// Runs it.
    fn run(&mut self, session: &mut Session) -> Result<T, StoreError>;
}

/// A closure that is gone once it ran.
pub(crate) struct Once<F>(Option<F>);

/// A closure that changes nothing but the database, so that it may run again.
pub(crate) struct Repeatable<F>(F);

impl<F> Once<F> {
    pub(crate) fn new(closure: F) -> Self {
        Self(Some(closure))
    }
}

impl<F> Repeatable<F> {
    pub(crate) fn new(closure: F) -> Self {
        Self(closure)
    }
}

impl<T, F: FnOnce(&mut Session) -> Result<T, StoreError> + Send> Work<T> for Once<F> {
    const REPEATABLE: bool = false;

    fn run(&mut self, session: &mut Session) -> Result<T, StoreError> {
        let closure = self.0.take().ok_or(StoreError::Closed)?;
        closure(session)
    }
}

impl<T, F: Fn(&mut Session) -> Result<T, StoreError> + Send> Work<T> for Repeatable<F> {
    const REPEATABLE: bool = true;

    fn run(&mut self, session: &mut Session) -> Result<T, StoreError> {
        (self.0)(session)
    }
}

/// A closure with its place for the result and its caller.
pub(crate) struct Task<W, T> {
    scope: Scope,
    access: Access,
    work: W,
    result: Option<Result<T, StoreError>>,
    caller: Sender<Result<T, StoreError>>,
}

impl<W: Work<T>, T: Send> Task<W, T> {
    pub(crate) fn new(scope: Scope, access: Access, work: W, caller: Sender<Result<T, StoreError>>) -> Self {
        Self {
            scope,
            access,
            work,
            result: None,
            caller,
        }
    }
}

impl<W: Work<T>, T: Send + 'static> Job for Task<W, T> {
    fn scope(&self) -> &Scope {
        &self.scope
    }

    fn access(&self) -> Access {
        self.access
    }

    fn is_repeatable(&self) -> bool {
        W::REPEATABLE
    }

    fn run(&mut self, session: &mut Session) -> Result<(), StoreError> {
        let work = &mut self.work;
        // Whatever the closure left half-done in the database is rolled back, and its own values are gone.
        let result = catch_unwind(AssertUnwindSafe(|| work.run(session))).unwrap_or_else(|panic| {
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
