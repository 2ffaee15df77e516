//! `GET /callbacks`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::CampaignId;
use outdial_store::{CallbackFilter, Whose};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::view::CallbackView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::instant;
use crate::http::page::PageQuery;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Query;

/// Whose callbacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhoseWord {
    /// The asker's.
    Me,
    /// Those that anybody may make.
    Any,
    /// All.
    #[default]
    All,
}

/// Which callbacks.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallbacksQuery {
    /// Whose; all when absent.
    #[param(inline)]
    #[serde(default)]
    pub whose: WhoseWord,
    /// Due before this time (RFC 3339).
    pub due_before: Option<String>,
    /// Of this campaign.
    pub campaign_id: Option<String>,
    /// How many items, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A page of callbacks.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallbackPage {
    /// The callbacks, the soonest first.
    pub items: Vec<CallbackView>,
    /// Send it as `cursor` for the next page; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// Leads that are to be called again at a time that was agreed, the soonest first; those whose time has passed come before
/// all others.
#[utoipa::path(get, path = "/callbacks", tag = "Leads", operation_id = "listCallbacks", params(CallbacksQuery),
    responses((status = 200, body = CallbackPage)))]
pub async fn list_callbacks(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<CallbacksQuery>,
) -> Result<Json<CallbackPage>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let campaign: Option<CampaignId> = match &query.campaign_id {
        Some(text) => Some(text.parse().map_err(|_| ProblemCode::CampaignNotFound)?),
        None => None,
    };
    let filter = CallbackFilter {
        whose: match query.whose {
            WhoseWord::Me => Whose::Of(actor.id.clone()),
            WhoseWord::Any => Whose::Anybodys,
            WhoseWord::All => Whose::All,
        },
        due_before: instant("due_before", query.due_before.as_deref())?,
        campaign,
    };
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let (page, now) = (page.request(), app.now());
    let rows = app.workspace(&actor.workspace);
    let found = rows.read(move |tx| tx.callbacks().list(&filter, &page)).await?;
    let shown = found.items.iter();
    Ok(Json(CallbackPage {
        items: shown
            .map(|(lead, callback)| CallbackView::of(lead, callback, now))
            .collect(),
        next_cursor: found.next_cursor,
    }))
}
