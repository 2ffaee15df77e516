//! The only place that knows in what the two databases differ.

use std::borrow::Cow;

use crate::StoreError;
use crate::db::{Access, Scope};

/// Which words a database wants where the two differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// How much of the database a connection keeps at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// What it always may.
    Little,
    /// What an import of a hundred thousand leads changes again and again.
    Much,
}

impl Dialect {
    /// Opens a transaction.
    ///
    /// PostgreSQL writers take a lock of the database: batches follow one another as they do on SQLite, so that
    /// checks made before a write still hold when it is done, and no two batches can deadlock.
    pub(crate) fn begin(self, access: Access) -> Cow<'static, str> {
        match (self, access) {
            (Self::Sqlite, Access::Write) => "BEGIN IMMEDIATE".into(),
            (Self::Sqlite, Access::Read) => "BEGIN DEFERRED".into(),
            (Self::Postgres, Access::Write) => {
                format!("BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({WRITER_LOCK})")
                    .into()
            }
            (Self::Postgres, Access::Read) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".into(),
        }
    }

    /// Tells the database whose rows are meant; the statement may be empty.
    pub(crate) fn enter(self, scope: &Scope) -> String {
        match (self, scope) {
            (Self::Sqlite, _) => String::new(),
            // An id consists of letters, digits and `_` only, so it can stand in the text.
            (Self::Postgres, Scope::Workspace(id)) => {
                format!("SET LOCAL outdial.workspace_id = '{id}'; SET LOCAL outdial.system = 'off'")
            }
            (Self::Postgres, Scope::System) => {
                "SET LOCAL outdial.workspace_id = ''; SET LOCAL outdial.system = 'on'".to_owned()
            }
        }
    }

    /// Statements without parameters, as few as need be sent: each one is a journey to a server.
    pub(crate) fn at_once(self, statements: Vec<String>) -> Vec<String> {
        match self {
            Self::Sqlite => statements,
            Self::Postgres => {
                vec![
                    statements
                        .into_iter()
                        .filter(|text| !text.is_empty())
                        .collect::<Vec<_>>()
                        .join("; "),
                ]
            }
        }
    }

    /// Lets the planner learn what the tables hold; PostgreSQL does so by itself.
    pub(crate) fn refresh_figures(self) -> &'static str {
        match self {
            Self::Sqlite => "PRAGMA optimize",
            Self::Postgres => "",
        }
    }

    /// Lets a connection keep so much of the file at hand; PostgreSQL keeps it for all of them.
    pub(crate) fn keep(self, kept: Kept) -> &'static str {
        match (self, kept) {
            (Self::Sqlite, Kept::Little) => "PRAGMA cache_size = -8192",
            (Self::Sqlite, Kept::Much) => "PRAGMA cache_size = -49152",
            (Self::Postgres, Kept::Little | Kept::Much) => "",
        }
    }

    /// A statement in the database's own notation of parameters.
    pub(crate) fn statement(self, sql: &str) -> Cow<'_, str> {
        match self {
            // To SQLite `$1` is a name, numbered by where it stands; `?1` is a number.
            Self::Sqlite => Cow::Owned(with_question_marks(sql)),
            Self::Postgres => Cow::Borrowed(sql),
        }
    }

    /// A migration in the database's own words.
    pub(crate) fn migration(self, sql: &str) -> Cow<'_, str> {
        match self {
            // PostgreSQL has no tables without a row id of their own; there the words are a comment.
            Self::Sqlite => Cow::Owned(sql.replace("/* kept by its key */", "WITHOUT ROWID")),
            // Texts are compared byte by byte, as SQLite does, whatever the server's language is.
            Self::Postgres => Cow::Owned(sql.replace(" TEXT", " TEXT COLLATE \"C\"")),
        }
    }

    /// Makes rows of other workspaces invisible to every statement, those of future tables included.
    pub(crate) fn seal_workspaces(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => SEAL_WORKSPACES,
        }
    }

    /// Which promise a violated constraint was, by its name or by what the database says of it.
    pub(crate) fn constraint(self, said: &str) -> StoreError {
        let (line, email) = match self {
            Self::Sqlite => ("calls.live, calls.workspace_id, calls.phone", "users.email"),
            Self::Postgres => ("calls_one_live_line", "users_email_key"),
        };
        if said.contains(line) {
            StoreError::LineBusy
        } else if said.contains(email) {
            StoreError::Duplicate {
                what: "email address",
            }
        } else {
            StoreError::Database { why: said.to_owned() }
        }
    }
}

/// Every statement passes here, so this is a copy and one pass over it.
fn with_question_marks(sql: &str) -> String {
    let mut text = sql.as_bytes().to_vec();
    for byte in &mut text {
        if *byte == b'$' {
            *byte = b'?';
        }
    }
    String::from_utf8(text).expect("one ASCII character stands for another")
}

/// "outdial" in ASCII.
const WRITER_LOCK: i64 = 0x6f_7574_6469_616c;

/// FORCE: the owner of the tables is bound as well. The system setting is for the named questions that concern
/// every workspace.
const SEAL_WORKSPACES: &str = "
DO $$
DECLARE
  owned text;
BEGIN
  FOR owned IN
    SELECT c.table_name FROM information_schema.columns c
    JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE c.table_schema = current_schema() AND c.column_name = 'workspace_id' AND t.table_type = 'BASE TABLE'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', owned);
    EXECUTE format('DROP POLICY IF EXISTS own_workspace ON %I', owned);
    EXECUTE format(
      'CREATE POLICY own_workspace ON %I USING (workspace_id = current_setting(''outdial.workspace_id'', true)
        OR current_setting(''outdial.system'', true) = ''on'')', owned);
  END LOOP;
END
$$";
