//! The call log: every order and filter, page by page, shows each match exactly once.

use outdial_domain::call::{Outcome, State};
use outdial_domain::ids::RunId;
use outdial_store::{
    CallFilter, CallRow, Direction, PageRequest, Sort, SortKey, StateFilter, Store, StoreError, Workspace,
};

use crate::samples::{NOW, call, claim, complete, phone, run, workspace};
use crate::stand::on_every_database;

const ORDERS: [&str; 10] = [
    "created_at",
    "-created_at",
    "phone",
    "-phone",
    "state",
    "-state",
    "duration",
    "-duration",
    "answered_at",
    "-answered_at",
];

type Fits = Box<dyn Fn(&CallRow) -> bool>;

/// Calls in every state, with equal and missing values in every sort key.
async fn fill(store: &Store) -> (Workspace, Vec<CallRow>) {
    let space = store.workspace(workspace(1));
    let rows = space
        .write(|tx| {
            tx.runs().insert(&run(1))?;
            let mut rows = Vec::new();
            for number in 1..=90_u32 {
                let mut row = call(number);
                // Ten calls of each instant, numbers that do not follow the time.
                row.created_at = NOW.plus_ms(i64::from(number / 10));
                row.phone = phone((number * 37) % 97);
                row.run_id = (number % 4 == 0).then(|| RunId::from_bits(1));
                row.name = (number % 3 == 0).then(|| format!("Zoë 50%_{number}"));
                tx.calls().insert(&row)?;
                match number % 6 {
                    0 | 1 => {}
                    2 => {
                        claim(&mut row, NOW);
                        tx.calls().update(&mut row)?;
                    }
                    3 => {
                        row.call.state = State::Ended(Outcome::Blocked);
                        tx.calls().update(&mut row)?;
                    }
                    _ => {
                        claim(&mut row, NOW);
                        complete(
                            &mut row,
                            NOW.plus_seconds(60),
                            i64::from(number % 5) * 1_000,
                            None,
                        );
                        tx.calls().update(&mut row)?;
                    }
                }
                rows.push(row);
            }
            Ok(rows)
        })
        .await
        .unwrap();
    (space, rows)
}

async fn all_pages(space: &Workspace, filter: &CallFilter, sort: Sort, limit: u32) -> Vec<CallRow> {
    let mut items = Vec::new();
    let mut page = PageRequest::first(limit);
    loop {
        let (filter, asked) = (filter.clone(), page.clone());
        let answer = space
            .read(move |tx| tx.calls().list(&filter, sort, &asked))
            .await
            .unwrap();
        assert!(answer.items.len() <= limit as usize);
        items.extend(answer.items);
        match answer.next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => return items,
        }
    }
}

fn sorted(mut rows: Vec<CallRow>, sort: Sort) -> Vec<CallRow> {
    rows.sort_by(|a, b| {
        let key = |row: &CallRow| {
            let facts = &row.call.facts;
            let (text, number) = match sort.key {
                SortKey::CreatedAt => (String::new(), row.created_at.0),
                SortKey::Phone => (row.phone.e164().to_owned(), 0),
                SortKey::State => (row.call.state.word().to_owned(), row.created_at.0),
                SortKey::Duration => (String::new(), facts.talk_ms().unwrap_or(-1)),
                SortKey::AnsweredAt => (String::new(), facts.answered_at.map_or(-1, |at| at.0)),
            };
            (text, number, row.id.clone())
        };
        key(a).cmp(&key(b))
    });
    if sort.direction == Direction::Descending {
        rows.reverse();
    }
    rows
}

#[test]
fn pages_in_any_order_show_each_match_once() {
    on_every_database(async |store| {
        let (space, rows) = fill(&store).await;
        let of_run = |row: &CallRow| row.run_id.is_some();
        let filters: Vec<(CallFilter, Fits)> = vec![
            (CallFilter::default(), Box::new(|_| true)),
            (
                CallFilter {
                    state: StateFilter::from_word("planned"),
                    ..CallFilter::default()
                },
                Box::new(|row| row.call.state == State::Planned),
            ),
            (
                CallFilter {
                    state: Some(StateFilter::LIVE),
                    ..CallFilter::default()
                },
                Box::new(|row| row.call.state.is_live()),
            ),
            (
                CallFilter {
                    outcome: Some(Outcome::Completed),
                    ..CallFilter::default()
                },
                Box::new(|row| row.call.state == State::Ended(Outcome::Completed)),
            ),
            (
                CallFilter {
                    run_id: Some(RunId::from_bits(1)),
                    ..CallFilter::default()
                },
                Box::new(of_run),
            ),
            (
                CallFilter {
                    run_id: Some(RunId::from_bits(1)),
                    state: StateFilter::from_word("ended"),
                    outcome: Some(Outcome::Completed),
                    ..CallFilter::default()
                },
                Box::new(move |row| of_run(row) && row.call.state == State::Ended(Outcome::Completed)),
            ),
            (
                CallFilter {
                    from: Some(NOW.plus_ms(3)),
                    to: Some(NOW.plus_ms(6)),
                    ..CallFilter::default()
                },
                Box::new(|row| (NOW.plus_ms(3)..NOW.plus_ms(6)).contains(&row.created_at)),
            ),
            (
                CallFilter {
                    archived: true,
                    ..CallFilter::default()
                },
                Box::new(|_| false),
            ),
        ];
        for (filter, fits) in &filters {
            let wanted: Vec<CallRow> = rows.iter().filter(|row| fits(row)).cloned().collect();
            let counted = filter.clone();
            let count = space.read(move |tx| tx.calls().count(&counted)).await.unwrap();
            assert_eq!(count, Some(wanted.len() as u64), "{filter:?}");
            for word in ORDERS {
                let sort = Sort::from_word(word).unwrap();
                for limit in [7, 1_000] {
                    let found = all_pages(&space, filter, sort, limit).await;
                    assert_eq!(
                        found,
                        sorted(wanted.clone(), sort),
                        "{filter:?} by {word}, {limit} at a time"
                    );
                }
            }
        }
    });
}

#[test]
fn a_search_finds_numbers_and_names_and_takes_nothing_for_a_pattern() {
    on_every_database(async |store| {
        let (space, rows) = fill(&store).await;
        let target = rows[41].phone.e164().to_owned();
        let digits = target.trim_start_matches('+').to_owned();
        let searches = [
            target.clone(),
            format!("({}) {}-{}", &digits[1..4], &digits[4..7], &digits[7..]),
            digits[7..].to_owned(),
            digits[..9].to_owned(),
            digits[3..10].to_owned(),
            "ZOË 50%".to_owned(),
            "50%_4".to_owned(),
            "50%%".to_owned(),
            "_5_".to_owned(),
            "' OR 1=1 --".to_owned(),
            String::new(),
        ];
        for q in searches {
            let text = q.to_lowercase();
            let digits: String = q.chars().filter(char::is_ascii_digit).collect();
            let number_like =
                !digits.is_empty() && q.chars().all(|c| !c.is_alphabetic() && !"%_'=".contains(c));
            let fits = |row: &CallRow| {
                let name = row
                    .name
                    .as_ref()
                    .is_some_and(|name| name.to_lowercase().contains(&text));
                name || (number_like && row.phone.e164().contains(&digits))
            };
            let wanted: Vec<CallRow> = rows.iter().filter(|row| fits(row)).cloned().collect();
            let filter = CallFilter {
                q: Some(q.clone()),
                ..CallFilter::default()
            };
            for word in ["-created_at", "phone"] {
                let sort = Sort::from_word(word).unwrap();
                assert_eq!(
                    all_pages(&space, &filter, sort, 7).await,
                    sorted(wanted.clone(), sort),
                    "{q}"
                );
            }
            let count = space.read(move |tx| tx.calls().count(&filter)).await.unwrap();
            assert_eq!(count, Some(wanted.len() as u64), "{q}");
        }
    });
}

#[test]
fn a_cursor_of_another_order_is_refused() {
    on_every_database(async |store| {
        let (space, _) = fill(&store).await;
        let answer = space
            .read(|tx| {
                let filter = CallFilter::default();
                let page = tx.calls().list(&filter, Sort::NEWEST, &PageRequest::first(5))?;
                let next = PageRequest {
                    cursor: page.next_cursor,
                    limit: 5,
                };
                tx.calls().list(&filter, Sort::from_word("phone").unwrap(), &next)
            })
            .await;
        assert_eq!(answer, Err(StoreError::BadCursor));
    });
}

#[test]
fn calls_that_arrive_while_somebody_pages_shift_nothing() {
    on_every_database(async |store| {
        let (space, rows) = fill(&store).await;
        let filter = CallFilter::default();
        let first = space
            .read({
                let filter = filter.clone();
                move |tx| tx.calls().list(&filter, Sort::NEWEST, &PageRequest::first(30))
            })
            .await
            .unwrap();
        space
            .write(|tx| {
                let mut row = call(1_000);
                row.created_at = NOW.plus_seconds(60);
                tx.calls().insert(&row)
            })
            .await
            .unwrap();
        let next = PageRequest {
            cursor: first.next_cursor,
            limit: 1_000,
        };
        let rest = space
            .read(move |tx| tx.calls().list(&filter, Sort::NEWEST, &next))
            .await
            .unwrap();
        let shown: Vec<_> = first.items.into_iter().chain(rest.items).collect();
        assert_eq!(shown, sorted(rows, Sort::NEWEST));
    });
}
