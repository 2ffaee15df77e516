//! Rooms, recordings and clips: one live room for a person, and nothing of another workspace.

use outdial_domain::ids::{CallId, CarrierAccountId, ClipId, RecordingId, RoomId, UserId};
use outdial_domain::room::{Bridge, End, Phase, Room};
use outdial_store::{Actor, ClipRow, RecordingRow, RoomRow, Store, StoreError, Workspace};

use crate::samples::{NOW, phone, workspace, workspace_row};
use crate::stand::on_every_database;

fn room(number: u128, user: &str) -> RoomRow {
    RoomRow {
        id: RoomId::from_bits(number),
        user_id: user.to_owned(),
        call_id: CallId::from_bits(number),
        lead_id: None,
        phone: phone(1),
        name: Some("Maria".to_owned()),
        account_id: CarrierAccountId::from_bits(1),
        window_override: None,
        record: true,
        created_by: Actor::user(&UserId::from_bits(1), "Ada"),
        room: Room::opened(Bridge::Carrier, NOW),
        updated_at: NOW,
        ended_at: None,
        revision: 0,
    }
}

pub async fn two_workspaces(store: &Store) -> (Workspace, Workspace) {
    for number in [1, 2] {
        let row = workspace_row(number);
        // The first one may be there already.
        let _ = store.system().write(move |tx| tx.create_workspace(&row)).await;
    }
    (store.workspace(workspace(1)), store.workspace(workspace(2)))
}

#[test]
fn a_person_is_in_one_live_room() {
    on_every_database(async |store| {
        let (rows, others) = two_workspaces(&store).await;
        let insert = |rows: &Workspace, row: RoomRow| {
            let rows = rows.clone();
            async move { rows.write(move |tx| tx.rooms().insert(&row)).await.unwrap() }
        };
        assert!(insert(&rows, room(1, "ada")).await);
        assert!(!insert(&rows, room(2, "ada")).await, "she is in another one");
        assert!(insert(&rows, room(3, "bob")).await);
        assert!(
            insert(&others, room(4, "ada")).await,
            "another workspace knows nothing of it"
        );

        let mut first = room(1, "ada");
        first.room.phase = Phase::Ended(End::Asked);
        first.ended_at = Some(NOW.plus_ms(5));
        let ended = rows
            .write(move |tx| tx.rooms().update(&mut first).map(|()| first))
            .await;
        let ended = ended.unwrap();
        let read = rows
            .read(|tx| tx.rooms().get(&RoomId::from_bits(1)))
            .await
            .unwrap();
        assert_eq!(read, Some(ended));
        assert!(insert(&rows, room(2, "ada")).await, "the first is over");

        let live = store.system().read(|tx| tx.live_rooms()).await.unwrap();
        let live: Vec<_> = live.into_iter().map(|(_, id)| id).collect();
        assert_eq!(live, [2, 3, 4].map(RoomId::from_bits));
    });
}

#[test]
fn an_update_from_an_older_room_is_a_conflict() {
    on_every_database(async |store| {
        let (rows, _) = two_workspaces(&store).await;
        rows.write(|tx| tx.rooms().insert(&room(1, "ada"))).await.unwrap();
        let update = async || rows.write(|tx| tx.rooms().update(&mut room(1, "ada"))).await;
        assert_eq!(update().await, Ok(()));
        assert_eq!(update().await, Err(StoreError::Conflict { what: "room" }));
    });
}

#[test]
fn recordings_that_nobody_finished_are_found() {
    on_every_database(async |store| {
        let (rows, others) = two_workspaces(&store).await;
        let recording = |number: u128, duration_ms| RecordingRow {
            id: RecordingId::from_bits(number),
            call_id: CallId::from_bits(number),
            file: format!("{number}.wav"),
            channels: 2,
            started_at: NOW,
            duration_ms,
            bytes: duration_ms,
        };
        let (one, two) = (recording(1, None), recording(2, None));
        let done = recording(1, Some(5_000));
        let written = rows.write(move |tx| {
            tx.recordings().put(&one)?;
            tx.recordings().put(&two)?;
            tx.recordings().put(&done)
        });
        written.await.unwrap();
        let open = store
            .system()
            .read(|tx| tx.unfinished_recordings())
            .await
            .unwrap();
        assert_eq!(open, [(workspace(1), recording(2, None))]);
        let id = RecordingId::from_bits(1);
        let read = rows.read(move |tx| tx.recordings().get(&id)).await.unwrap();
        assert_eq!(read, Some(recording(1, Some(5_000))));
        let id = RecordingId::from_bits(1);
        let foreign = others.read(move |tx| tx.recordings().get(&id)).await.unwrap();
        assert_eq!(foreign, None);
    });
}

#[test]
fn clips_are_listed_by_name_and_removed_once() {
    on_every_database(async |store| {
        let (rows, others) = two_workspaces(&store).await;
        for (number, name) in [(1, "Welcome"), (2, "Goodbye")] {
            let row = ClipRow {
                id: ClipId::from_bits(number),
                name: name.to_owned(),
                duration_ms: 1_500,
                created_by: Actor::system(),
                created_at: NOW,
            };
            rows.write(move |tx| tx.clips().add(&row)).await.unwrap();
        }
        let listed = rows.read(|tx| tx.clips().list(10)).await.unwrap();
        let names: Vec<_> = listed.iter().map(|clip| clip.name.as_str()).collect();
        assert_eq!(names, ["Goodbye", "Welcome"]);
        assert!(others.read(|tx| tx.clips().list(10)).await.unwrap().is_empty());
        let remove = async |rows: &Workspace| {
            rows.write(|tx| tx.clips().remove(&ClipId::from_bits(1)))
                .await
                .unwrap()
        };
        assert!(!remove(&others).await);
        assert!(remove(&rows).await);
        assert!(!remove(&rows).await);
    });
}
