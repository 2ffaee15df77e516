-- Why: leads call themselves in batches at set times. What came of each lead's last call is kept with the lead, and what
-- each batch did is kept with the batch, so that people see why somebody was called, or was not.

-- What came of the last call that no agent disposed of.
ALTER TABLE leads ADD COLUMN result TEXT;
CREATE INDEX leads_by_result ON leads (workspace_id, list_id, result, id) WHERE result IS NOT NULL;

-- The campaign that is the workspace's automation.
CREATE TABLE automations (
  workspace_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  PRIMARY KEY (workspace_id)
);

-- Where a campaign with batches stands in time.
CREATE TABLE pulses (
  workspace_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  -- When the next batch is called; absent before the first look.
  next_at BIGINT,
  -- When the last one was to be called.
  last_at BIGINT,
  -- Until when the circuit breaker is open, and why it opened last.
  open_until BIGINT,
  open_why TEXT,
  PRIMARY KEY (workspace_id, campaign_id)
);

CREATE TABLE automation_runs (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  -- 'schedule', 'cron' or 'person'.
  started_by TEXT NOT NULL,
  considered BIGINT NOT NULL,
  placed BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  -- Why nobody, or nobody more, was called.
  why TEXT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX automation_runs_by_time ON automation_runs (workspace_id, campaign_id, at, id);

-- What a batch did about each lead that it looked at.
CREATE TABLE automation_run_leads (
  workspace_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  lead_id TEXT NOT NULL,
  -- Absent when it was not called.
  call_id TEXT,
  -- Which call to it this is, from 1.
  attempt BIGINT NOT NULL,
  -- How the call ended, and what came of it; absent until then.
  outcome TEXT,
  result TEXT,
  -- Why it was not called, or what failed.
  error TEXT,
  PRIMARY KEY (workspace_id, run_id, lead_id)
) /* kept by its key */;
CREATE UNIQUE INDEX automation_run_leads_by_call ON automation_run_leads (workspace_id, call_id)
  WHERE call_id IS NOT NULL;
