import type { components } from "@/api/schema";

// What the page of leads and its imports carries.
type Schemas = components["schemas"];

export type Lead = Schemas["Lead"];
export type LeadPage = Omit<Schemas["LeadPage"], "items"> & { items: Lead[] };
/** What may be written in a lead; what is absent stays. */
export type LeadChange = Partial<Schemas["LeadChange"]>;
export type NewLead = Pick<Schemas["NewLead"], "phone"> & Partial<Schemas["NewLead"]>;
/** One thing that happened to a lead. */
export type LeadEvent = Schemas["LeadHappening"];
/** What the rules say about calling a lead now. */
export type Diallable = Schemas["LeadDiallable"];
/** A filter and columns that somebody gave a name. */
export type SavedView = Schemas["SavedView"];
export type BatchAction = Schemas["BatchAction"];
export type BatchSelect = Schemas["LeadSelection"];
/** A file on its way to becoming leads, from its upload until it is undone. */
export type Import = Schemas["Import"];
export type ImportColumn = Schemas["ImportColumn"];
export type ImportRow = Schemas["ImportRow"];
export type ImportError = Schemas["ImportError"];
/** What may be changed of an import before it starts. */
export type ImportChange = Partial<Schemas["ImportChange"]>;
/** What may become of a row. */
export type RowResult = Exclude<keyof Schemas["ImportCounts"], "rows">;
