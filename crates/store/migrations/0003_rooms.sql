-- Why: conversations of an agent's browser with one callee, what was recorded of them, and the clips that agents play.

CREATE TABLE rooms (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  -- The call that is made from it; the id is chosen with the room, so that no repetition plans a second one.
  call_id TEXT NOT NULL,
  lead_id TEXT,
  phone TEXT NOT NULL,
  name TEXT,
  account_id TEXT NOT NULL,
  window_override TEXT,
  record BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  -- The room's machine as JSON.
  room TEXT NOT NULL,
  live BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  ended_at BIGINT,
  revision BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
-- A person talks to one callee at a time: the database is the judge, whatever was read before.
CREATE UNIQUE INDEX rooms_one_live_per_user ON rooms (workspace_id, user_id) WHERE live = 1;
CREATE INDEX rooms_live ON rooms (live, workspace_id, id) WHERE live = 1;

CREATE TABLE recordings (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  -- The name of the file in the folder of recordings; chosen here, never by a request.
  file TEXT NOT NULL,
  channels BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  -- Absent while it goes on.
  duration_ms BIGINT,
  bytes BIGINT,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX recordings_open ON recordings (workspace_id, id) WHERE duration_ms IS NULL;

CREATE TABLE clips (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  duration_ms BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX clips_by_name ON clips (workspace_id, name, id);
