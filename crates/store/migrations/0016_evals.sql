-- Why: talks that are rehearsed before a voice agent is published. What came of each the last time is kept with it, and
-- with which version of the agent, so that publishing can ask whether that version passed.

CREATE TABLE voice_agent_evals (
  workspace_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  id TEXT NOT NULL,
  -- What the callee says, and what must come of it.
  eval TEXT NOT NULL,
  -- What came of it the last time; absent when it was not run since it was written.
  last TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, agent_id, id)
) /* kept by its key */;
