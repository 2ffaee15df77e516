// The HTTP interface in the form that openapi-typescript generates, so that the generated file can take its place.

type Json<Body> = { headers: Record<string, unknown>; content: { "application/json": Body } };
type Empty = { headers: Record<string, unknown>; content?: never };
type Responses<Ok> = { 200: Ok extends void ? Empty : Json<Ok>; default: { headers: Record<string, unknown>; content: { "application/problem+json": components["schemas"]["Problem"] } } };
type Operation<Ok, Body = never, Query = never, Path = never, Header = never> = {
  parameters: {
    query?: [Query] extends [never] ? never : Query;
    header?: [Header] extends [never] ? never : Header;
    cookie?: never;
  } & ([Path] extends [never] ? { path?: never } : { path: Path });
  responses: Responses<Ok>;
} & ([Body] extends [never] ? { requestBody?: never } : { requestBody: { content: { "application/json": Body } } });
type Id = { id: string };
type Page<Item> = { items: Item[]; next_cursor: string | null; total: number | null };
type PageQuery = { limit?: number; cursor?: string };
type CallsQuery = PageQuery & {
  state?: string;
  outcome?: string;
  q?: string;
  run_id?: string;
  from?: string;
  to?: string;
  sort?: string;
};
type S = components["schemas"];

export interface paths {
  "/api/v1/setup": {
    get: Operation<{ needed: boolean }>;
    post: Operation<S["Session"], S["SetupRequest"]>;
  };
  "/api/v1/session": {
    get: Operation<S["Session"]>;
    post: Operation<S["Session"], { email: string; password: string }>;
    delete: Operation<void>;
  };
  "/api/v1/session/password": { post: Operation<void, { current_password: string; new_password: string }> };
  "/api/v1/prompt": { post: Operation<S["PromptReply"], { text: string }> };
  "/api/v1/prompt/execute": { post: Operation<S["PromptResult"], { text: string; override_window?: boolean }> };
  "/api/v1/numbers/check": { post: Operation<S["NumbersCheck"], { text?: string; lines?: string[]; default_region?: string }> };
  "/api/v1/calls": {
    get: Operation<Page<S["Call"]>, never, CallsQuery>;
    post: Operation<S["Call"], S["NewCall"]>;
    delete: Operation<{ cleared: number }>;
  };
  "/api/v1/calls/{id}": { get: Operation<S["CallDetail"], never, never, Id> };
  "/api/v1/calls/{id}/hang-up": { post: Operation<S["Call"], never, never, Id> };
  "/api/v1/calls/{id}/cancel": { post: Operation<S["Call"], never, never, Id> };
  "/api/v1/calls/{id}/redial": { post: Operation<S["Call"], never, never, Id> };
  "/api/v1/runs": {
    get: Operation<Page<S["Run"]>, never, PageQuery>;
    post: Operation<S["RunCreated"], S["NewRun"]>;
  };
  "/api/v1/runs/{id}": { get: Operation<S["Run"], never, never, Id> };
  "/api/v1/runs/{id}/pause": { post: Operation<S["Run"], never, never, Id> };
  "/api/v1/runs/{id}/resume": { post: Operation<S["Run"], never, never, Id> };
  "/api/v1/runs/{id}/cancel": { post: Operation<S["Run"], never, never, Id> };
  "/api/v1/stats": { get: Operation<S["Stats"], never, { from?: string; to?: string; run_id?: string }> };
  "/api/v1/dnc": {
    get: Operation<Page<S["DncEntry"]>, never, PageQuery & { q?: string }>;
    post: Operation<S["DncAdded"], { numbers?: string[]; text?: string; reason?: string }>;
  };
  "/api/v1/dnc/{id}": { delete: Operation<void, never, never, Id> };
  "/api/v1/settings": {
    get: Operation<S["SettingsDocument"]>;
    put: Operation<S["SettingsDocument"], S["Settings"], never, never, { "If-Match"?: string }>;
  };
  "/api/v1/carriers": {
    get: Operation<{ items: S["CarrierAccount"][]; kinds: S["CarrierSpec"][] }>;
    post: Operation<S["CarrierAccount"], S["CarrierInput"]>;
  };
  "/api/v1/carriers/{id}": {
    put: Operation<S["CarrierAccount"], S["CarrierInput"], never, Id>;
    delete: Operation<void, never, never, Id>;
  };
  "/api/v1/carriers/{id}/test": { post: Operation<S["CarrierTest"], never, never, Id> };
  "/api/v1/carriers/{id}/webhook-check": { post: Operation<S["WebhookCheck"], never, never, Id> };
  "/api/v1/carriers/{id}/make-default": { post: Operation<void, never, never, Id> };
  "/api/v1/users": {
    get: Operation<Page<S["User"]>>;
    post: Operation<S["User"], { email: string; name: string; role: S["Role"]; password: string }>;
  };
  "/api/v1/users/{id}": {
    patch: Operation<S["User"], { name?: string; role?: S["Role"]; disabled?: boolean }, never, Id>;
    delete: Operation<void, never, never, Id>;
  };
  "/api/v1/users/{id}/password": { post: Operation<void, { password: string }, never, Id> };
  "/api/v1/api-keys": {
    get: Operation<Page<S["ApiKey"]>>;
    post: Operation<{ key: string; api_key: S["ApiKey"] }, { name: string; role?: S["Role"]; scopes?: string[]; expires_in_days?: number }>;
  };
  "/api/v1/api-keys/{id}": { delete: Operation<void, never, never, Id> };
  "/api/v1/audit": { get: Operation<Page<S["AuditEntry"]>, never, PageQuery> };
}

export interface components {
  schemas: {
    Problem: {
      type: string;
      title: string;
      status: number;
      code: string;
      detail?: string | null;
      errors?: { field?: string | null; line?: number | null; code: string; message: string }[] | null;
    };
    Role: "admin" | "manager" | "agent";
    Money: { amount: string; currency: string };
    SetupRequest: { token: string; email: string; password: string; name: string; workspace_name?: string };
    Session: {
      user: { id: string; email: string; name: string; role: S["Role"] };
      workspace: { id: string; name: string };
      csrf_token: string;
      sandbox: boolean;
      version: string;
    };
    NumberMention: { text: string; phone: string | null };
    Intent:
      | { intent: "call"; numbers: S["NumberMention"][]; message: string | null; at: string | null }
      | { intent: "do_not_call"; numbers: S["NumberMention"][] }
      | { intent: "cancel"; numbers: S["NumberMention"][] }
      | { intent: "hang_up_all" }
      | { intent: "status" }
      | { intent: "pause_runs" }
      | { intent: "resume_runs" };
    Span: { start: number; end: number; role: string };
    NumberVerdict: {
      raw: string;
      line: number | null;
      name: string | null;
      phone: string | null;
      display: string;
      region: string | null;
      kind: string | null;
      local_time: string | null;
      zones: string[];
      verdict: string;
      code: string | null;
      reason: string | null;
      until: string | null;
      overridable: boolean;
    };
    ConfirmCard: {
      numbers: S["NumberVerdict"][];
      allowed: number;
      refused: number;
      postponed: number;
      message: string | null;
      at: string | null;
      cost_estimate: S["Money"] | null;
      text?: string | null;
    };
    PromptReply: {
      interpreter: string;
      understood: boolean;
      intent: S["Intent"] | null;
      refusal: string | null;
      spans: S["Span"][];
      card: S["ConfirmCard"] | null;
    };
    PromptResult: { run: S["Run"] | null; calls_created: number; canceled: number; message: string };
    NumbersCheck: {
      lines: S["NumberVerdict"][];
      counts: {
        lines: number;
        valid: number;
        invalid: number;
        duplicates: number;
        allowed: number;
        postponed: number;
        refused: number;
      };
    };
    NewCall: { to: string; message?: string; at?: string; override_window?: boolean; voice?: string; language?: string };
    NewRun: {
      text?: string;
      numbers?: string[];
      name?: string;
      message?: string;
      at?: string;
      override_window?: boolean;
    };
    RunLine: {
      line: number;
      raw: string;
      call_id: string | null;
      status: string;
      code: string | null;
      reason: string | null;
      until: string | null;
    };
    RunCreated: { run: S["Run"]; lines: S["RunLine"][] };
    Run: {
      id: string;
      name: string;
      source: string;
      state: string;
      message: string;
      created_at: string;
      created_by: S["Actor"];
      counts: { lines: number; total: number; planned: number; live: number; ended: number; refused: number };
      outcomes: { [outcome: string]: number };
      finished_at: string | null;
      rate_per_minute: number | null;
      remaining_s: number | null;
    };
    Actor: { kind: string; id: string | null; name: string };
    Failure: { blame: string; cause: string; code: string | null; retry: string; message: string };
    Call: {
      id: string;
      run_id: string | null;
      name: string | null;
      phone: string;
      phone_display: string;
      region: string | null;
      state: string;
      outcome: string | null;
      rule: { code: string; message: string } | null;
      failure: S["Failure"] | null;
      verdict: string | null;
      message: string;
      carrier: { id: string; kind: string; name: string } | null;
      caller_id: string | null;
      carrier_call_id: string | null;
      created_at: string;
      due_at: string | null;
      dialed_at: string | null;
      ringing_at: string | null;
      answered_at: string | null;
      ended_at: string | null;
      ring_ms: number | null;
      talk_ms: number | null;
      cost: S["Money"] | null;
      created_by: S["Actor"];
      warning: string | null;
      live: boolean;
      revision: number;
    };
    TimelineEntry: {
      id: string;
      at: string;
      kind: string;
      source: string;
      summary: string;
      effect: string;
      why: string | null;
      raw: unknown;
    };
    CallDetail: { call: S["Call"]; timeline: S["TimelineEntry"][]; receipt: unknown };
    Stats: {
      total: number;
      by_state: { [state: string]: number };
      by_outcome: { [outcome: string]: number };
      live: number;
      answered: number;
      answer_rate: number | null;
      success_rate: number | null;
      talk_ms_total: number;
      talk_ms_average: number | null;
      cost: { known: S["Money"][]; unknown_calls: number };
      per_hour: { hour: string; placed: number; answered: number; failed: number }[];
    };
    DncEntry: {
      id: string;
      phone: string;
      phone_display: string;
      reason: string | null;
      source: string;
      added_by: S["Actor"] | null;
      created_at: string;
    };
    DncAdded: { items: S["DncEntry"][]; errors: { line: number | null; raw: string; code: string; message: string }[] };
    Countries: { allow: "caller_id_region" } | { allow: "all" } | { allow: "only"; regions: string[] };
    Settings: {
      workspace_name: string;
      default_region: string;
      countries: S["Countries"];
      calling_window: { start_minute: number; end_minute: number };
      min_gap_minutes: number;
      daily_call_cap: number | null;
      daily_spend_cap_micros: number | null;
      message: string;
      voice: string;
      language: string;
      max_live_calls: number;
      ring_timeout_s: number;
      time_limit_s: number;
      detect_machines: boolean;
      on_machine: "hang_up" | "leave_message";
      record: boolean;
    };
    SettingsDocument: S["Settings"] & { revision: number };
    CarrierField: { key: string; label: string; secret: boolean; required: boolean; help: string };
    CarrierSpec: { kind: string; title: string; fields: S["CarrierField"][] };
    CarrierInput: { kind: string; name: string; config: { [key: string]: unknown }; cps?: number | null };
    CarrierAccount: {
      id: string;
      kind: string;
      name: string;
      config: { [key: string]: unknown };
      is_default: boolean;
      source: "environment" | "settings" | "sandbox";
      health: { ok: boolean; checked_at: string; message: string } | null;
      cps: number | null;
    };
    CarrierTest: { ok: boolean; message: string; details: unknown };
    WebhookCheck: { ok: boolean; message: string; url: string; round_trip_ms: number | null };
    User: {
      id: string;
      email: string;
      name: string;
      role: S["Role"];
      created_at: string;
      last_seen_at: string | null;
      disabled: boolean;
    };
    ApiKey: {
      id: string;
      name: string;
      prefix: string;
      role: S["Role"];
      scopes: string[];
      created_at: string;
      last_used_at: string | null;
      expires_at: string | null;
    };
    AuditEntry: {
      id: string;
      at: string;
      actor: S["Actor"];
      action: string;
      subject: string | null;
      detail: unknown;
      ip: string | null;
    };
  };
}
