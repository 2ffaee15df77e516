//! Who hears whom in a room.

use super::frame::{Frame, SILENCE, add};

/// One participant's place in the mix.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub said: Frame,
    pub heard_by: HeardBy,
    pub hears: Hears,
}

/// Who hears somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeardBy {
    Everybody,
    Nobody,
    /// A coach is heard by the participant at this place alone.
    One(usize),
}

/// What somebody hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hears {
    Others,
    Music,
    Nothing,
}

/// What everybody hears of the others, or of the `music`.
pub(crate) fn mix(places: &[Place], music: &Frame) -> Vec<Frame> {
    let heard = |(me, place): (usize, &Place)| match place.hears {
        Hears::Others => {
            let mut sum = SILENCE;
            for (them, other) in places.iter().enumerate() {
                let reaches_me = match other.heard_by {
                    HeardBy::Everybody => true,
                    HeardBy::Nobody => false,
                    HeardBy::One(coached) => coached == me,
                };
                if them != me && reaches_me {
                    add(&mut sum, &other.said);
                }
            }
            sum
        }
        Hears::Music => *music,
        Hears::Nothing => SILENCE,
    };
    places.iter().enumerate().map(heard).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(level: i16) -> Place {
        Place {
            said: [level; 160],
            heard_by: HeardBy::Everybody,
            hears: Hears::Others,
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
            heard_by: HeardBy::Nobody,
            ..place(10)
        };
        assert_eq!(levels(&[place(1), muted, place(100)]), [100, 101, 1]);
        let held = Place {
            hears: Hears::Music,
            ..muted
        };
        assert_eq!(levels(&[place(1), held, place(100)]), [100, 7, 1]);
        let apart = Place {
            hears: Hears::Nothing,
            ..muted
        };
        assert_eq!(levels(&[place(1), apart, place(100)]), [100, 0, 1]);
        let coach = Place {
            heard_by: HeardBy::One(0),
            ..place(10)
        };
        assert_eq!(levels(&[place(1), coach, place(100)]), [110, 101, 1]);
    }
}
