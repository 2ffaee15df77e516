-- Why: lists of leads to call by hand, who holds which lead for the length of a call, and what agents say came of
-- it. A lead carries where it stands, so that a page of a million leads is read by index without looking at calls.

CREATE TABLE lists (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  -- 'importing' until its last lead is written: leads come in many small transactions, and a list that is not
  -- complete is not seen. Then 'ready', or 'archived'.
  state TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX lists_by_creation ON lists (workspace_id, state, created_at, id);

-- Rows that became no lead, with why.
CREATE TABLE list_errors (
  workspace_id TEXT NOT NULL,
  list_id TEXT NOT NULL,
  line BIGINT NOT NULL,
  raw TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (workspace_id, list_id, line)
);

CREATE TABLE leads (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  list_id TEXT NOT NULL,
  line BIGINT NOT NULL,
  contact_name TEXT,
  company_name TEXT,
  -- Lower-case and never absent, for searching and sorting.
  contact_key TEXT NOT NULL,
  company_key TEXT NOT NULL,
  title TEXT,
  email TEXT,
  phone TEXT NOT NULL,
  -- The digits backwards: people search by the last ones.
  phone_tail TEXT NOT NULL,
  region TEXT,
  time_zone TEXT,
  status TEXT NOT NULL,
  call_attempts BIGINT NOT NULL,
  last_called_at BIGINT,
  last_call_id TEXT,
  last_outcome TEXT,
  disposition TEXT,
  -- What the disposition meant when it was chosen.
  resolution TEXT,
  callback_at BIGINT,
  notes TEXT,
  -- Who is calling it, and until when nobody else may.
  held_by TEXT,
  held_name TEXT,
  held_until BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  last_called_key BIGINT GENERATED ALWAYS AS (COALESCE(last_called_at, -1)) STORED,
  PRIMARY KEY (workspace_id, id)
);
-- One index for each order of a list, for each filter and for each search; every list is read by itself.
CREATE INDEX leads_by_line ON leads (workspace_id, list_id, line, id);
CREATE INDEX leads_by_contact ON leads (workspace_id, list_id, contact_key, company_key, id);
CREATE INDEX leads_by_company ON leads (workspace_id, list_id, company_key, contact_key, id);
CREATE INDEX leads_by_status ON leads (workspace_id, list_id, status, id);
CREATE INDEX leads_by_last_call ON leads (workspace_id, list_id, last_called_key, id);
CREATE INDEX leads_by_attempts ON leads (workspace_id, list_id, call_attempts, id);
CREATE INDEX leads_by_disposition ON leads (workspace_id, list_id, disposition, id) WHERE disposition IS NOT NULL;
CREATE INDEX leads_by_phone ON leads (workspace_id, list_id, phone, id);
CREATE INDEX leads_by_phone_tail ON leads (workspace_id, list_id, phone_tail, id);

-- How many leads stand where, kept in step with the leads in the same transaction.
CREATE TABLE lead_counters (
  workspace_id TEXT NOT NULL,
  list_id TEXT NOT NULL,
  status TEXT NOT NULL,
  -- '' for none.
  disposition TEXT NOT NULL,
  leads BIGINT NOT NULL,
  called BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, list_id, status, disposition)
);

-- Whom a call was made to, in which room, what came of it and what was recorded.
ALTER TABLE calls ADD COLUMN lead_id TEXT;
ALTER TABLE calls ADD COLUMN room_id TEXT;
ALTER TABLE calls ADD COLUMN disposition TEXT;
ALTER TABLE calls ADD COLUMN notes TEXT;
ALTER TABLE calls ADD COLUMN recording TEXT;
CREATE INDEX calls_by_lead ON calls (workspace_id, lead_id, created_at, id) WHERE lead_id IS NOT NULL;
CREATE INDEX calls_by_room ON calls (workspace_id, room_id) WHERE room_id IS NOT NULL;
