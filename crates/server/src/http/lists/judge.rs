//! Holds the rows of a list against what the workspace knows, as imports do: nobody is a lead twice, and nobody becomes one
//! who must not be called.

use outdial_domain::PhoneNumber;
use outdial_domain::leads::{LeadFields, LeadNumber};
use outdial_domain::list::{ImportRow, Judge, Judged, KnownPolicy, LeadLine, LeadTable, RowResult};

use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::problem::Problem;
use crate::importing::facts;

/// A list whose rows were judged.
pub struct JudgedList {
    /// Its rows; those that come to nothing say why.
    pub table: LeadTable,
    /// The others, with what becomes of them.
    pub judged: Vec<Judged>,
}

/// Judges the rows of a list, the first ones first.
///
/// # Errors
/// When the store fails.
pub async fn judge(
    app: &AppState,
    actor: &Actor,
    mut table: LeadTable,
    known: KnownPolicy,
) -> Result<JudgedList, Problem> {
    let rows = app.workspace(&actor.workspace);
    let mut judge = Judge::new(known, Vec::new());
    let mut judged = Vec::new();
    let counts = &mut table.counts;
    for part in table.lines.chunks_mut(ROWS_AT_ONCE) {
        let asked: Vec<ImportRow> = part.iter().filter_map(row).collect();
        let facts = facts(&rows, None, &asked).await?;
        let mut answers = asked.into_iter().map(|row| judge.judge(row, &facts));
        for line in part.iter_mut().filter(|line| line.objection().is_none()) {
            let Some(answer) = answers.next() else { break };
            let kind = match &answer.result {
                RowResult::New | RowResult::Updated { .. } => {
                    judged.push(answer);
                    continue;
                }
                RowResult::Duplicate(_) => &mut counts.duplicates,
                RowResult::DoNotCall(_) | RowResult::Invalid(_) => &mut counts.invalid,
            };
            *kind += 1;
            counts.valid = counts.valid.saturating_sub(1);
            if let Some(why) = answer.result.reason() {
                line.result = Err(why.clone());
            }
        }
    }
    Ok(JudgedList { table, judged })
}

/// A row that could become a lead.
fn row(line: &LeadLine) -> Option<ImportRow> {
    let phone: &PhoneNumber = line.result.as_ref().ok()?;
    line.duplicate_of.is_none().then(|| ImportRow {
        line: line.line_no,
        raw: line.raw.clone(),
        fields: LeadFields {
            contact_name: line.contact_name.clone(),
            company_name: line.company_name.clone(),
            title: line.title.clone(),
            email: line.email.clone(),
            time_zone: line.time_zone.clone(),
            numbers: vec![LeadNumber::of(phone.clone())],
            ..LeadFields::default()
        },
        written: line.written.clone(),
        fault: None,
    })
}

/// As many as are asked about at once.
const ROWS_AT_ONCE: usize = 2_000;
