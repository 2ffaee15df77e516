//! Who hears whom, by tones: everybody says another one, and what reaches each ear is measured.

use super::*;
use crate::dtmf::Digit;
use crate::ids::ParticipantId;
use crate::pcm::{Frame, MIX_RATE};
use crate::tone::{Tone, amplitude};

const AGENT: (&str, f32) = ("agent", 500.0);
const LEAD: (&str, f32) = ("lead", 900.0);
const BOSS: (&str, f32) = ("boss", 1_400.0);
const CLIP_HZ: f32 = 2_100.0;

const LOUDNESS: f32 = 0.2;

fn id(name: &str) -> ParticipantId {
    ParticipantId::new(name)
}

/// A room in which each participant says a tone of its own all the time.
struct Party {
    room: Room,
    voices: Vec<(ParticipantId, Tone)>,
    events: Vec<RoomEvent>,
}

impl Party {
    fn new() -> Self {
        let mut party = Self {
            room: Room::new(RoomOptions::default()),
            voices: Vec::new(),
            events: Vec::new(),
        };
        party.join(AGENT, Kind::Browser, Role::Talk);
        party.join(LEAD, Kind::Phone, Role::Talk);
        party
    }

    fn with_boss(role: Role) -> Self {
        let mut party = Self::new();
        party.join(BOSS, Kind::Browser, role);
        party
    }

    fn join(&mut self, (name, hz): (&str, f32), kind: Kind, role: Role) {
        self.room.join(id(name), kind, role).unwrap();
        self.voices.push((id(name), Tone::new(hz, LOUDNESS)));
    }

    /// Ten frames of what one hears.
    fn ear(&mut self, name: &str) -> Vec<i16> {
        let mut heard = Vec::new();
        self.run(|mix| {
            if let Some(frame) = mix.heard_by(&id(name)) {
                heard.extend_from_slice(frame.samples());
            }
        });
        heard
    }

    fn run(&mut self, mut each: impl FnMut(&Mix<'_>)) {
        for _ in 0..10 {
            for (who, tone) in &mut self.voices {
                self.room.offer(who, &tone.frame());
            }
            each(&self.room.tick());
            self.events.extend(self.room.drain_events());
        }
    }

    /// Which of the tones one hears.
    fn hears(&mut self, name: &str) -> Vec<&'static str> {
        let ear = self.ear(name);
        [AGENT, LEAD, BOSS, ("clip", CLIP_HZ)]
            .into_iter()
            .filter(|(_, hz)| amplitude(&ear, MIX_RATE, *hz) > LOUDNESS / 2.0)
            .map(|(name, _)| name)
            .collect()
    }

    fn check(&mut self, expected: &[(&str, &[&str])]) {
        for (name, tones) in expected {
            assert_eq!(self.hears(name), *tones, "what {name} hears");
        }
    }
}

fn clip(frames: usize) -> Clip {
    let mut samples = vec![0; frames * 320];
    Tone::new(CLIP_HZ, LOUDNESS).fill(&mut samples, MIX_RATE);
    Clip::from_samples("hello", samples)
}

#[test]
fn everybody_hears_the_others_and_nobody_himself() {
    Party::with_boss(Role::Talk).check(&[
        ("agent", &["lead", "boss"]),
        ("lead", &["agent", "boss"]),
        ("boss", &["agent", "lead"]),
    ]);
}

#[test]
fn who_listens_is_heard_by_nobody() {
    Party::with_boss(Role::Listen).check(&[
        ("agent", &["lead"]),
        ("lead", &["agent"]),
        ("boss", &["agent", "lead"]),
    ]);
}

#[test]
fn a_coach_is_heard_by_one_only() {
    let only = id("agent");
    Party::with_boss(Role::Coach { only }).check(&[
        ("agent", &["lead", "boss"]),
        ("lead", &["agent"]),
        ("boss", &["agent", "lead"]),
    ]);
}

#[test]
fn a_coach_may_step_in_and_out_again() {
    let mut party = Party::with_boss(Role::Listen);
    party.room.set_role(&id("boss"), Role::Talk).unwrap();
    party.check(&[("lead", &["agent", "boss"])]);
    let only = id("agent");
    party.room.set_role(&id("boss"), Role::Coach { only }).unwrap();
    party.check(&[("lead", &["agent"]), ("agent", &["lead", "boss"])]);
}

#[test]
fn who_is_muted_is_heard_by_nobody_and_hears_all() {
    let mut party = Party::with_boss(Role::Talk);
    party.room.mute(&id("agent")).unwrap();
    party.check(&[
        ("lead", &["boss"]),
        ("boss", &["lead"]),
        ("agent", &["lead", "boss"]),
    ]);
    party.room.unmute(&id("agent")).unwrap();
    party.check(&[("lead", &["agent", "boss"])]);
}

#[test]
fn a_muted_coach_is_silent_too() {
    let only = id("agent");
    let mut party = Party::with_boss(Role::Coach { only });
    party.room.mute(&id("boss")).unwrap();
    party.check(&[("agent", &["lead"])]);
}

#[test]
fn who_is_on_hold_hears_music_and_is_heard_by_nobody() {
    let mut party = Party::with_boss(Role::Talk);
    party.room.hold(&id("lead")).unwrap();
    party.check(&[("lead", &[]), ("agent", &["boss"]), ("boss", &["agent"])]);
    let loudest = party.ear("lead").iter().map(|sample| sample.unsigned_abs()).max();
    assert!(loudest > Some(500), "{loudest:?}");
    party.room.unhold(&id("lead")).unwrap();
    party.check(&[("lead", &["agent", "boss"]), ("agent", &["lead", "boss"])]);
}

#[test]
fn players_hear_nothing_and_recorders_say_nothing() {
    let mut party = Party::new();
    party.join(("player", 1_900.0), Kind::Player, Role::Talk);
    party.join(("recorder", 2_500.0), Kind::Recorder, Role::Talk);
    party.join(("listener", 2_900.0), Kind::Listener, Role::Talk);
    assert!(party.ear("player").is_empty());
    for name in ["agent", "recorder", "listener"] {
        let ear = party.ear(name);
        assert!(amplitude(&ear, MIX_RATE, 1_900.0) > 0.1, "{name}");
        assert!(amplitude(&ear, MIX_RATE, 2_500.0) < 0.01, "{name}");
        assert!(amplitude(&ear, MIX_RATE, 2_900.0) < 0.01, "{name}");
    }
}

#[test]
fn a_clip_is_heard_by_everybody_and_ends() {
    let mut party = Party::new();
    party.room.play(clip(20), Audience::Everybody).unwrap();
    party.check(&[("agent", &["lead", "clip"]), ("lead", &["agent", "clip"])]);
    party.check(&[("agent", &["lead"]), ("lead", &["agent"])]);
    let finished = RoomEvent::ClipFinished {
        name: "hello".into(),
        end: ClipEnd::Played,
    };
    assert_eq!(party.events.iter().filter(|event| **event == finished).count(), 1);
}

#[test]
fn a_clip_for_one_is_heard_by_one() {
    let mut party = Party::new();
    party.room.play(clip(100), Audience::Only(id("lead"))).unwrap();
    party.check(&[("agent", &["lead"]), ("lead", &["agent", "clip"])]);
    party.room.leave(&id("lead")).unwrap();
    party.run(|_| {});
    assert!(party.events.contains(&RoomEvent::ClipFinished {
        name: "hello".into(),
        end: ClipEnd::AudienceLeft
    }));
}

#[test]
fn a_clip_can_be_stopped_and_replaced() {
    let mut party = Party::new();
    party.room.play(clip(100), Audience::Everybody).unwrap();
    party.room.play(clip(100), Audience::Everybody).unwrap();
    party.room.stop_clip();
    party.room.stop_clip();
    party.check(&[("lead", &["agent"])]);
    let ends: Vec<ClipEnd> = party
        .events
        .iter()
        .filter_map(|event| {
            if let RoomEvent::ClipFinished { end, .. } = event {
                Some(*end)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(ends, [ClipEnd::Replaced, ClipEnd::Stopped]);
}

#[test]
fn a_lost_leg_is_silent_and_comes_back_as_it_was() {
    let mut party = Party::with_boss(Role::Talk);
    party.room.mute(&id("boss")).unwrap();
    party.room.lose(&id("boss")).unwrap();
    party.room.lose(&id("agent")).unwrap();
    party.check(&[("lead", &[]), ("agent", &[])]);
    party.room.regain(&id("agent")).unwrap();
    party.room.regain(&id("boss")).unwrap();
    party.check(&[("lead", &["agent"]), ("boss", &["agent", "lead"])]);
    let (lost, returned) = (
        RoomEvent::Lost { who: id("agent") },
        RoomEvent::Returned { who: id("agent") },
    );
    assert!(party.events.contains(&lost) && party.events.contains(&returned));
    assert!(
        !party
            .events
            .iter()
            .any(|event| matches!(event, RoomEvent::Left { .. }))
    );
}

#[test]
fn who_left_is_neither_heard_nor_served() {
    let mut party = Party::with_boss(Role::Talk);
    party.room.leave(&id("boss")).unwrap();
    party.check(&[("lead", &["agent"]), ("boss", &[])]);
    assert_eq!(party.room.leave(&id("boss")), Err(RoomError::NotHere));
    assert_eq!(party.room.mute(&id("boss")), Err(RoomError::NotHere));
}

#[test]
fn a_seat_is_taken_once_and_a_coach_needs_somebody_else() {
    let mut party = Party::new();
    let again = party.room.join(id("agent"), Kind::Browser, Role::Talk);
    assert_eq!(again, Err(RoomError::AlreadyHere));
    for only in ["agent", "nobody"] {
        let role = Role::Coach { only: id(only) };
        assert_eq!(
            party.room.set_role(&id("agent"), role),
            Err(RoomError::NobodyToCoach)
        );
    }
    for n in 0..30 {
        party
            .room
            .join(id(&n.to_string()), Kind::Listener, Role::Listen)
            .unwrap();
    }
    let full = party.room.join(id("late"), Kind::Browser, Role::Talk);
    assert_eq!(full, Err(RoomError::Full));
}

#[test]
fn digits_reach_one_phone_and_are_said_to_be_sent() {
    let mut party = Party::new();
    party.room.send_digits(&id("lead"), "5").unwrap();
    let ear = party.ear("lead");
    assert!(amplitude(&ear[..1_600], MIX_RATE, 770.0) > 0.15);
    assert!(amplitude(&ear[..1_600], MIX_RATE, 1_336.0) > 0.15);
    assert!(party.events.contains(&RoomEvent::DigitsSent { to: id("lead") }));
    party.room.send_digits(&id("lead"), "5").unwrap();
    let ear = party.ear("agent");
    assert!(amplitude(&ear[..1_600], MIX_RATE, 1_336.0) < 0.02);
    assert!(matches!(
        party.room.send_digits(&id("lead"), "5x"),
        Err(RoomError::Digits(_))
    ));
}

#[test]
fn a_key_that_a_phone_presses_is_told() {
    let mut party = Party::new();
    let (mut low, mut high) = (Tone::new(852.0, 0.2), Tone::new(1_477.0, 0.2));
    for _ in 0..5 {
        let mut both = low.frame();
        for (sample, other) in both.samples_mut().iter_mut().zip(high.frame().samples()) {
            *sample += other;
        }
        party.room.offer(&id("lead"), &both);
        party.room.offer(&id("agent"), &both);
        party.room.tick();
    }
    let digits: Vec<RoomEvent> = party
        .room
        .drain_events()
        .filter(|event| matches!(event, RoomEvent::Digit { .. }))
        .collect();
    let expected = RoomEvent::Digit {
        from: id("lead"),
        digit: Digit::from_char('9').unwrap(),
    };
    assert_eq!(digits, [expected]);
}

#[test]
fn a_recording_has_us_left_and_them_right_and_no_coach() {
    let only = id("agent");
    let mut party = Party::with_boss(Role::Coach { only });
    party.room.play(clip(100), Audience::Everybody).unwrap();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    party.run(|mix| {
        left.extend_from_slice(mix.recorded().left.samples());
        right.extend_from_slice(mix.recorded().right.samples());
    });
    let loud = |samples: &[i16], hz| amplitude(samples, MIX_RATE, hz) > LOUDNESS / 2.0;
    assert!(loud(&left, AGENT.1) && loud(&left, CLIP_HZ) && !loud(&left, LEAD.1));
    assert!(loud(&right, LEAD.1) && !loud(&right, AGENT.1));
    assert!(!loud(&left, BOSS.1) && !loud(&right, BOSS.1));
}

#[test]
fn many_loud_voices_are_bent_and_not_wrapped() {
    let mut room = Room::new(RoomOptions::default());
    for n in 0..10 {
        room.join(id(&n.to_string()), Kind::Browser, Role::Talk).unwrap();
    }
    for n in 0..10 {
        room.offer(&id(&n.to_string()), &Frame::new([30_000; 320]));
    }
    let mix = room.tick();
    assert!(
        mix.iter()
            .all(|(_, frame)| frame.samples().iter().all(|s| *s > 30_000))
    );
}

#[test]
fn who_says_nothing_in_a_tick_is_silent_in_it() {
    let mut room = Room::new(RoomOptions {
        comfort_noise: false,
        ..RoomOptions::default()
    });
    room.join(id("a"), Kind::Browser, Role::Talk).unwrap();
    room.join(id("b"), Kind::Browser, Role::Talk).unwrap();
    room.offer(&id("a"), &Frame::new([1_000; 320]));
    room.offer(&id("stranger"), &Frame::new([1_000; 320]));
    assert_eq!(room.tick().heard_by(&id("b")), Some(&Frame::new([1_000; 320])));
    assert_eq!(room.tick().heard_by(&id("b")), Some(&Frame::SILENCE));
}

#[test]
fn a_line_on_which_nobody_speaks_is_not_dead() {
    let mut room = Room::new(RoomOptions::default());
    room.join(id("a"), Kind::Browser, Role::Talk).unwrap();
    let level = room.tick().heard_by(&id("a")).unwrap().level();
    assert!((0.000_2..0.002).contains(&level), "{level}");
}

#[test]
fn levels_are_the_loudest_since_they_were_taken() {
    let mut party = Party::new();
    party.room.mute(&id("lead")).unwrap();
    party.run(|_| {});
    let levels = party.room.take_levels();
    assert!((levels[0].1 - LOUDNESS / 2.0_f32.sqrt()).abs() < 0.01);
    assert!(levels[1].1 < 1e-6);
    assert!(party.room.take_levels()[0].1 < 1e-6);
}
