//! Imports and what they need of leads: found by any number, filtered by all that is known, changed and taken back.

use std::collections::BTreeMap;

use outdial_domain::PhoneNumber;
use outdial_domain::ids::{ImportId, LeadChangeId, LeadId, ListId, UserId, ViewId};
use outdial_domain::leads::{LeadNumber, LeadStatus, Standing};
use outdial_domain::list::{ImportChoices, ImportCounts, ImportMapping, KnownPolicy};
use outdial_store::{
    Actor, ImportRow, ImportState, LeadChange, LeadChangeRow, LeadFilter, LeadRow, LeadSort, LeadTerm,
    LeadTotal, ListRow, ListState, NumberOfLead, PageRequest, Store, StoreError, ViewRow, Workspace,
};

use crate::samples::{NOW, phone, workspace};
use crate::stand::on_every_database;

fn list(number: u128) -> ListRow {
    ListRow {
        id: ListId::from_bits(number),
        name: format!("List {number}"),
        source: "import".to_owned(),
        state: ListState::Ready,
        created_by: Actor::user(&UserId::from_bits(1), "Ada"),
        created_at: NOW,
    }
}

fn lead(list: u128, number: u32) -> LeadRow {
    let further = LeadNumber {
        phone: phone(5_560_000 + number),
        label: Some("mobile".to_owned()),
    };
    LeadRow {
        id: LeadId::from_bits(list * 1_000 + u128::from(number)),
        list_id: ListId::from_bits(list),
        line: number + 1,
        contact_name: Some(format!("Person {number:02}")),
        company_name: Some("Acme".to_owned()),
        title: None,
        email: None,
        phone: phone(5_550_000 + number),
        numbers: vec![further],
        region: Some(if number.is_multiple_of(2) { "US" } else { "CA" }.to_owned()),
        time_zone: None,
        standing: Standing::new(),
        notes: None,
        custom: BTreeMap::from([("Size".to_owned(), format!("Size {}", number % 3))]),
        tags: if number == 4 {
            vec!["vip".to_owned()]
        } else {
            Vec::new()
        },
        consents: outdial_domain::leads::Consents::default(),
        import_id: Some(ImportId::from_bits(9)),
        held: None,
        created_at: NOW,
        updated_at: NOW,
        revision: 0,
    }
}

async fn bring(rows: &Workspace, number: u128, leads: u32) {
    rows.write(move |tx| {
        tx.lists().begin(&list(number))?;
        let leads: Vec<_> = (1..=leads).map(|lead_no| lead(number, lead_no)).collect();
        tx.leads().insert_many(&leads)?;
        tx.leads().insert_terms(&list(number).id, &LeadTerm::of(&leads))?;
        tx.leads().insert_numbers(&NumberOfLead::of(&leads))?;
        tx.lists().complete(&list(number).id)
    })
    .await
    .unwrap();
}

fn ours(store: &Store) -> Workspace {
    store.workspace(workspace(1))
}

async fn lines(rows: &Workspace, filter: &LeadFilter, sort: &str) -> Vec<u32> {
    let (filter, sort) = (filter.clone(), LeadSort::from_words(sort).unwrap());
    let page = rows.read(move |tx| tx.leads().list(&filter, &sort, &PageRequest::first(100)));
    page.await.unwrap().items.iter().map(|row| row.line).collect()
}

async fn owner(rows: &Workspace, number: PhoneNumber) -> Option<LeadId> {
    let wanted = number.clone();
    let found = rows
        .read(move |tx| tx.leads().by_numbers(&[wanted]))
        .await
        .unwrap();
    found.get(&number).map(|row| row.id.clone())
}

#[test]
fn any_number_finds_its_lead_in_the_workspace_and_in_no_other() {
    on_every_database(async |store| {
        let rows = ours(&store);
        bring(&rows, 1, 4).await;
        assert_eq!(owner(&rows, phone(5_550_003)).await, Some(lead(1, 3).id));
        assert_eq!(owner(&rows, phone(5_560_003)).await, Some(lead(1, 3).id));
        assert_eq!(owner(&rows, phone(5_570_003)).await, None);
        assert_eq!(
            owner(&store.workspace(workspace(2)), phone(5_550_003)).await,
            None
        );
        rows.write(|tx| {
            let mut row = tx.leads().get(&lead(1, 3).id)?.unwrap();
            assert_eq!(row, lead(1, 3));
            row.numbers = Vec::new();
            row.phone = phone(5_570_003);
            tx.leads().update(&mut row)?;
            assert_eq!(tx.leads().get(&row.id)?, Some(row));
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!(owner(&rows, phone(5_570_003)).await, Some(lead(1, 3).id));
        assert_eq!(owner(&rows, phone(5_550_003)).await, None);
        assert_eq!(owner(&rows, phone(5_560_003)).await, None);
    });
}

#[test]
fn of_two_leads_with_a_number_the_one_is_meant_that_is_dialled_on_it_first() {
    on_every_database(async |store| {
        let rows = ours(&store);
        bring(&rows, 1, 2).await;
        rows.write(|tx| {
            let mut row = tx.leads().get(&lead(1, 1).id)?.unwrap();
            row.numbers = vec![LeadNumber::of(phone(5_550_002))];
            tx.leads().update(&mut row)
        })
        .await
        .unwrap();
        assert_eq!(owner(&rows, phone(5_550_002)).await, Some(lead(1, 2).id));
    });
}

#[test]
fn leads_are_filtered_by_all_that_is_known_of_them() {
    on_every_database(async |store| {
        let rows = ours(&store);
        bring(&rows, 1, 6).await;
        rows.write(|tx| {
            let mut row = tx.leads().get(&lead(1, 2).id)?.unwrap();
            row.standing.call_attempts = 3;
            row.standing.status = LeadStatus::Called;
            row.standing.last_called_at = Some(NOW);
            tx.leads().update(&mut row)
        })
        .await
        .unwrap();
        let all = LeadFilter::default;
        let cases: [(LeadFilter, &[u32]); 9] = [
            (
                LeadFilter {
                    tag: Some("vip".to_owned()),
                    ..all()
                },
                &[5],
            ),
            (
                LeadFilter {
                    region: Some("CA".to_owned()),
                    ..all()
                },
                &[2, 4, 6],
            ),
            (
                LeadFilter {
                    custom: vec![("Size".to_owned(), "SIZE 0".to_owned())],
                    ..all()
                },
                &[4, 7],
            ),
            (
                LeadFilter {
                    region: Some("CA".to_owned()),
                    custom: vec![("Size".to_owned(), "size 0".to_owned())],
                    ..all()
                },
                &[4],
            ),
            (
                LeadFilter {
                    never_called: true,
                    ..all()
                },
                &[2, 4, 5, 6, 7],
            ),
            (
                LeadFilter {
                    attempts_max: Some(2),
                    ..all()
                },
                &[2, 4, 5, 6, 7],
            ),
            (
                LeadFilter {
                    called_after: Some(NOW),
                    ..all()
                },
                &[3],
            ),
            (
                LeadFilter {
                    called_before: Some(NOW),
                    ..all()
                },
                &[],
            ),
            (
                LeadFilter {
                    called_before: Some(NOW.plus_ms(1)),
                    attempts_max: Some(3),
                    ..all()
                },
                &[3],
            ),
        ];
        for (filter, expected) in cases {
            assert_eq!(lines(&rows, &filter, "line").await, expected, "{filter:?}");
            let backwards: Vec<u32> = expected.iter().rev().copied().collect();
            assert_eq!(
                lines(&rows, &filter, "-contact_name").await,
                backwards,
                "{filter:?}"
            );
            let (wanted, total) = (filter.clone(), expected.len() as u64);
            let counted = rows.read(move |tx| tx.leads().count(&wanted)).await;
            assert_eq!(
                counted,
                Ok(LeadTotal {
                    leads: total,
                    at_least: false
                }),
                "{filter:?}"
            );
            let ids = rows.read(move |tx| tx.leads().ids(&filter, 10)).await.unwrap();
            assert_eq!(ids.len(), expected.len());
        }
        let facets = rows.read(|tx| tx.leads().facets(200)).await.unwrap();
        assert_eq!(facets.tags.into_iter().collect::<Vec<_>>(), ["vip"]);
        assert_eq!(facets.regions.into_iter().collect::<Vec<_>>(), ["CA", "US"]);
        assert_eq!(facets.custom_fields.into_iter().collect::<Vec<_>>(), ["Size"]);
    });
}

#[test]
fn a_lead_that_moves_is_found_and_counted_where_it_is() {
    on_every_database(async |store| {
        let rows = ours(&store);
        bring(&rows, 1, 3).await;
        bring(&rows, 2, 0).await;
        rows.write(|tx| {
            let mut row = tx.leads().get(&lead(1, 2).id)?.unwrap();
            row.list_id = list(2).id;
            tx.leads().update(&mut row)
        })
        .await
        .unwrap();
        for (of, expected) in [(1, vec![2, 4]), (2, vec![3])] {
            let filter = LeadFilter {
                list_id: Some(list(of).id),
                ..LeadFilter::default()
            };
            assert_eq!(lines(&rows, &filter, "company_name").await, expected);
            let counts = rows
                .read(move |tx| tx.lists().counts(&list(of).id))
                .await
                .unwrap();
            assert_eq!(counts.leads, expected.len() as u64);
        }
    });
}

#[test]
fn a_removed_lead_leaves_nothing_behind_and_an_empty_list_goes() {
    on_every_database(async |store| {
        let rows = ours(&store);
        bring(&rows, 1, 2).await;
        rows.write(|tx| {
            let made = tx
                .leads()
                .made_by(&ImportId::from_bits(9), &list(1).id, None, 10)?;
            assert_eq!(made.len(), 2);
            assert!(!tx.lists().remove_empty(&list(1).id)?);
            for row in &made {
                tx.leads().remove(row)?;
            }
            assert!(
                tx.leads()
                    .by_numbers(&[phone(5_550_001), phone(5_560_001)])?
                    .is_empty()
            );
            assert_eq!(tx.lists().counts(&list(1).id)?.leads, 0);
            assert!(tx.lists().remove_empty(&list(1).id)?);
            assert_eq!(tx.lists().get(&list(1).id)?, None);
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn a_change_is_kept_read_and_taken_back() {
    on_every_database(async |store| {
        let rows = ours(&store);
        bring(&rows, 1, 1).await;
        rows.write(|tx| {
            let before = tx.leads().get(&lead(1, 1).id)?.unwrap();
            let mut after = before.clone();
            after.title = Some("Buyer".to_owned());
            after.standing.status = LeadStatus::Closed;
            let row = LeadChangeRow {
                id: LeadChangeId::from_bits(1),
                lead_id: before.id.clone(),
                at: NOW,
                cause: Some("bat_1".to_owned()),
                actor: Actor::system(),
                kind: "changed".to_owned(),
                change: LeadChange::between(&before, &after),
            };
            tx.leads().update(&mut after)?;
            tx.leads().insert_changes(std::slice::from_ref(&row))?;
            assert_eq!(
                tx.leads().changes_before(&before.id, NOW.plus_ms(1), "", 5)?,
                std::slice::from_ref(&row)
            );
            assert_eq!(
                tx.leads().changes_of("bat_1", None, 5)?,
                std::slice::from_ref(&row)
            );
            assert!(row.change.take_back(&mut after));
            assert_eq!((&after.title, after.standing.status), (&None, LeadStatus::New));
            assert!(!row.change.take_back(&mut after));
            tx.leads().forget_change(&row)?;
            assert!(tx.leads().changes_of("bat_1", None, 5)?.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    });
}

fn import(number: u128) -> ImportRow {
    ImportRow {
        id: ImportId::from_bits(number),
        state: ImportState::Checking,
        file_name: "people.csv".to_owned(),
        bytes: 12,
        name: "people".to_owned(),
        list_id: None,
        own_list: false,
        known: KnownPolicy::Move,
        tags: vec!["spring".to_owned()],
        choices: ImportChoices::default(),
        report: None,
        counts: ImportCounts::default(),
        cancelled: false,
        attempts: 0,
        undone: None,
        problem: None,
        created_by: Actor::system(),
        created_at: NOW,
        started_at: None,
        finished_at: None,
        revision: 0,
    }
}

#[test]
fn imports_are_kept_changed_listed_and_found_by_where_they_stand() {
    on_every_database(async |store| {
        let rows = ours(&store);
        rows.write(|tx| {
            tx.imports().insert(&import(1))?;
            tx.imports().insert(&import(2))?;
            let mut row = tx.imports().get(&import(1).id)?.unwrap();
            assert_eq!(row, import(1));
            row.state = ImportState::Running;
            row.report = Some(serde_json::json!({"encoding": "UTF-8"}));
            row.cancelled = true;
            tx.imports().update(&mut row)?;
            assert_eq!(tx.imports().get(&row.id)?, Some(row));
            let stale = tx.imports().update(&mut import(1));
            assert_eq!(stale, Err(StoreError::Conflict { what: "import" }));
            assert_eq!(tx.imports().list(&PageRequest::first(1))?.items, [import(2)]);
            Ok(())
        })
        .await
        .unwrap();
        let next = async |state| {
            store
                .system()
                .read(move |tx| tx.next_import(state, state))
                .await
                .unwrap()
        };
        assert_eq!(
            next(ImportState::Running).await,
            Some((workspace(1), import(1).id))
        );
        assert_eq!(
            next(ImportState::Checking).await,
            Some((workspace(1), import(2).id))
        );
        assert_eq!(next(ImportState::Undoing).await, None);
    });
}

#[test]
fn a_mapping_is_remembered_by_its_headings() {
    on_every_database(async |store| {
        let rows = ours(&store);
        rows.write(|tx| {
            assert_eq!(tx.imports().remembered("who|dial")?, None);
            for words in [["ignore", "phone"], ["name", "phone"]] {
                let mapping = ImportMapping(words.map(|word| word.parse().unwrap()).into());
                tx.imports().remember("who|dial", &mapping, NOW)?;
                assert_eq!(tx.imports().remembered("who|dial")?, Some(mapping));
            }
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn views_are_seen_by_their_owner_and_shared_ones_by_all() {
    on_every_database(async |store| {
        let rows = ours(&store);
        let view = |number: u128, owner: &str, shared: bool| ViewRow {
            id: ViewId::from_bits(number),
            page: "leads".to_owned(),
            name: "Hot".to_owned(),
            query: "tag=hot".to_owned(),
            columns: vec!["phone".to_owned()],
            shared,
            owner: owner.to_owned(),
            owner_name: owner.to_owned(),
            created_at: NOW,
            updated_at: NOW,
        };
        let (mine, theirs, shared) = (view(1, "ada", false), view(2, "bob", false), view(3, "bob", true));
        rows.write(move |tx| {
            for row in [&mine, &theirs, &shared] {
                tx.views().put(row)?;
            }
            assert_eq!(
                tx.views().of_page("leads", "ada", 10)?,
                [mine.clone(), shared.clone()]
            );
            let renamed = ViewRow {
                name: "Hotter".to_owned(),
                ..mine
            };
            tx.views().put(&renamed)?;
            assert_eq!(tx.views().get(&renamed.id)?, Some(renamed.clone()));
            assert!(tx.views().remove(&renamed.id)?);
            assert!(!tx.views().remove(&renamed.id)?);
            Ok(())
        })
        .await
        .unwrap();
    });
}
