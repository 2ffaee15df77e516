import { Building, CalendarDays, Clock, Headphones, History, KeyRound, ListChecks, Lock, MessageSquare, Plug, RadioTower, Users, Voicemail, Webhook, type LucideIcon } from "lucide-react";

import type { Session } from "@/api/model";
import { may, type Operation } from "@/features/session/permissions";

/** A part of the settings, and what a role needs to see it. */
export interface Section {
  path: string;
  title: string;
  icon: LucideIcon;
  needs?: Operation;
  /** Whether this workspace has what it is about. */
  applies?: (session: Session) => boolean;
}

export const SECTIONS: readonly Section[] = [
  { path: "workspace", title: "Workspace", icon: Building, needs: "settings.read" },
  { path: "carriers", title: "Carriers", icon: RadioTower, needs: "carriers.read" },
  { path: "integrations", title: "Integrations", icon: Plug, needs: "integrations.read" },
  { path: "calendar", title: "Calendar", icon: CalendarDays, needs: "integrations.read" },
  { path: "webhooks", title: "Outgoing webhooks", icon: Webhook, needs: "hooks.manage" },
  { path: "message", title: "Message and voice", icon: MessageSquare, needs: "settings.read" },
  { path: "rules", title: "Calling rules", icon: Clock, needs: "settings.read" },
  { path: "machines", title: "Machines and limits", icon: Voicemail, needs: "settings.read" },
  { path: "outcomes", title: "Outcomes", icon: ListChecks, needs: "settings.read" },
  { path: "talking", title: "Talking", icon: Headphones, needs: "settings.read", applies: (session) => session.cold_call },
  { path: "users", title: "Users", icon: Users, needs: "users.manage" },
  { path: "api-keys", title: "API keys", icon: KeyRound, needs: "keys.manage" },
  { path: "audit", title: "Audit log", icon: History, needs: "audit.read" },
  { path: "password", title: "My password", icon: Lock },
];

/** The parts that a person can open. */
export function sectionsFor(session: Session): Section[] {
  return SECTIONS.filter(({ needs, applies }) => (!needs || may(session.user.role, needs)) && (!applies || applies(session)));
}
