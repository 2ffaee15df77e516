//! Free times, read out of what a tool said.

/// A time that was offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    /// By which it is booked.
    pub(crate) slot: String,
    /// When it begins, as it was written.
    pub(crate) start: String,
    /// As it is said.
    pub(crate) spoken: String,
}

/// Every `… (start 2026-11-23T12:00:00-05:00, slot …)` in a line.
pub(crate) fn read(said: &str) -> Vec<Offer> {
    let mut offers = Vec::new();
    let mut rest = said;
    while let Some((before, after)) = rest.split_once("(start ") {
        let Some((inside, behind)) = after.split_once(')') else {
            break;
        };
        if let Some((start, slot)) = inside.split_once(", slot ") {
            let spoken = before.trim_start_matches([';', ' ']).trim();
            let spoken = spoken.rsplit_once(": ").map_or(spoken, |(_, spoken)| spoken);
            offers.push(Offer {
                slot: slot.trim().to_owned(),
                start: start.trim().to_owned(),
                spoken: spoken.to_owned(),
            });
        }
        rest = behind;
    }
    offers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_are_found_with_what_is_said_of_them() {
        let said = "Free times, by the clock of UTC: Monday at 12:00 PM (start 2026-11-23T12:00:00Z, slot a.b); Monday at \
                    1:00 PM (start 2026-11-23T13:00:00Z, slot c.d).";
        let offers = read(said);
        assert_eq!(offers.len(), 2);
        assert_eq!(
            (offers[1].slot.as_str(), offers[1].start.as_str()),
            ("c.d", "2026-11-23T13:00:00Z")
        );
        assert_eq!(offers[0].spoken, "Monday at 12:00 PM");
        assert_eq!(offers[1].spoken, "Monday at 1:00 PM");
        assert_eq!(read("No time is free in these days."), []);
    }
}
