//! A speech model that cannot be reached: nobody is called for whom it would talk, until it answers again.
//!
//! A callee would pick up and hear an apology. So the model is asked before the first phone rings, and again when it has
//! not been heard of for a while; once it is away, a connection is tried now and then, and nobody is called meanwhile.

use std::sync::Arc;
use std::time::Duration;

use outdial_domain::ids::WorkspaceId;
use outdial_voice::realtime::live::knock;

use crate::engine::Inner;

/// Whether the speech model of a workspace can be reached; why not, in a word.
pub(crate) async fn ready(inner: &Arc<Inner>, workspace: &WorkspaceId) -> Result<(), String> {
    let services = &inner.services;
    if let Some(away) = services.speech_away(workspace) {
        return Err(away.why);
    }
    let Some(model) = services.of(workspace).speech_model else {
        return Err("none is set up".to_owned());
    };
    if services.heard_speech_since(workspace, inner.clock.now().plus_ms(-FRESH_MS)) {
        return Ok(());
    }
    match knock(&model).await {
        Ok(()) => {
            services.heard_speech(workspace, inner.clock.now());
            Ok(())
        }
        Err(why) => {
            await_return(inner, workspace, &why);
            Err(why)
        }
    }
}

/// Notes that the model is away, and sees to it that somebody asks after it.
pub(crate) fn await_return(inner: &Arc<Inner>, workspace: &WorkspaceId, why: &str) {
    let Some(first) = inner.services.speech_is_away(workspace, why, inner.clock.now()) else {
        return;
    };
    tracing::warn!(
        error = why,
        "the speech model cannot be reached; nobody is called for it"
    );
    let (engine, workspace) = (inner.clone(), workspace.clone());
    inner.begin(async move {
        let pause = tokio::select! {
            pause = until_reachable(&engine, &workspace, first) => pause,
            // The next start begins anew.
            () = engine.stop.cancelled() => return,
        };
        tracing::info!("the speech model can be reached again");
        engine
            .services
            .speech_is_back(&workspace, pause, engine.clock.now());
        engine.campaigns.look_again(&workspace);
        engine.dial_wake.notify_one();
    });
}

/// Asks until there is an answer; how long the next pause would have been.
async fn until_reachable(inner: &Arc<Inner>, workspace: &WorkspaceId, first: Duration) -> Duration {
    let mut pause = first;
    loop {
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PAUSE_MAX);
        // Somebody chose another meanwhile: it is asked when it is needed.
        if inner.services.speech_away(workspace).is_none() {
            return pause;
        }
        let Some(model) = inner.services.of(workspace).speech_model else {
            continue;
        };
        match knock(&model).await {
            Ok(()) => return pause,
            Err(why) => tracing::debug!(error = %why, "the speech model is still away"),
        }
    }
}

/// A model that was reached so shortly ago is not asked again before the next call.
const FRESH_MS: i64 = 60_000;
/// After a long outage calls go out again within this time.
const PAUSE_MAX: Duration = Duration::from_secs(60);
