//! Deleted recordings: what the row says, and which files are owed.

use outdial_domain::ids::{CallId, RecordingId};
use outdial_store::{DeletedBy, Deletion, RecordingRow};

use crate::rooms::two_workspaces;
use crate::samples::{NOW, workspace};
use crate::stand::on_every_database;

fn recording(number: u128, age_s: i64, duration_ms: Option<i64>) -> RecordingRow {
    RecordingRow {
        id: RecordingId::from_bits(number),
        call_id: CallId::from_bits(number),
        file: format!("{number}.wav"),
        channels: 2,
        started_at: NOW.plus_seconds(-age_s),
        duration_ms,
        bytes: duration_ms,
    }
}

#[test]
fn recordings_of_a_workspace_are_found_by_their_age_and_deleted_once() {
    on_every_database(async |store| {
        let (rows, others) = two_workspaces(&store).await;
        let all = [
            recording(1, 300, Some(1)),
            recording(2, 200, Some(1)),
            recording(3, 200, None),
            recording(4, 400, None),
            recording(5, 50, Some(1)),
        ];
        rows.write(move |tx| all.iter().try_for_each(|row| tx.recordings().put(row)))
            .await
            .unwrap();
        let foreign = recording(6, 300, Some(1));
        others
            .write(move |tx| tx.recordings().put(&foreign))
            .await
            .unwrap();

        let (finished, unfinished) = (NOW.plus_seconds(-100), NOW.plus_seconds(-300));
        let found = rows
            .read(move |tx| tx.recordings().begun_before(finished, unfinished, 10))
            .await
            .unwrap();
        let numbers: Vec<_> = found.iter().map(|row| row.file.as_str()).collect();
        assert_eq!(numbers, ["4.wav", "1.wav", "2.wav"]);

        let deletion = Deletion {
            at: NOW,
            by: DeletedBy::Retention,
        };
        let one = found[1].clone();
        for by in [DeletedBy::Retention, DeletedBy::Person] {
            let one = one.clone();
            let said = Deletion { by, ..deletion };
            rows.write(move |tx| tx.recordings().delete(&one, said).map(|_| ()))
                .await
                .unwrap();
        }
        let id = one.id.clone();
        let kept = rows.read(move |tx| tx.recordings().deletion(&id)).await.unwrap();
        assert_eq!(kept, Some(deletion), "the first reason stays");
        let found = rows
            .read(move |tx| tx.recordings().begun_before(finished, unfinished, 10))
            .await
            .unwrap();
        assert_eq!(found.len(), 2);
    });
}

#[test]
fn a_file_is_owed_until_it_is_removed() {
    on_every_database(async |store| {
        let (rows, _) = two_workspaces(&store).await;
        rows.write(|tx| {
            for number in 1..=3 {
                let row = recording(number, 300, (number < 3).then_some(1));
                tx.recordings().put(&row)?;
                let deletion = Deletion {
                    at: NOW,
                    by: DeletedBy::Person,
                };
                tx.recordings().delete(&row, deletion)?;
            }
            tx.recordings().file_removed(&RecordingId::from_bits(2))
        })
        .await
        .unwrap();
        let owed = async |after: Option<u128>, limit: u32| {
            let after = after.map(|number| (workspace(1), RecordingId::from_bits(number)));
            let system = store.system();
            let found = system.read(move |tx| tx.recordings_owed(after.as_ref(), limit));
            let rows = found.await.unwrap().into_iter();
            rows.map(|(_, row)| row.file).collect::<Vec<_>>()
        };
        assert_eq!(owed(None, 10).await, ["1.wav", "3.wav"]);
        assert_eq!(owed(None, 1).await, ["1.wav"]);
        assert_eq!(owed(Some(1), 10).await, ["3.wav"]);
        let open = store
            .system()
            .read(|tx| tx.unfinished_recordings())
            .await
            .unwrap();
        assert_eq!(open, [], "what is deleted is not mended");
    });
}
