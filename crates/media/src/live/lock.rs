//! Locks that outlive a panic: what a room's panic leaves behind is closed by its cell, and the rest goes on.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, also after a thread has panicked inside.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
