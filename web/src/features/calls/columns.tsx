import type { ReactNode } from "react";

import type { Call } from "@/api/model";
import { money } from "@/format/amounts";
import { duration, moment } from "@/format/time";
import { DASH } from "@/format/words";
import { GAP_REM, leastWidth, tracksOf, type GridColumn } from "@/ui/gridColumns";

import { reasonOf } from "./status";
import { CallStatus } from "./StatusMark";
import { TalkTime } from "./TalkTime";

/** One column of the call log. */
export interface Column extends GridColumn {
  /** Shown without being chosen. */
  usual?: true;
  cell: (call: Call) => ReactNode;
}

export const COLUMNS: readonly Column[] = [
  { key: "status", title: "Status", width: 9, sort: "state", usual: true, cell: (call) => <CallStatus call={call} /> },
  { key: "phone", title: "Phone number", width: 10.5, sort: "phone", usual: true, cell: (call) => call.phone_display },
  { key: "name", title: "Name", width: 7, grow: 1.4, usual: true, cell: (call) => call.name ?? <Faint /> },
  { key: "why", title: "Reason", width: 7, grow: 1.2, usual: true, cell: (call) => reasonOf(call) ?? "" },
  { key: "message", title: "Message", width: 7, grow: 1, cell: (call) => call.message },
  { key: "ring", title: "Rang", width: 4.5, align: "end", cell: (call) => duration(call.ring_ms) },
  { key: "talk", title: "Talk", width: 4.5, sort: "talk_ms", align: "end", usual: true, cell: (call) => <TalkTime call={call} /> },
  { key: "cost", title: "Cost", width: 5, align: "end", usual: true, cell: (call) => money(call.cost) },
  { key: "carrier_id", title: "Carrier ID", width: 8, cell: (call) => call.carrier_call_id ?? <Faint /> },
  { key: "by", title: "Asked by", width: 8, cell: (call) => call.created_by.name },
  { key: "created", title: "Created", width: 8.5, sort: "created_at", align: "end", usual: true, cell: (call) => moment(call.created_at) },
];

/** The columns named in the address, or the usual ones as far as there is room. */
export function chosenColumns(names: string | null, room: "wide" | "medium" | "small" = "wide"): Column[] {
  if (names !== null) {
    const chosen = new Set(names.split(","));
    return COLUMNS.filter((column) => chosen.has(column.key));
  }
  const left: string[] = { wide: [], medium: ["why"], small: ["why", "cost", "talk"] }[room];
  return COLUMNS.filter((column) => column.usual && !left.includes(column.key));
}

/** The columns between the box to tick and the action, and the least width of all. */
export function layoutOf(columns: readonly Column[]): { tracks: string; width: string } {
  return { tracks: tracksOf(columns, `${TICK_REM}rem`, `${ACTION_REM}rem`), width: `${leastWidth(columns) + ASIDE_REM}rem` };
}

function Faint() {
  return <span aria-label="none">{DASH}</span>;
}

/** As in the style sheet. */
const TICK_REM = 1;
const ACTION_REM = 2.25;
const PADDING_REM = 2.5;
const ASIDE_REM = TICK_REM + ACTION_REM + GAP_REM + PADDING_REM;
