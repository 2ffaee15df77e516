//! How much of the database the writer keeps at hand.
//!
//! Much of it helps an import, whose rows go to places all over the indexes. It costs everybody else: SQLite walks through
//! all pages at hand at the end of each transaction in which pages of an index changed places (`balance_nonroot` borrows a
//! page number beyond the file's end, and `pcache1Truncate` then looks for what is beyond it). So it is taken while
//! transactions are large and given back soon after.

use crate::db::Kept;

/// What the last transactions were like.
#[derive(Debug, Default)]
pub(crate) struct Room {
    changed_rows: u64,
    /// How many more small transactions it takes until much is too much; zero while little is kept.
    patience: u32,
}

impl Room {
    /// A statement of the running transaction changed so many rows.
    pub(crate) fn note(&mut self, rows: u64) {
        self.changed_rows += rows;
    }

    /// The transaction is over; says when something else should be kept than before.
    pub(crate) fn transaction_over(&mut self) -> Option<Kept> {
        let kept_much = self.patience > 0;
        let was_large = std::mem::take(&mut self.changed_rows) >= LARGE_ROWS;
        self.patience = if was_large {
            SMALL_IN_A_ROW
        } else {
            self.patience.saturating_sub(1)
        };
        match (kept_much, self.patience > 0) {
            (false, true) => Some(Kept::Much),
            (true, false) => Some(Kept::Little),
            (true, true) | (false, false) => None,
        }
    }
}

/// More than a full batch of calls that are reported changes.
const LARGE_ROWS: u64 = 4_000;
/// An import's batches come with other people's in between.
const SMALL_IN_A_ROW: u32 = 500;

#[cfg(test)]
mod tests {
    use super::*;

    fn transaction(room: &mut Room, rows: u64) -> Option<Kept> {
        room.note(rows / 2);
        room.note(rows - rows / 2);
        room.transaction_over()
    }

    #[test]
    fn much_is_kept_from_the_first_large_transaction_on_until_there_were_many_small_ones() {
        let mut room = Room::default();
        assert_eq!(transaction(&mut room, 100), None);
        assert_eq!(transaction(&mut room, LARGE_ROWS), Some(Kept::Much));
        for _ in 1..SMALL_IN_A_ROW {
            assert_eq!(transaction(&mut room, 100), None);
        }
        assert_eq!(transaction(&mut room, LARGE_ROWS), None);
        for _ in 1..SMALL_IN_A_ROW {
            assert_eq!(transaction(&mut room, 0), None);
        }
        assert_eq!(transaction(&mut room, 0), Some(Kept::Little));
        assert_eq!(transaction(&mut room, 0), None);
    }
}
