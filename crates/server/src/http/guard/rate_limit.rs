//! How many requests one actor may send.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Mutex;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use outdial_domain::Timestamp;

use crate::http::AppState;
use crate::http::auth::{Actor, Client};
use crate::http::problem::{Problem, ProblemCode};

/// Answers 429 when an actor (or, without one, an address) asks too fast.
pub async fn limit_rate(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let extensions = request.extensions();
    let who = match (Actor::of_request(extensions), extensions.get::<Client>()) {
        (Some(actor), _) => Who::Actor(actor.id.clone()),
        (None, Some(client)) => Who::Address(client.address),
        (None, None) => return next.run(request).await,
    };
    match app.rate_limiter.take(who, app.now()) {
        Ok(()) => next.run(request).await,
        Err(wait_ms) => {
            let seconds = u64::try_from(wait_ms).unwrap_or(0).div_ceil(1_000);
            Problem::new(ProblemCode::RateLimited)
                .retry_after_s(seconds)
                .into_response()
        }
    }
}

/// One bucket of requests per actor.
#[derive(Debug)]
pub struct RateLimiter {
    for_actors: Allowance,
    buckets: Mutex<BTreeMap<Who, Bucket>>,
}

/// How fast one of them may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Requests a second, in the long run.
    pub per_second: i64,
    /// Requests at once, after a pause.
    pub burst: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Actor(String),
    Address(IpAddr),
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// Thousandths of a request.
    level: i64,
    filled_at: Timestamp,
}

impl RateLimiter {
    /// With this allowance for each actor.
    #[must_use]
    pub fn new(for_actors: Allowance) -> Self {
        Self {
            for_actors,
            buckets: Mutex::default(),
        }
    }

    /// Takes one request out of the bucket, or says how many milliseconds to wait.
    fn take(&self, who: Who, now: Timestamp) -> Result<(), i64> {
        let Allowance { per_second, burst } = match who {
            Who::Actor(_) => self.for_actors,
            Who::Address(_) => FOR_STRANGERS,
        };
        let mut buckets = self
            .buckets
            .lock()
            .expect("no code panics while it holds this lock");
        if buckets.len() >= BUCKETS_MAX {
            buckets.retain(|_, bucket| now.ms_since(bucket.filled_at) < FULL_AGAIN_AFTER_MS);
            if buckets.len() >= BUCKETS_MAX {
                buckets.clear();
            }
        }
        let full = burst * ONE;
        let bucket = buckets.entry(who).or_insert(Bucket {
            level: full,
            filled_at: now,
        });
        let elapsed_ms = now.ms_since(bucket.filled_at).clamp(0, FULL_AGAIN_AFTER_MS);
        bucket.level = (bucket.level + elapsed_ms * per_second).min(full);
        bucket.filled_at = now;
        if bucket.level >= ONE {
            bucket.level -= ONE;
            Ok(())
        } else {
            Err((ONE - bucket.level).div_euclid(per_second) + 1)
        }
    }
}

const ONE: i64 = 1_000;
/// A busy page asks a few times a second; a program that creates calls one by one, a hundred times.
pub const FOR_ACTORS: Allowance = Allowance {
    per_second: 200,
    burst: 600,
};
/// Enough for an office behind one address to load the page and sign in.
const FOR_STRANGERS: Allowance = Allowance {
    per_second: 20,
    burst: 200,
};
const FULL_AGAIN_AFTER_MS: i64 = 60_000;
const BUCKETS_MAX: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(5_000_000);

    fn actor() -> Who {
        Who::Actor("usr_1".to_owned())
    }

    #[test]
    fn a_burst_passes_and_then_the_rate_holds() {
        let limiter = RateLimiter::new(FOR_ACTORS);
        for _ in 0..FOR_ACTORS.burst {
            assert_eq!(limiter.take(actor(), START), Ok(()));
        }
        let wait_ms = limiter.take(actor(), START).unwrap_err();
        assert!((1..=6).contains(&wait_ms), "{wait_ms}");
        assert_eq!(limiter.take(actor(), START.plus_ms(wait_ms)), Ok(()));
        assert!(limiter.take(actor(), START.plus_ms(wait_ms)).is_err());
    }

    #[test]
    fn one_actor_does_not_slow_another() {
        let limiter = RateLimiter::new(FOR_ACTORS);
        while limiter.take(actor(), START).is_ok() {}
        assert_eq!(limiter.take(Who::Actor("usr_2".to_owned()), START), Ok(()));
    }
}
