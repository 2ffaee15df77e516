-- Why: the first schema. Every row of a workspace carries its workspace_id, and every key begins with it, so that
-- no statement can reach a row without naming its workspace. Times are integer microseconds since 1970, documents
-- are JSON in TEXT, truth values are 0 and 1: the same on SQLite and PostgreSQL.

CREATE TABLE meta (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE workspaces (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE settings (
  workspace_id TEXT NOT NULL PRIMARY KEY,
  doc TEXT NOT NULL,
  revision BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE users (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  role TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT,
  disabled BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
-- A person signs in by address alone, so an address belongs to one person of one workspace.
CREATE UNIQUE INDEX users_email_key ON users (email);

CREATE TABLE sessions (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  user_id TEXT NOT NULL,
  csrf TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  ip TEXT,
  agent TEXT,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX sessions_token_hash_key ON sessions (token_hash);
CREATE INDEX sessions_by_user ON sessions (workspace_id, user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE api_keys (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  key_hash TEXT NOT NULL,
  scopes TEXT NOT NULL,
  role TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  expires_at BIGINT,
  revoked_at BIGINT,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX api_keys_hash_key ON api_keys (key_hash);

-- Failed sign-ins, by account or by address; belongs to no workspace because nobody is signed in yet.
CREATE TABLE throttles (
  key TEXT NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  blocked_until BIGINT NOT NULL
);

CREATE TABLE carrier_accounts (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  config TEXT NOT NULL,
  is_default BIGINT NOT NULL,
  source TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
-- Carriers name the account in the addresses they call back.
CREATE UNIQUE INDEX carrier_accounts_id_key ON carrier_accounts (id);

CREATE TABLE dnc (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  phone TEXT NOT NULL,
  reason TEXT,
  source TEXT NOT NULL,
  added_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX dnc_phone_key ON dnc (workspace_id, phone);

CREATE TABLE runs (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  state TEXT NOT NULL,
  message TEXT NOT NULL,
  line_count BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  finished_at BIGINT,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX runs_by_creation ON runs (workspace_id, created_at, id);
CREATE INDEX runs_by_state ON runs (workspace_id, state, created_at, id);

CREATE TABLE run_lines (
  workspace_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  position BIGINT NOT NULL,
  line BIGINT NOT NULL,
  raw TEXT NOT NULL,
  call_id TEXT,
  status TEXT NOT NULL,
  code TEXT,
  reason TEXT,
  until BIGINT,
  PRIMARY KEY (workspace_id, run_id, position)
);

CREATE TABLE calls (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  run_id TEXT,
  name TEXT,
  -- Lower-case, for searching.
  name_key TEXT,
  phone TEXT NOT NULL,
  -- The digits backwards: people search by the last ones.
  phone_tail TEXT NOT NULL,
  region TEXT,
  message TEXT NOT NULL,
  voice TEXT,
  language TEXT,
  policy TEXT NOT NULL,
  created_by TEXT NOT NULL,
  window_override TEXT,
  created_at BIGINT NOT NULL,
  account_id TEXT,
  caller_id TEXT,
  state TEXT NOT NULL,
  outcome TEXT,
  -- Whether it may be occupying the callee's line.
  live BIGINT NOT NULL,
  -- Whether its run is paused, so that due calls are found without looking at runs.
  held BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  deadline_at BIGINT,
  facts TEXT NOT NULL,
  -- The carrier's id of the leg.
  leg TEXT,
  dialed_at BIGINT,
  answered_at BIGINT,
  ended_at BIGINT,
  talk_ms BIGINT,
  cost_micros BIGINT,
  cost_currency TEXT,
  warning TEXT,
  archived BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  -- Sort keys that are never absent.
  talk_key BIGINT GENERATED ALWAYS AS (COALESCE(talk_ms, -1)) STORED,
  answered_key BIGINT GENERATED ALWAYS AS (COALESCE(answered_at, -1)) STORED,
  PRIMARY KEY (workspace_id, id)
);
-- Invariant: at most one live call per number and workspace. It begins with `live` so that every planner finds the
-- few live calls by it, of one number, of one workspace or of all.
CREATE UNIQUE INDEX calls_one_live_line ON calls (live, workspace_id, phone) WHERE live = 1;
-- The dial queue, and the waits, of all workspaces.
CREATE INDEX calls_due ON calls (due_at, id) WHERE state = 'planned' AND held = 0;
CREATE INDEX calls_by_deadline ON calls (deadline_at, id) WHERE deadline_at IS NOT NULL;
CREATE INDEX calls_by_leg ON calls (workspace_id, leg) WHERE leg IS NOT NULL;
-- The call log, one index for each order and for each filter that may match few of many.
CREATE INDEX calls_by_creation ON calls (workspace_id, archived, created_at, id);
CREATE INDEX calls_by_state ON calls (workspace_id, archived, state, created_at, id);
CREATE INDEX calls_by_outcome ON calls (workspace_id, archived, outcome, created_at, id) WHERE outcome IS NOT NULL;
CREATE INDEX calls_by_run ON calls (workspace_id, run_id, created_at, id) WHERE run_id IS NOT NULL;
CREATE INDEX calls_by_phone ON calls (workspace_id, archived, phone, id);
CREATE INDEX calls_by_talk ON calls (workspace_id, archived, talk_key, id);
CREATE INDEX calls_by_answer ON calls (workspace_id, archived, answered_key, id);
CREATE INDEX calls_by_phone_tail ON calls (workspace_id, phone_tail);
CREATE INDEX calls_by_name ON calls (workspace_id, name_key) WHERE name_key IS NOT NULL;

-- How many calls stand where, kept in step with the calls in the same transaction: a million calls are counted by
-- reading a few rows. One set of rows per workspace and hour (run_id '', created_hour >= 0), one of workspace
-- totals (run_id '', created_hour -1) and one of totals of each run (created_hour -1).
CREATE TABLE call_counters (
  workspace_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  created_hour BIGINT NOT NULL,
  -- -1: never dialled; in totals 0: dialled at some time.
  dialed_hour BIGINT NOT NULL,
  archived BIGINT NOT NULL,
  state TEXT NOT NULL,
  outcome TEXT NOT NULL,
  -- '' while the price is not known.
  currency TEXT NOT NULL,
  calls BIGINT NOT NULL,
  talk_calls BIGINT NOT NULL,
  talk_ms BIGINT NOT NULL,
  cost_micros BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, run_id, created_hour, dialed_hour, archived, state, outcome, currency)
);
CREATE INDEX call_counters_by_dialing ON call_counters (workspace_id, run_id, dialed_hour);

CREATE TABLE call_events (
  workspace_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  -- A carrier that sends a report twice is heard once; an event without a key of its own has its id for a key.
  dedupe_key TEXT NOT NULL,
  id TEXT NOT NULL,
  at BIGINT NOT NULL,
  source TEXT NOT NULL,
  event TEXT NOT NULL,
  effect TEXT NOT NULL,
  why TEXT,
  raw TEXT,
  -- The only index: thousands of events a second are written, and the few of one call are soon sorted.
  PRIMARY KEY (workspace_id, call_id, dedupe_key)
);

-- Verified reports about calls that nobody here knows: kept, never dropped silently.
CREATE TABLE unmatched_events (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  at BIGINT NOT NULL,
  leg TEXT,
  dedupe_key TEXT NOT NULL,
  raw TEXT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX unmatched_events_dedupe ON unmatched_events (workspace_id, dedupe_key);
CREATE INDEX unmatched_events_by_leg ON unmatched_events (workspace_id, leg) WHERE leg IS NOT NULL;

CREATE TABLE receipts (
  workspace_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  -- Counts the decisions about one call.
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  decision TEXT NOT NULL,
  PRIMARY KEY (workspace_id, call_id, number)
);

CREATE TABLE outbox (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  call_id TEXT,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  key TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  done_at BIGINT,
  last_error TEXT,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX outbox_key ON outbox (workspace_id, key);
CREATE INDEX outbox_open ON outbox (next_at, id) WHERE done_at IS NULL;

CREATE TABLE idempotency (
  workspace_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  operation TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  -- Absent while the first request is still being worked on.
  status BIGINT,
  headers TEXT,
  body TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, actor, operation, key)
);
CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);

CREATE TABLE audit (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT,
  detail TEXT NOT NULL,
  ip TEXT,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX audit_by_time ON audit (workspace_id, at, id);
