use proptest::prelude::*;

use super::*;
use crate::abandon::Account;
use crate::campaign::{Audience, CampaignSettings, Mode};
use crate::ids::CallId;
use crate::time::Timestamp;

const NOW: Timestamp = Timestamp(1_700_000_000_000_000);

fn settings(mode: Mode, lines_per_seat: u32, audience: Audience) -> CampaignSettings {
    CampaignSettings {
        mode,
        lines_per_seat,
        audience,
        ..CampaignSettings::default()
    }
}

fn line(phase: LinePhase, age_ms: i64) -> Line {
    Line {
        phase,
        since: NOW.plus_ms(-age_ms),
    }
}

fn facts(ready: u32, lines: &[Line], abandons: Account) -> Facts<'_> {
    Facts {
        now: NOW,
        ready,
        busy: &[],
        lines,
        ended: &[],
        abandons,
        leads: 1_000,
        room: 1_000,
    }
}

fn healthy() -> Account {
    Account {
        live_answers: 1_000,
        abandoned: 5,
    }
}

fn dialled(settings: &CampaignSettings, facts: &Facts<'_>) -> u32 {
    match pacer_of(settings).pace(facts).order {
        Order::Dial { lines } => lines,
        Order::AskAgain { at } => {
            assert!(at > facts.now, "an answer for later is for later");
            0
        }
    }
}

#[test]
fn each_mode_fills_up_to_its_lines() {
    use LinePhase::{Judging, Ringing, Wanting};
    let ringing = |count| vec![line(Ringing, 3_000); count];
    let cases: [(Mode, u32, u32, Vec<Line>, u32); 9] = [
        (Mode::Progressive, 3, 4, ringing(0), 4),
        (Mode::Progressive, 3, 4, ringing(3), 1),
        (Mode::Progressive, 3, 0, ringing(0), 0),
        (Mode::Parallel, 3, 2, ringing(1), 5),
        (Mode::Parallel, 3, 2, ringing(6), 0),
        // An answer that is not judged yet may be a human: it keeps its place.
        (Mode::Parallel, 3, 1, vec![line(Judging, 500); 2], 1),
        // A human who waits takes a whole seat.
        (Mode::Parallel, 3, 2, vec![line(Wanting, 100)], 3),
        (Mode::Parallel, 3, 1, vec![line(Wanting, 100)], 0),
        (Mode::Manual, 3, 5, ringing(0), 0),
    ];
    for (mode, per_seat, ready, lines, expected) in cases {
        let settings = settings(mode, per_seat, Audience::Consumer);
        let got = dialled(&settings, &facts(ready, &lines, healthy()));
        assert_eq!(got, expected, "{mode:?}, {ready} ready, {lines:?}");
    }
}

#[test]
fn parallel_slows_to_one_line_while_one_more_abandonment_would_be_too_many() {
    let three = settings(Mode::Parallel, 3, Audience::Consumer);
    for (live_answers, abandoned, expected) in [(0, 0, 1), (32, 0, 1), (33, 0, 3), (100, 3, 1), (133, 3, 3)] {
        let account = Account {
            live_answers,
            abandoned,
        };
        assert_eq!(dialled(&three, &facts(1, &[], account)), expected, "{account:?}");
    }
    let slowed = pacer_of(&three).pace(&facts(1, &[], Account::default()));
    assert!(slowed.sentence.contains("one more"), "{}", slowed.sentence);
}

#[test]
fn a_business_campaign_starts_with_room_for_one_abandonment() {
    let three = settings(Mode::Parallel, 3, Audience::Business);
    assert_eq!(dialled(&three, &facts(1, &[], Account::default())), 3);
    let one_gone = Account {
        live_answers: 1,
        abandoned: 1,
    };
    assert_eq!(dialled(&three, &facts(1, &[], one_gone)), 1);
}

#[test]
fn agentless_needs_no_seats() {
    let settings = CampaignSettings {
        mode: Mode::Agentless,
        calls_at_once: 10,
        ..CampaignSettings::default()
    };
    assert_eq!(
        dialled(&settings, &facts(0, &[line(LinePhase::Ringing, 1)], healthy())),
        9
    );
}

#[test]
fn what_stands_in_the_way_is_said() {
    let one = settings(Mode::Progressive, 1, Audience::Consumer);
    let mut none_left = facts(2, &[], healthy());
    none_left.leads = 0;
    assert!(pacer_of(&one).pace(&none_left).sentence.contains("no lead"));
    let mut full = facts(2, &[], healthy());
    full.room = 0;
    assert!(pacer_of(&one).pace(&full).sentence.contains("as many live calls"));
    assert!(
        pacer_of(&one)
            .pace(&facts(0, &[], healthy()))
            .sentence
            .contains("No agent is ready")
    );
}

fn numbered(lines: &[Line]) -> Vec<(CallId, Line)> {
    (1_u128..)
        .map(CallId::from_bits)
        .zip(lines.iter().copied())
        .collect()
}

#[test]
fn a_business_line_that_is_not_needed_is_cancelled_at_once_the_youngest_first() {
    let lines = numbered(&[
        line(LinePhase::Ringing, 9_000),
        line(LinePhase::Ringing, 2_000),
        line(LinePhase::Dialing, 500),
        line(LinePhase::Planned, 100),
    ]);
    let found = losers(&lines, 1, Audience::Business, NOW);
    assert_eq!(found.cancel, [4, 3, 2].map(CallId::from_bits));
    assert_eq!(found.look_again_at, None);
}

#[test]
fn a_phone_at_home_rings_for_fifteen_seconds_before_it_is_cancelled() {
    let lines = numbered(&[
        line(LinePhase::Ringing, 15_000),
        line(LinePhase::Ringing, 14_999),
        line(LinePhase::Dialing, 20_000),
        line(LinePhase::Planned, 100),
    ]);
    let found = losers(&lines, 0, Audience::Consumer, NOW);
    assert_eq!(found.cancel, [4, 1].map(CallId::from_bits));
    assert_eq!(found.look_again_at, Some(NOW.plus_ms(1)));
}

#[test]
fn who_answered_is_never_cancelled() {
    let lines = numbered(&[line(LinePhase::Judging, 60_000), line(LinePhase::Wanting, 60_000)]);
    assert_eq!(losers(&lines, 0, Audience::Business, NOW), Losers::default());
}

fn any_lines() -> impl Strategy<Value = Vec<Line>> {
    let phases = prop::sample::select(vec![
        LinePhase::Planned,
        LinePhase::Dialing,
        LinePhase::Ringing,
        LinePhase::Judging,
        LinePhase::Wanting,
    ]);
    prop::collection::vec(
        (phases, 0..40_000_i64).prop_map(|(phase, age)| line(phase, age)),
        0..30,
    )
}

proptest! {
    #[test]
    fn progressive_never_has_more_lines_than_seats(ready in 0..20_u32, lines in any_lines()) {
        let facts = facts(ready, &lines, Account::default());
        let dial = dialled(&settings(Mode::Progressive, 9, Audience::Consumer), &facts);
        prop_assert!(dial == 0 || facts.open_lines() + facts.wanting() + dial <= ready);
    }

    #[test]
    fn no_pacer_exceeds_what_it_allows_itself(
        ready in 0..20_u32, per_seat in 1..=10_u32, lines in any_lines(),
        live_answers in 0..500_u32, abandoned in 0..40_u32, leads in 0..5_u32,
    ) {
        let account = Account { live_answers: u64::from(live_answers), abandoned: u64::from(abandoned) };
        let mut facts = facts(ready, &lines, account);
        facts.leads = leads;
        let answer = pacer_of(&settings(Mode::Parallel, per_seat, Audience::Consumer)).pace(&facts);
        if let Order::Dial { lines } = answer.order {
            prop_assert!(lines > 0 && lines <= leads);
            prop_assert!(facts.open_lines() + lines <= answer.lines_allowed);
        }
        prop_assert!(answer.lines_allowed <= ready * per_seat);
    }

    #[test]
    fn cancelling_leaves_what_is_allowed_or_what_may_not_be_cancelled(
        allowed in 0..20_u32, lines in any_lines(), business in any::<bool>(),
    ) {
        let audience = if business { Audience::Business } else { Audience::Consumer };
        let lines = numbered(&lines);
        let found = losers(&lines, allowed, audience, NOW);
        for id in &found.cancel {
            let (_, line) = lines.iter().find(|(known, _)| known == id).expect("it is one of them");
            let decent = business || line.phase == LinePhase::Planned
                || (line.phase == LinePhase::Ringing && NOW.ms_since(line.since) >= 15_000);
            prop_assert!(decent, "{line:?}");
        }
        let open = lines.iter().filter(|(_, line)| line.phase != LinePhase::Wanting).count();
        prop_assert!(found.cancel.is_empty() || open - found.cancel.len() >= allowed as usize);
    }
}
