import type { Lead as DialLead } from "@/features/dial/model";

/** One number of a lead; the first is the one that is dialled first. */
export interface LeadNumber {
  phone: string;
  phone_display: string;
  label: string | null;
}

export type Lead = DialLead & {
  numbers: LeadNumber[];
  /** What lists said beyond the usual columns. */
  custom: Record<string, string>;
  tags: string[];
  created_at: string;
};

export interface LeadPage {
  items: Lead[];
  next_cursor: string | null;
  total: number;
  /** Whether more than `total` match. */
  total_is_at_least: boolean;
}

export type EventKind = "call" | "disposition" | "note" | "import" | "changed" | "do_not_call";

/** One thing that happened to a lead. */
export interface LeadEvent {
  at: string;
  kind: EventKind;
  title: string;
  detail: string | null;
  call_id: string | null;
  by: string | null;
}

/** What the rules say about calling a lead now. */
export interface Diallable {
  allowed: boolean;
  number: string | null;
  rules: { code: string; allowed: boolean; sentence: string; until: string | null }[];
  next_opening: string | null;
  zones: string[];
  why_last: { at: string; sentence: string } | null;
}

/** A filter and columns that somebody gave a name. */
export interface SavedView {
  id: string;
  page: string;
  name: string;
  query: string;
  columns: string[];
  shared: boolean;
  created_by: { id: string | null; name: string };
}

export type BatchAction =
  | { add_tag: string }
  | { remove_tag: string }
  | { move_to_list: string }
  | { do_not_call: true }
  | { archive: true }
  | { set_status: "new" };

export interface BatchSelect {
  ids?: string[];
  filter?: Record<string, string | number | boolean>;
}

export type ImportState = "checking" | "checked" | "running" | "done" | "cancelled" | "failed" | "undoing" | "undone";
export type RowResult = "new" | "updated" | "duplicate" | "do_not_call" | "invalid";
export type Known = "update" | "move" | "skip";

export interface ImportColumn {
  index: number;
  header: string;
  sample: string[];
  mapped_to: string;
}

export interface ImportRow {
  line: number;
  contact_name: string | null;
  company_name: string | null;
  phone: string | null;
  phone_display: string;
  title: string | null;
  result: RowResult;
  code: string | null;
  reason: string | null;
}

export interface ImportError {
  line: number;
  code: string;
  reason: string;
  raw: string;
}

/** A file on its way to becoming leads, from its upload until it is undone. */
export interface Import {
  id: string;
  state: ImportState;
  /** Somebody wants it to end; what it wrote is being taken back. */
  cancelling: boolean;
  file_name: string;
  bytes: number;
  name: string;
  list_id: string | null;
  known: Known;
  tags: string[];
  has_header: boolean;
  encoding: string;
  separator: string;
  columns: ImportColumn[];
  remembered: boolean;
  missing: ("name" | "company" | "phone")[];
  counts: { rows: number } & Record<RowResult, number>;
  progress: { done_rows: number; total_rows: number; rows_per_second: number | null };
  rows: ImportRow[];
  errors: ImportError[];
  undone: { removed: number; restored: number; kept: number } | null;
  problem: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  created_by: { name: string };
}

/** What may be changed of an import before it starts. */
export interface ImportChange {
  mapping?: string[];
  has_header?: boolean;
  known?: Known;
  list_id?: string | null;
  name?: string;
  tags?: string[];
}
