//! Does what voice agents ask for: each request once, however often it is told.

use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::{CarrierEvent, News};
use outdial_domain::Timestamp;
use outdial_domain::ids::{BookingId, CallId, WorkspaceId};
use outdial_domain::leads::{LeadEvent, Said, step};
use outdial_domain::voice_agent::{
    ConversationNews, Deeds, ReadingTools, Tool, ToolOrder, ToolReply, ToolRequest, read_tool, written_time,
};
use outdial_store::{CallRow, CallbackRow, LeadRow, StoreError, Tx};
use outdial_voice::{FAREWELL, NEVER_AGAIN, NOT_INTERESTED, TAKEN_OVER, called_again};
use tokio::sync::oneshot;

use super::booking::with_calendar;
use super::lead::{agent_of, lead_of, zone_of};
use super::letter::{Letter, may_write};
use super::opt_out::never_again;
use super::tell::open;
use crate::engine::{Engine, Inner};
use crate::floor::hand_over;

impl Engine {
    /// Does what verified reports ask for, and answers every request; `None` when they ask for nothing.
    pub async fn answer_tools(
        &self,
        workspace: &WorkspaceId,
        reports: &[CarrierEvent],
    ) -> Option<Vec<ToolReply>> {
        let mut replies = None;
        for report in reports {
            let Some(News::Conversation(ConversationNews::Tools(requests))) = &report.news else {
                continue;
            };
            let replies = replies.get_or_insert_with(Vec::new);
            let call = self.call_of(workspace, report).await;
            for (place, request) in requests.iter().enumerate() {
                let result = match &call {
                    _ if place >= REQUESTS_AT_ONCE => Err(TOO_MANY.to_owned()),
                    Ok(Some(call)) => perform(&self.inner, workspace, call, request).await,
                    Ok(None) => Err("This call is not known here. Say goodbye and end the call.".to_owned()),
                    Err(why) => {
                        tracing::error!(error = %why, "a voice agent's call could not be read");
                        Err(TROUBLE.to_owned())
                    }
                };
                replies.push(ToolReply {
                    id: request.id.clone(),
                    name: request.name.clone(),
                    result: one_line(result),
                });
            }
        }
        replies
    }

    async fn call_of(
        &self,
        workspace: &WorkspaceId,
        report: &CarrierEvent,
    ) -> Result<Option<CallId>, StoreError> {
        let (call, leg) = (report.call_id.clone(), report.leg.clone());
        let rows = self.inner.store.workspace(workspace.clone());
        rows.read(move |tx| match (call, leg) {
            (Some(call), _) => Ok(tx.calls().get(&call)?.map(|row| row.id)),
            (None, Some(leg)) => Ok(tx.calls().by_leg(leg.as_str())?.map(|row| row.id)),
            (None, None) => Ok(None),
        })
        .await
    }
}

pub(crate) type Answer = Result<String, String>;

/// Does one thing, or gives the answer that it had. What takes too long is finished nevertheless: whoever asks again
/// under the same id gets its answer.
pub(crate) async fn perform(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallId,
    request: &ToolRequest,
) -> Answer {
    let (sender, answer) = oneshot::channel();
    let (engine, workspace, call, request) =
        (inner.clone(), workspace.clone(), call.clone(), request.clone());
    inner.begin(async move {
        let turn = engine.turns.of(&call);
        let _turn = turn.lock().await;
        let answer = match once(&engine, &workspace, &call, &request).await {
            Ok(answer) => answer,
            Err(why) => {
                tracing::error!(call.id = %call, tool = %request.name, error = %why, "a tool failed");
                Err(TROUBLE.to_owned())
            }
        };
        // The host may have gone away meanwhile; the answer is stored.
        let _ = sender.send(answer);
    });
    match tokio::time::timeout(ANSWER_LIMIT, answer).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(TROUBLE.to_owned()),
        Err(_) => Err("This takes longer than usual. Tell the callee so, and try once more.".to_owned()),
    }
}

/// What a request is read by.
pub(super) struct Scene {
    pub row: CallRow,
    pub lead: Option<LeadRow>,
    pub allowed: Vec<Tool>,
    pub zone: Option<String>,
    pub deeds: Deeds,
}

/// What is known of a request.
enum Asked {
    Before(Answer),
    Now(Box<Scene>),
}

async fn once(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallId,
    request: &ToolRequest,
) -> Result<Answer, StoreError> {
    let now = inner.clock.now();
    let (id, asked) = (call.clone(), request.clone());
    let rows = inner.store.workspace(workspace.clone());
    let scene = match rows.write(move |tx| ask(tx, &id, &asked, now)).await? {
        Asked::Before(answer) => return Ok(answer),
        Asked::Now(scene) => scene,
    };
    let reading = ReadingTools {
        allowed: &scene.allowed,
        zone: scene.zone.as_deref(),
        now,
    };
    let order = match read_tool(request, &reading) {
        Ok(order) => order,
        Err(sentence) => return keep(inner, workspace, call, request, Err(sentence), Deed::Nothing).await,
    };
    let (answer, deed) = match order {
        ToolOrder::CheckAvailability { .. }
        | ToolOrder::Book(_)
        | ToolOrder::Reschedule { .. }
        | ToolOrder::Cancel { .. } => {
            with_calendar(&Engine { inner: inner.clone() }, workspace, &scene, order).await
        }
        ToolOrder::NotInterested { quote } => (Ok(NOT_INTERESTED.to_owned()), Deed::NotInterested { quote }),
        ToolOrder::Callback { at, quote } => (
            Ok(called_again(&written_time(
                at,
                scene.zone.as_deref().unwrap_or("UTC"),
            ))),
            Deed::Callback { at, quote },
        ),
        ToolOrder::DoNotCall { quote } => (Ok(NEVER_AGAIN.to_owned()), Deed::DoNotCall { quote }),
        ToolOrder::SendEmail(order) => may_write(&scene, *order),
        ToolOrder::Transfer { summary, quote } => {
            match hand_over(inner, workspace, &scene.row, &summary).await {
                Ok(()) => (Ok(TAKEN_OVER.to_owned()), Deed::Transferred { quote }),
                Err(why) => (Err(why.to_string()), Deed::Nothing),
            }
        }
        ToolOrder::EndCall => (Ok(FAREWELL.to_owned()), Deed::Nothing),
    };
    keep(inner, workspace, call, request, answer, deed).await
}

fn ask(tx: &mut Tx<'_>, call: &CallId, request: &ToolRequest, now: Timestamp) -> Result<Asked, StoreError> {
    if let Some(known) = tx.conversations().tool(call, &request.id)? {
        if let Some(answer) = known.answer {
            return Ok(Asked::Before(answer));
        }
        // A life that ended in between asked; it is asked again.
    } else if tx.conversations().asked(call)? >= REQUESTS_MAX {
        return Ok(Asked::Before(Err(TOO_MANY.to_owned())));
    }
    tx.conversations().ask(call, &bounded(request), now)?;
    let Some(row) = tx.calls().get(call)? else {
        return Ok(Asked::Before(Err(TROUBLE.to_owned())));
    };
    let talk = match tx.conversations().get(call)? {
        Some(talk) => talk,
        None => open(tx, &row, now)?,
    };
    let lead = lead_of(tx, &row)?;
    let agent = agent_of(tx, &row)?;
    Ok(Asked::Now(Box::new(Scene {
        zone: zone_of(&row, lead.as_ref()),
        allowed: agent.map_or_else(|| Tool::ALL.to_vec(), |agent| agent.settings.tools),
        deeds: talk.deeds,
        lead,
        row,
    })))
}

/// What is kept of a request; what is read is the whole.
fn bounded(request: &ToolRequest) -> ToolRequest {
    ToolRequest {
        arguments: request.arguments.chars().take(ARGUMENTS_KEPT).collect(),
        name: request.name.chars().take(NAME_KEPT).collect(),
        ..request.clone()
    }
}

/// What was done, to be stored with the answer.
pub(super) enum Deed {
    Nothing,
    Booked {
        booking: BookingId,
        quote: Option<String>,
    },
    Cancelled,
    NotInterested {
        quote: Option<String>,
    },
    Callback {
        at: Timestamp,
        quote: Option<String>,
    },
    DoNotCall {
        quote: Option<String>,
    },
    /// To be written with the answer, and only then.
    Mail(Box<Letter>),
    Transferred {
        quote: Option<String>,
    },
}

/// Stores the answer with what was done: a promise that is given to the callee is durable before it is said.
async fn keep(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallId,
    request: &ToolRequest,
    answer: Answer,
    deed: Deed,
) -> Result<Answer, StoreError> {
    let (engine, call) = (inner.clone(), call.clone());
    let mut reply = ToolReply {
        id: request.id.clone(),
        name: request.name.clone(),
        result: one_line(answer),
    };
    let rows = inner.store.workspace(workspace.clone());
    rows.write(move |tx| {
        let around = engine.surroundings();
        if let Some(mut talk) = tx.conversations().get(&call)? {
            let quote = match deed {
                Deed::Nothing => None,
                Deed::Booked { booking, quote } => {
                    talk.deeds.booked = true;
                    talk.deeds.booking = Some(booking);
                    quote
                }
                Deed::Cancelled => {
                    talk.deeds.booked = false;
                    talk.deeds.booking = None;
                    None
                }
                Deed::NotInterested { quote } => {
                    talk.deeds.not_interested = true;
                    quote
                }
                Deed::Callback { at, quote } => {
                    talk.deeds.callback_at = Some(at);
                    agree(tx, &call, at, around.now)?;
                    quote
                }
                Deed::DoNotCall { quote } => {
                    talk.deeds.do_not_call = true;
                    if let Some(row) = tx.calls().get(&call)? {
                        never_again(tx, &row, &around)?;
                    }
                    quote
                }
                Deed::Mail(letter) => {
                    match letter.write(tx, &around, &call, &reply.id)? {
                        Ok(()) => talk.deeds.mailed += 1,
                        Err(why) => reply.result = Err(why.to_owned()),
                    }
                    None
                }
                Deed::Transferred { quote } => {
                    talk.deeds.transferred = true;
                    quote
                }
            };
            if let Some(quote) = quote
                && talk.deeds.quotes.len() < QUOTES_MAX
            {
                talk.deeds.quotes.push(quote);
            }
            tx.conversations().update(&talk)?;
        }
        tx.conversations().answer(&call, &reply, around.now)?;
        Ok(reply.result)
    })
    .await
}

/// Agrees on a time to call the lead again.
fn agree(tx: &mut Tx<'_>, call: &CallId, at: Timestamp, now: Timestamp) -> Result<(), StoreError> {
    let Some(row) = tx.calls().get(call)? else {
        return Ok(());
    };
    let Some(lead) = lead_of(tx, &row)? else {
        return Ok(());
    };
    let event = LeadEvent::Disposed {
        call: Some(call.clone()),
        said: Said::AsBefore,
        callback_at: Some(at),
    };
    let (standing, _) = step(lead.standing.clone(), event);
    if standing != lead.standing {
        let mut lead = LeadRow {
            standing,
            updated_at: now,
            ..lead.clone()
        };
        tx.leads().update(&mut lead)?;
    }
    tx.callbacks().put(&CallbackRow {
        lead_id: lead.id,
        callback_at: at,
        campaign_id: row.campaign_id,
        user: None,
    })
}

/// Hosts read one line.
pub(crate) fn one_line(answer: Answer) -> Answer {
    let line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    answer.map(line).map_err(line)
}

pub(super) const TROUBLE: &str = "This did not work. Try once more; if it fails again, offer to call back.";
const TOO_MANY: &str = "That is too much at once. Go on with the conversation.";
/// Hosts wait 20 seconds.
const ANSWER_LIMIT: Duration = Duration::from_secs(17);
const REQUESTS_AT_ONCE: usize = 16;
/// In one talk; a model that runs in circles is stopped.
const REQUESTS_MAX: u64 = 200;
const ARGUMENTS_KEPT: usize = 4_000;
const NAME_KEPT: usize = 80;
const QUOTES_MAX: usize = 8;
