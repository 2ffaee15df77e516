import type { ReactNode } from "react";

import type { Call } from "@/api/model";
import { money } from "@/format/amounts";
import { duration, moment } from "@/format/time";
import { DASH } from "@/format/words";

import { reasonOf } from "./status";
import { CallStatus } from "./StatusMark";
import { TalkTime } from "./TalkTime";

/** One column of the call log. */
export interface Column {
  key: string;
  title: string;
  /** How wide, as a track of a grid. */
  track: string;
  /** The key that the server sorts by, where it can. */
  sort?: string;
  align?: "end";
  /** Shown without being chosen. */
  usual?: true;
  cell: (call: Call) => ReactNode;
}

export const COLUMNS: readonly Column[] = [
  { key: "status", title: "Status", track: "9rem", sort: "state", usual: true, cell: (call) => <CallStatus call={call} /> },
  { key: "phone", title: "Phone number", track: "10.5rem", sort: "phone", usual: true, cell: (call) => call.phone_display },
  { key: "name", title: "Name", track: "minmax(8rem, 1.4fr)", usual: true, cell: (call) => call.name ?? <Faint /> },
  { key: "why", title: "Reason", track: "minmax(8rem, 1.2fr)", usual: true, cell: (call) => reasonOf(call) ?? "" },
  { key: "message", title: "Message", track: "minmax(8rem, 1fr)", cell: (call) => call.message },
  { key: "ring", title: "Rang", track: "4.5rem", align: "end", cell: (call) => duration(call.ring_ms) },
  { key: "talk", title: "Talk", track: "4.5rem", sort: "talk_ms", align: "end", usual: true, cell: (call) => <TalkTime call={call} /> },
  { key: "cost", title: "Cost", track: "5rem", align: "end", usual: true, cell: (call) => money(call.cost) },
  { key: "carrier_id", title: "Carrier ID", track: "8rem", cell: (call) => call.carrier_call_id ?? <Faint /> },
  { key: "by", title: "Asked by", track: "8rem", cell: (call) => call.created_by.name },
  { key: "created", title: "Created", track: "8.5rem", sort: "created_at", align: "end", usual: true, cell: (call) => moment(call.created_at) },
];

/** The columns named in the address, or the usual ones. */
export function chosenColumns(names: string | null): Column[] {
  if (names === null) return COLUMNS.filter((column) => column.usual);
  const chosen = new Set(names.split(","));
  return COLUMNS.filter((column) => chosen.has(column.key));
}

function Faint() {
  return <span aria-label="none">{DASH}</span>;
}
