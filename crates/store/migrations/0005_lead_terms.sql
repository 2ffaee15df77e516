-- Why: a search in a list of a hundred thousand leads read all of it, and the two indexes by number, in which every
-- new lead lands on a page of its own, were a good part of what an import waited for. What a lead is found by is
-- written in order when its list is complete, one term after the other, and read by its beginning.

CREATE TABLE lead_terms (
  workspace_id TEXT NOT NULL,
  list_id TEXT NOT NULL,
  -- A name or a company from its second word on, or its third; or '#' and the digits of the number backwards.
  term TEXT NOT NULL,
  lead_id TEXT NOT NULL,
  PRIMARY KEY (workspace_id, list_id, term, lead_id)
) /* kept by its key */;

INSERT INTO lead_terms (workspace_id, list_id, term, lead_id)
SELECT workspace_id, list_id, '#' || phone_tail, id FROM leads;

WITH RECURSIVE place (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM place WHERE n < 200)
INSERT INTO lead_terms (workspace_id, list_id, term, lead_id)
SELECT DISTINCT workspace_id, list_id, substr(key, CAST(n + 1 AS INTEGER), 40), id FROM (
  SELECT workspace_id, list_id, id, contact_key AS key FROM leads
  UNION ALL SELECT workspace_id, list_id, id, company_key FROM leads
) AS keys JOIN place ON n < length(key)
WHERE substr(key, CAST(n AS INTEGER), 1) = ' ' AND substr(key, CAST(n + 1 AS INTEGER), 1) <> ' '
ON CONFLICT DO NOTHING;

DROP INDEX leads_by_phone;
DROP INDEX leads_by_phone_tail;
