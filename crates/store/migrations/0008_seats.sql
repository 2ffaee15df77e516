-- Why: agents signed in to campaigns, how they spent their shifts, and whom they talked to.

CREATE TABLE seats (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  -- The agent's name, as it was at sign-in.
  name TEXT NOT NULL,
  -- The seat's machine as JSON.
  seat TEXT NOT NULL,
  live BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  ended_at BIGINT,
  revision BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
-- A person sits on one seat at a time: the database is the judge, whatever was read before.
CREATE UNIQUE INDEX seats_one_live_per_user ON seats (workspace_id, user_id) WHERE live = 1;
CREATE INDEX seats_live ON seats (live, workspace_id, id) WHERE live = 1;

-- How each shift was spent: one row for each stay in a state.
CREATE TABLE seat_log (
  workspace_id TEXT NOT NULL,
  seat_id TEXT NOT NULL,
  -- Counts the stays of one seat.
  place BIGINT NOT NULL,
  user_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  standing TEXT NOT NULL,
  reason TEXT,
  call_id TEXT,
  began_at BIGINT NOT NULL,
  -- Absent while it goes on.
  ended_at BIGINT,
  PRIMARY KEY (workspace_id, seat_id, place)
);
CREATE INDEX seat_log_by_user ON seat_log (workspace_id, user_id, began_at);
CREATE INDEX seat_log_by_campaign ON seat_log (workspace_id, campaign_id, began_at);

-- Talks of agents with the callees of campaigns.
CREATE TABLE seat_talks (
  workspace_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  seat_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  -- From the answer until the two heard each other.
  answer_to_audio_ms BIGINT NOT NULL,
  -- Absent while it goes on.
  ended_at BIGINT,
  -- Who answered, as the agent says.
  said TEXT,
  PRIMARY KEY (workspace_id, call_id, began_at)
);
CREATE INDEX seat_talks_by_user ON seat_talks (workspace_id, user_id, began_at);
CREATE INDEX seat_talks_by_campaign ON seat_talks (workspace_id, campaign_id, began_at);
