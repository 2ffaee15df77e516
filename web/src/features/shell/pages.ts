import { Ban, Bot, CalendarCheck, CalendarClock, ChartColumn, Headset, Home, LayoutGrid, ListChecks, Mail, Megaphone, Phone, Settings, Users, Zap, type LucideIcon } from "lucide-react";

import type { Operation } from "@/features/session/permissions";

/** A page of the navigation. */
export interface PageEntry {
  path: string;
  title: string;
  icon: LucideIcon;
  keys: string;
  /** What a person must be allowed to do for whom the page is of use. */
  needs?: Operation;
}

export const PAGES: readonly PageEntry[] = [
  { path: "/", title: "Home", icon: Home, keys: "g h" },
  { path: "/desk", title: "Desk", icon: Headset, keys: "g e" },
  { path: "/campaigns", title: "Campaigns", icon: Megaphone, keys: "g a", needs: "campaigns.read" },
  { path: "/automation", title: "Automation", icon: Zap, keys: "g u", needs: "automation.read" },
  { path: "/voice-agents", title: "Voice agents", icon: Bot, keys: "g v", needs: "voice_agents.read" },
  { path: "/wallboard", title: "Wallboard", icon: LayoutGrid, keys: "g w", needs: "seats.read" },
  { path: "/callbacks", title: "Callbacks", icon: CalendarClock, keys: "g b" },
  { path: "/bookings", title: "Bookings", icon: CalendarCheck, keys: "g k" },
  { path: "/mail", title: "Mail", icon: Mail, keys: "g m", needs: "mail.read" },
  { path: "/reports", title: "Reports", icon: ChartColumn, keys: "g p" },
  { path: "/calls", title: "Calls", icon: Phone, keys: "g c" },
  { path: "/runs", title: "Runs", icon: ListChecks, keys: "g r" },
  { path: "/leads", title: "Leads", icon: Users, keys: "g l" },
  { path: "/do-not-call", title: "Do not call", icon: Ban, keys: "g d" },
  { path: "/settings", title: "Settings", icon: Settings, keys: "g s", needs: "settings.read" },
];
