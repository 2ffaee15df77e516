import type { Role } from "@/api/model";

/** What a person may want to do here; the server has the last word, this only spares dead ends. */
export type Operation =
  | "calls.write"
  | "calls.export"
  | "calls.clear"
  | "dnc.add"
  | "dnc.remove"
  | "clips.write"
  | "voice_agents.read"
  | "voice_agents.write"
  | "automation.read"
  | "automation.write"
  | "bookings.write"
  | "mail.read"
  | "mail.write"
  | "integrations.read"
  | "integrations.write"
  | "hooks.manage"
  | "campaigns.read"
  | "campaigns.write"
  | "reports.read"
  | "seats.read"
  | "seats.manage"
  | "leads.import"
  | "leads.batch"
  | "leads.export"
  | "views.share"
  | "settings.read"
  | "settings.write"
  | "carriers.read"
  | "carriers.write"
  | "users.manage"
  | "keys.manage"
  | "audit.read";

const AGENT: readonly Operation[] = ["calls.write", "dnc.add", "bookings.write"];
const MANAGER: readonly Operation[] = [
  ...AGENT,
  "calls.export",
  "calls.clear",
  "dnc.remove",
  "clips.write",
  "voice_agents.read",
  "voice_agents.write",
  "automation.read",
  "automation.write",
  "mail.read",
  "mail.write",
  "integrations.read",
  "campaigns.read",
  "campaigns.write",
  "reports.read",
  "seats.read",
  "seats.manage",
  "leads.import",
  "leads.batch",
  "leads.export",
  "views.share",
  "settings.read",
  "settings.write",
  "carriers.read",
  "audit.read",
];
const ADMIN: readonly Operation[] = [...MANAGER, "carriers.write", "integrations.write", "hooks.manage", "users.manage", "keys.manage"];

const ALLOWED: Record<Role, readonly Operation[]> = { agent: AGENT, manager: MANAGER, admin: ADMIN };

/** Whether a role includes an operation. */
export function may(role: Role, operation: Operation): boolean {
  return ALLOWED[role].includes(operation);
}
