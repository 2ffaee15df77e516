//! `GET /imports/{id}/errors.csv`: the rows that came to nothing.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use outdial_domain::ids::ImportId;
use tokio::io::AsyncReadExt as _;

use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;
use crate::importing::ImportFiles;

/// The rows that come to nothing, with why, to be mended and imported again (UTF-8 with a byte-order mark, so that
/// spreadsheets read it). Cells that a spreadsheet would take for a formula are written with a leading apostrophe.
#[utoipa::path(get, path = "/imports/{id}/errors.csv", tag = "Leads", operation_id = "downloadImportErrors",
    params(("id" = String, Path, description = "`imp_...`")),
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, description = "No such import"),
        (status = 409, description = "`import.not_ready`: it is being looked at, or was cancelled")))]
pub async fn download_import_errors(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ImportId>,
) -> Result<Response, Problem> {
    actor.require(Operation::ImportsRead)?;
    let wanted = id.clone();
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.imports().get(&wanted))
        .await?;
    if found.is_none() {
        return Err(ProblemCode::ImportNotFound.into());
    }
    let path = ImportFiles::of(&app.config.data_dir, &id).errors();
    let file = match tokio::fs::File::open(path).await {
        Ok(file) => file,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            return Err(ProblemCode::ImportNotReady.into());
        }
        Err(why) => return Err(Problem::internal(&why)),
    };
    // Compression asks once more after the end, which a bare unfold forbids.
    let body = Body::from_stream(stream::unfold(file, part).fuse());
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"errors.csv\""),
    ];
    Ok((headers, body).into_response())
}

async fn part(mut file: tokio::fs::File) -> Option<(std::io::Result<Bytes>, tokio::fs::File)> {
    let mut buffer = vec![0; PART_BYTES];
    match file.read(&mut buffer).await {
        Ok(0) => None,
        Ok(read) => {
            buffer.truncate(read);
            Some((Ok(Bytes::from(buffer)), file))
        }
        Err(why) => Some((Err(why), file)),
    }
}

const PART_BYTES: usize = 64 * 1024;
