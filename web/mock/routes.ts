import type { IncomingMessage, ServerResponse } from "node:http";

import type { Call, CarrierSpec, PromptReply, Run, RunLine } from "../src/api/model.ts";

import { answerAutomation, aStereoRecording, mailPage } from "./automation.ts";
import { answerFloor } from "./desk.ts";
import { answerDial } from "./dialRoutes.ts";
import { answerLeads } from "./leadRoutes.ts";
import { answerReports } from "./reports.ts";
import { check, judge } from "./numbers.ts";
import type { World } from "./world.ts";

type Body = Record<string, unknown>;

/** Answers one request of the page. */
export function answer(world: World, request: IncomingMessage, response: ServerResponse, text: string): void {
  const url = new URL(request.url ?? "/", "http://localhost");
  const isJson = (request.headers["content-type"] ?? "").includes("json");
  const body = isJson && text ? (JSON.parse(text) as Body) : {};
  const send = (status: number, value?: unknown) => {
    response.statusCode = status;
    response.setHeader("Content-Type", status >= 400 ? "application/problem+json" : "application/json");
    response.end(value === undefined ? undefined : JSON.stringify(value));
  };
  const problem = (status: number, code: string, detail: string) => send(status, { type: "about:blank", title: code, status, code, detail });

  if (url.pathname === "/__mock/world") return setUp(world, url, send);
  const path = url.pathname.replace("/api/v1", "");
  const route = `${request.method} ${path}`;
  const id = path.split("/")[2] ?? "";
  if (!world.signedIn && !path.startsWith("/session") && !path.startsWith("/setup")) return problem(401, "auth.required", "Sign in first.");

  if (path.endsWith("/conversation.wav")) {
    response.setHeader("Content-Type", "audio/wav");
    const whole = aStereoRecording();
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    response.setHeader("Accept-Ranges", "bytes");
    if (!range) return void response.end(whole);
    const [from, to] = [Number(range[1]), range[2] ? Number(range[2]) : whole.length - 1];
    response.statusCode = 206;
    response.setHeader("Content-Range", `bytes ${from}-${to}/${whole.length}`);
    return void response.end(whole.subarray(from, to + 1));
  }
  if (path.startsWith("/mail/previews/")) {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox");
    return void response.end(`<!doctype html><meta charset="utf-8"><title>Mail</title>${mailPage(path) ?? ""}`);
  }
  if (answerAutomation(world, request.method ?? "GET", url, body, send)) return;
  if (answerReports(world, request.method ?? "GET", url, body, send)) return;
  if (answerFloor(world, request.method ?? "GET", url, body, send)) return;
  if (answerLeads(world, request.method ?? "GET", url, body, send)) return;
  if (answerDial(world, request, response, url, body, text, send)) return;

  switch (route) {
    case "GET /setup":
      return send(200, { needed: world.needsSetup });
    case "POST /setup":
    case "POST /session":
      if (body.password === "wrong") return problem(401, "auth.failed", "E-mail and password do not match an account.");
      world.signedIn = true;
      world.needsSetup = false;
      return send(200, world.session());
    case "GET /session":
      return world.signedIn ? send(200, world.session()) : problem(401, "auth.required", "Sign in first.");
    case "DELETE /session":
      world.signedIn = false;
      return send(204);
    case "POST /session/password":
      return send(204);
    case "POST /prompt":
      return send(200, understand(String(body.text ?? "")));
    case "POST /prompt/execute":
      return send(200, execute(world, String(body.text ?? ""), body.override_window === true));
    case "POST /numbers/check":
      return send(200, check(isJson ? String(body.text ?? "") : text));
    case "GET /calls":
      return send(200, listCalls(world, url));
    case "DELETE /calls": {
      const gone = world.calls.filter((call) => call.state === "ended");
      world.calls = world.calls.filter((call) => call.state !== "ended");
      world.changed([], undefined, gone.map((call) => call.id));
      return send(200, { cleared: gone.length });
    }
    case "GET /runs":
      return send(200, { items: world.runs, next_cursor: null, total: world.runs.length });
    case "POST /runs":
      return send(201, startRun(world, body, isJson ? String(body.text ?? "") : text));
    case "GET /stats":
      return send(200, world.stats());
    case "GET /dnc": {
      const q = (url.searchParams.get("q") ?? "").replace(/\D/g, "");
      const items = world.dnc.filter((entry) => entry.phone.includes(q));
      return send(200, { items, next_cursor: null, total: items.length });
    }
    case "POST /dnc": {
      const numbers = Array.isArray(body.numbers) ? (body.numbers as string[]) : String(body.text ?? "").split("\n");
      const items = numbers.map((raw) => judge(raw, null)).filter((one) => one.phone).map((one, n) => ({ ...world.dncEntry(n), id: `dnc_${Math.random()}`, phone: one.phone ?? "", phone_display: one.display ?? "", reason: body.reason ? String(body.reason) : null, created_at: new Date().toISOString() }));
      world.dnc = [...items, ...world.dnc];
      return send(200, { items, errors: [] });
    }
    case "GET /settings":
      return send(200, world.settings);
    case "PUT /settings":
      world.settings = { ...world.settings, ...body, revision: world.settings.revision + 1 };
      return send(200, world.settings);
    case "GET /carriers":
      return send(200, { items: world.carriers, kinds: KINDS });
    case "GET /users":
      return send(200, { items: world.users, next_cursor: null, total: world.users.length });
    case "POST /users":
      world.users = [...world.users, { id: `usr_${world.users.length + 1}`, email: String(body.email), name: String(body.name), role: body.role as "agent", created_at: new Date().toISOString(), last_seen_at: null, disabled: false }];
      return send(201, world.users.at(-1));
    case "GET /api-keys":
      return send(200, { items: world.keys, next_cursor: null, total: world.keys.length });
    case "POST /api-keys": {
      const key = world.aKey(String(body.name), world.keys.length + 3);
      world.keys = [key, ...world.keys];
      return send(201, { key: "od_7f3c9a51e0b84d2f9c6e1a7b3d5f8092", api_key: key });
    }
    case "GET /audit":
      return send(200, { items: world.audit(), next_cursor: null, total: null });
  }

  const call = world.calls.find((one) => one.id === id);
  if (path.startsWith("/calls/")) {
    if (!call) return problem(404, "call.unknown", "There is no such call in this workspace.");
    if (path.endsWith("/redial")) return send(201, world.place([{ phone: call.phone, display: call.phone_display, region: "US", name: call.name }], null, call.message)[0]);
    if (request.method === "POST") return send(200, world.update(call, { state: "ended", outcome: call.answered_at ? "completed" : "canceled", live: false, ended_at: new Date().toISOString() }));
    return send(200, world.detail(call));
  }
  if (path.startsWith("/runs/")) {
    const state = path.endsWith("/pause") ? "paused" : path.endsWith("/resume") ? "running" : "canceled";
    world.runs = world.runs.map((run) => (run.id === id ? { ...run, state } : run));
    world.changed([]);
    return send(200, world.runs.find((run) => run.id === id));
  }
  if (path.startsWith("/dnc/")) {
    world.dnc = world.dnc.filter((entry) => entry.id !== id);
    return send(204);
  }
  if (path.endsWith("/test")) return send(200, { ok: true, message: "Twilio accepts these credentials. The account is active.", details: { friendly_name: "Northwind", status: "active" } });
  if (path.endsWith("/webhook-check")) return send(200, { ok: false, message: "Our own signed request did not come back within 5 s. Check that BASE_URL can be reached from the internet.", url: "https://dial.example.com/webhooks/check", round_trip_ms: null });
  if (path.endsWith("/make-default")) {
    world.carriers = world.carriers.map((carrier) => ({ ...carrier, is_default: carrier.id === id }));
    return send(204);
  }
  if (request.method === "DELETE" && path.startsWith("/api-keys/")) {
    world.keys = world.keys.filter((key) => key.id !== id);
    return send(204);
  }
  return problem(404, "http.not_found", "There is nothing at this address.");
}

function setUp(world: World, url: URL, send: (status: number, value?: unknown) => void): void {
  const flag = (name: string) => url.searchParams.get(name);
  world.signedIn = flag("signed_in") !== "0";
  world.needsSetup = flag("setup") === "1";
  world.sandbox = flag("sandbox") !== "0";
  world.role = (flag("role") ?? "admin") as "admin";
  world.frozen = flag("frozen") === "1";
  world.dial.stopAt = flag("stop_at") as typeof world.dial.stopAt;
  world.dial.verdict = flag("verdict") as typeof world.dial.verdict;
  const rows = flag("rows");
  if (rows !== null) world.fill(Number(rows), flag("desk"));
  world.dial.bridge = flag("bridge") === "carrier" ? "carrier" : "media";
  if (flag("clips") === "0") world.dial.clips = [];
  send(200, { rows: world.calls.length });
}

function listCalls(world: World, url: URL): { items: Call[]; next_cursor: string | null; total: number | null } {
  const param = (name: string) => url.searchParams.get(name);
  const q = (param("q") ?? "").toLowerCase();
  const digits = q.replace(/\D/g, "");
  const limit = Number(param("limit") ?? 100);
  const start = Number(param("cursor") ?? 0);
  const state = param("state");
  const outcome = param("outcome");
  const all = world.calls.filter(
    (call) =>
      (!state || state.split(",").includes(call.state) || (state === "live" && call.live)) &&
      (!outcome || outcome.split(",").includes(call.outcome ?? "")) &&
      (!param("run_id") || call.run_id === param("run_id")) &&
      (!q || (call.name ?? "").toLowerCase().includes(q) || (digits !== "" && call.phone.includes(digits))),
  );
  const sort = param("sort") ?? "-created_at";
  const key = sort.replace("-", "") as keyof Call;
  if (sort !== "-created_at") all.sort((a, b) => (String(a[key] ?? "") < String(b[key] ?? "") ? -1 : 1) * (sort.startsWith("-") ? -1 : 1));
  const items = all.slice(start, start + limit);
  return { items, next_cursor: start + limit < all.length ? String(start + limit) : null, total: all.length };
}

function understand(text: string): PromptReply {
  const found = text.split(/\s(?:and )?say\b/)[0]?.match(/\+?\d[\d\s().-]{6,}\d/g) ?? [];
  const numbers = found.map((raw) => judge(raw.trim(), null));
  const base: PromptReply = { interpreter: "grammar", fallback_reason: null, understood: true, intent: null, refusal: null, spans: [], card: null };
  const mentions = numbers.map((one) => ({ text: one.raw, phone: one.phone }));
  const card = { numbers, allowed: count(numbers, "allow"), refused: count(numbers, "refuse"), postponed: count(numbers, "postpone"), message: null, at: null, cost_estimate: null, text: "" };
  if (/^status/.test(text)) return { ...base, intent: { intent: "status" }, card: { ...card, text: "3 calls are live, 12 are waiting. 240 were made today, 61 % answered." } };
  if (/^hang up all/.test(text)) return { ...base, intent: { intent: "hang_up_all" }, card: { ...card, text: "End every live call and call off every one that waits." } };
  if (/(don't|do not|never|stop)/i.test(text) && numbers.length) return { ...base, intent: { intent: "do_not_call", numbers: mentions }, card };
  if (/^(please )?(call|ring|dial|phone)/i.test(text) && numbers.length) {
    const message = /say\s+"?([^"]+)"?/.exec(text)?.[1] ?? null;
    return { ...base, intent: { intent: "call", numbers: mentions, message, at: null }, card: { ...card, message, cost_estimate: { amount: (0.014 * card.allowed).toFixed(4), currency: "USD" } } };
  }
  return { ...base, understood: false, refusal: `“${text.slice(0, 40)}” was not understood. Write for example: call +1 415 555 2671 and say "Hello".` };
}

function execute(world: World, text: string, override: boolean) {
  const { intent, card } = understand(text);
  const going = (card?.numbers ?? []).filter((one) => one.phone && (one.verdict === "allow" || (override && one.overridable)));
  if (intent?.intent === "call") world.place(going.map(placed), null, card?.message ?? "");
  return { run: null, calls: [], lines: [], calls_created: going.length, canceled: 0, message: `${going.length} calls created.` };
}

function startRun(world: World, body: Body, text: string): { run: Run; lines: RunLine[] } {
  const { lines } = check(text);
  const run = world.aRun(String(body.name ?? "Pasted list"), "running", 0);
  const going = lines.filter((one) => one.phone && one.verdict !== "refuse");
  run.created_at = new Date().toISOString();
  run.counts = { lines: lines.length, total: going.length, planned: going.length, live: 0, ended: 0, refused: lines.length - going.length };
  run.outcomes = {};
  world.runs = [run, ...world.runs];
  const calls = world.place(going.map(placed), run.id, "");
  let at = 0;
  return {
    run,
    lines: lines.map((one) => ({
      line: one.line ?? 0,
      raw: one.raw,
      call_id: one.verdict === "refuse" ? null : (calls[at++]?.id ?? null),
      status: one.code === "duplicate_line" ? "duplicate" : !one.phone ? "invalid" : one.verdict === "refuse" ? "refused" : one.verdict === "postpone" ? "scheduled" : "accepted",
      code: one.code,
      reason: one.reason,
      until: one.until,
    })),
  };
}

function placed(one: { phone: string | null; display: string | null; name: string | null }) {
  return { phone: one.phone ?? "", display: one.display ?? "", region: "US", name: one.name };
}

function count(numbers: { verdict: string }[], verdict: string): number {
  return numbers.filter((one) => one.verdict === verdict).length;
}

const KINDS: CarrierSpec[] = [
  {
    kind: "twilio",
    title: "Twilio",
    fields: [
      { key: "account_sid", label: "Account SID", secret: false, required: true, help: "Starts with AC; on the first page of the Twilio console.", choices: [] },
      { key: "auth_token", label: "Auth token", secret: true, required: true, help: "Beside the account SID. It is stored encrypted.", choices: [] },
      { key: "phone_number", label: "Caller ID", secret: false, required: true, help: "A number of this account, as +14155550100.", choices: [] },
      { key: "cps", label: "Calls per second", secret: false, required: false, help: "What the account allows; 1 when empty.", choices: [] },
      {
        key: "bridge",
        label: "Audio of browser calls",
        secret: false,
        required: false,
        help: "Through this server: recordings, clips and detection are Outdial’s own. Through Twilio: browsers talk to Twilio directly.",
        choices: [
          { value: "media", label: "Through this server" },
          { value: "carrier", label: "Through Twilio" },
        ],
      },
      { key: "api_base", label: "API address", secret: false, required: false, help: "Leave empty for Twilio itself.", choices: [] },
    ],
  },
];
