-- Why: legs that agents have beside their callee's, which nobody but us would end after a crash, and their own phones.

CREATE TABLE seat_legs (
  workspace_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  -- From which seat it was rung, or on whose behalf it goes on.
  seat_id TEXT NOT NULL,
  -- `third`, `callee` (of one who talks to a third without an agent) or `phone`.
  part TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  -- Absent while it goes on.
  ended_at BIGINT,
  PRIMARY KEY (workspace_id, call_id, part)
);
CREATE INDEX seat_legs_open ON seat_legs (workspace_id, call_id) WHERE ended_at IS NULL;

-- The phone by which an agent last talked, for the next time.
CREATE TABLE agent_phones (
  workspace_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  phone TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, user_id)
);
