//! Who hears whom in a room.

use super::frame::{Frame, SILENCE, add};

/// One participant's place in the mix.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub said: Frame,
    pub muted: bool,
    /// Hears music, and nobody hears them.
    pub hold: bool,
    /// Heard by this participant alone.
    pub coaches: Option<usize>,
}

/// What everybody hears of the others; those on hold hear `music`.
pub(crate) fn mix(places: &[Place], music: &Frame) -> Vec<Frame> {
    let heard = |(me, place): (usize, &Place)| {
        if place.hold {
            return *music;
        }
        let mut sum = SILENCE;
        for (them, other) in places.iter().enumerate() {
            let reaches_me = other.coaches.is_none_or(|coached| coached == me);
            if them != me && !other.muted && !other.hold && reaches_me {
                add(&mut sum, &other.said);
            }
        }
        sum
    };
    places.iter().enumerate().map(heard).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(level: i16) -> Place {
        Place {
            said: [level; 160],
            muted: false,
            hold: false,
            coaches: None,
        }
    }

    fn levels(places: &[Place]) -> Vec<i16> {
        mix(places, &[7; 160]).iter().map(|frame| frame[0]).collect()
    }

    #[test]
    fn everybody_hears_the_others_and_not_themselves() {
        assert_eq!(levels(&[place(1), place(10), place(100)]), [110, 101, 11]);
        assert_eq!(
            levels(&[place(30_000), place(20_000), place(20_000)])[0],
            i16::MAX
        );
        assert_eq!(levels(&[place(5)]), [0]);
    }

    #[test]
    fn mute_hold_and_coach_decide_who_is_heard() {
        let muted = Place {
            muted: true,
            ..place(10)
        };
        assert_eq!(levels(&[place(1), muted, place(100)]), [100, 101, 1]);
        let held = Place {
            hold: true,
            ..place(10)
        };
        assert_eq!(levels(&[place(1), held, place(100)]), [100, 7, 1]);
        let coach = Place {
            coaches: Some(0),
            ..place(10)
        };
        assert_eq!(levels(&[place(1), coach, place(100)]), [110, 101, 1]);
    }
}
