import type { Call } from "../src/api/model.ts";
import type { Diallable, Import, ImportRow, Lead, LeadEvent, RowResult, SavedView } from "../src/features/leads/model.ts";
import type { ConsentWord, LeadConsent } from "../src/features/leads/consent/model.ts";

import type { World } from "./world.ts";

const TAGS = ["vip", "spring", "trade fair", "newsletter"];
const ADA = { kind: "user", id: "usr_1", name: "Ada Lovelace" };
const INDUSTRIES = ["Logistics", "Dentistry", "Construction", "Books"];

/** The made-up leads of all lists, seen with what the dialler alone does not show. */
export class Leads {
  views: SavedView[] = [];
  imports: Import[] = [];
  private changes = new Map<string, Partial<Lead>>();
  private undo = new Map<string, Map<string, Partial<Lead>>>();
  private words = new Map<string, LeadConsent[]>();
  private next = 0;
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  fill(rows: number): void {
    this.changes.clear();
    this.views = rows === 0 ? [] : [view("viw_1", "Never called", "never_called=true", true), view("viw_2", "VIPs to call back", "status=callback&tag=vip", false), view("viw_3", "Donaudampfschifffahrtsgesellschaften Süddeutschland", "q=donau", true)];
    this.imports = rows === 0 ? [] : [this.anImport("imp_1", "done"), this.anImport("imp_2", "running"), this.anImport("imp_3", "undone"), this.anImport("imp_4", "checked")];
  }

  all(): Lead[] {
    return this.world.dial.leads.map((lead, n) => ({
      ...lead,
      numbers: n % 5 === 2 ? [{ phone: lead.phone, phone_display: lead.phone_display, label: null }, { phone: "+14155550199", phone_display: "+1 415-555-0199", label: "mobile" }] : [{ phone: lead.phone, phone_display: lead.phone_display, label: null }],
      email: n % 3 === 0 ? `${(lead.contact_name ?? "info").toLowerCase().replace(/\W+/g, ".")}@example.com` : null,
      custom: n % 2 === 0 ? { Industry: INDUSTRIES[n % INDUSTRIES.length] ?? "", Employees: String((n * 37) % 900) } : {},
      tags: n % 4 === 0 ? [TAGS[n % TAGS.length] ?? "", "spring"].filter((tag, at, all) => all.indexOf(tag) === at) : [],
      created_at: "2026-11-20T09:12:00Z",
      consents: n % 3 === 0 ? ["ai_voice", "email"] : n % 3 === 1 ? [] : ["ai_voice"],
      ...this.changes.get(lead.id),
    }));
  }

  page(url: URL): { items: Lead[]; next_cursor: string | null; total: number; total_is_at_least: boolean } {
    const all = this.matching(url.searchParams);
    const start = Number(url.searchParams.get("cursor") || 0);
    const limit = Number(url.searchParams.get("limit") || 50);
    return { items: all.slice(start, start + limit), next_cursor: start + limit < all.length ? String(start + limit) : null, total: all.length, total_is_at_least: false };
  }

  matching(params: URLSearchParams): Lead[] {
    const param = (name: string) => params.get(name) ?? "";
    const q = param("q").toLowerCase();
    const digits = q.replace(/\D/g, "");
    const found = this.all().filter(
      (lead) =>
        (!param("list_id") || lead.list_id === param("list_id")) &&
        (!param("status") || lead.status === param("status")) &&
        (!param("disposition") || lead.disposition === param("disposition")) &&
        (!param("tag") || lead.tags.includes(param("tag"))) &&
        (!param("region") || lead.region === param("region")) &&
        agrees(lead, param("consent")) &&
        (!param("never_called") || lead.call_attempts === 0) &&
        (!q || `${lead.contact_name} ${lead.company_name}`.toLowerCase().includes(q) || (digits !== "" && lead.phone.includes(digits))),
    );
    const keys = (param("sort") || "line").split(",");
    return found.sort((a, b) => {
      for (const word of keys) {
        const key = word.replace("-", "") as keyof Lead;
        const order = typeof a[key] === "number" ? Number(a[key]) - Number(b[key]) : String(a[key] ?? "").localeCompare(String(b[key] ?? ""));
        if (order !== 0) return word.startsWith("-") ? -order : order;
      }
      return 0;
    });
  }

  change(id: string, body: Record<string, unknown>): Lead | null {
    const lead = this.all().find((one) => one.id === id);
    if (!lead) return null;
    const { custom, numbers, ...plain } = body as Partial<Lead> & { numbers?: { phone: string }[] };
    const next: Partial<Lead> = { ...this.changes.get(id), ...plain, revision: lead.revision + 1 };
    if (custom) next.custom = Object.fromEntries(Object.entries({ ...lead.custom, ...custom }).filter(([, value]) => value !== null));
    if (numbers) next.numbers = numbers.map(({ phone }) => ({ phone, phone_display: phone, label: null }));
    this.changes.set(id, next);
    return this.all().find((one) => one.id === id) ?? null;
  }

  batch(body: Record<string, unknown>): { id: string; changed: number } {
    const { select, action } = body as { select: { ids?: string[]; filter?: Record<string, string> }; action: Record<string, string> };
    const leads = select.ids ? this.all().filter(({ id }) => select.ids?.includes(id)) : this.matching(new URLSearchParams(select.filter));
    const id = `bat_${(this.next += 1)}`;
    this.undo.set(id, new Map(leads.map((lead) => [lead.id, this.changes.get(lead.id) ?? {}])));
    for (const lead of leads) {
      if (action.consent) {
        this.say(lead.id, action.consent as unknown as ConsentWord);
        continue;
      }
      const tags = action.add_tag ? [...lead.tags, action.add_tag] : lead.tags.filter((tag) => tag !== action.remove_tag);
      this.changes.set(lead.id, { ...this.changes.get(lead.id), tags: [...new Set(tags)], revision: lead.revision + 1, ...(action.set_status ? { status: "new" as const } : {}) });
    }
    return { id, changed: leads.length };
  }

  undoBatch(id: string): { restored: number } {
    const before = this.undo.get(id) ?? new Map<string, Partial<Lead>>();
    for (const [lead, change] of before) this.changes.set(lead, { ...change, revision: 99 });
    return { restored: before.size };
  }

  /** Writes down a word of a lead about what it agrees to. */
  say(id: string, word: ConsentWord): void {
    const before = this.all().find((one) => one.id === id)?.consents ?? [];
    const rest = before.filter((scope) => scope !== word.scope);
    this.changes.set(id, { ...this.changes.get(id), consents: word.granted ? [...rest, word.scope] : rest });
    this.words.set(id, [{ ...word, at: new Date().toISOString(), by: ADA }, ...(this.words.get(id) ?? [])]);
  }

  /** Every word of a lead about what it agrees to, the newest first. */
  log(lead: Lead): LeadConsent[] {
    const given = (lead.consents ?? []).length > 0 || this.words.has(lead.id);
    return [...(this.words.get(lead.id) ?? []), ...(given ? [{ scope: "ai_voice", granted: true, source: "Sign-up form of the trade fair in Munich, 12 May 2026", at: "2026-11-20T09:12:00Z", by: ADA }] : [])];
  }

  facets(): { tags: string[]; regions: string[]; custom_fields: string[] } {
    return this.world.dial.leads.length === 0 ? { tags: [], regions: [], custom_fields: [] } : { tags: TAGS, regions: ["US"], custom_fields: ["Employees", "Industry"] };
  }

  timeline(lead: Lead): LeadEvent[] {
    const at = (days: number, hours = 0) => new Date(Date.now() - days * 86_400_000 - hours * 3_600_000).toISOString();
    const events: LeadEvent[] = [];
    if (lead.call_attempts > 0) {
      events.push({ at: at(1), kind: "note", title: "Note", detail: lead.notes ?? "Left a message with the front desk.", call_id: null, by: ADA });
      events.push({ at: at(1, 1), kind: "disposition", title: "callback requested", detail: null, call_id: `call_past_${lead.id}`, by: ADA });
      events.push({ at: at(1, 1), kind: "call", title: "Call: completed", detail: "+1 415-555-2671, talked for 84 s", call_id: `call_past_${lead.id}`, by: ADA });
      events.push({ at: at(3), kind: "call", title: "Not called: outside the calling window", detail: "It was 21:12 in Los Angeles; the window opens at 08:00 there.", call_id: null, by: null });
    }
    events.push({ at: at(4), kind: "changed", title: "Company changed", detail: "Northwind → Northwind Traders", call_id: null, by: { ...ADA, name: "Ben" } });
    events.push({ at: at(8), kind: "import", title: "Imported from spring_list.csv, line 12", detail: null, call_id: null, by: ADA });
    return events;
  }

  diallable(lead: Lead): Diallable {
    const late = lead.zones[0] === "Pacific/Honolulu";
    return {
      allowed: !late && lead.status !== "closed",
      number: lead.phone,
      zones: lead.zones,
      next_opening: late ? new Date(Date.now() + 3 * 3_600_000).toISOString() : null,
      rules: [
        { code: "number_invalid", allowed: true, sentence: "A valid number in the United States.", until: null },
        { code: "do_not_call", allowed: true, sentence: "The number is not on the do-not-call list.", until: null },
        { code: "outside_window", allowed: !late, sentence: late ? "It is 05:12 in Honolulu; the window is 08:00 to 21:00." : "10:40 there; the window is 08:00 to 21:00.", until: late ? new Date(Date.now() + 3 * 3_600_000).toISOString() : null },
        { code: "lead_closed", allowed: lead.status !== "closed", sentence: lead.status === "closed" ? "The lead is closed: not interested." : "The lead is open.", until: null },
        { code: "too_soon", allowed: true, sentence: "No earlier call within the gap.", until: null },
      ],
      campaigns: [],
      why_last: lead.call_attempts > 0 ? { at: new Date(Date.now() - 86_400_000).toISOString(), sentence: "Ada Lovelace dialled it by hand; every rule allowed it." } : null,
    };
  }

  anImport(id: string, state: Import["state"]): Import {
    const big = state === "running";
    const rows = big ? 1_000_000 : 4_812;
    const counts = big ? { rows, new: 380_112, updated: 31_020, duplicate: 8_441, do_not_call: 912, invalid: 1_204 } : { rows, new: 4_105, updated: 312, duplicate: 233, do_not_call: 41, invalid: 121 };
    return {
      id,
      state,
      cancelling: false,
      file_name: big ? "everyone-2026.csv" : "messe_münchen_kontakte.csv",
      bytes: big ? 84_000_000 : 412_000,
      name: big ? "Everyone 2026" : id === "imp_3" ? "Rheinisch-Westfälische Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten" : "Messe München",
      list_id: state === "done" ? "lst_1" : null,
      known: "update",
      tags: ["trade fair"],
      consents: null,
      has_header: true,
      encoding: "utf-8",
      separator: ";",
      columns: COLUMNS,
      remembered: state === "checked",
      missing: [],
      counts,
      progress: big ? { done_rows: 421_689, total_rows: rows, rows_per_second: 18_240 } : { done_rows: rows, total_rows: rows, rows_per_second: null },
      rows: ROWS,
      errors: Array.from({ length: 100 }, (_, n) => ({ line: n * 31 + 5, code: "number_invalid", reason: n % 3 === 0 ? "“12345” is too short for a phone number." : n % 3 === 1 ? "The same number stands on line 4." : "The number is on the do-not-call list.", raw: "Alvarez;Sofia;Cobalt Freight;12345;;Spedition" })),
      undone: state === "undone" ? { removed: 4_101, restored: 312, kept: 4 } : null,
      problem: null,
      created_at: "2026-11-28T09:12:00Z",
      started_at: state === "checked" ? null : "2026-11-28T09:14:00Z",
      finished_at: state === "done" || state === "undone" ? "2026-11-28T09:14:03Z" : null,
      created_by: { kind: "user", id: "usr_1", name: "Ada Lovelace" } as Import["created_by"],
    };
  }

  put(made: Import): Import {
    this.imports = [made, ...this.imports.filter(({ id }) => id !== made.id)];
    return made;
  }

  callOf(id: string): Call | null {
    return this.world.calls.find((call) => call.id === id) ?? null;
  }
}

function agrees({ consents = [] }: Lead, filter: string): boolean {
  if (filter === "") return true;
  return filter.startsWith("none:") ? !consents.includes(filter.slice(5)) : consents.includes(filter);
}

function view(id: string, name: string, query: string, shared: boolean): SavedView {
  return { id, page: "leads", name, query, columns: [], shared, mine: true, owner_name: "Ada Lovelace", created_at: "2026-11-20T09:12:00Z", updated_at: "2026-11-20T09:12:00Z" };
}

const COLUMNS: Import["columns"] = [
  { index: 0, header: "Nachname", sample: ["Hopper", "Okafor", "Tanaka"], mapped_to: "family_name" },
  { index: 1, header: "Vorname", sample: ["Grace", "Amara", "Jun"], mapped_to: "given_name" },
  { index: 2, header: "Firma", sample: ["Northwind Traders", "Blue Finch Dental", "Rheinisch-Westfälische Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"], mapped_to: "company" },
  { index: 3, header: "Telefon", sample: ["+1 415 555 2671", "(212) 555-0123", "12345"], mapped_to: "phone" },
  { index: 4, header: "Mobil", sample: ["", "+1 917 555 0102", ""], mapped_to: "phone_2" },
  { index: 5, header: "Branche", sample: ["Handel", "Zahnmedizin", "Spedition"], mapped_to: "custom:Branche" },
  { index: 6, header: "Kundennr.", sample: ["10021", "10022", "10023"], mapped_to: "ignore" },
];

const results: RowResult[] = ["new", "new", "updated", "invalid", "new", "duplicate", "do_not_call", "new"];
const ROWS: ImportRow[] = Array.from({ length: 50 }, (_, n) => {
  const result = results[n % results.length] ?? "new";
  const reasons: Partial<Record<RowResult, string>> = { invalid: "“12345” is too short for a phone number.", duplicate: "The same number stands on line 4.", do_not_call: "The number is on the do-not-call list." };
  return { line: n + 2, contact_name: ["Grace Hopper", "Amara Okafor", "Jun Tanaka"][n % 3] ?? "", company_name: COLUMNS[2]?.sample[n % 3] ?? "", phone: result === "invalid" ? null : "+14155552671", phone_display: result === "invalid" ? "12345" : "+1 415-555-2671", title: n % 2 ? "Owner" : null, result, code: reasons[result] ? "x" : null, reason: reasons[result] ?? null };
});
