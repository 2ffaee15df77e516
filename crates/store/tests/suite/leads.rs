//! Lists of leads: imported, paged, searched, held by one person at a time.

use outdial_domain::call::Outcome;
use outdial_domain::ids::{CallId, LeadId, ListId, UserId};
use outdial_domain::leads::{Disposed, LeadResult, LeadStatus, Resolution, Standing};
use outdial_store::{
    Actor, Hold, Holder, LeadFilter, LeadRow, LeadSort, LeadTerm, ListCounts, ListErrorRow, ListRow,
    ListState, PageRequest, Store, StoreError, Workspace,
};

use crate::samples::{NOW, call, phone, workspace};
use crate::stand::on_every_database;

fn list(number: u128) -> ListRow {
    ListRow {
        id: ListId::from_bits(number),
        name: format!("List {number}"),
        source: "csv".to_owned(),
        state: ListState::Ready,
        created_by: Actor::user(&UserId::from_bits(1), "Ada"),
        created_at: NOW.plus_ms(i64::try_from(number).unwrap()),
    }
}

pub fn lead(list: u128, number: u32) -> LeadRow {
    LeadRow {
        id: LeadId::from_bits(list * 1_000 + u128::from(number)),
        list_id: ListId::from_bits(list),
        line: number + 1,
        contact_name: Some(format!("Person {:02}", 50 - number)),
        company_name: Some(
            if number.is_multiple_of(2) {
                "Acme"
            } else {
                "Müller GmbH"
            }
            .to_owned(),
        ),
        title: Some("Buyer".to_owned()),
        email: None,
        phone: phone(5_550_000 + number),
        numbers: Vec::new(),
        region: Some("US".to_owned()),
        time_zone: None,
        standing: Standing::new(),
        notes: None,
        custom: std::collections::BTreeMap::new(),
        tags: Vec::new(),
        consents: outdial_domain::leads::Consents::default(),
        import_id: None,
        held: None,
        created_at: NOW,
        updated_at: NOW,
        revision: 0,
    }
}

async fn import(rows: &Workspace, number: u128, leads: u32) {
    rows.write(move |tx| {
        tx.lists().begin(&list(number))?;
        let leads: Vec<_> = (1..=leads).map(|lead_no| lead(number, lead_no)).collect();
        tx.leads().insert_many(&leads)?;
        tx.leads().insert_terms(&list(number).id, &LeadTerm::of(&leads))?;
        tx.lists().complete(&list(number).id)
    })
    .await
    .unwrap();
}

fn ours(store: &Store) -> Workspace {
    store.workspace(workspace(1))
}

/// Every page of a list, a few leads at a time.
async fn walk(rows: &Workspace, filter: &LeadFilter, sort: &str) -> Vec<LeadRow> {
    let sort = LeadSort::from_words(sort).unwrap();
    let mut found = Vec::new();
    let mut page = PageRequest::first(4);
    loop {
        let (asked, order, place) = (filter.clone(), sort.clone(), page.clone());
        let part = rows
            .read(move |tx| tx.leads().list(&asked, &order, &place))
            .await
            .unwrap();
        found.extend(part.items);
        match part.next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => return found,
        }
    }
}

fn lines(leads: &[LeadRow]) -> Vec<u32> {
    leads.iter().map(|lead| lead.line).collect()
}

#[test]
fn a_list_is_seen_when_it_is_complete_and_until_it_is_put_away() {
    on_every_database(async |store| {
        let rows = ours(&store);
        let of_list = LeadFilter::default();
        rows.write(|tx| {
            tx.lists().begin(&list(1))?;
            tx.leads().insert_many(&[lead(1, 1), lead(1, 2)])
        })
        .await
        .unwrap();
        assert!(walk(&rows, &of_list, "line").await.is_empty());
        // The process died here; the request is sent again.
        import(&rows, 1, 3).await;
        assert_eq!(lines(&walk(&rows, &of_list, "line").await), [2, 3, 4]);
        let again = rows.write(|tx| tx.lists().begin(&list(1))).await;
        assert_eq!(again, Err(StoreError::Duplicate { what: "list" }));
        let counts = rows.read(|tx| tx.lists().counts(&list(1).id)).await;
        assert_eq!(
            counts,
            Ok(ListCounts {
                leads: 3,
                called: 0,
                open: 3
            })
        );
        assert_eq!(rows.write(|tx| tx.lists().archive(&list(1).id)).await, Ok(true));
        assert_eq!(rows.write(|tx| tx.lists().archive(&list(1).id)).await, Ok(false));
        assert!(walk(&rows, &of_list, "line").await.is_empty());
    });
}

#[test]
fn pages_follow_one_another_in_every_order_and_over_all_lists() {
    on_every_database(async |store| {
        let rows = ours(&store);
        import(&rows, 1, 11).await;
        import(&rows, 2, 6).await;
        let one = LeadFilter {
            list_id: Some(ListId::from_bits(1)),
            ..LeadFilter::default()
        };
        assert_eq!(
            lines(&walk(&rows, &one, "line").await),
            (2..=12).collect::<Vec<_>>()
        );
        assert_eq!(
            lines(&walk(&rows, &one, "-line").await),
            (2..=12).rev().collect::<Vec<_>>()
        );
        // Names run against the lines.
        assert_eq!(
            lines(&walk(&rows, &one, "contact_name").await),
            (2..=12).rev().collect::<Vec<_>>()
        );
        assert_eq!(
            lines(&walk(&rows, &one, "company_name,-line").await),
            [11, 9, 7, 5, 3, 12, 10, 8, 6, 4, 2]
        );
        for sort in [
            "line",
            "-contact_name",
            "company_name",
            "status,-contact_name",
            "-last_called_at",
            "call_attempts,company_name,-line",
        ] {
            let all = walk(&rows, &LeadFilter::default(), sort).await;
            let mut ids: Vec<_> = all.iter().map(|lead| lead.id.clone()).collect();
            assert_eq!(ids.len(), 17, "{sort}");
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), 17, "{sort}");
        }
        let foreign = rows
            .read(|tx| {
                let first = tx.leads().list(
                    &LeadFilter::default(),
                    &LeadSort::as_listed(),
                    &PageRequest::first(2),
                )?;
                let page = PageRequest {
                    cursor: first.next_cursor,
                    limit: 2,
                };
                let other = LeadSort::from_words("-line").unwrap();
                tx.leads().list(&LeadFilter::default(), &other, &page)
            })
            .await;
        assert_eq!(foreign, Err(StoreError::BadCursor));
    });
}

#[test]
fn orders_that_make_no_sense_are_refused() {
    for words in [
        "",
        "phone",
        "line,line",
        "--line",
        "line,status,call_attempts,contact_name",
    ] {
        assert_eq!(LeadSort::from_words(words), None, "{words}");
    }
}

#[test]
fn leads_are_found_by_name_company_and_any_part_of_the_number() {
    on_every_database(async |store| {
        let rows = ours(&store);
        import(&rows, 1, 11).await;
        let table: [(&str, Option<&str>, &[u32]); 11] = [
            ("person 49", None, &[2]),
            ("SON 4", None, &[2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
            ("müller", None, &[2, 4, 6, 8, 10, 12]),
            ("GMBH", None, &[2, 4, 6, 8, 10, 12]),
            ("ller g", None, &[2, 4, 6, 8, 10, 12]),
            ("0003", None, &[4]),
            ("(415) 555-0003", None, &[4]),
            ("+1 415 555 0003", None, &[4]),
            ("0415 5550003", Some("+14155550003"), &[4]),
            ("%", None, &[]),
            ("' OR 1=1 --", None, &[]),
        ];
        for (q, number, expected) in table {
            let filter = LeadFilter {
                q: Some(q.to_owned()),
                q_number: number.map(str::to_owned),
                ..LeadFilter::default()
            };
            assert_eq!(lines(&walk(&rows, &filter, "line").await), expected, "{q}");
            let count = rows.read(move |tx| Ok(tx.leads().count(&filter)?.leads)).await;
            assert_eq!(count, Ok(expected.len() as u64), "{q}");
        }
    });
}

#[test]
fn beyond_the_first_leads_words_and_numbers_are_found_by_their_beginning_and_their_end() {
    on_every_database(async |store| {
        let rows = ours(&store);
        rows.write(|tx| {
            tx.lists().begin(&list(1))?;
            let many: Vec<_> = (1..=10_002)
                .map(|number| LeadRow {
                    id: LeadId::from_bits(1_000_000 + u128::from(number)),
                    line: number,
                    contact_name: Some("Grace Hopper".to_owned()),
                    company_name: (number > 10_001).then(|| "Compilers & Sons".to_owned()),
                    phone: phone(5_550_000 + number),
                    ..lead(1, 1)
                })
                .collect();
            tx.leads().insert_many(&many)?;
            tx.leads().insert_terms(&list(1).id, &LeadTerm::of(&many))?;
            tx.lists().complete(&list(1).id)
        })
        .await
        .unwrap();
        let found = async |q: &str| {
            let filter = LeadFilter {
                q: Some(q.to_owned()),
                ..LeadFilter::default()
            };
            let count = rows.read(move |tx| Ok(tx.leads().count(&filter)?.leads));
            count.await.unwrap()
        };
        for (q, count) in [
            ("compilers &", 1),
            ("sons", 1),
            ("5560002", 1),
            ("+1 415 556 0002", 1),
            ("ompilers", 0),
            ("56000", 2),
        ] {
            assert_eq!(found(q).await, count, "{q}");
        }
    });
}

#[test]
fn a_lead_is_found_by_what_it_is_called_now() {
    on_every_database(async |store| {
        let rows = ours(&store);
        import(&rows, 1, 2).await;
        rows.write(|tx| {
            let mut row = tx.leads().get(&lead(1, 1).id)?.unwrap();
            row.contact_name = Some("Ada Lovelace".to_owned());
            tx.leads().update(&mut row)
        })
        .await
        .unwrap();
        for (q, count) in [("lovelace", 1), ("ada", 1), ("49", 0), ("48", 1), ("0001", 1)] {
            let filter = LeadFilter {
                q: Some(q.to_owned()),
                ..LeadFilter::default()
            };
            let counted = rows.read(move |tx| Ok(tx.leads().count(&filter)?.leads)).await;
            assert_eq!(counted, Ok(count), "{q}");
        }
    });
}

#[test]
fn filters_and_counts_follow_what_changes() {
    on_every_database(async |store| {
        let rows = ours(&store);
        import(&rows, 1, 5).await;
        rows.write(|tx| {
            let mut row = tx.leads().get(&lead(1, 2).id)?.unwrap();
            row.notes = Some("Call after lunch".to_owned());
            row.standing = Standing {
                status: LeadStatus::Callback,
                call_attempts: 1,
                last_called_at: Some(NOW),
                last_call_id: Some(CallId::from_bits(7)),
                last_outcome: Some(Outcome::Completed),
                disposed: Some(Disposed {
                    code: "follow_up".to_owned(),
                    resolution: Resolution::Callback,
                }),
                callback_at: Some(NOW.plus_seconds(60)),
                result: Some(LeadResult::Callback),
            };
            tx.leads().update(&mut row)?;
            let mut stale = lead(1, 2);
            assert_eq!(
                tx.leads().update(&mut stale),
                Err(StoreError::Conflict { what: "lead" })
            );
            assert_eq!(tx.leads().get(&row.id)?, Some(row));
            Ok(())
        })
        .await
        .unwrap();
        let by_status = LeadFilter {
            status: Some(LeadStatus::Callback),
            ..LeadFilter::default()
        };
        let by_word = LeadFilter {
            disposition: Some("follow_up".to_owned()),
            ..LeadFilter::default()
        };
        let fresh = LeadFilter {
            status: Some(LeadStatus::New),
            ..LeadFilter::default()
        };
        let by_result = LeadFilter {
            result: Some(LeadResult::Callback),
            ..LeadFilter::default()
        };
        for (filter, expected) in [
            (by_result, vec![3]),
            (by_status, vec![3]),
            (by_word, vec![3]),
            (fresh, vec![2, 4, 5, 6]),
        ] {
            assert_eq!(lines(&walk(&rows, &filter, "line").await), expected);
            let count = rows.read(move |tx| Ok(tx.leads().count(&filter)?.leads)).await;
            assert_eq!(count, Ok(expected.len() as u64));
        }
        assert_eq!(
            lines(&walk(&rows, &LeadFilter::default(), "-last_called_at,line").await)[0],
            3
        );
        let counts = rows.read(|tx| tx.lists().counts(&list(1).id)).await;
        assert_eq!(
            counts,
            Ok(ListCounts {
                leads: 5,
                called: 1,
                open: 5
            })
        );
    });
}

#[test]
fn two_people_never_hold_the_same_lead() {
    on_every_database(async |store| {
        let rows = ours(&store);
        import(&rows, 1, 1).await;
        let holder = |name: &str| Holder {
            user_id: name.to_lowercase(),
            name: name.to_owned(),
        };
        let (ada, bob) = (holder("Ada"), holder("Bob"));
        let until = NOW.plus_seconds(60);
        rows.write(move |tx| {
            let id = lead(1, 1).id;
            assert!(matches!(tx.leads().hold(&id, &ada, until, NOW)?, Hold::Held(_)));
            match tx.leads().hold(&id, &bob, until, NOW)? {
                Hold::HeldBy(by) => assert_eq!((by.name.as_str(), by.until), ("Ada", until)),
                other @ (Hold::Held(_) | Hold::NoSuchLead) => panic!("{other:?}"),
            }
            // Whoever holds it may hold it longer; nobody else can let go of it.
            let longer = until.plus_seconds(60);
            assert!(matches!(tx.leads().hold(&id, &ada, longer, NOW)?, Hold::Held(_)));
            assert!(!tx.leads().let_go(&id, &bob, NOW)?);
            // A holder who vanished loses it.
            assert!(matches!(
                tx.leads().hold(&id, &bob, longer, longer)?,
                Hold::Held(_)
            ));
            assert!(tx.leads().let_go(&id, &bob, longer)?);
            assert!(matches!(
                tx.leads().hold(&id, &ada, longer, longer)?,
                Hold::Held(_)
            ));
            let nobody = LeadId::from_bits(99);
            assert_eq!(tx.leads().hold(&nobody, &ada, until, NOW)?, Hold::NoSuchLead);
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn of_many_who_ask_at_once_one_holds_the_lead() {
    on_every_database(async |store| {
        let rows = ours(&store);
        import(&rows, 1, 1).await;
        let tracker = tokio_util::task::TaskTracker::new();
        let asks = (0..20).map(|number| {
            let rows = rows.clone();
            tracker.spawn(async move {
                let holder = Holder {
                    user_id: number.to_string(),
                    name: String::new(),
                };
                let held = rows.write(move |tx| {
                    tx.leads()
                        .hold(&lead(1, 1).id, &holder, NOW.plus_seconds(60), NOW)
                });
                matches!(held.await, Ok(Hold::Held(_)))
            })
        });
        let mut held = 0;
        for ask in asks.collect::<Vec<_>>() {
            held += u32::from(ask.await.unwrap());
        }
        assert_eq!(held, 1);
    });
}

#[test]
fn rows_that_became_no_lead_are_kept_in_their_order() {
    on_every_database(async |store| {
        let rows = ours(&store);
        let errors: Vec<_> = (1..=250)
            .map(|line| ListErrorRow {
                line,
                raw: format!("=cmd,{line}"),
                code: "number_missing".to_owned(),
                message: "This line has no phone number.".to_owned(),
            })
            .collect();
        let kept = errors.clone();
        rows.write(move |tx| {
            tx.lists().begin(&list(1))?;
            tx.lists().insert_errors(&list(1).id, &kept)
        })
        .await
        .unwrap();
        rows.read(move |tx| {
            let id = list(1).id;
            assert_eq!(tx.lists().error_count(&id)?, 250);
            let first = tx.lists().errors(&id, &PageRequest::first(200))?;
            let rest = PageRequest {
                cursor: first.next_cursor,
                limit: 200,
            };
            let rest = tx.lists().errors(&id, &rest)?;
            assert_eq!(rest.next_cursor, None);
            assert_eq!([first.items, rest.items].concat(), errors);
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn leads_of_another_workspace_are_out_of_reach() {
    on_every_database(async |store| {
        let (ours, theirs) = (ours(&store), store.workspace(workspace(2)));
        import(&theirs, 1, 3).await;
        ours.write(|tx| {
            let id = lead(1, 1).id;
            assert_eq!(tx.leads().get(&id)?, None);
            assert_eq!(tx.lists().get(&list(1).id)?, None);
            assert_eq!(tx.lists().counts(&list(1).id)?, ListCounts::default());
            assert!(!tx.lists().archive(&list(1).id)?);
            let holder = Holder {
                user_id: "x".to_owned(),
                name: "x".to_owned(),
            };
            assert_eq!(tx.leads().hold(&id, &holder, NOW, NOW)?, Hold::NoSuchLead);
            let mut row = lead(1, 1);
            assert_eq!(
                tx.leads().update(&mut row),
                Err(StoreError::Conflict { what: "lead" })
            );
            Ok(())
        })
        .await
        .unwrap();
        let of_list = LeadFilter {
            list_id: Some(list(1).id),
            ..LeadFilter::default()
        };
        assert!(walk(&ours, &of_list, "line").await.is_empty());
        assert_eq!(walk(&theirs, &of_list, "line").await.len(), 3);
    });
}

#[test]
fn what_is_said_of_a_call_is_kept_beside_where_it_stands() {
    on_every_database(async |store| {
        let rows = ours(&store);
        rows.write(|tx| {
            let mut row = call(1);
            row.lead_id = Some(lead(1, 1).id);
            tx.calls().insert(&row)?;
            row.disposition = Some("connected".to_owned());
            row.notes = Some("Nice talk".to_owned());
            row.recording = Some(outdial_store::CallRecording {
                deleted: None,
                id: "rec_1".to_owned(),
                url: "/api/v1/recordings/rec_1".to_owned(),
                duration_ms: Some(1_000),
                channels: 2,
            });
            tx.calls().remark(&mut row)?;
            assert_eq!(tx.calls().get(&row.id)?, Some(row.clone()));
            assert_eq!(tx.calls().of_lead(&lead(1, 1).id, 10)?, vec![row.clone()]);
            row.revision -= 1;
            assert_eq!(
                tx.calls().remark(&mut row),
                Err(StoreError::Conflict { what: "call" })
            );
            Ok(())
        })
        .await
        .unwrap();
    });
}
