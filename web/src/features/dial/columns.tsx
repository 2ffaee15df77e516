import type { ReactNode } from "react";

import { StatusMark } from "@/features/calls/StatusMark";
import { bothClocks, moment } from "@/format/time";
import { DASH } from "@/format/words";
import { fitting, tracksOf, type YieldingColumn } from "@/ui/gridColumns";

import { LocalTime } from "./LocalTime";
import type { Disposition, Lead } from "./model";
import { leadStatus, outcomeWord } from "./status";
import { zonesOf } from "./zoned";

/** One column of the table of leads. */
export interface Column extends YieldingColumn {
  text?: (lead: Lead) => string;
  cell: (lead: Lead, dispositions: readonly Disposition[]) => ReactNode;
}

export const COLUMNS: readonly Column[] = [
  { key: "name", title: "Name", width: 8, grow: 1.3, sort: "contact_name", turn: 0, text: (lead) => lead.contact_name ?? "", cell: (lead) => lead.contact_name || <Faint /> },
  { key: "company", title: "Company", width: 7, grow: 1.4, sort: "company_name", turn: 0, text: (lead) => lead.company_name ?? "", cell: (lead) => lead.company_name || <Faint /> },
  { key: "title", title: "Title", width: 6, grow: 0.8, turn: 5, text: (lead) => lead.title ?? "", cell: (lead) => lead.title ?? "" },
  { key: "phone", title: "Phone", width: 9.5, turn: 0, cell: (lead) => lead.phone_display },
  { key: "local", title: "Time there", width: 6.5, turn: 1, cell: (lead) => <LocalTime lead={lead} /> },
  { key: "status", title: "Status", width: 7, sort: "status", turn: 0, cell: (lead) => <StatusMark status={leadStatus(lead)} /> },
  { key: "outcome", title: "Outcome", width: 8, turn: 0, cell: (lead, dispositions) => outcomeWord(lead, dispositions) ?? <Faint /> },
  { key: "attempts", title: "Calls", width: 3, sort: "call_attempts", align: "end", turn: 3, cell: (lead) => lead.call_attempts },
  { key: "last", title: "Last call", width: 8, sort: "last_called_at", turn: 4, cell: (lead) => (lead.last_called_at ? moment(lead.last_called_at) : <Faint />) },
  { key: "callback", title: "Call back", width: 8.5, turn: 2, cell: (lead) => (lead.callback_at ? moment(lead.callback_at) : <Faint />), text: callbackText },
];

/** The columns for which there is room, in the order shown. */
export function columnsFor(widthPx: number): Column[] {
  return fitting(COLUMNS, widthPx, ACTION_REM + PADDING_REM);
}

/** How the columns share the width, with the action at the end. */
export function layoutOf(columns: readonly Column[]): { tracks: string; width: string } {
  return { tracks: tracksOf(columns, null, `${ACTION_REM}rem`), width: "40rem" };
}

function callbackText(lead: Lead): string {
  return lead.callback_at ? bothClocks(lead.callback_at, zonesOf(lead)[0]) : "";
}

function Faint() {
  return <span aria-label="none">{DASH}</span>;
}

/** As in the style sheet. */
const ACTION_REM = 5.25;
const PADDING_REM = 2.25;
