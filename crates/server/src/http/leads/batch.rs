//! `POST /leads/batches`: one change of many leads.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use outdial_domain::ids::{DncId, LeadBatchId, LeadChangeId, LeadId, ListId};
use outdial_domain::leads::LeadStatus;
use outdial_engine::ids::Ids;
use outdial_store::{
    Actor as By, DncRow, LeadBatchRow, LeadChange, LeadChangeRow, LeadFilter, LeadRow, ListRow, ListState,
    StoreError, Tx,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::consent::{ConsentWord, Said, keep_words};
use super::input::tags_of;
use super::query::{CustomQuery, LeadQuery};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::automation::reopen;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// A change of many leads.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchRequest {
    /// Which leads.
    select: LeadSelection,
    /// What is done with them.
    action: BatchAction,
    /// How many leads somebody saw; when others match now, nothing is done.
    #[serde(default)]
    expected: Option<u64>,
}

/// Which leads.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LeadSelection {
    /// These.
    Ids(Vec<String>),
    /// Those that match: the names of the query of `GET /leads`, with their values.
    Filter(BTreeMap<String, Value>),
}

/// What is done with leads.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BatchAction {
    /// They get a tag.
    AddTag(String),
    /// They lose a tag.
    RemoveTag(String),
    /// They come into another list.
    MoveToList(String),
    /// Their numbers go on the do-not-call list (`true`).
    DoNotCall(bool),
    /// They are put away (`true`): no table shows them and no campaign calls them, and their calls stay in the log.
    Archive(bool),
    /// They are to be called as if nothing had been agreed (`new`).
    SetStatus(String),
    /// They agree to something, or do not agree any more.
    Consent(ConsentWord),
}

/// What a change of many leads did.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchDone {
    /// `bat_...`; with it the change can be taken back.
    pub id: String,
    /// How many leads it changed; those that were that way already are left out.
    pub changed: u64,
}

/// Changes many leads at once. It can be taken back as a whole.
#[utoipa::path(post, path = "/leads/batches", tag = "Leads", operation_id = "changeLeads", request_body = BatchRequest,
    responses((status = 200, description = "Done", body = BatchDone),
        (status = 404, description = "No such list"),
        (status = 409, description = "`leads.count_changed`: other leads match than were expected"),
        (status = 422, description = "The selection or the action makes no sense, or `leads.too_many`")))]
pub async fn change_leads(
    State(app): State<AppState>,
    actor: Actor,
    Body(request): Body<BatchRequest>,
) -> Result<Json<BatchDone>, Problem> {
    actor.require(Operation::LeadsBatch)?;
    let ids = select(&app, &actor, request.select).await?;
    let found = ids.len() as u64;
    if let Some(expected) = request.expected.filter(|expected| *expected != found) {
        let sentence = format!("{found} leads match now, not {expected}; look at them again.");
        return Err(Problem::new(ProblemCode::LeadsCountChanged).detail(sentence));
    }
    let now = app.now();
    let doing = Doing {
        action: Act::of(&app, &actor, &request.action, now)?,
        batch: LeadBatchId::from_bits(app.ids.next(now)),
        by: actor.stored(),
        ids: app.ids.clone(),
        now,
    };
    let row = LeadBatchRow {
        id: doing.batch.clone(),
        action: serde_json::to_value(&request.action).map_err(|why| Problem::internal(&why))?,
        changed: 0,
        created_by: actor.stored(),
        created_at: now,
        undone_at: None,
    };
    let entry = Entry::by(&actor)
        .subject(&doing.batch)
        .detail(json!({"action": request.action, "leads": found}))
        .row(&app, "leads.changed");
    let rows = app.workspace(&actor.workspace);
    let begun = doing.clone();
    rows.write(move |tx| {
        if let Err(problem) = begun.action.prepare(tx)? {
            return Ok(Err(problem));
        }
        tx.lead_batches().insert(&row)?;
        tx.audit().add(&entry)?;
        Ok(Ok(()))
    })
    .await??;
    let mut changed = 0_u64;
    let mut left = ids.into_iter();
    loop {
        let part: Vec<LeadId> = left.by_ref().take(LEADS_AT_ONCE).collect();
        if part.is_empty() {
            break;
        }
        let doing = doing.clone();
        changed += u64::from(rows.write(move |tx| doing.part(tx, &part)).await?);
    }
    if matches!(request.action, BatchAction::Consent(_)) {
        app.engine.consents_changed(&actor.workspace);
    }
    app.engine.changes().everything(&actor.workspace);
    Ok(Json(BatchDone {
        id: doing.batch.to_string(),
        changed,
    }))
}

async fn select(app: &AppState, actor: &Actor, selection: LeadSelection) -> Result<Vec<LeadId>, Problem> {
    let too_many = |count: usize| {
        let sentence =
            format!("At most {LEADS_MAX} leads are changed at once, not {count} or more; narrow the filter.");
        Problem::new(ProblemCode::LeadsTooMany).detail(sentence)
    };
    match selection {
        LeadSelection::Ids(ids) => {
            if ids.len() as u64 > LEADS_MAX {
                return Err(too_many(ids.len()));
            }
            let mut read = Vec::with_capacity(ids.len());
            for id in ids {
                let id: LeadId = id.parse().map_err(|why: outdial_domain::ids::IdError| {
                    Problem::invalid_field("select", why.to_string())
                })?;
                read.push(id);
            }
            read.sort_unstable();
            read.dedup();
            Ok(read)
        }
        LeadSelection::Filter(fields) => {
            let filter = read_filter(app, actor, fields).await?;
            let found = app
                .workspace(&actor.workspace)
                .read(move |tx| tx.leads().ids(&filter, LEADS_MAX))
                .await?;
            if found.len() as u64 > LEADS_MAX {
                return Err(too_many(found.len()));
            }
            Ok(found)
        }
    }
}

async fn read_filter(
    app: &AppState,
    actor: &Actor,
    fields: BTreeMap<String, Value>,
) -> Result<LeadFilter, Problem> {
    let texts = fields.iter().filter_map(|(name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        name.starts_with("custom.").then(|| (name.clone(), value))
    });
    let custom = CustomQuery::of(texts);
    if let Some(odd) = fields
        .keys()
        .find(|name| !NAMES.contains(&name.as_str()) && !name.starts_with("custom."))
    {
        return Err(Problem::invalid_field(
            "select",
            format!("\"{odd}\" is no filter of leads"),
        ));
    }
    let plain = fields
        .into_iter()
        .filter(|(name, _)| !name.starts_with("custom."));
    let query: LeadQuery = serde_json::from_value(Value::Object(plain.collect()))
        .map_err(|why| Problem::invalid_field("select", why.to_string()))?;
    let region = app.default_region(&actor.workspace).await?;
    query.filter(&region, custom)
}

/// What is done, with all that each part of it needs.
#[derive(Clone)]
struct Doing {
    action: Act,
    batch: LeadBatchId,
    by: By,
    ids: Arc<dyn Ids>,
    now: Timestamp,
}

/// An action that was read.
#[derive(Clone)]
enum Act {
    AddTag(String),
    RemoveTag(String),
    Move(ListId),
    /// Into the list of what was put away, which is made when there is none.
    Archive(ListRow),
    DoNotCall,
    Reopen,
    Consent(Said),
}

impl Act {
    fn of(app: &AppState, actor: &Actor, action: &BatchAction, now: Timestamp) -> Result<Self, Problem> {
        let invalid = |why: &str| Problem::invalid_field("action", why);
        let tag = |tag: &String| {
            let tags = tags_of("action", std::slice::from_ref(tag))?;
            tags.into_iter().next().ok_or_else(|| invalid("name a tag"))
        };
        match action {
            BatchAction::AddTag(text) => tag(text).map(Self::AddTag),
            BatchAction::RemoveTag(text) => tag(text).map(Self::RemoveTag),
            BatchAction::MoveToList(id) => id
                .parse()
                .map(Self::Move)
                .map_err(|_| invalid("name a list by its id")),
            BatchAction::DoNotCall(true) => Ok(Self::DoNotCall),
            BatchAction::Archive(true) => Ok(Self::Archive(ListRow {
                id: ListId::from_bits(app.ids.next(now)),
                name: "Put away".to_owned(),
                source: "put_away".to_owned(),
                state: ListState::Archived,
                created_by: actor.stored(),
                created_at: now,
            })),
            BatchAction::SetStatus(status) if *status == LeadStatus::New.to_string() => Ok(Self::Reopen),
            BatchAction::SetStatus(_) => Err(invalid(
                "only the status new can be set; the others follow from calls",
            )),
            BatchAction::Consent(word) => Said::of(word).map(Self::Consent),
            BatchAction::DoNotCall(false) | BatchAction::Archive(false) => {
                Err(invalid("undo the change instead"))
            }
        }
    }

    fn prepare(&self, tx: &mut Tx<'_>) -> Result<Result<(), ProblemCode>, StoreError> {
        match self {
            Self::Move(list) if tx.lists().get(list)?.map(|list| list.state) != Some(ListState::Ready) => {
                return Ok(Err(ProblemCode::ListNotFound));
            }
            Self::Archive(new) if tx.lists().by_source(ListState::Archived, &new.source)?.is_none() => {
                tx.lists().begin(new)?;
                tx.lists().complete(&new.id)?;
                tx.lists().archive(&new.id)?;
            }
            Self::Move(_)
            | Self::Archive(_)
            | Self::AddTag(_)
            | Self::RemoveTag(_)
            | Self::DoNotCall
            | Self::Reopen
            | Self::Consent(_) => {}
        }
        Ok(Ok(()))
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::AddTag(_) | Self::RemoveTag(_) => "changed",
            Self::Move(_) => "moved",
            Self::Archive(_) => "archived",
            Self::DoNotCall => "do_not_call",
            Self::Reopen => "reopened",
            Self::Consent(_) => "consent",
        }
    }
}

impl Doing {
    /// Changes a few leads; says how many were not that way already.
    fn part(&self, tx: &mut Tx<'_>, ids: &[LeadId]) -> Result<u32, StoreError> {
        let mut changes = Vec::new();
        for (_, before) in tx.leads().by_ids(ids)? {
            let mut after = before.clone();
            let added = self.change(tx, &mut after)?;
            let mut change = LeadChange::between(&before, &after);
            change.do_not_call = added;
            if change.is_empty() {
                continue;
            }
            if after != before {
                after.updated_at = self.now;
                tx.leads().update(&mut after)?;
            }
            if let Act::Consent(said) = &self.action {
                let ids = self.ids.as_ref();
                keep_words(tx, Some(&before), &after, &said.source, &self.by, ids, self.now)?;
            }
            changes.push(LeadChangeRow {
                id: LeadChangeId::from_bits(self.ids.next(self.now)),
                lead_id: after.id,
                at: self.now,
                cause: Some(self.batch.to_string()),
                actor: self.by.clone(),
                kind: self.action.kind().to_owned(),
                change,
            });
        }
        tx.leads().insert_changes(&changes)?;
        let changed = u32::try_from(changes.len()).unwrap_or(u32::MAX);
        tx.lead_batches().count(&self.batch, changed)?;
        Ok(changed)
    }

    /// Changes a lead; says which entries of the do-not-call list were made.
    fn change(&self, tx: &mut Tx<'_>, lead: &mut LeadRow) -> Result<Vec<DncId>, StoreError> {
        match &self.action {
            Act::AddTag(tag) if !lead.tags.contains(tag) => lead.tags.push(tag.clone()),
            Act::AddTag(_) => {}
            Act::RemoveTag(tag) => lead.tags.retain(|known| known != tag),
            Act::Move(list) => append(tx, lead, list.clone())?,
            Act::Archive(new) => {
                let there = tx.lists().by_source(ListState::Archived, &new.source)?;
                append(tx, lead, there.map_or_else(|| new.id.clone(), |list| list.id))?;
            }
            Act::Reopen => reopen(tx, lead, self.now)?,
            Act::Consent(said) => lead.consents.say(said.scope, said.granted),
            Act::DoNotCall => return self.forbid(tx, lead),
        }
        Ok(Vec::new())
    }

    fn forbid(&self, tx: &mut Tx<'_>, lead: &LeadRow) -> Result<Vec<DncId>, StoreError> {
        let mut added = Vec::new();
        for phone in lead.phones() {
            let row = DncRow {
                id: DncId::from_bits(self.ids.next(self.now)),
                phone: phone.clone(),
                reason: None,
                source: "leads".to_owned(),
                added_by: self.by.clone(),
                created_at: self.now,
            };
            if tx.dnc().add(&row)? {
                added.push(row.id);
            }
        }
        Ok(added)
    }
}

/// Puts a lead at the end of a list, unless it is in it.
fn append(tx: &mut Tx<'_>, lead: &mut LeadRow, list: ListId) -> Result<(), StoreError> {
    if lead.list_id != list {
        lead.line = tx.lists().last_line(&list)?.saturating_add(1);
        lead.list_id = list;
    }
    Ok(())
}

/// The names of the query that choose leads.
const NAMES: [&str; 12] = [
    "list_id",
    "status",
    "disposition",
    "result",
    "q",
    "tag",
    "consent",
    "region",
    "attempts_max",
    "never_called",
    "called_before",
    "called_after",
];
/// About ten seconds, while the request waits.
const LEADS_MAX: u64 = 50_000;
/// About a tenth of a second, which is as long as a webhook may wait.
const LEADS_AT_ONCE: usize = 400;
