//! `POST /imports`: upload a file.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use futures_util::StreamExt as _;
use outdial_domain::ids::ImportId;
use outdial_domain::list::{ImportChoices, ImportCounts, KnownPolicy};
use outdial_store::{ImportRow, ImportState};
use serde::Deserialize;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use utoipa::IntoParams;

use super::view::ImportView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::calling::label;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Query;
use crate::importing::ImportFiles;

/// How the file and the list are called.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// The file's name.
    file_name: Option<String>,
    /// How the list is called; the file's name without its ending when absent.
    name: Option<String>,
}

/// Takes a file of leads: CSV, or text with any usual separator and in any usual encoding, up to 256 MB and 1,000,000
/// rows. It is looked at in the background; nothing else happens until the import is started.
#[utoipa::path(post, path = "/imports", tag = "Leads", operation_id = "uploadImport", params(UploadQuery),
    request_body(content((String = "text/csv"), (Vec<u8> = "application/octet-stream"))),
    responses((status = 201, description = "It is looked at", body = ImportView),
        (status = 413, description = "Larger than 256 MB"), (status = 422, description = "`import.empty`")))]
pub async fn upload_import(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<UploadQuery>,
    body: Body,
) -> Result<(StatusCode, Json<ImportView>), Problem> {
    actor.require(Operation::ImportsWrite)?;
    let file_name = label("file_name", query.file_name)?.unwrap_or_else(|| "leads.csv".to_owned());
    let stem = file_name.rsplit_once('.').map_or(&*file_name, |(stem, _)| stem);
    let name = label("name", query.name)?.unwrap_or_else(|| stem.to_owned());
    let id = ImportId::from_bits(app.new_bits());
    let files = ImportFiles::of(&app.config.data_dir, &id);
    let bytes = match receive(&files, body).await {
        Ok(bytes) => bytes,
        Err(problem) => {
            files.forget().await;
            return Err(problem);
        }
    };
    let row = ImportRow {
        id: id.clone(),
        state: ImportState::Checking,
        file_name,
        bytes,
        name: name.trim().to_owned(),
        list_id: None,
        own_list: false,
        known: KnownPolicy::default(),
        tags: Vec::new(),
        choices: ImportChoices::default(),
        report: None,
        counts: ImportCounts::default(),
        cancelled: false,
        attempts: 0,
        undone: None,
        problem: None,
        created_by: actor.stored(),
        created_at: app.now(),
        started_at: None,
        finished_at: None,
        revision: 0,
    };
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({"file_name": row.file_name, "bytes": bytes}))
        .row(&app, "import.uploaded");
    let stored = row.clone();
    app.workspace(&actor.workspace)
        .write(move |tx| {
            tx.imports().insert(&stored)?;
            tx.audit().add(&entry)
        })
        .await?;
    app.imports.check();
    app.engine.changes().import(&actor.workspace, id);
    Ok((StatusCode::CREATED, Json(ImportView::of(&row, &app.imports))))
}

/// Writes the body to disk as it comes.
async fn receive(files: &ImportFiles, body: Body) -> Result<u64, Problem> {
    let failed = |why: std::io::Error| {
        if why.kind() == std::io::ErrorKind::StorageFull {
            Problem::from(ProblemCode::StorageFull)
        } else {
            Problem::internal(&why)
        }
    };
    files.make().await.map_err(failed)?;
    let mut file = tokio::fs::File::create(files.upload()).await.map_err(failed)?;
    let mut body = body.into_data_stream();
    let mut bytes = 0_u64;
    while let Some(part) = body.next().await {
        let part = part.map_err(|why| {
            Problem::new(ProblemCode::RequestMalformed).detail(format!("The upload broke off: {why}"))
        })?;
        bytes += part.len() as u64;
        if bytes > BYTES_MAX {
            let sentence = format!(
                "The file is larger than {} MB; split it into several.",
                BYTES_MAX >> 20
            );
            return Err(Problem::new(ProblemCode::ImportTooLarge).detail(sentence));
        }
        file.write_all(&part).await.map_err(failed)?;
    }
    file.sync_all().await.map_err(failed)?;
    if bytes == 0 {
        return Err(ProblemCode::ImportEmpty.into());
    }
    Ok(bytes)
}

/// A million rows of 250 bytes.
const BYTES_MAX: u64 = 256 << 20;
