//! Brings a database to this program's schema: forward only, each step once, checked against what was applied.

use crate::StoreError;
use crate::db::{Access, Conn, Scope, params};

/// One step of the schema.
struct Migration {
    version: i64,
    name: &'static str,
    sql: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "0001_foundation",
        sql: include_str!("../../migrations/0001_foundation.sql"),
    },
    Migration {
        version: 2,
        name: "0002_leads",
        sql: include_str!("../../migrations/0002_leads.sql"),
    },
    Migration {
        version: 3,
        name: "0003_rooms",
        sql: include_str!("../../migrations/0003_rooms.sql"),
    },
    Migration {
        version: 4,
        name: "0004_retention",
        sql: include_str!("../../migrations/0004_retention.sql"),
    },
    Migration {
        version: 5,
        name: "0005_lead_terms",
        sql: include_str!("../../migrations/0005_lead_terms.sql"),
    },
    Migration {
        version: 6,
        name: "0006_imports",
        sql: include_str!("../../migrations/0006_imports.sql"),
    },
    Migration {
        version: 7,
        name: "0007_campaigns",
        sql: include_str!("../../migrations/0007_campaigns.sql"),
    },
    Migration {
        version: 8,
        name: "0008_seats",
        sql: include_str!("../../migrations/0008_seats.sql"),
    },
    Migration {
        version: 9,
        name: "0009_modes",
        sql: include_str!("../../migrations/0009_modes.sql"),
    },
    Migration {
        version: 10,
        name: "0010_transfer",
        sql: include_str!("../../migrations/0010_transfer.sql"),
    },
    Migration {
        version: 11,
        name: "0011_reports",
        sql: include_str!("../../migrations/0011_reports.sql"),
    },
    Migration {
        version: 12,
        name: "0012_conversations",
        sql: include_str!("../../migrations/0012_conversations.sql"),
    },
    Migration {
        version: 13,
        name: "0013_followup",
        sql: include_str!("../../migrations/0013_followup.sql"),
    },
    Migration {
        version: 14,
        name: "0014_automation",
        sql: include_str!("../../migrations/0014_automation.sql"),
    },
    Migration {
        version: 15,
        name: "0015_consent",
        sql: include_str!("../../migrations/0015_consent.sql"),
    },
    Migration {
        version: 16,
        name: "0016_evals",
        sql: include_str!("../../migrations/0016_evals.sql"),
    },
    Migration {
        version: 17,
        name: "0017_recordings_of_call",
        sql: include_str!("../../migrations/0017_recordings_of_call.sql"),
    },
];

/// Applies what is missing; refuses a database that a newer program has changed.
pub(crate) fn migrate(conn: &mut dyn Conn) -> Result<(), StoreError> {
    apply(conn, MIGRATIONS)
}

fn apply(conn: &mut dyn Conn, migrations: &[Migration]) -> Result<(), StoreError> {
    // The writers' lock: two nodes that start together migrate once.
    conn.control(&conn.dialect().begin(Access::Write))?;
    let done = apply_in(conn, migrations).and_then(|()| conn.control("COMMIT"));
    if done.is_err() && conn.in_transaction() {
        // The failure itself is what matters; a connection that is gone has rolled back.
        let _ = conn.control("ROLLBACK");
    }
    done
}

fn apply_in(conn: &mut dyn Conn, migrations: &[Migration]) -> Result<(), StoreError> {
    let dialect = conn.dialect();
    conn.control(&dialect.migration(VERSION_TABLE))?;
    let mut applied = Vec::new();
    for mut row in conn.query(
        "SELECT version, checksum FROM schema_version ORDER BY version",
        &[],
    )? {
        applied.push((row.int()?, row.text()?));
    }
    let known = migrations.last().map_or(0, |last| last.version);
    let found = applied.last().map_or(0, |(version, _)| *version);
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    for migration in migrations {
        let checksum = checksum(migration.sql);
        match applied.iter().find(|(version, _)| *version == migration.version) {
            Some((_, then)) if *then == checksum => {}
            Some(_) => {
                let why = format!("{} is not what was applied to this database", migration.name);
                return Err(StoreError::Migration { why });
            }
            None => {
                // A migration may move rows, and they are of every workspace.
                conn.control(&dialect.enter(&Scope::System))?;
                conn.control(&dialect.migration(migration.sql))
                    .map_err(|why| failed(migration, &why))?;
                conn.execute(
                    "INSERT INTO schema_version (version, name, checksum) VALUES ($1, $2, $3)",
                    params![migration.version, migration.name, &checksum],
                )?;
            }
        }
    }
    if found < known {
        conn.control(dialect.seal_workspaces())?;
    }
    Ok(())
}

fn failed(migration: &Migration, why: &StoreError) -> StoreError {
    StoreError::Migration {
        why: format!("{}: {why}", migration.name),
    }
}

/// FNV-1a: tells an edited migration from the applied one; nobody attacks it.
fn checksum(sql: &str) -> String {
    let hash = sql.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

const VERSION_TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_version (
  version BIGINT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL
);";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::sqlite::SqliteConn;

    const FIRST: Migration = Migration {
        version: 1,
        name: "0001_a",
        sql: "CREATE TABLE a (n BIGINT);",
    };
    const SECOND: Migration = Migration {
        version: 2,
        name: "0002_b",
        sql: "ALTER TABLE a ADD COLUMN m BIGINT NOT NULL DEFAULT 7;",
    };
    const BROKEN: Migration = Migration {
        version: 2,
        name: "0002_c",
        sql: "CREATE TABLE c (n BIGINT); NONSENSE;",
    };

    fn memory() -> SqliteConn {
        SqliteConn::open_memory().expect("a database in memory")
    }

    #[test]
    fn an_existing_database_keeps_its_rows_and_gets_what_is_missing() {
        let mut conn = memory();
        apply(&mut conn, &[FIRST]).unwrap();
        conn.execute("INSERT INTO a (n) VALUES ($1)", params![3_i64])
            .unwrap();
        apply(&mut conn, &[FIRST, SECOND]).unwrap();
        apply(&mut conn, &[FIRST, SECOND]).unwrap();
        let mut rows = conn.query("SELECT n, m FROM a", &[]).unwrap();
        assert_eq!((rows[0].int(), rows[0].int()), (Ok(3), Ok(7)));
    }

    #[test]
    fn a_database_of_a_newer_program_is_refused() {
        let mut conn = memory();
        apply(&mut conn, &[FIRST, SECOND]).unwrap();
        assert_eq!(
            apply(&mut conn, &[FIRST]),
            Err(StoreError::TooNew { found: 2, known: 1 })
        );
    }

    #[test]
    fn an_edited_migration_is_refused() {
        let mut conn = memory();
        apply(&mut conn, &[FIRST]).unwrap();
        let edited = Migration {
            sql: "CREATE TABLE a (n TEXT);",
            ..FIRST
        };
        assert!(matches!(
            apply(&mut conn, &[edited]),
            Err(StoreError::Migration { .. })
        ));
    }

    #[test]
    fn a_failed_migration_leaves_nothing_behind() {
        let mut conn = memory();
        apply(&mut conn, &[FIRST]).unwrap();
        let failed = apply(&mut conn, &[FIRST, BROKEN]);
        assert!(matches!(failed, Err(StoreError::Migration { why }) if why.contains("0002_c")));
        assert!(conn.query("SELECT n FROM c", &[]).is_err());
        apply(&mut conn, &[FIRST, SECOND]).unwrap();
    }
}
