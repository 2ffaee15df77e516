-- Why: what follows a call. Appointments, with the times that were offered, because only such a time can be booked; mails
-- and messages to other programs, written with what causes them and sent until they are taken; addresses that are not
-- written to; and the accounts of the services behind all this.

CREATE TABLE calendar_settings (
  workspace_id TEXT NOT NULL,
  -- When appointments can be made, as JSON.
  settings TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (workspace_id)
);

CREATE TABLE slot_offers (
  workspace_id TEXT NOT NULL,
  event_type TEXT NOT NULL,
  start_at BIGINT NOT NULL,
  end_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, event_type, start_at, end_at)
);
CREATE INDEX slot_offers_by_expiry ON slot_offers (expires_at);

CREATE TABLE bookings (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  lead_id TEXT,
  call_id TEXT,
  name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  start_at BIGINT NOT NULL,
  end_at BIGINT NOT NULL,
  zone TEXT NOT NULL,
  state TEXT NOT NULL,
  -- Which calendar it is in, and what it is called there.
  calendar TEXT NOT NULL,
  uid TEXT,
  notes TEXT,
  -- Grows with each change, for calendars that were sent an invitation.
  sequence BIGINT NOT NULL,
  -- How often, and when next, a doubtful one is looked up.
  tries BIGINT NOT NULL,
  next_at BIGINT,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX bookings_by_start ON bookings (workspace_id, start_at, id);
CREATE INDEX bookings_by_lead ON bookings (workspace_id, lead_id, created_at, id) WHERE lead_id IS NOT NULL;
CREATE INDEX bookings_by_call ON bookings (workspace_id, call_id) WHERE call_id IS NOT NULL;
CREATE INDEX bookings_by_uid ON bookings (workspace_id, uid) WHERE uid IS NOT NULL;
CREATE INDEX bookings_doubtful ON bookings (next_at, workspace_id, id) WHERE next_at IS NOT NULL;
-- Nobody else judges the built-in calendar: the database does, whatever was read before.
CREATE UNIQUE INDEX bookings_once ON bookings (workspace_id, start_at)
  WHERE calendar = 'built_in' AND state <> 'cancelled';

CREATE TABLE mail_templates (
  workspace_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- The words as JSON; absent for those that come with the program.
  template TEXT,
  -- Whether and when it is sent, as JSON.
  rule TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, kind)
);

CREATE TABLE mails (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- The same key twice is the same mail twice: once for a lead and a rule.
  once_key TEXT NOT NULL,
  address TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  -- An invitation that goes with it: what it asks, and the file.
  invite_method TEXT,
  invite TEXT,
  unsubscribe_url TEXT,
  lead_id TEXT,
  call_id TEXT,
  booking_id TEXT,
  state TEXT NOT NULL,
  tries BIGINT NOT NULL,
  -- Grows when a person has it sent again.
  round BIGINT NOT NULL,
  next_at BIGINT,
  last_error TEXT,
  provider_id TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  sent_at BIGINT,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX mails_once ON mails (workspace_id, once_key);
CREATE INDEX mails_by_creation ON mails (workspace_id, created_at, id);
CREATE INDEX mails_by_state ON mails (workspace_id, state, created_at, id);
CREATE INDEX mails_by_lead ON mails (workspace_id, lead_id, created_at, id) WHERE lead_id IS NOT NULL;
CREATE INDEX mails_by_booking ON mails (workspace_id, booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX mails_by_provider ON mails (workspace_id, provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX mails_due ON mails (next_at, workspace_id, id) WHERE next_at IS NOT NULL;

CREATE TABLE mail_suppressions (
  workspace_id TEXT NOT NULL,
  -- In lower case.
  address TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, address)
);
CREATE INDEX mail_suppressions_by_creation ON mail_suppressions (workspace_id, created_at, address);

-- Messages of services that were taken in: they repeat.
CREATE TABLE service_messages (
  workspace_id TEXT NOT NULL,
  service TEXT NOT NULL,
  message TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, service, message)
);

CREATE TABLE hooks (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  url TEXT NOT NULL,
  -- Which events it is told of, as JSON.
  events TEXT NOT NULL,
  is_on BIGINT NOT NULL,
  -- Encrypted.
  secret TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);

CREATE TABLE hook_deliveries (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  hook_id TEXT NOT NULL,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  tries BIGINT NOT NULL,
  status BIGINT,
  last_error TEXT,
  next_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX hook_deliveries_by_hook ON hook_deliveries (workspace_id, hook_id, created_at, id);
CREATE INDEX hook_deliveries_due ON hook_deliveries (next_at, workspace_id, id) WHERE next_at IS NOT NULL;

-- Accounts of services that are no carriers.
CREATE TABLE integrations (
  workspace_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- Its fields as JSON, secrets encrypted.
  config TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, kind)
);
