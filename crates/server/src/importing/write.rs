//! Writes what becomes of rows into the store: new leads in parts, what they are found by in its own order.

use outdial_domain::Timestamp;
use outdial_domain::ids::{ConsentId, ImportId, LeadChangeId, LeadId, ListId};
use outdial_domain::leads::{ConsentScope, Consents, LeadFields, Standing};
use outdial_domain::list::{FileConsents, Judged, RowResult};
use outdial_engine::ids::Ids;
use outdial_store::{
    Actor, ConsentRow, LeadChange, LeadChangeRow, LeadRow, LeadTerm, NumberOfLead, StoreError, Tx, Workspace,
};

use std::sync::Arc;

/// Where rows become leads, and on whose behalf.
#[derive(Clone)]
pub struct Destination {
    /// The import that they belong to, if there is one to be undone.
    pub import: Option<ImportId>,
    /// The list that they come into.
    pub list: ListId,
    /// The last line that the list had before.
    pub behind: u32,
    /// Who brought them.
    pub actor: Actor,
    /// When.
    pub now: Timestamp,
    /// Ids for what is new.
    pub ids: Arc<dyn Ids>,
    /// How the file is called that they come from.
    pub file: String,
    /// What everybody in it has agreed to.
    pub consents: Option<FileConsents>,
}

/// Writes rows that were judged.
pub struct Writer {
    rows: Workspace,
    to: Destination,
    /// What leads are found by, held back until there is enough to write in order.
    terms: Vec<LeadTerm>,
    numbers: Vec<NumberOfLead>,
}

/// A known lead that changes.
struct Update {
    lead: LeadId,
    line: u32,
    fields: LeadFields,
    moves: bool,
    change: LeadChangeId,
}

impl Writer {
    /// A writer of rows that become leads there.
    #[must_use]
    pub fn new(rows: Workspace, to: Destination) -> Self {
        Self {
            rows,
            to,
            terms: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// Writes a part down; it is found once it has [settled](Writer::settle).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn write(&mut self, part: Vec<Judged>) -> Result<(), StoreError> {
        let (mut new, mut updates) = (Vec::with_capacity(part.len()), Vec::new());
        for Judged { row, result } in part {
            match result {
                RowResult::New => new.extend(self.to.lead(row.line, row.fields)),
                RowResult::Updated { lead, fields, moves } => updates.push(Update {
                    lead,
                    line: row.line,
                    fields: *fields,
                    moves,
                    change: LeadChangeId::from_bits(self.to.ids.next(self.to.now)),
                }),
                RowResult::Duplicate(_) | RowResult::DoNotCall(_) | RowResult::Invalid(_) => {}
            }
        }
        if !new.is_empty() {
            self.terms.extend(LeadTerm::of(&new));
            self.numbers.extend(NumberOfLead::of(&new));
            let words: Vec<ConsentRow> = new.iter().flat_map(|lead| self.to.words(None, lead)).collect();
            let written = self.rows.write(move |tx| {
                tx.leads().insert_many(&new)?;
                tx.consents().insert_many(&words)
            });
            written.await?;
        }
        while !updates.is_empty() {
            let rest = updates.split_off(updates.len().min(UPDATES_AT_ONCE));
            let (part, to) = (std::mem::replace(&mut updates, rest), self.to.clone());
            self.rows.write(move |tx| update(tx, part, &to)).await?;
        }
        if self.terms.len() >= TERMS_HELD_MAX {
            self.settle().await?;
        }
        Ok(())
    }

    /// Lets all leads be found that are written.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn settle(&mut self) -> Result<(), StoreError> {
        let (mut terms, mut numbers) = (std::mem::take(&mut self.terms), std::mem::take(&mut self.numbers));
        let sorted = tokio::task::spawn_blocking(move || {
            terms.sort_unstable();
            numbers.sort_unstable();
            (terms, numbers)
        });
        let (terms, numbers) = sorted
            .await
            .map_err(|why| StoreError::abandoned(why.to_string()))?;
        for part in parts(terms) {
            let list = self.to.list.clone();
            self.rows
                .write(move |tx| tx.leads().insert_terms(&list, &part))
                .await?;
        }
        for part in parts(numbers) {
            self.rows
                .write(move |tx| tx.leads().insert_numbers(&part))
                .await?;
        }
        Ok(())
    }
}

impl Destination {
    /// By which words a lead came to what it agrees to now.
    fn words(&self, before: Option<&LeadRow>, after: &LeadRow) -> Vec<ConsentRow> {
        let source = |scope: ConsentScope| match &self.consents {
            Some(given) if given.scopes.contains(&scope) => given.source.clone(),
            Some(_) | None => format!("Said in the file {}.", self.file),
        };
        let id = || ConsentId::from_bits(self.ids.next(self.now));
        ConsentRow::between(before, after, &self.actor, self.now, source, id)
    }

    fn lead(&self, line: u32, fields: LeadFields) -> Option<LeadRow> {
        let first = fields.numbers.first()?.phone.clone();
        let mut row = LeadRow {
            id: LeadId::from_bits(self.ids.next(self.now)),
            list_id: self.list.clone(),
            line: self.behind.saturating_add(line),
            contact_name: None,
            company_name: None,
            title: None,
            email: None,
            region: first.region().map(str::to_owned),
            phone: first,
            numbers: Vec::new(),
            time_zone: None,
            standing: Standing::new(),
            notes: None,
            custom: std::collections::BTreeMap::new(),
            tags: Vec::new(),
            consents: Consents::default(),
            import_id: self.import.clone(),
            held: None,
            created_at: self.now,
            updated_at: self.now,
            revision: 0,
        };
        row.set_fields(fields);
        Some(row)
    }
}

fn update(tx: &mut Tx<'_>, updates: Vec<Update>, to: &Destination) -> Result<(), StoreError> {
    let mut changes = Vec::with_capacity(updates.len());
    for update in updates {
        // Somebody may have removed it since it was judged.
        let Some(before) = tx.leads().get(&update.lead)? else {
            continue;
        };
        let mut after = before.clone();
        // What somebody took back while the file was read stays taken back.
        let consents = before.consents.with_list(&update.fields.consents);
        after.set_fields(LeadFields {
            consents,
            ..update.fields
        });
        after.updated_at = to.now;
        if update.moves {
            after.list_id = to.list.clone();
            after.line = to.behind.saturating_add(update.line);
        }
        let change = LeadChange::between(&before, &after);
        if change.is_empty() {
            continue;
        }
        tx.leads().update(&mut after)?;
        tx.consents().insert_many(&to.words(Some(&before), &after))?;
        changes.push(LeadChangeRow {
            id: update.change,
            lead_id: after.id,
            at: to.now,
            cause: to.import.as_ref().map(ToString::to_string),
            actor: to.actor.clone(),
            kind: "imported".to_owned(),
            change,
        });
    }
    tx.leads().insert_changes(&changes)
}

/// The rows in parts; each is taken out of what is left without moving the rest.
fn parts<T>(rows: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    let mut left = rows.into_iter();
    std::iter::from_fn(move || {
        let part: Vec<T> = left.by_ref().take(SORTED_AT_ONCE).collect();
        (!part.is_empty()).then_some(part)
    })
}

/// About a tenth of a second each, which is as long as a webhook may wait.
const UPDATES_AT_ONCE: usize = 400;
/// Rows that come in the order in which they are kept are written faster.
const SORTED_AT_ONCE: usize = 10_000;
/// The more terms are sorted at once, the fewer pages are written more than once; this many take 150 MB.
const TERMS_HELD_MAX: usize = 1_500_000;
