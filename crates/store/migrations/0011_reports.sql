-- Why: managers ask what a campaign's calls came to by hour, list, caller ID and agent, and whether the detectors were
-- right. A million calls are not read for that: what they came to is added up in the transactions that change them.

-- The list that the lead was in when the call was written down, and the agent who talked to the callee last.
ALTER TABLE calls ADD COLUMN list_id TEXT;
ALTER TABLE calls ADD COLUMN agent_id TEXT;

-- A call is in one row from when it is dialled, or ends without that. What it lacks is ''.
CREATE TABLE report_counters (
  workspace_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  -- Quarters of an hour since 1970: every zone's hours begin with one.
  slot BIGINT NOT NULL,
  list_id TEXT NOT NULL,
  caller_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  outcome TEXT NOT NULL,
  disposition TEXT NOT NULL,
  -- '' while the price is not known.
  currency TEXT NOT NULL,
  calls BIGINT NOT NULL,
  dialed BIGINT NOT NULL,
  answered BIGINT NOT NULL,
  machines BIGINT NOT NULL,
  live_answers BIGINT NOT NULL,
  abandoned BIGINT NOT NULL,
  talks BIGINT NOT NULL,
  voicemails BIGINT NOT NULL,
  talk_ms BIGINT NOT NULL,
  cost_micros BIGINT NOT NULL,
  -- Dialled and over, without a price.
  unpriced BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, campaign_id, slot, list_id, caller_id, agent_id, outcome, disposition, currency)
) /* kept by its key */;

-- Who answered, as our own ear, the carrier and the agent say: 'human', 'machine' or 'unknown'; '' while they say nothing.
CREATE TABLE call_verdicts (
  workspace_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  -- When the first of them spoke.
  at BIGINT NOT NULL,
  own TEXT NOT NULL,
  carrier TEXT NOT NULL,
  said TEXT NOT NULL,
  PRIMARY KEY (workspace_id, call_id)
) /* kept by its key */;
-- Counted from the index alone.
CREATE INDEX call_verdicts_by_campaign ON call_verdicts (workspace_id, campaign_id, at, own, carrier, said);

CREATE INDEX seats_by_sign_in ON seats (workspace_id, created_at, id);
