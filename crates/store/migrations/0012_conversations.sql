-- Why: voice agents talk with callees. What each agent is told is kept in every version that there was; what was said,
-- done and decided in each of their talks stands beside its call, so that a process that dies forgets none of it.

CREATE TABLE voice_agents (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  version BIGINT NOT NULL,
  -- What its host was given last: the version, when, through which account, and the host's own id of it.
  published_version BIGINT,
  published_at BIGINT,
  published_account_id TEXT,
  published_as TEXT,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX voice_agents_by_creation ON voice_agents (workspace_id, created_at, id);

CREATE TABLE voice_agent_versions (
  workspace_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  settings TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, agent_id, version)
) /* kept by its key */;

CREATE TABLE conversations (
  workspace_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  -- Absent when the host's own agent talks.
  agent_id TEXT,
  version BIGINT,
  -- 'live', 'settling' from the end of the call until its report is there, or 'settled'.
  state TEXT NOT NULL,
  -- What was done while they talked.
  deeds TEXT NOT NULL,
  report TEXT,
  result TEXT,
  -- 'deed', 'ending' or 'model'.
  ground TEXT,
  evidence TEXT NOT NULL,
  callback_at BIGINT,
  began_at BIGINT NOT NULL,
  settled_at BIGINT,
  PRIMARY KEY (workspace_id, call_id)
) /* kept by its key */;

-- What an agent asked for, once for each id that its host gave the request: a repetition gets the same answer.
CREATE TABLE conversation_tools (
  workspace_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  name TEXT NOT NULL,
  arguments TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  result TEXT,
  error TEXT,
  -- Absent while it is being done.
  answered_at BIGINT,
  PRIMARY KEY (workspace_id, call_id, request_id)
) /* kept by its key */;

-- What was said while it went on, for the time until the report.
CREATE TABLE conversation_lines (
  workspace_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  place BIGINT NOT NULL,
  utterance TEXT NOT NULL,
  PRIMARY KEY (workspace_id, call_id, place)
) /* kept by its key */;
