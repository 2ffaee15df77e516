-- Why: recordings are kept as long as the workspace says, and people ask what became of one that is gone. The row
-- stays and says when and why it was deleted; its file is removed afterwards, and is owed until that succeeded.

ALTER TABLE recordings ADD COLUMN deleted_at BIGINT;
-- 'retention' or 'person'.
ALTER TABLE recordings ADD COLUMN deleted_by TEXT;
-- 1 while the file of a deleted recording is still to be removed.
ALTER TABLE recordings ADD COLUMN file_owed BIGINT NOT NULL DEFAULT 0;

CREATE INDEX recordings_by_start ON recordings (workspace_id, started_at, id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_owed ON recordings (file_owed, workspace_id, id) WHERE file_owed = 1;
