//! The browsers of these clients show a name for which the carrier vouches, and no ticket.

use outdial_carrier::{BrowserEntry, LegRef};
use outdial_domain::instruction::Instruction;
use outdial_engine::Account;

use super::names::{identity, short_of};
use crate::http::AppState;
use crate::http::problem::Problem;
use crate::http::seats::SEATS_MAX;

/// What the carrier is to do with a browser: into its own agent's room, or a word and goodbye.
///
/// # Errors
/// When the store fails.
pub async fn let_in(
    app: &AppState,
    account: &Account,
    entry: &BrowserEntry,
    leg: &LegRef,
) -> Result<Vec<Instruction>, Problem> {
    if entry.ticket.is_none() {
        let rows = app.workspace(&account.workspace);
        let seats = rows.read(|tx| tx.seats().live(SEATS_MAX)).await?;
        let own = seats.into_iter().find(|seat| {
            short_of(&seat.campaign_id).is_some()
                && identity(&account.workspace, &seat.user_id) == entry.identity
        });
        if let (Some(seat), Some(seats)) = (own, app.engine.seats()) {
            return Ok(seats.admit(account, &seat.id).await);
        }
    }
    Ok(app.engine.admit_browser(account, entry, leg).await)
}
