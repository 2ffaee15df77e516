-- Why: lists of a million leads come in the background, with a look beforehand, and can be undone as a whole; a lead
-- has several numbers, and any of them finds it in the whole workspace; people add fields and tags of their own and
-- change many leads at once.

-- Further numbers, further fields and tags as JSON; NULL for none.
ALTER TABLE leads ADD COLUMN numbers TEXT;
ALTER TABLE leads ADD COLUMN custom TEXT;
ALTER TABLE leads ADD COLUMN tags TEXT;
-- The import that made it.
ALTER TABLE leads ADD COLUMN import_id TEXT;

CREATE TABLE lead_numbers (
  workspace_id TEXT NOT NULL,
  number TEXT NOT NULL,
  lead_id TEXT NOT NULL,
  -- 0 for the number that is dialled first.
  place BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, number, lead_id)
) /* kept by its key */;

INSERT INTO lead_numbers (workspace_id, number, lead_id, place)
SELECT workspace_id, phone, id, 0 FROM leads ORDER BY workspace_id, phone, id;

-- Leads in the order of names lie all over an index of names when they come in the order of a file. As terms they are
-- written in their own order, as the rest of what a lead is found by: '@' and the person before the company, '&' and
-- the company before the person, '^' and the region of the number.
INSERT INTO lead_terms (workspace_id, list_id, term, lead_id)
SELECT workspace_id, list_id, '@' || contact_key || '	' || company_key, id FROM leads
UNION ALL SELECT workspace_id, list_id, '&' || company_key || '	' || contact_key, id FROM leads
UNION ALL SELECT workspace_id, list_id, '^' || region, id FROM leads WHERE region IS NOT NULL;

DROP INDEX leads_by_contact;
DROP INDEX leads_by_company;

CREATE TABLE imports (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  file_name TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  name TEXT NOT NULL,
  -- The list it goes into; absent until it starts when it makes a list of its own.
  list_id TEXT,
  -- Whether that list was made for it.
  own_list BIGINT NOT NULL,
  known TEXT NOT NULL,
  tags TEXT NOT NULL,
  -- What a person chose in place of the guess.
  choices TEXT NOT NULL,
  -- What was found when the file was looked at; absent until it was.
  report TEXT,
  counts TEXT NOT NULL,
  -- Somebody wants it to end; what it wrote is taken back.
  cancelled BIGINT NOT NULL,
  -- How often it was begun: one that takes the process down is not begun for ever.
  attempts BIGINT NOT NULL,
  undone TEXT,
  problem TEXT,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  finished_at BIGINT,
  revision BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX imports_by_creation ON imports (workspace_id, created_at, id);
CREATE INDEX imports_by_state ON imports (state, created_at);

-- Which column held what, by the headings of the list.
CREATE TABLE import_mappings (
  workspace_id TEXT NOT NULL,
  headings TEXT NOT NULL,
  mapping TEXT NOT NULL,
  used_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, headings)
);

-- What was changed of leads by people and imports: to be read as their history, and to be taken back.
CREATE TABLE lead_changes (
  workspace_id TEXT NOT NULL,
  lead_id TEXT NOT NULL,
  id TEXT NOT NULL,
  at BIGINT NOT NULL,
  -- The import or the batch that it belongs to.
  cause TEXT,
  actor TEXT NOT NULL,
  -- What happened, beside fields that changed: 'created', 'imported', 'changed', 'do_not_call', 'moved', ...
  kind TEXT NOT NULL,
  -- Fields as they were and as they became.
  change TEXT NOT NULL,
  PRIMARY KEY (workspace_id, lead_id, id)
);
CREATE INDEX lead_changes_by_cause ON lead_changes (workspace_id, cause, lead_id) WHERE cause IS NOT NULL;

CREATE TABLE lead_batches (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  action TEXT NOT NULL,
  changed BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  undone_at BIGINT,
  PRIMARY KEY (workspace_id, id)
);

CREATE TABLE saved_views (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  page TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  columns TEXT NOT NULL,
  shared BIGINT NOT NULL,
  owner TEXT NOT NULL,
  owner_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX saved_views_by_page ON saved_views (workspace_id, page, id);
