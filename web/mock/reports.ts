import type { Callback } from "../src/features/callbacks/model.ts";
import type { CampaignLead, LeadPlace } from "../src/features/campaigns/model.ts";
import type { PrecisionReport, Report, ReportBy, ReportRow, Shift } from "../src/features/reports/model.ts";

import type { World } from "./world.ts";

type Body = Record<string, unknown>;
type Send = (status: number, value?: unknown) => void;

/** Answers one request about reports, callbacks and the leads of a campaign; false when it is none. */
export function answerReports(world: World, method: string, url: URL, body: Body, send: Send): boolean {
  const [area, second = "", id = "", what] = url.pathname.replace("/api/v1/", "").split("/");
  if (area === "reports" && second === "shifts") send(200, { rows: shifts(world, url), next_cursor: null });
  else if (area === "reports" && what === "precision") send(200, precision(id));
  else if (area === "reports") send(200, report(world, id, url));
  else if (area === "callbacks" && method === "GET") send(200, { items: callbacks(world, url), next_cursor: null });
  else if (area === "callbacks") {
    const { callback_at, cancel } = body as { callback_at?: string; cancel?: boolean };
    if (callback_at || cancel) world.leads.change(second, { callback_at: cancel ? null : callback_at });
    send(200, callbacks(world, url).find(({ lead }) => lead.id === second) ?? {});
  } else if (area === "campaigns" && id === "leads") send(200, { items: campaignLeads(world, (url.searchParams.get("place") ?? "due") as LeadPlace), next_cursor: null });
  else return false;
  return true;
}

function report(world: World, campaign_id: string, url: URL): Report {
  const word = (name: string) => url.searchParams.get(name) ?? "";
  const by = (word("by") || "day") as ReportBy;
  const rows = campaign_id === "cmp_3" || world.calls.length === 0 ? [] : keysOf(by, word("from"), word("to")).map(([key, label], n) => aRow(key, label, 40 + ((n * 7_919) % 260), n));
  return { campaign_id, by, from: word("from"), to: word("to"), zone: word("zone"), rows, total: rows.reduce(plus, aRow("", "Total", 0, 0)) };
}

function keysOf(by: ReportBy, from: string, to: string): [string, string][] {
  if (by === "hour") return Array.from({ length: 9 }, (_, n) => [String(n + 9).padStart(2, "0"), `${String(n + 9).padStart(2, "0")}:00`]);
  if (by === "day") {
    const days = Math.min(90, Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)));
    return Array.from({ length: days }, (_, n) => new Date(Date.parse(from) + n * 86_400_000 + 43_200_000).toISOString().slice(0, 10)).map((day) => [day, day]);
  }
  if (by === "list") return [["lst_1", "Spring list"], ["lst_2", "Messe München 2026"], ["lst_3", "Rheinisch-Westfälische Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"], ["", "Added by hand"]];
  if (by === "caller_id") return [["+15005550006", "+1 500-555-0006"], ["+14155550100", "+1 415-555-0100"], ["", "The account’s own"]];
  return ["Ben Okafor", "Ingrid Nilsson", "Mateo Alvarez", "Maximiliane von Hohenzollern-Sigmaringen", "Jun Tanaka", "Kofi Mbeki"].map((name, n) => [`usr_${n}`, name]);
}

function aRow(key: string, label: string, dialed: number, n: number): ReportRow {
  const share = (of: number, permille: number) => Math.round((of * permille) / 1_000);
  const answered = n % 11 === 9 ? 0 : share(dialed, 330 + ((n * 53) % 120));
  const live_answers = share(answered, 560 + ((n * 31) % 120));
  const machines = share(answered, 300);
  const abandoned = share(live_answers, n % 3 === 0 ? 25 : 0);
  const talks = Math.max(0, live_answers - abandoned - share(live_answers, 20));
  const talk_ms = talks * (80_000 + ((n * 9_973) % 60_000));
  return withRates({
    key, label, dialed, answered, live_answers, machines, voicemails: share(machines, 200), talks, abandoned,
    abandon_permille: null, talk_ms, average_talk_ms: null, answer_rate_permille: null,
    outcomes: { completed: talks, machine: machines, abandoned, no_answer: share(dialed, 380), busy: share(dialed, 90), failed: share(dialed, 40) },
    dispositions: { connected: share(talks, 310), not_interested: share(talks, 280), callback_requested: share(talks, 180), follow_up: share(talks, 120), wrong_number: share(talks, 40) },
    cost: { known: answered > 0 ? [{ amount: (answered * 0.0137).toFixed(4), currency: "USD" }] : [], unknown: n % 4 === 1 ? share(answered, 80) : 0 },
  });
}

function withRates(row: ReportRow): ReportRow {
  const permille = (part: number, of: number) => (of > 0 ? Math.floor((part * 1_000) / of) : null);
  return { ...row, abandon_permille: permille(row.abandoned, row.live_answers), answer_rate_permille: permille(row.answered, row.dialed), average_talk_ms: row.talks > 0 ? Math.floor(row.talk_ms / row.talks) : null };
}

function plus(a: ReportRow, b: ReportRow): ReportRow {
  const sums = (x: Record<string, number>, y: Record<string, number>) => Object.fromEntries([...new Set([...Object.keys(x), ...Object.keys(y)])].map((key) => [key, (x[key] ?? 0) + (y[key] ?? 0)]));
  const sum = { ...a };
  for (const key of ["dialed", "answered", "live_answers", "machines", "voicemails", "talks", "abandoned", "talk_ms"] as const) sum[key] = a[key] + b[key];
  const known = [...a.cost.known, ...b.cost.known].reduce((all, { amount }) => all + Number(amount), 0);
  return withRates({ ...sum, outcomes: sums(a.outcomes, b.outcomes), dispositions: sums(a.dispositions, b.dispositions), cost: { known: known > 0 ? [{ amount: known.toFixed(4), currency: "USD" }] : [], unknown: a.cost.unknown + b.cost.unknown } });
}

function precision(id: string): PrecisionReport {
  if (id === "cmp_2") return { own: { human: { right: 0, wrong: 0, unchecked: 0 }, machine: { right: 0, wrong: 0, unchecked: 0 }, unknown: 0 }, carrier: { human: { right: 0, wrong: 0, unchecked: 0 }, machine: { right: 0, wrong: 0, unchecked: 0 }, unknown: 0 } };
  return {
    own: { human: { right: 412, wrong: 9, unchecked: 1_204 }, machine: { right: 61, wrong: 3, unchecked: 890 }, unknown: 74 },
    carrier: { human: { right: 398, wrong: 31, unchecked: 1_180 }, machine: { right: 0, wrong: 0, unchecked: 902 }, unknown: 212 },
  };
}

function shifts(world: World, url: URL): Shift[] {
  if (world.calls.length === 0) return [];
  const names = world.role === "agent" ? ["Ada Lovelace"] : ["Ada Lovelace", "Ben Okafor", "Ingrid Nilsson", "Maximiliane von Hohenzollern-Sigmaringen", "Jun Tanaka"];
  const wanted = url.searchParams.get("campaign_id");
  return Array.from({ length: names.length * 3 }, (_, n): Shift => {
    const began = Date.now() - Math.floor(n / names.length) * 86_400_000 - 14_400_000 - (n % names.length) * 900_000;
    const isOn = n < 2;
    const length = isOn ? Date.now() - began : 12_600_000 + n * 300_000;
    return {
      seat_id: `seat_${n}`, user_id: `usr_${(n % names.length) + 1}`, name: names[n % names.length] ?? "", campaign_id: n % 4 === 3 ? "cmp_2" : "cmp_1",
      campaign_name: world.floor.campaigns.find(({ id }) => id === (n % 4 === 3 ? "cmp_2" : "cmp_1"))?.name ?? "", signed_in_at: new Date(began).toISOString(), signed_out_at: isOn ? null : new Date(began + length).toISOString(),
      ready_ms: length * 0.22, on_call_ms: length * 0.51, wrap_up_ms: length * 0.14, paused_ms: length * 0.11, other_ms: length * 0.02, pauses: { Lunch: length * 0.09, not_yet_ready: length * 0.04 }, calls: 20 + ((n * 13) % 40), talk_ms: length * 0.48,
    };
  }).filter(({ campaign_id }) => !wanted || campaign_id === wanted);
}

function callbacks(world: World, url: URL): Callback[] {
  const whose = url.searchParams.get("whose");
  const before = url.searchParams.get("due_before");
  const campaign = url.searchParams.get("campaign_id");
  const ada = { id: "usr_1", name: "Ada Lovelace" };
  return world.leads.all().slice(0, world.calls.length === 0 ? 0 : 14)
    .map((lead, n): Callback => {
      const at = lead.callback_at ?? new Date(Date.now() + (n - 2) * 5_400_000 * (n > 6 ? 4 : 1)).toISOString();
      const someone = n % 3 === 0 ? ada : n % 3 === 1 ? { id: "usr_2", name: "Ben Okafor" } : null;
      return { lead: { ...lead, status: "callback", callback_at: at }, campaign_id: n % 5 === 4 ? null : n % 4 === 3 ? "cmp_2" : "cmp_1", callback_at: at, for_user: someone, note: n % 2 === 0 ? "Asked for the price list first; decides with the partner on Friday and wants to hear about the two year contract as well." : null };
    })
    .filter(({ for_user, callback_at, campaign_id }) => (whose === "me" ? for_user?.id === "usr_1" : whose === "any" ? for_user === null : true) && (!before || callback_at < before) && (!campaign || campaign_id === campaign))
    .sort((a, b) => a.callback_at.localeCompare(b.callback_at));
}

function campaignLeads(world: World, place: LeadPlace): CampaignLead[] {
  const why: Record<LeadPlace, CampaignLead["why"][]> = {
    due: [null],
    waiting: [{ code: "no_answer", sentence: "Nobody answered; called again after 4 hours." }, { code: "outside_window", sentence: "It is 06:12 in Honolulu; their day begins at 08:00." }],
    blocked: [{ code: "left_out", sentence: "It had more calls before than the campaign wants." }],
    done: [{ code: "completed", sentence: "Not interested" }, { code: "attempts", sentence: "Called 5 times without an answer." }],
  };
  const from = { due: 0, waiting: 7, blocked: 14, done: 17 }[place];
  return world.leads.all().slice(from, from + (place === "blocked" ? 3 : 8)).map((lead, n) => ({
    lead, place, why: why[place][n % why[place].length] ?? null, due_at: place === "waiting" ? new Date(Date.now() + (n + 1) * 2_700_000).toISOString() : null,
    attempts: place === "due" ? 0 : (n % 4) + 1, next_phone_display: place === "done" ? "" : lead.phone_display,
  }));
}
