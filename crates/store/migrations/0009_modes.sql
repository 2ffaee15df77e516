-- Why: agents look at leads before they are called and call people back themselves, so a reservation can be one seat's and
-- a due lead one agent's; why a lead waits is kept with it; and how many leads stand where is counted as they move,
-- because whoever watches asks every second and lists are long.

-- The seat to which the lead is shown.
ALTER TABLE hopper ADD COLUMN seat_id TEXT;

-- The agent who alone calls it, until they have been away for too long.
ALTER TABLE campaign_leads ADD COLUMN for_user TEXT;
-- What the campaign's own limits looked at when they last spoke against a call, as JSON.
ALTER TABLE campaign_leads ADD COLUMN receipt TEXT;
CREATE INDEX campaign_leads_own ON campaign_leads (workspace_id, campaign_id, due_at, lead_id)
  WHERE state = 'due' AND for_user IS NOT NULL;

-- Kept in step with `campaign_leads` in the same transaction.
CREATE TABLE campaign_lead_counts (
  workspace_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  state TEXT NOT NULL,
  why TEXT NOT NULL,
  leads BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, campaign_id, state, why)
);
INSERT INTO campaign_lead_counts (workspace_id, campaign_id, state, why, leads)
SELECT workspace_id, campaign_id, state, why, COUNT(*) FROM campaign_leads
GROUP BY workspace_id, campaign_id, state, why;

-- Whose a callback is and of which campaign. It holds while the lead is to be called back at this very time: a time that
-- is agreed anew without naming anybody is anybody's.
CREATE TABLE callbacks (
  workspace_id TEXT NOT NULL,
  lead_id TEXT NOT NULL,
  callback_at BIGINT NOT NULL,
  campaign_id TEXT,
  user_id TEXT,
  user_name TEXT,
  PRIMARY KEY (workspace_id, lead_id)
);
CREATE INDEX leads_by_callback ON leads (workspace_id, callback_at, id) WHERE callback_at IS NOT NULL;
