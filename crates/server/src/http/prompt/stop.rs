//! Commands that end calls and keep numbers from being called.

use outdial_domain::ids::{CallId, DncId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::prompt::NumberMention;
use outdial_store::{CallFilter, DncRow, PageRequest, Sort, StateFilter};

use super::execute::PromptResult;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};

/// Puts numbers on the do-not-call list and ends what is under way to them.
pub(super) async fn do_not_call(
    app: &AppState,
    actor: &Actor,
    mentions: &[NumberMention],
) -> Result<PromptResult, Problem> {
    actor.require(Operation::DncAdd)?;
    let now = app.now();
    let rows: Vec<DncRow> = mentions
        .iter()
        .filter_map(|mention| mention.phone.clone().ok())
        .map(|phone| DncRow {
            id: DncId::from_bits(app.new_bits()),
            phone,
            reason: Some("Asked for by command".to_owned()),
            source: "prompt".to_owned(),
            added_by: actor.stored(),
            created_at: now,
        })
        .collect();
    if rows.is_empty() {
        return Err(ProblemCode::DncNothing.into());
    }
    let entry = Entry::by(actor)
        .detail(serde_json::json!({ "numbers": rows.len() }))
        .row(app, "dnc.added");
    let count = rows.len();
    app.workspace(&actor.workspace)
        .write(move |tx| {
            for row in &rows {
                tx.dnc().add(row)?;
            }
            tx.audit().add(&entry)
        })
        .await?;
    let canceled = end_calls_to(app, actor, mentions).await?;
    let mut message = format!("{count} numbers are on the do-not-call list; {canceled} calls were ended.");
    for (mention, problem) in mentions
        .iter()
        .filter_map(|mention| Some((mention, mention.phone.as_ref().err()?)))
    {
        let (text, why) = (&mention.text, &problem.message);
        message = format!("{message} {text} is not on it: {why}");
    }
    Ok(PromptResult {
        canceled,
        message,
        ..Default::default()
    })
}

/// Ends every call to these numbers that is not over.
pub(super) async fn end_calls_to(
    app: &AppState,
    actor: &Actor,
    mentions: &[NumberMention],
) -> Result<u32, Problem> {
    let mut ended = 0;
    for phone in mentions.iter().filter_map(|mention| mention.phone.as_ref().ok()) {
        // Those that wait come first: one that is dialled in between is live then, and found among those.
        for state in ["planned", "live"] {
            for id in open_calls_to(app, actor, phone, state).await? {
                app.engine.hang_up(&actor.workspace, &id, actor.stored()).await?;
                ended += 1;
            }
        }
    }
    Ok(ended)
}

async fn open_calls_to(
    app: &AppState,
    actor: &Actor,
    phone: &PhoneNumber,
    state: &str,
) -> Result<Vec<CallId>, Problem> {
    let filter = CallFilter {
        q: Some(phone.e164().to_owned()),
        state: StateFilter::from_word(state),
        ..CallFilter::default()
    };
    let (wanted, mut page) = (phone.clone(), PageRequest::first(1_000));
    let rows = app.workspace(&actor.workspace);
    let found = rows.read(move |tx| {
        let mut found = Vec::new();
        loop {
            let part = tx.calls().list(&filter, Sort::NEWEST, &page)?;
            let same = part.items.into_iter().filter(|row| row.phone == wanted);
            found.extend(same.map(|row| row.id));
            if part.next_cursor.is_none() {
                return Ok(found);
            }
            page.cursor = part.next_cursor;
        }
    });
    Ok(found.await?)
}
