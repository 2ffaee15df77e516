//! The seat of a campaign's one agent.

use outdial_engine::{Behalf, SeatRefusal, SeatRules, SignIn};

use super::failure::Refused;
use super::names::short_of;
use super::read::Stored;
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::sentence::sentence;

/// Signs the agent in, unless they are; callees come as soon as their audio is in.
pub(super) async fn sit_down(
    app: &AppState,
    actor: &Actor,
    campaign: &outdial_domain::ids::CampaignId,
    sitter: &str,
) -> Result<(), Refused> {
    let seats = app.seats()?;
    if seats.rules(&actor.workspace, campaign).is_none() {
        let rules = SeatRules {
            name: CAMPAIGN.to_owned(),
            policy: outdial_domain::seat::Policy::default(),
        };
        seats.open_campaign(&actor.workspace, campaign, rules);
    }
    let wish = SignIn {
        campaign: campaign.clone(),
        user_id: sitter.to_owned(),
        name: actor.name.clone(),
        by: actor.stored(),
        comes_ready: true,
        request_bits: None,
    };
    match seats.sign_in(&actor.workspace, wish).await {
        Ok(_) => Ok(()),
        Err(why) => Err(explain(why)),
    }
}

/// Signs the agent in anew, when the server was started anew since.
pub(super) async fn sit_down_again(app: &AppState, actor: &Actor, stored: &Stored) -> Result<(), Refused> {
    if stored.seat.is_some() {
        return Ok(());
    }
    sit_down(app, actor, &stored.row.id, &stored.sitter).await
}

/// Signs the agent out.
pub(super) async fn stand_up(app: &AppState, actor: &Actor, stored: &Stored) -> Result<(), Refused> {
    let Some(seat) = &stored.seat else { return Ok(()) };
    let who = Behalf::Agent(&stored.sitter);
    let left = app.seats()?.sign_out(&actor.workspace, &seat.id, who).await;
    left.map_err(explain)
}

/// What the asker sits on: a campaign of this API, by its eight digits, or something else.
pub(super) async fn sits_on(
    app: &AppState,
    actor: &Actor,
    sitter: &str,
) -> Result<Option<Option<String>>, Refused> {
    let user = sitter.to_owned();
    let rows = app.workspace(&actor.workspace);
    let seat = rows.read(move |tx| tx.seats().live_of(&user)).await?;
    Ok(seat.map(|seat| short_of(&seat.campaign_id)))
}

/// Why something about the seat was not done.
pub(super) fn explain(why: SeatRefusal) -> Refused {
    if let SeatRefusal::Store(why) = why {
        return why.into();
    }
    Refused::conflict(sentence(&why))
}

/// How such campaigns are called.
pub(super) const CAMPAIGN: &str = "Team dialler";
