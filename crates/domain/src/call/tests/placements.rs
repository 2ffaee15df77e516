//! The machine against a model of a carrier that answers late, loses answers and lists calls with a lag:
//! however the two are interleaved with crashes, one call never has two legs, and it always comes to an end.

use proptest::prelude::*;

use super::cases::{GRACE_MS, START, ctx, failure, message};
use crate::call::{Action, Call, Event, LegStatus, Progress, Retry, State, Step, step};
use crate::time::Timestamp;

/// What goes on between two ticks of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Claim,
    Answer(Answer),
    Crash,
    Report(LegWord),
    HangUp,
    CallOff,
    Nothing,
}

/// How a dial request ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Taken,
    Refused,
    TakenButAnswerLost,
    TakenAfterAnswerLost,
    NeverArrived,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LegWord {
    Ringing,
    Answered,
    Over,
}

struct Leg {
    name: String,
    created_at: Timestamp,
    over: bool,
}

struct Search {
    asked_at: Timestamp,
    found: Option<String>,
}

struct World {
    now: Timestamp,
    call: Call,
    deadline: Option<Timestamp>,
    /// When the request that is under way was sent.
    request: Option<Timestamp>,
    /// Requests without an answer that the carrier will still accept.
    arriving: Vec<Timestamp>,
    legs: Vec<Leg>,
    searches: Vec<Search>,
}

impl World {
    fn new() -> Self {
        Self {
            now: START,
            call: Call::planned(START),
            deadline: None,
            request: None,
            arriving: Vec::new(),
            legs: Vec::new(),
            searches: Vec::new(),
        }
    }

    fn feed(&mut self, event: Event) {
        let policy = message();
        let Step { call, actions, .. } = step(self.call.clone(), event, &ctx(&policy, self.now));
        self.call = call;
        for action in actions {
            match action {
                Action::Place => self.request = Some(self.now),
                Action::HangUp { carrier_call_id } | Action::CallOff { carrier_call_id } => {
                    for leg in self.legs.iter_mut().filter(|leg| leg.name == carrier_call_id) {
                        leg.over = true;
                    }
                }
                Action::LookUp { carrier_call_id } => self.look_up(&carrier_call_id),
                Action::Search => self.search(),
                Action::SetDeadline { at } => self.deadline = Some(at),
                Action::ClearDeadline => self.deadline = None,
                Action::SpeakMessage { .. } | Action::SpeakSafeHarbour { .. } | Action::FetchCost { .. } => {}
            }
        }
    }

    fn look_up(&mut self, name: &str) {
        let Some(leg) = self.legs.iter().find(|leg| leg.name == name) else {
            return self.feed(Event::NotAtCarrier);
        };
        let status = if leg.over {
            LegStatus::Completed
        } else {
            LegStatus::Ringing
        };
        self.tell(status);
    }

    /// The carrier reads its list now and answers some time later.
    fn search(&mut self) {
        let listed = |leg: &&Leg| leg.created_at.plus_ms(LIST_LAG_MS) <= self.now;
        let found = self.legs.iter().find(listed).map(|leg| leg.name.clone());
        self.searches.push(Search {
            asked_at: self.now,
            found,
        });
    }

    fn create_leg(&mut self) -> String {
        let name = format!("CA{}", self.legs.len() + 1);
        self.legs.push(Leg {
            name: name.clone(),
            created_at: self.now,
            over: false,
        });
        name
    }

    fn answer(&mut self, answer: Answer) {
        if self.request.take().is_none() {
            return;
        }
        let lost = Event::PlaceUncertain {
            why: "timed out".to_owned(),
        };
        match answer {
            Answer::Taken => {
                let carrier_call_id = self.create_leg();
                self.feed(Event::Placed { carrier_call_id });
            }
            Answer::Refused => self.feed(Event::PlaceRefused {
                failure: failure(Retry::Later),
            }),
            Answer::TakenButAnswerLost => {
                self.create_leg();
                self.feed(lost);
            }
            Answer::TakenAfterAnswerLost => {
                self.arriving.push(self.now.plus_ms(ACCEPT_LAG_MS));
                self.feed(lost);
            }
            Answer::NeverArrived => self.feed(lost),
        }
    }

    fn report(&mut self, word: LegWord) {
        let Some(leg) = self.legs.last_mut() else { return };
        leg.over |= word == LegWord::Over;
        let carrier_call_id = leg.name.clone();
        self.feed(Event::Placed { carrier_call_id });
        self.tell(match word {
            LegWord::Ringing => LegStatus::Ringing,
            LegWord::Answered => LegStatus::Answered,
            LegWord::Over => LegStatus::Completed,
        });
    }

    fn tell(&mut self, status: LegStatus) {
        self.feed(Event::Progress(Progress {
            status,
            at: self.now,
            sequence: None,
            talk_ms: None,
        }));
    }

    fn perform(&mut self, next: Move) {
        match next {
            Move::Claim if self.call.state == State::Planned && self.call.due_at <= self.now => {
                self.feed(Event::Claimed);
            }
            Move::Answer(answer) => self.answer(answer),
            Move::Crash => {
                // Whoever waited for an answer is gone; the carrier may still be taking the request in.
                if self.request.take().is_some() {
                    self.arriving.push(self.now.plus_ms(ACCEPT_LAG_MS));
                }
                self.searches.clear();
                if self.call.state.is_live() {
                    self.feed(Event::Recovered);
                }
            }
            Move::Report(word) => self.report(word),
            Move::HangUp => self.feed(Event::HangUpRequested),
            Move::CallOff => self.feed(Event::CalledOff),
            Move::Claim | Move::Nothing => {}
        }
    }

    /// Time passes, and with it everything that has a limit.
    fn tick(&mut self) {
        self.now = self.now.plus_ms(TICK_MS);
        let now = self.now;
        let arrived = self.arriving.iter().filter(|at| **at <= now).count();
        self.arriving.retain(|at| *at > now);
        for _ in 0..arrived {
            self.create_leg();
        }
        if self
            .request
            .is_some_and(|sent_at| now.ms_since(sent_at) >= REQUEST_LIMIT_MS)
        {
            self.answer(Answer::TakenAfterAnswerLost);
        }
        let (answered, open) = std::mem::take(&mut self.searches)
            .into_iter()
            .partition(|search: &Search| now.ms_since(search.asked_at) >= SEARCH_LIMIT_MS);
        self.searches = open;
        for search in answered {
            match search.found {
                Some(carrier_call_id) => self.feed(Event::Placed { carrier_call_id }),
                None => self.feed(Event::NotAtCarrier),
            }
        }
        if self.deadline.is_some_and(|at| at <= now) {
            self.deadline = None;
            self.feed(Event::DeadlinePassed);
        }
    }

    fn is_over(&self) -> bool {
        matches!(self.call.state, State::Ended(_)) && self.request.is_none() && self.arriving.is_empty()
    }
}

fn moves() -> impl Strategy<Value = Move> {
    let answers = prop_oneof![
        Just(Answer::Taken),
        Just(Answer::Refused),
        Just(Answer::TakenButAnswerLost),
        Just(Answer::TakenAfterAnswerLost),
        Just(Answer::NeverArrived),
    ];
    let words = prop_oneof![
        Just(LegWord::Ringing),
        Just(LegWord::Answered),
        Just(LegWord::Over)
    ];
    prop_oneof![
        4 => Just(Move::Claim),
        3 => answers.prop_map(Move::Answer),
        1 => Just(Move::Crash),
        1 => words.prop_map(Move::Report),
        1 => prop_oneof![9 => Just(Move::Nothing), 1 => Just(Move::HangUp), 1 => Just(Move::CallOff)],
        12 => Just(Move::Nothing),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_call_never_has_two_legs_and_always_ends(script in prop::collection::vec(moves(), 0..200)) {
        let mut world = World::new();
        for next in script {
            world.perform(next);
            world.tick();
            prop_assert!(world.legs.len() <= 1, "two legs: the phone rang twice");
        }
        // From here on everybody does what is expected of them.
        let mut ticks = 0;
        while !world.is_over() {
            world.perform(Move::Claim);
            world.perform(Move::Answer(Answer::Taken));
            if ticks % 100 == 0 {
                world.perform(Move::Report(LegWord::Over));
            }
            world.tick();
            ticks += 1;
            prop_assert!(world.legs.len() <= 1, "two legs: the phone rang twice");
            prop_assert!(ticks < 10_000, "it never ends: {:?}", world.call);
        }
    }
}

const TICK_MS: i64 = 250;
/// The HTTP client gives a request up after this.
const REQUEST_LIMIT_MS: i64 = 15_000;
/// A request that nobody waits for any more may still be accepted for this long...
const ACCEPT_LAG_MS: i64 = 2_000;
/// ...and is in the carrier's list this long after...
const LIST_LAG_MS: i64 = 1_000;
/// ...while a search that was answered from the list may take this long to arrive.
const SEARCH_LIMIT_MS: i64 = 1_500;
/// The grace is chosen longer than all of that together; otherwise nobody could promise one leg.
const _: () = assert!(GRACE_MS > ACCEPT_LAG_MS + LIST_LAG_MS + SEARCH_LIMIT_MS);
