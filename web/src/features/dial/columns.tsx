import type { ReactNode } from "react";

import { StatusMark } from "@/features/calls/StatusMark";
import { bothClocks, moment } from "@/format/time";
import { DASH } from "@/format/words";

import { LocalTime } from "./LocalTime";
import type { Disposition, Lead } from "./model";
import { leadStatus, outcomeWord } from "./status";
import { zonesOf } from "./zoned";

/** One column of the table of leads. */
export interface Column {
  key: string;
  title: string;
  /** How wide at least, in rem. */
  width: number;
  grow?: number;
  /** The key that the server sorts by, where it can. */
  sort?: string;
  align?: "end";
  /** How much room there must be: 0 always, 2 only on wide tables. */
  room: 0 | 1 | 2;
  text?: (lead: Lead) => string;
  cell: (lead: Lead, dispositions: readonly Disposition[]) => ReactNode;
}

export const COLUMNS: readonly Column[] = [
  { key: "name", title: "Name", width: 8, grow: 1.3, sort: "contact_name", room: 0, text: (lead) => lead.contact_name ?? "", cell: (lead) => lead.contact_name || <Faint /> },
  { key: "company", title: "Company", width: 7, grow: 1.4, sort: "company_name", room: 0, text: (lead) => lead.company_name ?? "", cell: (lead) => lead.company_name || <Faint /> },
  { key: "title", title: "Title", width: 6, grow: 0.8, room: 2, text: (lead) => lead.title ?? "", cell: (lead) => lead.title ?? "" },
  { key: "phone", title: "Phone", width: 9.5, room: 0, cell: (lead) => lead.phone_display },
  { key: "local", title: "Time there", width: 6.5, room: 1, cell: (lead) => <LocalTime lead={lead} /> },
  { key: "status", title: "Status", width: 7, sort: "status", room: 0, cell: (lead) => <StatusMark status={leadStatus(lead)} /> },
  { key: "outcome", title: "Outcome", width: 8, room: 0, cell: (lead, dispositions) => outcomeWord(lead, dispositions) ?? <Faint /> },
  { key: "attempts", title: "Calls", width: 3, sort: "call_attempts", align: "end", room: 1, cell: (lead) => lead.call_attempts },
  { key: "last", title: "Last call", width: 8, sort: "last_called_at", room: 2, cell: (lead) => (lead.last_called_at ? moment(lead.last_called_at) : <Faint />) },
  { key: "callback", title: "Call back", width: 8.5, room: 2, cell: (lead) => (lead.callback_at ? moment(lead.callback_at) : <Faint />), text: callbackText },
];

/** The columns for which there is room. */
export function columnsFor(width: number): Column[] {
  const room = width >= ROOMY_PX ? 2 : width >= MIDDLE_PX ? 1 : 0;
  return COLUMNS.filter((column) => column.room <= room);
}

/** The columns as tracks of a grid, with the action at the end. */
export function tracks(columns: readonly Column[]): string {
  const parts = columns.map(({ width, grow }) => (grow ? `minmax(${width}rem, ${grow}fr)` : `${width}rem`));
  return [...parts, "5.25rem"].join(" ");
}

function callbackText(lead: Lead): string {
  return lead.callback_at ? bothClocks(lead.callback_at, zonesOf(lead)[0]) : "";
}

function Faint() {
  return <span aria-label="none">{DASH}</span>;
}

const ROOMY_PX = 1180;
const MIDDLE_PX = 880;
