//! What a model reads when a tool has done its work: one line, with everything that it may say and needs to hand back.

/// A free time that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer<'a> {
    /// By which it is booked.
    pub token: &'a str,
    /// The time as a person says it.
    pub spoken: &'a str,
    /// When it begins, with an offset.
    pub start: &'a str,
}

/// The free times.
#[must_use]
pub fn offered(offers: &[Offer<'_>], zone: &str) -> String {
    if offers.is_empty() {
        return "No time is free in these days. Ask for other days, or offer to call back.".to_owned();
    }
    let lines: Vec<String> = offers
        .iter()
        .map(|offer| {
            format!(
                "{} (start {}, slot {})",
                one_line(offer.spoken),
                one_line(offer.start),
                one_line(offer.token)
            )
        })
        .collect();
    format!("Free times, by the clock of {zone}: {}.", lines.join("; "))
}

/// An appointment that stands.
#[must_use]
pub fn booked(spoken: &str, name: &str) -> String {
    format!(
        "Successfully booked appointment for {} at {}.",
        one_line(name),
        one_line(spoken)
    )
}

/// An appointment that was moved.
#[must_use]
pub fn moved(spoken: &str) -> String {
    format!("Moved: the appointment is now at {}.", one_line(spoken))
}

/// A mail that will be sent.
#[must_use]
pub fn on_its_way(address: &str) -> String {
    format!("It is on its way to {}. Say so.", one_line(address))
}

/// A time at which the callee is called again.
#[must_use]
pub fn called_again(written: &str) -> String {
    format!("Noted: they are called again at {written}.")
}

/// An appointment that was called off.
pub const CALLED_OFF: &str = "The appointment is called off.";
/// The callee said no.
pub const NOT_INTERESTED: &str = "Noted. Thank them and say goodbye.";
/// The number is on the do-not-call list.
pub const NEVER_AGAIN: &str = "Done: this number is not called again. Say so, and say goodbye.";
/// A person has the callee.
pub const TAKEN_OVER: &str = "A colleague has taken over. Say nothing more.";
/// The agent may hang up.
pub const FAREWELL: &str = "Say goodbye.";

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_are_one_line_with_what_is_said_and_what_is_handed_back() {
        let offers = [
            Offer {
                token: "tok1",
                spoken: "Monday, November 23 at 12:00 PM",
                start: "2026-11-23T12:00:00-05:00",
            },
            Offer {
                token: "tok2",
                spoken: "Monday,\nNovember 23 at 1:00 PM",
                start: "2026-11-23T13:00:00-05:00",
            },
        ];
        let line = offered(&offers, "America/New_York");
        assert_eq!(
            line,
            "Free times, by the clock of America/New_York: Monday, November 23 at 12:00 PM (start \
             2026-11-23T12:00:00-05:00, slot tok1); Monday, November 23 at 1:00 PM (start 2026-11-23T13:00:00-05:00, \
             slot tok2)."
        );
        assert!(offered(&[], "UTC").contains("No time is free"));
    }
}
