import type { ReactNode } from "react";

import { StatusMark } from "@/features/calls/StatusMark";
import { LookMark } from "@/features/desk/LookMark";
import { LocalTime } from "@/features/dial/LocalTime";
import type { Disposition } from "@/features/dial/model";
import { leadStatus, outcomeWord } from "@/features/dial/status";
import { zonesOf } from "@/features/dial/zoned";
import { bothClocks, dateTime, moment } from "@/format/time";
import { DASH, regionName } from "@/format/words";
import { fitting, leastWidth, tracksOf, type YieldingColumn } from "@/ui/gridColumns";

import { ConsentTags } from "./consent/ConsentTags";
import { scopeWord } from "./consent/model";
import { COMPANY, customField, EMAIL, NAME, NOTES, numberField, TAGS, TITLE, ZONE, type LeadField } from "./fields";
import type { Lead } from "./model";
import { resultLook } from "./result";
import { Tags } from "./Tags";

/** What the cells of the table know beside the lead. */
export interface Around {
  dispositions: readonly Disposition[];
  listName: (id: string) => string;
}

/** One column of the table of leads. */
export interface Column extends YieldingColumn {
  /** Shown without being chosen. */
  usual?: true;
  /** What is written when the cell is edited. */
  field?: LeadField;
  /** Its name in an exported file; none for what only the page can show. */
  exported?: string;
  text?: (lead: Lead) => string;
  cell: (lead: Lead, around: Around) => ReactNode;
}

const written = (field: LeadField, column: Omit<Column, "key" | "title" | "field" | "cell" | "text"> & Partial<Column>): Column => ({
  key: field.key,
  title: field.title,
  field,
  text: field.text,
  cell: (lead) => field.text(lead) || <Faint />,
  ...column,
});

const COLUMNS: readonly Column[] = [
  written(NAME, { width: 9, grow: 1.3, sort: "contact_name", turn: 0, usual: true, exported: "contact_name" }),
  written(COMPANY, { width: 9, grow: 1.4, sort: "company_name", turn: 1, usual: true, exported: "company_name" }),
  written(TITLE, { width: 8, grow: 0.8, turn: 8, usual: true, exported: "title" }),
  written(numberField(0), { width: 9.5, turn: 0, usual: true, exported: "phone" }),
  written(EMAIL, { width: 11, grow: 1, turn: 20, exported: "email" }),
  { key: "local", title: "Time there", width: 6.5, turn: 6, usual: true, cell: (lead) => <LocalTime lead={lead} /> },
  { key: "status", title: "Status", width: 7, sort: "status", turn: 2, usual: true, exported: "status", cell: (lead) => <StatusMark status={leadStatus(lead)} /> },
  { key: "outcome", title: "Outcome", width: 8, turn: 4, usual: true, exported: "disposition", cell: (lead, { dispositions }) => outcomeWord(lead, dispositions) ?? <Faint /> },
  { key: "result", title: "Result", width: 11.5, turn: 20, exported: "result", cell: (lead) => (lead.result ? <LookMark small look={resultLook(lead.result)} /> : <Faint />) },
  { key: "consent", title: "Consent", width: 10.5, turn: 20, exported: "consents", cell: (lead) => <ConsentTags scopes={lead.consents} />, text: (lead) => lead.consents.map(scopeWord).join(", ") },
  written(TAGS, { width: 8, grow: 0.8, turn: 3, usual: true, exported: "tags", cell: (lead) => <Tags tags={lead.tags} /> }),
  { key: "attempts", title: "Calls", width: 3, sort: "call_attempts", align: "end", turn: 7, usual: true, exported: "call_attempts", cell: (lead) => lead.call_attempts },
  { key: "last", title: "Last call", width: 8, sort: "last_called_at", turn: 5, usual: true, exported: "last_called_at", cell: (lead) => (lead.last_called_at ? moment(lead.last_called_at) : <Faint />) },
  { key: "callback", title: "Call back", width: 8.5, turn: 20, exported: "callback_at", cell: (lead) => (lead.callback_at ? moment(lead.callback_at) : <Faint />), text: callbackText },
  { key: "list", title: "List", width: 8, grow: 0.6, turn: 9, usual: true, exported: "list", cell: (lead, { listName }) => listName(lead.list_id) },
  { key: "line", title: "Line", width: 4, sort: "line", align: "end", turn: 20, exported: "line", cell: (lead) => lead.line },
  written(numberField(1), { width: 9.5, turn: 20, exported: "phone_2" }),
  written(ZONE, { width: 9, turn: 20, exported: "time_zone" }),
  { key: "region", title: "Country", width: 8, turn: 20, exported: "region", cell: (lead) => (lead.region ? regionName(lead.region) : <Faint />) },
  written(NOTES, { width: 12, grow: 1.4, turn: 20, exported: "notes" }),
  { key: "created", title: "Came in", width: 8, turn: 20, exported: "created_at", cell: (lead) => dateTime(lead.created_at) },
];

/** Every column there is, the custom fields last. */
export function allColumns(custom: readonly string[]): Column[] {
  return [...COLUMNS, ...custom.map((name) => written(customField(name), { width: 8, grow: 0.6, turn: 20, exported: name.includes(",") ? undefined : `custom.${name}` }))];
}

/** The keys with one of them at another place; a place beyond the ends is the end. */
export function moved(keys: readonly string[], key: string, to: number): string[] {
  const rest = keys.filter((one) => one !== key);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), key, ...rest.slice(place)];
}

/** The columns named in the address, or the usual ones as far as there is room; the list only where there are several. */
export function shownColumns(all: readonly Column[], chosen: string | null, oneList: boolean, widthPx: number): Column[] {
  if (chosen !== null) return chosenOf(all, chosen);
  return fitting(usualOf(all, oneList), widthPx, ASIDE_REM);
}

/** The columns that are meant to be shown, whatever the room. */
export function meantColumns(all: readonly Column[], chosen: string | null, oneList: boolean): Column[] {
  return chosen === null ? usualOf(all, oneList) : chosenOf(all, chosen);
}

/** In the order in which they were put. */
function chosenOf(all: readonly Column[], chosen: string): Column[] {
  const byKey = new Map(all.map((column) => [column.key, column]));
  return [...new Set(readColumns(chosen))].flatMap((key) => byKey.get(key) ?? []);
}

function usualOf(all: readonly Column[], oneList: boolean): Column[] {
  return all.filter((column) => column.usual && !(oneList && column.key === "list"));
}

/** The names of columns in the address; a name may hold a comma, which is doubled. */
export function readColumns(chosen: string): string[] {
  return chosen.split(/(?<!,),(?!,)/).map((key) => key.replaceAll(",,", ",")).filter(Boolean);
}

export function writeColumns(keys: readonly string[]): string {
  return keys.map((key) => key.replaceAll(",", ",,")).join(",");
}

/** The columns between the box to tick and the action, and the least width of all. */
export function layoutOf(columns: readonly Column[]): { tracks: string; width: string } {
  return { tracks: tracksOf(columns, `${TICK_REM}rem`, `${ACTION_REM}rem`), width: `${leastWidth(columns) + ASIDE_REM}rem` };
}

function callbackText(lead: Lead): string {
  return lead.callback_at ? bothClocks(lead.callback_at, zonesOf(lead)[0]) : "";
}

function Faint() {
  return <span aria-label="none">{DASH}</span>;
}

const TICK_REM = 1;
const ACTION_REM = 2;
/** The padding of a row and the gaps beside tick and action. */
const ASIDE_REM = TICK_REM + ACTION_REM + 2.25 + 1.5;
