//! What an agent asks for in a rehearsal: read and checked as in a call, and answered as if it were done.
//!
//! Looking at the calendar notes which times were offered, as it does for whoever looks from the page; nothing else leaves a
//! trace.

use outdial_domain::booking::spoken;
use outdial_domain::ids::WorkspaceId;
use outdial_domain::mail::MailAddress;
use outdial_domain::voice_agent::{
    BookingOrder, ReadingTools, RehearsedTool, SlotChoice, Tool, ToolOrder, ToolRequest, read_tool,
    written_time,
};
use outdial_voice::{
    CALLED_OFF, FAREWELL, NEVER_AGAIN, NOT_INTERESTED, TAKEN_OVER, booked, called_again, moved, on_its_way,
};

use super::callee::Partner;
use crate::calendar::{ALREADY_BOOKED, BookError, whole_sentence};
use crate::conversations::{address_of, offer, one_line, parts, refusal, zone_of_talk};
use crate::engine::Engine;

/// Where an agent rehearses.
pub(super) struct Stage<'a> {
    pub engine: &'a Engine,
    pub workspace: &'a WorkspaceId,
    pub partner: &'a Partner,
    /// What the agent may do.
    pub allowed: &'a [Tool],
    /// What it asked for so far.
    pub asked: Vec<RehearsedTool>,
}

impl Stage<'_> {
    /// Answers a request as if it were carried out, and remembers it.
    pub async fn perform(&mut self, request: &ToolRequest) -> RehearsedTool {
        let reading = ReadingTools {
            allowed: self.allowed,
            zone: self.partner.zone.as_deref(),
            now: self.engine.now(),
        };
        let result = match read_tool(request, &reading) {
            Ok(order) => self.answer(order).await,
            Err(sentence) => Err(sentence),
        };
        let tool = RehearsedTool {
            name: request.name.chars().take(NAME_KEPT).collect(),
            arguments: request.arguments.chars().take(ARGUMENTS_KEPT).collect(),
            result: one_line(result),
        };
        self.asked.push(tool.clone());
        tool
    }

    async fn answer(&self, order: ToolOrder) -> Result<String, String> {
        let known = self.partner.zone.as_deref();
        let done = match order {
            ToolOrder::CheckAvailability { zone, from, to } => {
                let zone = zone_of_talk(known, zone.as_deref());
                offer(self.engine, self.workspace, from, to, zone).await
            }
            ToolOrder::Book(order) => return self.book(*order).await,
            ToolOrder::Reschedule { slot, zone } => self.reschedule(slot, zone).await,
            ToolOrder::Cancel { .. } if self.has_booking() => Ok(CALLED_OFF.to_owned()),
            ToolOrder::Cancel { .. } => Err(BookError::NoSuchBooking),
            ToolOrder::NotInterested { .. } => Ok(NOT_INTERESTED.to_owned()),
            ToolOrder::Callback { at, .. } => Ok(called_again(&written_time(at, known.unwrap_or("UTC")))),
            ToolOrder::DoNotCall { .. } => Ok(NEVER_AGAIN.to_owned()),
            ToolOrder::SendEmail(order) => {
                let address = address_of(order.email, self.partner.fields.email.clone())?;
                return Ok(on_its_way(address.as_str()));
            }
            ToolOrder::Transfer { .. } => Ok(TAKEN_OVER.to_owned()),
            ToolOrder::EndCall => Ok(FAREWELL.to_owned()),
        };
        done.map_err(|why| refusal(&why))
    }

    async fn book(&self, order: BookingOrder) -> Result<String, String> {
        let name = order
            .name
            .or_else(|| self.partner.fields.contact_name.clone())
            .filter(|name| !name.trim().is_empty());
        let zone = zone_of_talk(self.partner.zone.as_deref(), order.zone.as_deref());
        let start = self
            .chosen(order.slot, &zone)
            .await
            .map_err(|why| refusal(&why))?;
        let name = name.ok_or_else(|| refusal(&BookError::NoName))?;
        if order
            .email
            .is_some_and(|email| email.parse::<MailAddress>().is_err())
        {
            return Err(refusal(&BookError::BadEmail));
        }
        let sentence = booked(&spoken(start, &zone), &name);
        // The same wish twice makes one appointment, another wish none.
        let is_same = |tool: &RehearsedTool| tool.result.as_ref() == Ok(&sentence);
        if self.is_booked_here() && !self.asked.iter().any(is_same) {
            return Err(whole_sentence(ALREADY_BOOKED));
        }
        Ok(sentence)
    }

    async fn reschedule(&self, slot: SlotChoice, zone: Option<String>) -> Result<String, BookError> {
        if !self.has_booking() {
            return Err(BookError::NoSuchBooking);
        }
        let zone = zone_of_talk(self.partner.zone.as_deref(), zone.as_deref());
        let start = self.chosen(slot, &zone).await?;
        Ok(moved(&spoken(start, &zone)))
    }

    /// The beginning of a time that was offered.
    async fn chosen(
        &self,
        slot: SlotChoice,
        zone: &jiff::tz::TimeZone,
    ) -> Result<outdial_domain::Timestamp, BookError> {
        let calendar = self.engine.inner.calendar(self.workspace).await?;
        let (token, start) = parts(slot);
        let slot = self
            .engine
            .chosen(
                self.workspace,
                calendar.as_ref(),
                token.as_deref(),
                start.as_deref(),
                zone,
            )
            .await?;
        Ok(slot.start)
    }

    /// Whether an appointment was made in this rehearsal, and not called off since.
    fn is_booked_here(&self) -> bool {
        self.last_of_booking() == Some(Tool::BookAppointment)
            || self.last_of_booking() == Some(Tool::RescheduleAppointment)
    }

    fn has_booking(&self) -> bool {
        match self.last_of_booking() {
            Some(last) => last != Tool::CancelAppointment,
            None => self.partner.has_booking,
        }
    }

    /// The last thing that was done to an appointment.
    fn last_of_booking(&self) -> Option<Tool> {
        let performed = self.asked.iter().rev().filter_map(RehearsedTool::performed);
        performed.into_iter().find(|tool| {
            [
                Tool::BookAppointment,
                Tool::RescheduleAppointment,
                Tool::CancelAppointment,
            ]
            .contains(tool)
        })
    }
}

/// As much as is kept of what agents ask for in calls.
const ARGUMENTS_KEPT: usize = 4_000;
const NAME_KEPT: usize = 80;
