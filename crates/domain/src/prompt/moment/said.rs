//! The parts of a time, gathered in the order in which they are said, and what they mean together.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};

use super::eat::latest;
use super::forms::{Clock, Half, Instant, clock, date, instant, weekday};
use crate::prompt::PromptCtx;
use crate::prompt::reader::Reader;
use crate::prompt::refusal::NotUnderstood;
use crate::prompt::token::Kind;
use crate::time::Timestamp;

/// The parts of a time that were said.
#[derive(Default)]
pub(super) struct Said {
    day: Option<Day>,
    clock: Option<Clock>,
    half: Option<Half>,
    instant: Option<Instant>,
}

#[derive(Clone, Copy)]
enum Day {
    Today,
    Tomorrow,
    Overmorrow,
    Weekday(Weekday),
    Date(Date),
}

/// Why the parts make no time.
pub(super) enum Unresolved {
    Unclear(&'static str),
    Past,
}

impl Unresolved {
    pub fn into_refusal(self, part: &str) -> NotUnderstood {
        match self {
            Self::Unclear(why) => NotUnderstood::time(part, why),
            Self::Past => NotUnderstood::time_in_past(part),
        }
    }
}

impl Said {
    pub fn eat(reader: &mut Reader<'_>) -> Self {
        let mut said = Self::default();
        loop {
            let from = reader.at;
            let after_at = reader.eat(&["at", "for"]);
            let after_on = !after_at && reader.eat(&["on"]);
            if said.eat_clock(reader, after_at) || said.eat_day(reader, after_at || after_on) {
                continue;
            }
            if !after_at && !after_on && said.eat_half(reader) {
                continue;
            }
            reader.at = from;
            return said;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.day.is_none() && self.clock.is_none() && self.half.is_none() && self.instant.is_none()
    }

    fn eat_clock(&mut self, reader: &mut Reader<'_>, after_at: bool) -> bool {
        if self.clock.is_some() || self.instant.is_some() {
            return false;
        }
        if reader.eat(&["noon", "12 noon"]) {
            self.clock = Some(Clock {
                hour: 12,
                minute: 0,
                half: None,
                is_clear_by_form: true,
                is_of_24_hours: true,
            });
            return true;
        }
        let Some(mut clock) = reader
            .peek()
            .filter(|token| token.kind == Kind::Digits)
            .and_then(|token| clock(&token.text))
        else {
            return false;
        };
        let before = reader.at;
        reader.at += 1;
        if clock.half.is_none() {
            if reader.eat(&["am", "a.m", "a.m."]) {
                clock = Clock {
                    half: Some(Half::First),
                    is_clear_by_form: true,
                    ..clock
                };
            } else if reader.eat(&["pm", "p.m", "p.m."]) {
                clock = Clock {
                    half: Some(Half::Second),
                    is_clear_by_form: true,
                    ..clock
                };
            } else if reader.eat(&["o'clock", "oclock"]) {
                clock.is_clear_by_form = true;
            }
        }
        // "Tomorrow 9" is a time, a 9 by itself is not.
        if !clock.is_clear_by_form && !after_at && self.day.is_none() {
            reader.at = before;
            return false;
        }
        self.clock = Some(clock);
        true
    }

    fn eat_day(&mut self, reader: &mut Reader<'_>, after_preposition: bool) -> bool {
        if self.day.is_some() || self.instant.is_some() {
            return false;
        }
        if let Some(token) = reader.peek().filter(|token| token.kind == Kind::Digits) {
            self.day = date(&token.text).map(Day::Date);
            if self.day.is_none() && self.clock.is_none() {
                self.instant = instant(&token.text);
            }
            let found = self.day.is_some() || self.instant.is_some();
            reader.at += usize::from(found);
            return found;
        }
        if let Some(weekday) = reader.word().and_then(weekday) {
            reader.at += 1;
            self.day = Some(Day::Weekday(weekday));
            return true;
        }
        if after_preposition {
            return false;
        }
        self.day = if reader.eat(&["the day after tomorrow", "day after tomorrow"]) {
            Some(Day::Overmorrow)
        } else if reader.eat(&["tomorrow"]) {
            Some(Day::Tomorrow)
        } else if reader.eat(&["today"]) {
            Some(Day::Today)
        } else {
            None
        };
        self.day.is_some()
    }

    fn eat_half(&mut self, reader: &mut Reader<'_>) -> bool {
        if self.half.is_some() {
            return false;
        }
        if reader.eat(&["tonight", "this evening", "this afternoon"]) {
            self.day.get_or_insert(Day::Today);
            self.half = Some(Half::Later);
        } else if reader.eat(&["this morning"]) {
            self.day.get_or_insert(Day::Today);
            self.half = Some(Half::Morning);
        } else if reader.eat(&["in the morning"]) || (self.day.is_some() && reader.eat(&["morning"])) {
            self.half = Some(Half::Morning);
        } else if reader.eat(&["in the afternoon", "in the evening"])
            || (self.day.is_some() && reader.eat(&["afternoon", "evening", "night"]))
        {
            self.half = Some(Half::Later);
        }
        self.half.is_some()
    }

    pub fn resolve(self, ctx: &PromptCtx<'_>) -> Result<Timestamp, Unresolved> {
        let at = match (self.instant, self.clock) {
            (Some(Instant::Fixed(at)), _) => at,
            (Some(Instant::Local(local)), _) => in_zone(local, ctx)?,
            (None, None) => return Err(Unresolved::Unclear("lacks the hour.")),
            (None, Some(clock)) => {
                let time = clock.time(self.half)?;
                let today = ctx.now.to_jiff().to_zoned(ctx.zone.clone()).date();
                in_zone(day(self.day, today)?.to_datetime(time), ctx)?
            }
        };
        if at <= ctx.now {
            return Err(Unresolved::Past);
        }
        if at > latest(ctx) {
            return Err(Unresolved::Unclear("is too far away."));
        }
        Ok(at)
    }
}

fn day(said: Option<Day>, today: Date) -> Result<Date, Unresolved> {
    let plus_days = |days: i8| today.checked_add(i64::from(days).days());
    let found = match said {
        None | Some(Day::Today) => Ok(today),
        Some(Day::Tomorrow) => plus_days(1),
        Some(Day::Overmorrow) => plus_days(2),
        // Today's weekday means the one in a week.
        Some(Day::Weekday(weekday)) => plus_days(match today.weekday().until(weekday) {
            0 => 7,
            days => days,
        }),
        Some(Day::Date(date)) => Ok(date),
    };
    found.map_err(|_| Unresolved::Unclear("is too far away."))
}

fn in_zone(local: DateTime, ctx: &PromptCtx<'_>) -> Result<Timestamp, Unresolved> {
    let instant = ctx.zone.to_ambiguous_timestamp(local).unambiguous();
    instant
        .map(Timestamp::from)
        .map_err(|_| Unresolved::Unclear("does not exist, or exists twice, because the clocks change."))
}
