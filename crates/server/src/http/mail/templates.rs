//! `GET /mail/templates`, `GET` and `PUT /mail/templates/{kind}`, `POST /mail/templates/{kind}/restore`

use axum::Json;
use axum::extract::{Path, State};
use outdial_domain::mail::{MailKind, MailRule, MailTemplate as Words, default_template};
use outdial_store::{MailTemplateRow, StoreError, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::page::ListPage;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// The words of a kind of mail, and whether it is sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailTemplate {
    /// `appointment_confirmation`, `missed_call`, `not_interested`, `reminder` or `agent_message`.
    pub kind: &'static str,
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same in HTML; empty for none.
    pub html: String,
    /// When somebody chose.
    #[schema(required)]
    pub changed_at: Option<String>,
    /// Whether the words are those that come with the program.
    pub is_default: bool,
    /// What it can name between double braces.
    pub variables: Vec<MailVariable>,
    /// Whether and when it is sent.
    pub rule: MailRuleView,
}

/// Something that a mail can name.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailVariable {
    /// Its name.
    pub name: &'static str,
    /// What it stands for.
    pub description: &'static str,
}

/// Whether and when mails of a kind are sent.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailRuleView {
    /// Whether they are sent at all.
    pub on: bool,
    /// How long after its occasion; for a reminder, how long before the appointment.
    pub after_minutes: u32,
}

/// The words and the rule as they are to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailTemplateChange {
    /// Its subject.
    subject: String,
    /// Its plain text.
    text: String,
    /// The same in HTML; empty for none.
    #[serde(default)]
    html: String,
    /// Whether and when it is sent; as before when absent.
    rule: Option<MailRuleView>,
}

/// Lists every kind of mail with its words and rule.
#[utoipa::path(get, path = "/mail/templates", tag = "Mail", operation_id = "listMailTemplates",
    responses((status = 200, body = ListPage<MailTemplate>)))]
pub async fn list_templates(
    State(app): State<AppState>,
    actor: Actor,
) -> Result<Json<ListPage<MailTemplate>>, Problem> {
    actor.require(Operation::MailRead)?;
    let items = app
        .workspace(&actor.workspace)
        .read(|tx| {
            MailKind::ALL
                .into_iter()
                .map(|kind| view(tx, kind))
                .collect::<Result<_, _>>()
        })
        .await?;
    Ok(Json(ListPage::whole(items)))
}

/// Shows a kind of mail.
#[utoipa::path(get, path = "/mail/templates/{kind}", tag = "Mail", operation_id = "readMailTemplate",
    params(("kind" = String, Path, description = "The kind")),
    responses((status = 200, body = MailTemplate), (status = 404, description = "No such kind")))]
pub async fn read_template(
    State(app): State<AppState>,
    actor: Actor,
    Path(kind): Path<String>,
) -> Result<Json<MailTemplate>, Problem> {
    actor.require(Operation::MailRead)?;
    let kind = kind_of(&kind)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| view(tx, kind))
        .await?;
    Ok(Json(found))
}

/// Words a kind of mail, and says whether it is sent.
#[utoipa::path(put, path = "/mail/templates/{kind}", tag = "Mail", operation_id = "writeMailTemplate",
    params(("kind" = String, Path, description = "The kind")), request_body = MailTemplateChange,
    responses((status = 200, body = MailTemplate), (status = 404, description = "No such kind"),
        (status = 422, description = "The words or the rule cannot be used")))]
pub async fn write_template(
    State(app): State<AppState>,
    actor: Actor,
    Path(kind): Path<String>,
    Body(change): Body<MailTemplateChange>,
) -> Result<Json<MailTemplate>, Problem> {
    actor.require(Operation::MailWrite)?;
    let kind = kind_of(&kind)?;
    let words = Words {
        subject: change.subject,
        text: change.text,
        html: change.html,
    };
    let problems = words.problems(kind);
    if !problems.is_empty() {
        let problem = Problem::new(ProblemCode::MailInvalid);
        return Err(problems.into_iter().fold(problem, |problem, found| {
            problem.field(&found.part, "unusable", found.message)
        }));
    }
    let rule = change.rule.map(|rule| MailRule {
        on: rule.on,
        after_minutes: rule.after_minutes,
    });
    if let Some(why) = rule.and_then(MailRule::problem) {
        return Err(Problem::new(ProblemCode::MailInvalid).field("rule.after_minutes", "unusable", why));
    }
    let template = Some(words.clone()).filter(|words| *words != default_template(kind));
    choose(&app, &actor, kind, template, rule, "mail_template.changed").await
}

/// Takes a kind of mail back to the words that come with the program.
#[utoipa::path(post, path = "/mail/templates/{kind}/restore", tag = "Mail", operation_id = "restoreMailTemplate",
    params(("kind" = String, Path, description = "The kind")),
    responses((status = 200, body = MailTemplate), (status = 404, description = "No such kind")))]
pub async fn restore_template(
    State(app): State<AppState>,
    actor: Actor,
    Path(kind): Path<String>,
) -> Result<Json<MailTemplate>, Problem> {
    actor.require(Operation::MailWrite)?;
    let kind = kind_of(&kind)?;
    choose(&app, &actor, kind, None, None, "mail_template.restored").await
}

async fn choose(
    app: &AppState,
    actor: &Actor,
    kind: MailKind,
    template: Option<Words>,
    rule: Option<MailRule>,
    what: &str,
) -> Result<Json<MailTemplate>, Problem> {
    let now = app.now();
    let entry = Entry::by(actor)
        .subject(&kind.as_str())
        .detail(json!({ "on": rule.map(|rule| rule.on) }))
        .row(app, what);
    let found = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let before = tx.mails().template(kind)?;
            let row = MailTemplateRow {
                template,
                rule: rule
                    .or(before.map(|before| before.rule))
                    .unwrap_or_else(|| MailRule::usual(kind)),
                changed_at: now,
            };
            tx.mails().put_template(kind, &row)?;
            tx.audit().add(&entry)?;
            view(tx, kind)
        })
        .await?;
    Ok(Json(found))
}

/// The kind of this name.
pub fn kind_of(word: &str) -> Result<MailKind, Problem> {
    word.parse().map_err(|_| ProblemCode::MailTemplateNotFound.into())
}

fn view(tx: &mut Tx<'_>, kind: MailKind) -> Result<MailTemplate, StoreError> {
    let row = tx.mails().template(kind)?;
    let changed_at = row.as_ref().map(|row| row.changed_at.to_string());
    let (template, rule) = match row {
        Some(row) => (row.template, row.rule),
        None => (None, MailRule::usual(kind)),
    };
    let is_default = template.is_none();
    let words = template.unwrap_or_else(|| default_template(kind));
    Ok(MailTemplate {
        kind: kind.as_str(),
        subject: words.subject,
        text: words.text,
        html: words.html,
        changed_at,
        is_default,
        variables: kind
            .fields()
            .into_iter()
            .map(|field| MailVariable {
                name: field.name(),
                description: field.description(),
            })
            .collect(),
        rule: MailRuleView {
            on: rule.on,
            after_minutes: rule.after_minutes,
        },
    })
}
