//! What a request says of a campaign, checked.

use outdial_domain::campaign::CampaignSettings;
use outdial_domain::ids::ListId;
use outdial_store::{ListState, StoreError, Tx};
use serde_json::{Map, Value};

use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::problem::{Problem, ProblemCode};

/// The choices with the given fields replaced; a field that does not exist is an error and not ignored.
pub fn settings(before: &CampaignSettings, change: Map<String, Value>) -> Result<CampaignSettings, Problem> {
    let Ok(Value::Object(mut document)) = serde_json::to_value(before) else {
        return Err(Problem::internal(&"the choices of a campaign are no object"));
    };
    for (field, value) in change {
        match document.get_mut(&field) {
            Some(place) => *place = value,
            None => return Err(unusable("There is no such choice.", &field)),
        }
    }
    let after: CampaignSettings = serde_json::from_value(Value::Object(document))
        .map_err(|why| Problem::new(ProblemCode::CampaignInvalid).detail(why.to_string()))?;
    let wrong = after.validate();
    if wrong.is_empty() {
        Ok(after.with_plain_consent())
    } else {
        Err(Problem::of_fields(ProblemCode::CampaignInvalid, &wrong))
    }
}

/// A name that people can read.
pub fn name(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > NAME_MAX_CHARS {
        let why = format!("A campaign needs a name of 1 to {NAME_MAX_CHARS} characters.");
        return Err(unusable(&why, "name"));
    }
    Ok(text.to_owned())
}

/// The lists that a campaign goes through, each once.
pub fn list_ids(words: &[String]) -> Result<Vec<ListId>, Problem> {
    let mut ids: Vec<ListId> = Vec::with_capacity(words.len());
    for word in words {
        let id = word
            .parse()
            .map_err(|why| unusable(&format!("{why}"), "list_ids"))?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.len() > LISTS_MAX {
        return Err(unusable(
            &format!("Choose at most {LISTS_MAX} lists."),
            "list_ids",
        ));
    }
    Ok(ids)
}

/// The first of the lists that cannot be called: there is none, or it was put away.
pub fn refuse_absent(tx: &mut Tx<'_>, lists: &[ListId]) -> Result<Option<Problem>, StoreError> {
    for id in lists {
        let found = tx.lists().get(id)?.map(|list| list.state);
        if found != Some(ListState::Ready) {
            let why = format!("There is no list {id} in use; choose others.");
            return Ok(Some(unusable(&why, "list_ids")));
        }
    }
    Ok(None)
}

/// A campaign dials through an account of the workspace.
pub fn refuse_unknown_account(
    app: &AppState,
    actor: &Actor,
    settings: &CampaignSettings,
) -> Result<(), Problem> {
    match &settings.account_id {
        Some(id) if app.engine.accounts().find(&actor.workspace, id).is_none() => Err(unusable(
            "There is no such carrier account; choose another.",
            "account_id",
        )),
        Some(_) | None => Ok(()),
    }
}

fn unusable(why: &str, field: &str) -> Problem {
    Problem::new(ProblemCode::CampaignInvalid)
        .detail(why)
        .field(field, "invalid", why)
}

const NAME_MAX_CHARS: usize = 100;
const LISTS_MAX: usize = 200;
