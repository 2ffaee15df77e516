-- Why: whoever is put through to somebody else is recorded again, and a call shows all that was recorded of it.
CREATE INDEX recordings_of_call ON recordings (workspace_id, call_id, started_at);
