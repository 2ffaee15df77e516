//! `POST /lists`: import a file.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::ListId;
use outdial_domain::list::LeadTable;
use outdial_store::{ListCounts, ListRow, ListState, PageRequest, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::columns::ColumnQuery;
use super::import::Import;
use super::judge::judge;
use super::read::{ListText, read};
use super::wire::{ERRORS_SHOWN, LeadList, ListLineError, ListRowCounts};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, ActorKind, Operation};
use crate::http::calling::label;
use crate::http::idempotency::RequestBits;
use crate::http::numbers::ListBody;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Query;

/// How the list is called.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NameQuery {
    /// Shown to people; "Imported list" when absent.
    name: Option<String>,
}

/// What became of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListImported {
    /// The list.
    pub list: LeadList,
    /// How many rows of which kind.
    pub counts: ListRowCounts,
    /// The first rows that became no leads; `/lists/{id}/errors` has them all.
    pub errors: Vec<ListLineError>,
}

/// Makes a list of leads of a file or of pasted text. Its valid rows become leads, unless a lead has the number already:
/// then that lead comes into the list. The others are kept with what is wrong with them; so are those who are on the
/// do-not-call list.
#[utoipa::path(post, path = "/lists", tag = "Leads", operation_id = "createList", params(NameQuery, ColumnQuery),
    request_body(content((ListText = "application/json"), (String = "text/csv"), (Vec<u8> = "application/octet-stream"))),
    responses((status = 201, description = "Imported", body = ListImported),
        (status = 413, description = "More than 10 MB or 100,000 lines"),
        (status = 422, description = "`list.empty`, `list.column_missing`, `list.no_leads`, or a chosen column is not in it")))]
pub async fn create_list(
    State(app): State<AppState>,
    actor: Actor,
    Query(name): Query<NameQuery>,
    Query(query): Query<ColumnQuery>,
    RequestBits(bits): RequestBits,
    body: ListBody,
) -> Result<(StatusCode, Json<ListImported>), Problem> {
    actor.require(Operation::ListsWrite)?;
    let name = label("name", name.name)?.unwrap_or_else(|| UNNAMED.to_owned());
    let source = match (&body, actor.kind) {
        (_, ActorKind::ApiKey) => "api",
        (ListBody::File(_), ActorKind::User) => "csv",
        (ListBody::Json(_), ActorKind::User) => "paste",
    };
    let known = query.known()?;
    let table = read(&app, &actor, &query, body).await?;
    refuse_unusable(&table)?;
    let judged = judge(&app, &actor, table, known).await?;
    refuse_unusable(&judged.table)?;
    let list = ListRow {
        id: ListId::from_bits(bits.unwrap_or_else(|| app.new_bits())),
        name: name.trim().to_owned(),
        source: source.to_owned(),
        state: ListState::Ready,
        created_by: actor.stored(),
        created_at: app.now(),
    };
    let (import, table) = Import::of(judged);
    let leads = import.leads();
    let entry = Entry::by(&actor)
        .subject(&list.id)
        .detail(json!({"name": list.name, "rows": table.counts}))
        .row(&app, "list.imported");
    let rows = app.workspace(&actor.workspace);
    match import.write(&app, &rows, list.clone(), entry).await {
        Ok(()) => {}
        // The same request was carried out before, and its answer was lost on the way.
        Err(StoreError::Duplicate { what: "list" }) => {
            return Ok((
                StatusCode::CREATED,
                Json(earlier(&app, &actor, list.id, &table).await?),
            ));
        }
        Err(why) => return Err(why.into()),
    }
    let counts = ListCounts {
        leads,
        called: 0,
        open: leads,
    };
    let answer = ListImported {
        list: LeadList::of(&list, counts),
        counts: table.counts.into(),
        errors: ListLineError::first_of(&table),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

fn refuse_unusable(table: &LeadTable) -> Result<(), Problem> {
    if !table.missing.is_empty() {
        let sentence = format!(
            "Missing required columns: {}. Choose the column that holds it, or add one to the list; one column may be \
             both name and company.",
            table.missing.join(", ")
        );
        let problem = Problem::new(ProblemCode::ListColumnMissing).detail(sentence);
        return Err(table.missing.iter().fold(problem, |problem, field| {
            let what = format!("No column of the list holds this; choose one with {field}_column.");
            problem.field(field, "missing", what)
        }));
    }
    if table.counts.valid == 0 {
        let shown = table
            .lines
            .iter()
            .filter_map(ListLineError::of_line)
            .take(LINES_NAMED);
        return Err(
            shown.fold(Problem::from(ProblemCode::ListNoLeads), |problem, error| {
                problem.line(error.line, &error.code, error.message)
            }),
        );
    }
    Ok(())
}

/// The list as it is now, with what was wrong with its rows then.
async fn earlier(
    app: &AppState,
    actor: &Actor,
    id: ListId,
    table: &LeadTable,
) -> Result<ListImported, Problem> {
    let shown = PageRequest::first(u32::try_from(ERRORS_SHOWN).unwrap_or(u32::MAX));
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let Some(list) = tx.lists().get(&id)? else {
                return Ok(None);
            };
            Ok(Some((
                list,
                tx.lists().counts(&id)?,
                tx.lists().errors(&id, &shown)?.items,
            )))
        })
        .await?;
    let Some((list, counts, errors)) = found else {
        return Err(ProblemCode::ListNotFound.into());
    };
    Ok(ListImported {
        list: LeadList::of(&list, counts),
        counts: table.counts.into(),
        errors: errors.into_iter().map(ListLineError::from).collect(),
    })
}

const UNNAMED: &str = "Imported list";
/// Errors named when nothing at all could be imported.
const LINES_NAMED: usize = 100;
