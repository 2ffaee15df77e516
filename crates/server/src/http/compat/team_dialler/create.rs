//! `POST /api/campaign`

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use outdial_domain::campaign::{CampaignSettings, CampaignState, Event, LeadOrder, Mode, SafeHarbour};
use outdial_domain::ids::{CampaignId, LeadId, ListId};
use outdial_domain::leads::{Consents, Standing};
use outdial_engine::Account;
use outdial_store::{CampaignRow, LeadRow, LeadTerm, ListRow, ListState, NumberOfLead, StoreError, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::asker::{asker, hosting, sitter};
use super::campaign::TeamDiallerCampaign;
use super::contacts::{self, NewContact, TeamDiallerContact};
use super::end::end;
use super::failure::Refused;
use super::names::draw;
use super::read::{CONTACT, find};
use super::seat::{CAMPAIGN, sit_down, sits_on};
use super::token::issue;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, ActorKind};
use crate::http::campaigns::{explain_order, name};
use crate::http::problem::Problem;
use crate::http::request::Body;

/// Whom to call.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TeamDiallerContacts {
    /// Numbers as people write them, or people with theirs, each number once.
    pub contacts: Vec<TeamDiallerContact>,
    /// What the campaign is called.
    pub name: Option<String>,
    /// How many of them are called at once, 1 to 10: the first human wins, and the other lines are called off. One line
    /// alone is used while one abandoned person more would exceed the abandon budget of the campaign.
    #[serde(default = "one_line")]
    pub lines: u32,
    /// When the first is called: as soon as the agent's audio is in when absent, else at once.
    pub dial: Option<TeamDiallerDial>,
}

/// When the first contact is called.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TeamDiallerDial {
    /// While the agent's audio is still on its way.
    Now,
}

fn one_line() -> u32 {
    1
}

/// A campaign that has begun.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamDiallerStarted {
    /// How it stands.
    pub campaign: TeamDiallerCampaign,
    /// For the browser library of the carrier.
    pub token: String,
    /// Under which name the browser calls.
    pub identity: String,
    /// Where the library connects to; absent for its own default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signalling: Option<String>,
}

/// Begins a campaign. Its contacts are called one after the other, or on several lines at once, the first as soon as the
/// agent's audio is in, each by the rules of the workspace. An earlier campaign of the same person ends.
#[utoipa::path(post, path = "/api/campaign", tag = "Compatibility", operation_id = "teamDiallerStart",
    request_body = TeamDiallerContacts,
    responses((status = 200, body = TeamDiallerStarted), (status = 409, description = "The asker sits elsewhere"),
        (status = 422, description = "Contacts that cannot be called, each with its place"),
        (status = 500, description = "`Twilio credentials not configured.`: no account bridges at the carrier")))]
pub async fn team_dialler_start(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    body: Result<Body<TeamDiallerContacts>, Problem>,
) -> Result<Json<TeamDiallerStarted>, Refused> {
    let actor = asker(actor)?;
    let Body(new) = body?;
    let account = hosting(&app, &actor)?;
    let rows = app.workspace(&actor.workspace);
    let settings = rows.read(|tx| tx.settings().current()).await?.settings;
    let name = new.name.as_deref().map(name).transpose()?;
    let choices = choices(&settings.workspace_name, &account, new.lines, new.dial)?;
    let contacts = contacts::read(new.contacts, &settings.default_region)?;
    make_room(&app, &actor).await?;
    let (id, short) = write(&app, &actor, name.as_deref(), &contacts, choices).await?;
    let sitter = sitter(&actor, &short);
    let sits = sit_down(&app, &actor, &id, &sitter).await;
    let event = if sits.is_ok() { Event::Start } else { Event::Stop };
    let ordered = app
        .engine
        .order_campaign(&actor.workspace, &id, event, actor.stored())
        .await;
    sits?;
    ordered.map_err(explain_order)?;
    let stored = find(&app, &actor, &short).await?;
    let token = issue(&app, &account, stored.identity.clone())?;
    Ok(Json(TeamDiallerStarted {
        campaign: TeamDiallerCampaign::of(&stored),
        token: token.token,
        identity: token.identity,
        signalling: token.signalling,
    }))
}

/// Whoever begins anew is done with what they began before; who sits elsewhere is not taken away from there.
async fn make_room(app: &AppState, actor: &Actor) -> Result<(), Refused> {
    if actor.kind == ActorKind::ApiKey {
        return Ok(());
    }
    match sits_on(app, actor, &actor.id).await? {
        None => Ok(()),
        Some(Some(short)) => {
            let stored = find(app, actor, &short).await?;
            end(app, actor, &stored).await
        }
        Some(None) => Err(Refused::conflict("You are signed in to another campaign.")),
    }
}

fn choices(
    company: &str,
    account: &Account,
    lines: u32,
    dial: Option<TeamDiallerDial>,
) -> Result<CampaignSettings, Refused> {
    let choices = CampaignSettings {
        mode: if lines == 1 {
            Mode::Progressive
        } else {
            Mode::Parallel
        },
        lines_per_seat: lines,
        dials_while_joining: matches!(dial, Some(TeamDiallerDial::Now)),
        order: LeadOrder::ListOrder,
        account_id: Some(account.id.clone()),
        safe_harbour: SafeHarbour {
            company: company.to_owned(),
            phone: account
                .caller_id
                .as_ref()
                .map(|phone| phone.e164().to_owned())
                .unwrap_or_default(),
            ..SafeHarbour::default()
        },
        // What an agent submits, they may submit later.
        disposition_required: false,
        ..CampaignSettings::default()
    };
    let wrong = choices.validate();
    match wrong.iter().find(|error| error.field == "lines_per_seat") {
        Some(error) => Err(Refused::fields(&[(vec!["lines".into()], error.message.clone())])),
        None => Ok(choices),
    }
}

/// Writes the campaign with its list; of several that draw the same digits one draws again.
async fn write(
    app: &AppState,
    actor: &Actor,
    name: Option<&str>,
    contacts: &[NewContact],
    settings: CampaignSettings,
) -> Result<(CampaignId, String), Refused> {
    let now = app.now();
    let list = ListRow {
        id: ListId::from_bits(app.new_bits()),
        name: name.map_or_else(|| format!("{CAMPAIGN}, {now}"), str::to_owned),
        source: "api".to_owned(),
        state: ListState::Ready,
        created_by: actor.stored(),
        created_at: now,
    };
    let mut ids: Vec<LeadId> = contacts
        .iter()
        .map(|_| LeadId::from_bits(app.new_bits()))
        .collect();
    // Leads that are reserved in one moment are called in the order of their ids, and this API promises that of the list.
    ids.sort();
    let leads: Vec<LeadRow> = (1..)
        .zip(contacts)
        .zip(ids)
        .map(|((line, contact), id)| lead(app.now(), id, &list.id, line, contact))
        .collect();
    for _ in 0..DRAWS {
        let (id, short) = draw(digits()?);
        let row = CampaignRow {
            id: id.clone(),
            name: name.map_or_else(|| format!("{CAMPAIGN} {short}"), str::to_owned),
            state: CampaignState::Draft,
            settings: settings.clone(),
            created_by: actor.stored(),
            created_at: now,
            updated_at: now,
            started_at: None,
            ended_at: None,
            revision: 0,
        };
        let entry = Entry::by(actor)
            .subject(&row.id)
            .detail(json!({ "name": row.name, "contacts": leads.len() }))
            .row(app, "campaign.created");
        let (list, leads) = (list.clone(), leads.clone());
        let written = app
            .workspace(&actor.workspace)
            .write(move |tx| {
                if tx.campaigns().get(&row.id)?.is_some() {
                    return Ok::<_, StoreError>(false);
                }
                write_list(tx, &list, &leads)?;
                tx.campaigns().insert(&row)?;
                tx.campaigns().set_lists(&row.id, &[list.id])?;
                tx.audit().add(&entry)?;
                Ok(true)
            })
            .await?;
        if written {
            return Ok((id, short));
        }
    }
    Err(Refused::conflict("No campaign could be made now; try again."))
}

fn write_list(tx: &mut Tx<'_>, list: &ListRow, leads: &[LeadRow]) -> Result<(), StoreError> {
    tx.lists().begin(list)?;
    tx.leads().insert_many(leads)?;
    tx.leads().insert_terms(&list.id, &LeadTerm::of(leads))?;
    tx.leads().insert_numbers(&NumberOfLead::of(leads))?;
    tx.lists().complete(&list.id)
}

fn lead(now: Timestamp, id: LeadId, list: &ListId, line: u32, contact: &NewContact) -> LeadRow {
    let person = &contact.person;
    LeadRow {
        id,
        list_id: list.clone(),
        line,
        contact_name: Some(
            person
                .name
                .clone()
                .unwrap_or_else(|| contact.phone.international()),
        ),
        company_name: person.company.clone(),
        title: person.title.clone(),
        email: person.email.clone(),
        region: contact.phone.region().map(str::to_owned),
        phone: contact.phone.clone(),
        time_zone: None,
        numbers: Vec::new(),
        standing: Standing::new(),
        notes: None,
        custom: [(CONTACT.to_owned(), contact.text.clone())].into(),
        tags: Vec::new(),
        consents: Consents::default(),
        import_id: None,
        held: None,
        created_at: now,
        updated_at: now,
        revision: 0,
    }
}

/// Digits that nobody can foresee.
fn digits() -> Result<u32, Refused> {
    match crate::random::bytes() {
        Ok(bytes) => Ok(u32::from_be_bytes(bytes)),
        Err(why) => Err(Problem::internal(&why).into()),
    }
}

/// Of four billion campaigns one is taken.
const DRAWS: u32 = 5;
