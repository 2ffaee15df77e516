//! What a person hears for whom nobody was free, and what the key that they press means.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, DncId};
use outdial_domain::instruction::Instruction;
use outdial_store::{Actor, CallRow, DncRow, StoreError, Tx};

use crate::accounts::Account;
use crate::engine::Inner;

/// The orders for the leg of somebody who was abandoned.
pub(crate) fn safe_harbour(
    inner: &Inner,
    account: &Account,
    row: &CallRow,
    campaign: &outdial_store::CampaignRow,
) -> Vec<Instruction> {
    let words = &campaign.settings.safe_harbour;
    let say = Instruction::Say {
        text: words.spoken(),
        voice: row.voice.clone(),
        language: row.language.clone(),
    };
    let (Some(_), Some(base)) = (words.opt_out_key, inner.accounts.base_of(&account.id)) else {
        return vec![say, Instruction::HangUp];
    };
    let base = base.trim_end_matches('/');
    let gather = Instruction::Gather {
        prompt: vec![say],
        action: format!(
            "{base}/webhooks/{}/{}/voice?call={}",
            account.kind, account.id, row.id
        ),
        max_digits: Some(1),
        timeout_seconds: KEY_WAIT_S,
    };
    vec![gather, Instruction::HangUp]
}

/// Somebody pressed keys: the opt-out key of their campaign puts the number on the do-not-call list.
pub(crate) fn hear_keys(
    tx: &mut Tx<'_>,
    inner: &Inner,
    call: &CallId,
    keys: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(row) = tx.calls().get(call)? else {
        return Ok(());
    };
    let Some(campaign) = &row.campaign_id else {
        return Ok(());
    };
    let Some(campaign) = tx.campaigns().get(campaign)? else {
        return Ok(());
    };
    let Some(key) = campaign.settings.safe_harbour.opt_out_key else {
        return Ok(());
    };
    if row.call.facts.abandoned_at.is_none() || !keys.contains(key) {
        return Ok(());
    }
    tx.dnc().add(&DncRow {
        id: DncId::from_bits(inner.ids.next(now)),
        phone: row.phone,
        reason: Some(format!(
            "Pressed {key} when nobody was free, in campaign {}",
            campaign.name
        )),
        source: "callee".to_owned(),
        added_by: Actor::system(),
        created_at: now,
    })?;
    Ok(())
}

/// Somebody who wants to press a key looks at the phone first.
const KEY_WAIT_S: u32 = 4;
