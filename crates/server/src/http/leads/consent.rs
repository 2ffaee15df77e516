//! `POST /leads/{id}/consents`: what a lead says it agrees to, written down.

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use outdial_domain::ids::{ConsentId, LeadChangeId, LeadId};
use outdial_domain::leads::{ConsentScope, Consents};
use outdial_engine::ids::Ids;
use outdial_store::{Actor as By, ConsentRow, LeadChange, LeadChangeRow, LeadRow, StoreError, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::detail::{LeadDetail, StoredDetail};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::view::ActorView;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// What somebody says that they agree to, or do not agree to any more.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentWord {
    /// `ai_voice` (to be called by an artificial or prerecorded voice), `human_call`, `recording` or `email`.
    pub scope: String,
    /// Given, or taken back.
    pub granted: bool,
    /// How that is known: a form with its date, a recording, a letter; up to 300 characters.
    pub source: String,
}

/// A word of a lead about what it agrees to.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LeadConsent)]
pub struct ConsentView {
    /// `ai_voice`, `human_call`, `recording` or `email`.
    pub scope: String,
    /// Given, or taken back.
    pub granted: bool,
    /// How that is known.
    pub source: String,
    /// When it was written down.
    pub at: String,
    /// Who wrote it down.
    pub by: ActorView,
}

/// Writes down what a lead agrees to, or takes back. The last word about a scope counts; all of them are kept.
#[utoipa::path(post, path = "/leads/{id}/consents", tag = "Leads", operation_id = "recordConsent",
    params(("id" = String, Path, description = "`lead_...`")), request_body = ConsentWord,
    responses((status = 200, description = "Written down", body = LeadDetail), (status = 404, description = "No such lead"),
        (status = 422, description = "The scope is none, or nothing says how it is known")))]
pub async fn record_consent(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<LeadId>,
    Body(word): Body<ConsentWord>,
) -> Result<Json<LeadDetail>, Problem> {
    actor.require(Operation::LeadsWrite)?;
    let word = Said::of(&word)?;
    let (now, by) = (app.now(), actor.stored());
    let (consent, change) = (
        ConsentId::from_bits(app.ids.next(now)),
        LeadChangeId::from_bits(app.ids.next(now)),
    );
    let what = if word.granted {
        "lead.consent_given"
    } else {
        "lead.consent_taken_back"
    };
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({"scope": word.scope, "source": word.source}))
        .row(&app, what);
    let engine = app.engine.clone();
    let stored = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let Some(before) = tx.leads().get(&id)? else {
                return Ok(Err(ProblemCode::LeadNotFound));
            };
            let mut after = before.clone();
            after.consents.say(word.scope, word.granted);
            // Also when it was so before: it is another evidence.
            tx.consents().insert_many(&[ConsentRow {
                id: consent,
                lead_id: id.clone(),
                scope: word.scope,
                granted: word.granted,
                source: word.source,
                at: now,
                actor: by.clone(),
            }])?;
            if after != before {
                after.updated_at = now;
                tx.leads().update(&mut after)?;
                engine.lead_updated(tx, &after)?;
                tx.leads().insert_changes(&[LeadChangeRow {
                    id: change,
                    lead_id: id.clone(),
                    at: now,
                    cause: None,
                    actor: by,
                    kind: "consent".to_owned(),
                    change: LeadChange::between(&before, &after),
                }])?;
            }
            tx.audit().add(&entry)?;
            Ok::<_, StoreError>(StoredDetail::read(tx, &id)?.ok_or(ProblemCode::LeadNotFound))
        })
        .await??;
    app.engine
        .changes()
        .lead(&actor.workspace, stored.lead.id.clone());
    app.engine.consents_changed(&actor.workspace);
    Ok(Json(LeadDetail::of(&app, &actor, &stored)))
}

/// A word that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// About what.
    pub scope: ConsentScope,
    /// Given, or taken back.
    pub granted: bool,
    /// How that is known.
    pub source: String,
}

impl Said {
    /// Reads a word.
    ///
    /// # Errors
    /// Names the field that makes no sense.
    pub fn of(word: &ConsentWord) -> Result<Self, Problem> {
        Ok(Self {
            scope: scope("scope", &word.scope)?,
            granted: word.granted,
            source: source("source", &word.source)?,
        })
    }
}

/// What somebody agrees to from the beginning, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GivenConsents {
    /// To what.
    pub scopes: Vec<ConsentScope>,
    /// How that is known; empty when nothing is given.
    pub source: String,
}

impl GivenConsents {
    /// Reads what is given with a new lead, or with many.
    ///
    /// # Errors
    /// Names the field that makes no sense.
    pub fn of(words: &[String], known_by: Option<&str>) -> Result<Self, Problem> {
        let mut scopes = Vec::new();
        for word in words {
            let scope = scope("consents", word)?;
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        if scopes.is_empty() {
            return Ok(Self::default());
        }
        Ok(Self {
            scopes,
            source: source("consent_source", known_by.unwrap_or_default())?,
        })
    }

    /// The words of a lead that gives all this.
    #[must_use]
    pub fn consents(&self) -> Consents {
        Consents::given(self.scopes.iter().copied())
    }
}

/// Writes down by which words a lead came to what it agrees to now.
///
/// # Errors
/// What the database said.
pub fn keep_words(
    tx: &mut Tx<'_>,
    before: Option<&LeadRow>,
    after: &LeadRow,
    known_by: &str,
    by: &By,
    ids: &dyn Ids,
    now: Timestamp,
) -> Result<(), StoreError> {
    let source = |_| known_by.to_owned();
    let words = ConsentRow::between(before, after, by, now, source, || {
        ConsentId::from_bits(ids.next(now))
    });
    tx.consents().insert_many(&words)
}

impl ConsentView {
    /// As the API shows it.
    #[must_use]
    pub fn of(row: &ConsentRow) -> Self {
        Self {
            scope: row.scope.to_string(),
            granted: row.granted,
            source: row.source.clone(),
            at: row.at.to_string(),
            by: ActorView::of(&row.actor),
        }
    }
}

/// A scope by its word.
///
/// # Errors
/// When it is none.
pub fn scope(field: &str, word: &str) -> Result<ConsentScope, Problem> {
    word.trim()
        .parse()
        .map_err(|why: outdial_domain::leads::UnknownScope| Problem::invalid_field(field, why.to_string()))
}

/// How a consent is known.
///
/// # Errors
/// When nothing says it, or too much.
pub fn source(field: &str, text: &str) -> Result<String, Problem> {
    let text = text.trim();
    let count = text.chars().count();
    if (1..=SOURCE_MAX_CHARS).contains(&count) {
        return Ok(text.to_owned());
    }
    let help = format!("say in 1 to {SOURCE_MAX_CHARS} characters how this is known");
    Err(Problem::invalid_field(field, help))
}

/// A sentence or two.
const SOURCE_MAX_CHARS: usize = 300;
