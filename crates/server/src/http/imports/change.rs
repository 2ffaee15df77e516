//! `PATCH /imports/{id}`: how the file is to be read, and where its rows go.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::{ImportId, ListId};
use outdial_domain::list::{FileConsents, ImportField, ImportMapping, KnownPolicy};
use outdial_store::{ImportRow, ImportState, ListState};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::view::ImportView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calling::label;
use crate::http::leads::{consent_scope, consent_source, tags_of};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id, given};
use crate::importing::retell;

/// What to change; absent fields stay.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportChange {
    /// What each column holds, one word for each: `ignore`, `name`, `given_name`, `family_name`, `company`, `phone`,
    /// `phone_2` to `phone_5`, `title`, `email`, `time_zone`, `tags`, `notes`, `do_not_call`, `consent` (yes
    /// means `ai_voice`, or scopes by comma), or `custom:` and the name of a field.
    mapping: Option<Vec<String>>,
    /// Whether the first row names the columns.
    has_header: Option<bool>,
    /// What is done with numbers that some lead has already: `update`, `move` or `skip`.
    known: Option<String>,
    /// The list that it goes into; null for one of its own.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    list_id: Option<Option<String>>,
    /// How the list is called that it makes.
    name: Option<String>,
    /// Tags for all its leads.
    tags: Option<Vec<String>>,
    /// What everybody in the file has agreed to; null when nothing is said of all. Who took a consent back before does not
    /// give it again by an import.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<ImportConsents>)]
    consents: Option<Option<ImportConsents>>,
}

/// What everybody in a file has agreed to.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportConsents {
    /// `ai_voice`, `human_call`, `recording`, `email`.
    pub scopes: Vec<String>,
    /// How that is known, in up to 300 characters.
    pub source: String,
}

/// Changes an import that was not started yet. When that changes what its rows become, the file is looked at again.
#[utoipa::path(patch, path = "/imports/{id}", tag = "Leads", operation_id = "changeImport",
    params(("id" = String, Path, description = "`imp_...`")), request_body = ImportChange,
    responses((status = 200, description = "Changed", body = ImportView), (status = 404, description = "No such import"),
        (status = 409, description = "`import.not_ready`: it was started"),
        (status = 422, description = "A field makes no sense")))]
pub async fn change_import(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ImportId>,
    Body(change): Body<ImportChange>,
) -> Result<Json<ImportView>, Problem> {
    actor.require(Operation::ImportsWrite)?;
    let change = Checked::of(change)?;
    let retold = change.retold(&app, &actor, &id).await?;
    let wanted = id.clone();
    let row = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let Some(mut row) = tx.imports().get(&wanted)? else {
                return Ok(Err(ProblemCode::ImportNotFound.into()));
            };
            match row.state {
                ImportState::Checking | ImportState::Checked => {}
                ImportState::Running
                | ImportState::Done
                | ImportState::Cancelled
                | ImportState::Failed
                | ImportState::Undoing
                | ImportState::Undone => return Ok(Err(ProblemCode::ImportNotReady.into())),
            }
            if let Some(Some(list)) = &change.list
                && tx.lists().get(list)?.map(|list| list.state) != Some(ListState::Ready)
            {
                return Ok(Err(ProblemCode::ListNotFound.into()));
            }
            if change.apply(&mut row) {
                row.state = ImportState::Checking;
            }
            if let Some(retold) = retold {
                row.report = Some(retold);
            }
            tx.imports().update(&mut row)?;
            Ok::<Result<ImportRow, Problem>, outdial_store::StoreError>(Ok(row))
        })
        .await??;
    if row.state == ImportState::Checking {
        app.imports.stop(&id);
        app.imports.check();
    }
    app.engine.changes().import(&actor.workspace, id);
    Ok(Json(ImportView::of(&row, &app.imports)))
}

/// A change whose fields were read.
#[derive(Clone)]
struct Checked {
    mapping: Option<ImportMapping>,
    has_header: Option<bool>,
    known: Option<KnownPolicy>,
    list: Option<Option<ListId>>,
    name: Option<String>,
    tags: Option<Vec<String>>,
    consents: Option<Option<FileConsents>>,
}

impl Checked {
    fn of(change: ImportChange) -> Result<Self, Problem> {
        let invalid = |field: &'static str| move |why: String| Problem::invalid_field(field, why);
        let list = |id: String| {
            id.parse::<ListId>()
                .map_err(|why| invalid("list_id")(why.to_string()))
        };
        Ok(Self {
            mapping: change.mapping.as_deref().map(mapping).transpose()?,
            has_header: change.has_header,
            known: change
                .known
                .map(|word| word.parse().map_err(invalid("known")))
                .transpose()?,
            list: change.list_id.map(|id| id.map(list).transpose()).transpose()?,
            name: label("name", change.name)?.map(|name| name.trim().to_owned()),
            tags: change.tags.map(|tags| tags_of("tags", &tags)).transpose()?,
            consents: change
                .consents
                .map(|consents| file_consents(consents.as_ref()))
                .transpose()?,
        })
    }

    /// What is told of the file from now on, when its columns or what they hold were chosen anew.
    async fn retold(&self, app: &AppState, actor: &Actor, id: &ImportId) -> Result<Option<Value>, Problem> {
        if self.mapping.is_none() && self.has_header.is_none() {
            return Ok(None);
        }
        let id = id.clone();
        let rows = app.workspace(&actor.workspace);
        let Some(mut row) = rows.read(move |tx| tx.imports().get(&id)).await? else {
            return Ok(None);
        };
        self.clone().apply(&mut row);
        let report = retell(app, &actor.workspace, &row).await;
        Ok(report.and_then(|report| serde_json::to_value(report).ok()))
    }

    /// Changes the import; says whether its rows may become something else now.
    fn apply(self, row: &mut ImportRow) -> bool {
        let before = (
            row.choices.clone(),
            row.known,
            row.list_id.clone(),
            row.tags.clone(),
        );
        if let Some(has_header) = self.has_header {
            // Other rows begin the table, so what was chosen for its columns is asked again.
            if row.choices.has_header != Some(has_header) && self.mapping.is_none() {
                row.choices.mapping = None;
            }
            row.choices.has_header = Some(has_header);
        }
        if let Some(consents) = self.consents {
            row.choices.consents = consents;
        }
        if let Some(mapping) = self.mapping {
            row.choices.mapping = Some(mapping);
        }
        row.known = self.known.unwrap_or(row.known);
        if let Some(list) = self.list {
            row.list_id = list;
        }
        row.name = self.name.unwrap_or_else(|| row.name.clone());
        row.tags = self.tags.unwrap_or_else(|| row.tags.clone());
        before
            != (
                row.choices.clone(),
                row.known,
                row.list_id.clone(),
                row.tags.clone(),
            )
    }
}

/// Nothing is said of everybody when no scope is named.
fn file_consents(given: Option<&ImportConsents>) -> Result<Option<FileConsents>, Problem> {
    let Some(given) = given.filter(|given| !given.scopes.is_empty()) else {
        return Ok(None);
    };
    let mut scopes = Vec::new();
    for word in &given.scopes {
        let scope = consent_scope("consents.scopes", word)?;
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    Ok(Some(FileConsents {
        scopes,
        source: consent_source("consents.source", &given.source)?,
    }))
}

fn mapping(words: &[String]) -> Result<ImportMapping, Problem> {
    if words.len() > COLUMNS_MAX {
        let why = format!("A file has at most {COLUMNS_MAX} columns.");
        return Err(Problem::invalid_field("mapping", why));
    }
    let fields: Result<Vec<ImportField>, _> = words.iter().map(|word| word.parse()).collect();
    let mapping = ImportMapping(fields.map_err(|why| Problem::invalid_field("mapping", why.to_string()))?);
    if let Some(field) = mapping.twice() {
        let why = format!("Two columns are to hold {field}.");
        return Err(Problem::invalid_field("mapping", why));
    }
    Ok(mapping)
}

const COLUMNS_MAX: usize = 200;
