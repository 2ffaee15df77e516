/** The parts of the filter that are a word each, by their names in the address. */
export const FIELDS = ["list", "status", "disposition", "result", "tag", "region", "consent", "attempts_max", "never_called", "called_after", "called_before"] as const;
export type Field = (typeof FIELDS)[number];

/** Which leads are shown, and in which order; lives in the address. */
export interface LeadsFilter extends Record<Field, string> {
  q: string;
  sort: string;
  /** Values of custom fields, by field. */
  custom: Readonly<Record<string, string>>;
}

export const USUAL_SORT = "line";

const NOTHING: LeadsFilter = {
  list: "",
  status: "",
  disposition: "",
  result: "",
  tag: "",
  region: "",
  consent: "",
  attempts_max: "",
  never_called: "",
  called_after: "",
  called_before: "",
  q: "",
  sort: USUAL_SORT,
  custom: {},
};

/** The filter that the address holds. */
export function readFilter(search: URLSearchParams): LeadsFilter {
  const words = Object.fromEntries(FIELDS.map((field) => [field, search.get(field) ?? ""])) as Record<Field, string>;
  const custom = Object.fromEntries([...search].filter(([key]) => key.startsWith(CUSTOM)).map(([key, value]) => [key.slice(CUSTOM.length), value]));
  return { ...words, q: search.get("q") ?? "", sort: search.get("sort") ?? USUAL_SORT, custom };
}

/** Writes a changed part of the filter into the address; what is as usual is left out. */
export function writeFilter(search: URLSearchParams, part: Partial<LeadsFilter>): URLSearchParams {
  const next = new URLSearchParams(search);
  const filter = { ...readFilter(search), ...part };
  for (const field of [...FIELDS, "q"] as const) put(next, field, filter[field], "");
  put(next, "sort", filter.sort, USUAL_SORT);
  for (const key of [...next.keys()]) if (key.startsWith(CUSTOM)) next.delete(key);
  for (const [field, value] of Object.entries(filter.custom)) put(next, CUSTOM + field, value, "");
  return next;
}

/** The address without any filter; what else it holds stays. */
export function withoutFilter(search: URLSearchParams): URLSearchParams {
  return writeFilter(search, { ...NOTHING, sort: readFilter(search).sort });
}

/** The filter as the interface's query, without the order. */
export function selectionOf(filter: LeadsFilter): Record<string, string> {
  const { list, called_after, called_before, q, custom } = filter;
  const query: Record<string, string> = {};
  const add = (name: string, value: string) => {
    if (value !== "") query[name] = value;
  };
  add("list_id", list);
  for (const field of ["status", "disposition", "result", "tag", "region", "consent", "attempts_max", "never_called"] as const) add(field, filter[field]);
  add("called_after", startOfDay(called_after));
  add("called_before", startOfDay(called_before));
  add("q", q.trim());
  for (const [field, value] of Object.entries(custom)) add(CUSTOM + field, value);
  return query;
}

/** The filter and the order as the interface's query. */
export function queryOf(filter: LeadsFilter): Record<string, string> {
  return { ...selectionOf(filter), sort: filter.sort };
}

/** Whether anything is left out. */
export function isFiltered(filter: LeadsFilter): boolean {
  return Object.keys(selectionOf(filter)).length > 0;
}

/** What belongs to a saved view: filter, order and columns, in an order that does not matter. */
export function viewQuery(search: URLSearchParams): string {
  const kept = [...search].filter(([key]) => (FIELDS as readonly string[]).includes(key) || key === "q" || key === "sort" || key === "cols" || key.startsWith(CUSTOM));
  return new URLSearchParams(kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))).toString();
}

/** The first instant of a day by the clock of the person in front of the page. */
function startOfDay(day: string): string {
  if (day === "") return "";
  const at = new Date(`${day}T00:00`);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

function put(search: URLSearchParams, key: string, value: string, usual: string): void {
  if (value === usual) search.delete(key);
  else search.set(key, value);
}

const CUSTOM = "custom.";
