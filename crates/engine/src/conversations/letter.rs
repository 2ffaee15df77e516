//! Mails that voice agents promise: to the callee alone, few in a talk, and written down with the promise.

use outdial_domain::ids::CallId;
use outdial_domain::mail::MailAddress;
use outdial_domain::voice_agent::EmailOrder;
use outdial_store::{LeadRow, StoreError, Tx};

use outdial_voice::on_its_way;

use super::lead::lead_of;
use super::perform::{Answer, Deed, Scene, TROUBLE};
use crate::mailing::{AgentLetter, agent_writes};
use crate::receive::Surroundings;

/// What an agent wants to send.
pub(super) struct Letter {
    address: MailAddress,
    subject: Option<String>,
    message: String,
}

/// Whether the agent may write, and what it writes; where the model names no address it is the lead's.
pub(super) fn may_write(scene: &Scene, order: EmailOrder) -> (Answer, Deed) {
    let refused = |why: &str| (Err(why.to_owned()), Deed::Nothing);
    if scene.deeds.mailed >= MAILS_MAX {
        return refused("Enough was sent on this call. Go on with the conversation.");
    }
    let known = scene.lead.as_ref().and_then(|lead: &LeadRow| lead.email.clone());
    let address = match address_of(order.email, known) {
        Ok(address) => address,
        Err(why) => return refused(&why),
    };
    let answer = on_its_way(address.as_str());
    let letter = Letter {
        address,
        subject: order.subject,
        message: order.message,
    };
    (Ok(answer), Deed::Mail(Box::new(letter)))
}

/// Where a mail goes: where the callee says, or where the lead is known to be.
///
/// # Errors
/// A sentence that the model can act on.
pub(crate) fn address_of(said: Option<String>, known: Option<String>) -> Result<MailAddress, String> {
    let found = said.or(known).filter(|text| !text.trim().is_empty());
    let found = found.ok_or("No e-mail address is known. Ask the callee to spell it, and send `email`.")?;
    found.parse().map_err(|_| {
        "The e-mail address cannot be used. Ask the callee to spell it, and send `email`.".to_owned()
    })
}

impl Letter {
    /// Writes the mail of this request down; why nothing is sent, in a sentence for the model.
    pub(super) fn write(
        &self,
        tx: &mut Tx<'_>,
        around: &Surroundings<'_>,
        call: &CallId,
        request: &str,
    ) -> Result<Result<(), &'static str>, StoreError> {
        let Some(row) = tx.calls().get(call)? else {
            return Ok(Err(TROUBLE));
        };
        let lead = lead_of(tx, &row)?;
        let letter = AgentLetter {
            request,
            call: &row,
            lead: lead.as_ref(),
            address: self.address.clone(),
            subject: self.subject.as_deref(),
            message: &self.message,
        };
        agent_writes(tx, around, &letter)
    }
}

/// A model that runs in circles, or was talked into it, fills nobody's mailbox.
const MAILS_MAX: u32 = 2;
