//! Makes leads of the rows of a file.

use outdial_domain::ids::{AuditId, ImportId, ListId, WorkspaceId};
use outdial_domain::list::{ImportCounts, ImportMapping, Judge, Judged};
use outdial_store::{AuditRow, ImportRow, ImportState, ListRow, ListState};
use serde_json::json;
use tokio::sync::mpsc;

use super::check::given_by;
use super::failure::Failure;
use super::files::ImportFiles;
use super::report::ImportReport;
use super::rows::{PARTS_AHEAD, Reading, Sifting, next_part};
use super::take_back::take_back;
use super::write::{Destination, Writer};
use crate::http::AppState;

/// Goes on with an import that was started: to its end, or back to where nothing of it is left.
pub(super) async fn run(app: &AppState, workspace: &WorkspaceId, mut row: ImportRow) -> Result<(), Failure> {
    if row.attempts > 0 {
        // An earlier life of this process may have written something.
        take_back(app, workspace, &row).await?;
    }
    if row.cancelled {
        return end(app, workspace, row, ImportState::Cancelled, None).await;
    }
    if row.attempts >= ATTEMPTS_MAX {
        let why =
            "The server stopped several times while it worked on this; nothing of it was kept.".to_owned();
        return end(app, workspace, row, ImportState::Failed, Some(why)).await;
    }
    let report: ImportReport = row
        .report
        .clone()
        .and_then(|report| serde_json::from_value(report).ok())
        .unwrap_or_default();
    let outcome = match begin(app, workspace, &mut row).await {
        Ok(()) => write(app, workspace, &row, &report).await,
        Err(why) => Err(why),
    };
    match outcome {
        Ok(counts) => complete(app, workspace, row, &report, counts).await,
        Err(Failure::Ending) => Err(Failure::Ending),
        Err(Failure::Stopped) => {
            take_back(app, workspace, &row).await?;
            end(app, workspace, row, ImportState::Cancelled, None).await
        }
        Err(Failure::Hopeless(why)) => {
            take_back(app, workspace, &row).await?;
            end(app, workspace, row, ImportState::Failed, Some(why)).await
        }
        Err(Failure::Store(why)) if why.is_passing() => Err(why.into()),
        Err(Failure::Store(why)) => {
            tracing::error!(error = %why, import.id = %row.id, "an import failed");
            take_back(app, workspace, &row).await?;
            let why = "The database refused it; the log says why. Nothing of it was kept.".to_owned();
            end(app, workspace, row, ImportState::Failed, Some(why)).await
        }
    }
}

/// Makes its list, unless it goes into one that is there.
async fn begin(app: &AppState, workspace: &WorkspaceId, row: &mut ImportRow) -> Result<(), Failure> {
    let now = app.now();
    row.attempts += 1;
    let makes_list = row.list_id.is_none() || row.own_list;
    if makes_list {
        row.own_list = true;
        row.list_id = Some(ListId::from_bits(app.ids.next(now)));
    }
    let Some(list_id) = row.list_id.clone() else {
        return Ok(());
    };
    let list = ListRow {
        id: list_id,
        name: row.name.clone(),
        source: "import".to_owned(),
        state: ListState::Importing,
        created_by: row.created_by.clone(),
        created_at: now,
    };
    let mut begun = row.clone();
    let written = app
        .workspace(workspace)
        .write(move |tx| {
            if makes_list {
                tx.lists().begin(&list)?;
            } else if tx.lists().get(&list.id)?.map(|there| there.state) != Some(ListState::Ready) {
                return Ok(None);
            }
            tx.imports().update(&mut begun)?;
            Ok(Some(begun))
        })
        .await?;
    *row = written.ok_or_else(|| {
        Failure::Hopeless("The list that it was to go into is not there any more.".to_owned())
    })?;
    Ok(())
}

async fn write(
    app: &AppState,
    workspace: &WorkspaceId,
    row: &ImportRow,
    report: &ImportReport,
) -> Result<ImportCounts, Failure> {
    let Some(list) = row.list_id.clone() else {
        return Err(Failure::Hopeless("It has no list to go into.".to_owned()));
    };
    let stop = app.imports.begin(&row.id, row.counts.rows);
    // What was asked before anybody could be told here.
    if is_cancelled(app, workspace, &row.id).await? {
        return Err(Failure::Stopped);
    }
    let files = ImportFiles::of(&app.config.data_dir, &row.id);
    let reading = Reading {
        path: files.upload(),
        region: app.default_region(workspace).await?,
        has_header: Some(report.has_header),
        mapping: report.mapping.clone(),
    };
    let judge = Judge::new(row.known, row.tags.clone()).granting(given_by(row));
    let mut sifting = Sifting::begin(
        app.store.clone(),
        workspace.clone(),
        Some(list.clone()),
        judge,
        files.errors(),
    )
    .await?;
    let into = list.clone();
    let behind = app
        .workspace(workspace)
        .read(move |tx| tx.lists().last_line(&into))
        .await?;
    let to = Destination {
        import: Some(row.id.clone()),
        list,
        behind,
        actor: row.created_by.clone(),
        now: app.now(),
        ids: app.ids.clone(),
        file: row.file_name.clone(),
        consents: row.choices.consents.clone(),
    };
    let mut writer = Writer::new(app.workspace(workspace), to);
    let (to_judge, mut from_file) = mpsc::channel(PARTS_AHEAD);
    let reader = tokio::task::spawn_blocking(move || reading.send(&to_judge));
    let (to_write, mut judged) = mpsc::channel::<Vec<Judged>>(PARTS_AHEAD);
    // One part is written while the next one is judged and a third one is read.
    let judging = async {
        while let Some(part) = next_part(&mut from_file, &stop, &app.stop).await? {
            let part = sifting.judge(part).await?;
            if to_write.send(part).await.is_err() {
                break;
            }
        }
        drop(to_write);
        sifting.end().await?;
        Ok::<ImportCounts, Failure>(sifting.counts)
    };
    let writing = async {
        while let Some(part) = next_part(&mut judged, &stop, &app.stop).await? {
            let count = part.len() as u64;
            writer.write(part).await?;
            app.imports.advance(&row.id, count);
            app.engine.changes().import(workspace, row.id.clone());
        }
        writer.settle().await?;
        Ok::<(), Failure>(())
    };
    let (counts, ()) = tokio::try_join!(judging, writing)?;
    reader.await.map_err(|why| Failure::Hopeless(why.to_string()))??;
    if stop.is_cancelled() {
        return Err(Failure::Stopped);
    }
    Ok(counts)
}

async fn is_cancelled(app: &AppState, workspace: &WorkspaceId, id: &ImportId) -> Result<bool, Failure> {
    let id = id.clone();
    let rows = app.workspace(workspace);
    let row = rows.read(move |tx| tx.imports().get(&id)).await?;
    Ok(row.is_some_and(|row| row.cancelled))
}

/// Shows the list, and remembers how its columns were mapped.
async fn complete(
    app: &AppState,
    workspace: &WorkspaceId,
    mut row: ImportRow,
    report: &ImportReport,
    counts: ImportCounts,
) -> Result<(), Failure> {
    let now = app.now();
    row.state = ImportState::Done;
    row.counts = counts;
    row.finished_at = Some(now);
    let headings: Vec<String> = report
        .columns
        .iter()
        .map(|column| column.header.clone())
        .collect();
    let (headings, mapping) = (ImportMapping::key(&headings), report.mapping.clone());
    let remembers = report.has_header;
    let entry = AuditRow {
        id: AuditId::from_bits(app.ids.next(now)),
        at: now,
        actor: row.created_by.clone(),
        action: "import.done".to_owned(),
        subject: Some(row.id.to_string()),
        detail: json!({"name": row.name, "list_id": row.list_id, "counts": counts}),
        ip: None,
    };
    let id = row.id.clone();
    let done = app
        .workspace(workspace)
        .write(move |tx| {
            if tx.imports().get(&row.id)?.is_some_and(|stored| stored.cancelled) {
                return Ok(Err(row));
            }
            if let Some(list) = row.list_id.clone().filter(|_| row.own_list) {
                // A list without leads is none: all rows were known, or came to nothing.
                if tx.lists().remove_empty(&list)? {
                    row.list_id = None;
                } else {
                    tx.lists().complete(&list)?;
                }
            }
            if remembers {
                tx.imports().remember(&headings, &mapping, now)?;
            }
            tx.imports().update(&mut row)?;
            tx.audit().add(&entry)?;
            Ok(Ok(()))
        })
        .await?;
    if let Err(mut row) = done {
        // Somebody cancelled it at the last moment.
        row.counts = counts;
        take_back(app, workspace, &row).await?;
        return end(app, workspace, row, ImportState::Cancelled, None).await;
    }
    ImportFiles::of(&app.config.data_dir, &id).forget_upload().await;
    app.engine.consents_changed(workspace);
    app.engine.changes().everything(workspace);
    Ok(())
}

/// Ends an import of which nothing is left.
async fn end(
    app: &AppState,
    workspace: &WorkspaceId,
    row: ImportRow,
    state: ImportState,
    problem: Option<String>,
) -> Result<(), Failure> {
    let now = app.now();
    let files = ImportFiles::of(&app.config.data_dir, &row.id);
    app.workspace(workspace)
        .write(move |tx| {
            // A wish to cancel it may have come meanwhile.
            let Some(mut row) = tx.imports().get(&row.id)? else {
                return Ok(());
            };
            if row.own_list {
                row.list_id = None;
                row.own_list = false;
            }
            row.state = state;
            row.problem = problem;
            row.finished_at = Some(now);
            tx.imports().update(&mut row)
        })
        .await?;
    files.forget().await;
    Ok(())
}

/// Once by bad luck, twice by a restart in between; then it is the file.
const ATTEMPTS_MAX: u32 = 3;
