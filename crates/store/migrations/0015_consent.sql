-- Why: a voice agent calls only people who have agreed to be called by an artificial voice. What somebody said about it,
-- who wrote it down and how it is known is kept as evidence; the last word about each scope stands with the lead, so that
-- a campaign finds those whom it may call among a million without looking at the others.

CREATE TABLE lead_consents (
  workspace_id TEXT NOT NULL,
  lead_id TEXT NOT NULL,
  id TEXT NOT NULL,
  -- 'ai_voice', 'human_call', 'recording' or 'email'.
  scope TEXT NOT NULL,
  -- 0 when it was taken back.
  granted BIGINT NOT NULL,
  -- How it is known.
  source TEXT NOT NULL,
  at BIGINT NOT NULL,
  -- Who wrote it down, as JSON.
  actor TEXT NOT NULL,
  PRIMARY KEY (workspace_id, lead_id, id)
) /* kept by its key */;

-- The last word about each scope, a bit each: 1 artificial voice, 2 call by a person, 4 recording, 8 e-mail are given;
-- the same eight places further up they were taken back.
ALTER TABLE leads ADD COLUMN consents BIGINT NOT NULL DEFAULT 0;
CREATE INDEX leads_with_ai_voice ON leads (workspace_id, list_id, line, id) WHERE (consents & 1) <> 0;
CREATE INDEX leads_with_human_call ON leads (workspace_id, list_id, line, id) WHERE (consents & 2) <> 0;
CREATE INDEX leads_without_ai_voice ON leads (workspace_id, list_id, line, id) WHERE (consents & 1) = 0;

-- How many leads that stand somewhere have given a consent, kept in step with the leads in the same transaction.
CREATE TABLE lead_consent_counters (
  workspace_id TEXT NOT NULL,
  list_id TEXT NOT NULL,
  scope TEXT NOT NULL,
  status TEXT NOT NULL,
  leads BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, list_id, scope, status)
);
