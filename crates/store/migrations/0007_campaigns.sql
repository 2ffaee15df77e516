-- Why: campaigns take leads from lists and dial them for the agents who are ready. What a campaign has done with which
-- lead, which leads are reserved for which campaign, and what came of its calls day by day stand beside the leads, so
-- that a process that dies leaves nothing to remember.

CREATE TABLE campaigns (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  -- 'draft', 'running', 'paused', 'draining', 'stopped' or 'finished'.
  state TEXT NOT NULL,
  settings TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  revision BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX campaigns_by_creation ON campaigns (workspace_id, created_at, id);
CREATE INDEX campaigns_by_state ON campaigns (state, workspace_id, id);

-- What the settings were before each change, and who changed them.
CREATE TABLE campaign_versions (
  workspace_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  settings TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, campaign_id, revision)
);

-- The lists of a campaign in their order, and how far each was read: leads up to this line are in `campaign_leads`.
CREATE TABLE campaign_lists (
  workspace_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  list_id TEXT NOT NULL,
  place BIGINT NOT NULL,
  read_line BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, campaign_id, list_id)
);

-- What a campaign made of a lead that it has looked at.
CREATE TABLE campaign_leads (
  workspace_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  lead_id TEXT NOT NULL,
  -- 'due' from `due_at` on, 'taken' while it is in the hopper or on a line, 'done', or 'left_out' by the selection.
  state TEXT NOT NULL,
  due_at BIGINT,
  -- Calls that reached the network.
  attempts BIGINT NOT NULL,
  -- Which of the lead's numbers is next, from 0.
  number BIGINT NOT NULL,
  -- The outcome of the last call, or the rule that spoke against one.
  why TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, campaign_id, lead_id)
);
CREATE INDEX campaign_leads_due ON campaign_leads (workspace_id, campaign_id, due_at, lead_id) WHERE state = 'due';
CREATE INDEX campaign_leads_by_state ON campaign_leads (workspace_id, campaign_id, state, why);

-- Leads that are reserved. The key holds no campaign: a lead is never in two hoppers.
CREATE TABLE hopper (
  workspace_id TEXT NOT NULL,
  lead_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  place BIGINT NOT NULL,
  -- When the reservation ends by itself; a call that was written down keeps it until the call ends.
  leased_until BIGINT NOT NULL,
  call_id TEXT,
  PRIMARY KEY (workspace_id, lead_id)
);
CREATE INDEX hopper_by_campaign ON hopper (workspace_id, campaign_id, place, lead_id);

-- What a campaign's calls came to, by the day (UTC) on which they were written down; kept in step with the calls in
-- the same transaction.
CREATE TABLE campaign_counters (
  workspace_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  -- Days since 1970.
  day BIGINT NOT NULL,
  dialed BIGINT NOT NULL,
  answered BIGINT NOT NULL,
  machines BIGINT NOT NULL,
  live_answers BIGINT NOT NULL,
  abandoned BIGINT NOT NULL,
  talks BIGINT NOT NULL,
  voicemails BIGINT NOT NULL,
  talk_ms BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, campaign_id, day)
);

ALTER TABLE calls ADD COLUMN campaign_id TEXT;
-- The lines of a campaign are those of its calls that are not over: few, however many it has made.
CREATE INDEX calls_of_campaign ON calls (workspace_id, campaign_id, state, id)
  WHERE campaign_id IS NOT NULL AND state <> 'ended';
