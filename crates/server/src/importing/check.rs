//! Looks at a file without changing anything but the import itself.

use outdial_domain::ids::{ImportId, WorkspaceId};
use outdial_domain::leads::Consents;
use outdial_domain::list::{ImportColumn, ImportFile, ImportMapping, Judge};
use outdial_store::{ImportRow, ImportState};
use tokio::sync::mpsc;

use super::failure::Failure;
use super::files::ImportFiles;
use super::report::{ImportReport, ReportedError, ReportedRow};
use super::rows::{PARTS_AHEAD, Reading, Sifting, next_part};
use crate::http::AppState;

/// Looks at the file of an import and keeps what is found.
pub(super) async fn check(app: &AppState, workspace: &WorkspaceId, id: &ImportId) -> Result<(), Failure> {
    let rows = app.workspace(workspace);
    let wanted = id.clone();
    let Some(mut row) = rows.read(move |tx| tx.imports().get(&wanted)).await? else {
        return Ok(());
    };
    if row.state != ImportState::Checking {
        return Ok(());
    }
    let found = look(app, workspace, &row).await;
    match found {
        Ok((report, counts)) => {
            let report = serde_json::to_value(&report).map_err(|why| Failure::Hopeless(why.to_string()))?;
            row.report = Some(report);
            row.counts = counts;
            row.state = ImportState::Checked;
            row.problem = None;
        }
        Err(Failure::Hopeless(why)) => {
            row.state = ImportState::Failed;
            row.problem = Some(why);
            row.finished_at = Some(app.now());
        }
        Err(other) => return Err(other),
    }
    if row.state == ImportState::Failed {
        ImportFiles::of(&app.config.data_dir, id).forget().await;
    }
    rows.write(move |tx| tx.imports().update(&mut row)).await?;
    Ok(())
}

/// What the file looks like before its rows are read.
struct Outline {
    report: ImportReport,
    headings: String,
    lines: u64,
}

async fn look(
    app: &AppState,
    workspace: &WorkspaceId,
    row: &ImportRow,
) -> Result<(ImportReport, outdial_domain::list::ImportCounts), Failure> {
    let stop = app.imports.begin(&row.id, 0);
    let files = ImportFiles::of(&app.config.data_dir, &row.id);
    let region = app.default_region(workspace).await?;
    let (path, choices, read_as) = (files.upload(), row.choices.clone(), region.clone());
    let outline = tokio::task::spawn_blocking(move || outline(&path, &read_as, choices.has_header));
    let Outline {
        mut report,
        headings,
        lines,
    } = outline
        .await
        .map_err(|why| Failure::Hopeless(why.to_string()))??;
    app.imports.expect(&row.id, lines);
    choose_mapping(app, workspace, row, &mut report, headings).await?;
    let judge = Judge::new(row.known, row.tags.clone()).granting(given_by(row));
    let mut sifting = Sifting::begin(
        app.store.clone(),
        workspace.clone(),
        row.list_id.clone(),
        judge,
        files.errors(),
    )
    .await?;
    report.missing = missing(&report.mapping);
    if !report.missing.is_empty() {
        // Nothing can be said of rows before it is clear where their numbers and names are.
        return Ok((report, sifting.counts));
    }
    let reading = Reading {
        path: files.upload(),
        region,
        has_header: Some(report.has_header),
        mapping: report.mapping.clone(),
    };
    let (to, mut from) = mpsc::channel(PARTS_AHEAD);
    let reader = tokio::task::spawn_blocking(move || reading.send(&to));
    while let Some(part) = next_part(&mut from, &stop, &app.stop).await? {
        let count = part.len() as u64;
        for judged in sifting.judge(part).await? {
            if report.rows.len() < ROWS_SHOWN {
                report.rows.push(ReportedRow::of(&judged));
            }
            if report.errors.len() < ERRORS_SHOWN {
                report.errors.extend(ReportedError::of(&judged));
            }
        }
        app.imports.advance(&row.id, count);
        app.engine.changes().import(workspace, row.id.clone());
    }
    reader.await.map_err(|why| Failure::Hopeless(why.to_string()))??;
    sifting.end().await?;
    Ok((report, sifting.counts))
}

/// What is told of a file as soon as somebody chose how it is read: its columns as they are then, under what was chosen
/// for them. How its rows fare is told when they were read again.
pub async fn retell(app: &AppState, workspace: &WorkspaceId, row: &ImportRow) -> Option<ImportReport> {
    let mut report: ImportReport = serde_json::from_value(row.report.clone()?).ok()?;
    let has_header = row.choices.has_header.unwrap_or(report.has_header);
    if has_header != report.has_header {
        let path = ImportFiles::of(&app.config.data_dir, &row.id).upload();
        let region = app.default_region(workspace).await.ok()?;
        let outline = tokio::task::spawn_blocking(move || outline(&path, &region, Some(has_header)));
        // A file that cannot be read is told of when its rows were to be read.
        let found = outline.await.ok()?.ok()?.report;
        report.columns = found.columns;
        report.mapping = found.mapping;
        report.has_header = found.has_header;
    }
    if let Some(chosen) = &row.choices.mapping {
        report.mapping = chosen.clone().fitted(report.columns.len());
    }
    report.remembered = false;
    report.missing = missing(&report.mapping);
    Some(report)
}

/// What everybody in the file has agreed to.
pub(super) fn given_by(row: &ImportRow) -> Consents {
    let given = row.choices.consents.iter();
    Consents::given(given.flat_map(|given| given.scopes.iter().copied()))
}

fn missing(mapping: &ImportMapping) -> Vec<String> {
    mapping.missing().into_iter().map(str::to_owned).collect()
}

fn outline(path: &std::path::Path, region: &str, has_header: Option<bool>) -> Result<Outline, Failure> {
    let bytes = std::fs::read(path)?;
    let file = ImportFile::of(&bytes);
    let open = file.open(region, has_header)?;
    let headings: Vec<String> = open.columns.iter().map(|column| column.header.clone()).collect();
    Ok(Outline {
        report: ImportReport {
            encoding: open.encoding.to_owned(),
            separator: open.separator().to_string(),
            has_header: open.has_header(),
            columns: open.columns.iter().map(shortened).collect(),
            mapping: open.guess.clone(),
            ..ImportReport::default()
        },
        headings: ImportMapping::key(&headings),
        lines: open.lines(),
    })
}

/// A cell may hold a whole letter; people recognise a column by less.
fn shortened(column: &ImportColumn) -> ImportColumn {
    let short = |text: &String| text.chars().take(SAMPLE_MAX_CHARS).collect();
    ImportColumn {
        header: short(&column.header),
        sample: column.sample.iter().map(short).collect(),
    }
}

/// What a person chose, else what was chosen for the same headings before, else the guess.
async fn choose_mapping(
    app: &AppState,
    workspace: &WorkspaceId,
    row: &ImportRow,
    report: &mut ImportReport,
    headings: String,
) -> Result<(), Failure> {
    let width = report.columns.len();
    if let Some(chosen) = &row.choices.mapping {
        report.mapping = chosen.clone().fitted(width);
        return Ok(());
    }
    if !report.has_header {
        return Ok(());
    }
    let earlier = app
        .workspace(workspace)
        .read(move |tx| tx.imports().remembered(&headings))
        .await?;
    if let Some(earlier) = earlier.filter(|earlier| earlier.0.len() == width) {
        report.mapping = earlier;
        report.remembered = true;
    }
    Ok(())
}

/// Enough to see whether the columns are right.
const ROWS_SHOWN: usize = 50;
/// More are read in the file.
const ERRORS_SHOWN: usize = 100;
const SAMPLE_MAX_CHARS: usize = 200;
