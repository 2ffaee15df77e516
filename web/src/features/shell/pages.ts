import { Ban, Home, ListChecks, Phone, Settings, Users, type LucideIcon } from "lucide-react";

/** A page of the navigation. */
export interface PageEntry {
  path: string;
  title: string;
  icon: LucideIcon;
  keys: string;
}

export const PAGES: readonly PageEntry[] = [
  { path: "/", title: "Home", icon: Home, keys: "g h" },
  { path: "/calls", title: "Calls", icon: Phone, keys: "g c" },
  { path: "/runs", title: "Runs", icon: ListChecks, keys: "g r" },
  { path: "/leads", title: "Leads", icon: Users, keys: "g l" },
  { path: "/do-not-call", title: "Do not call", icon: Ban, keys: "g d" },
  { path: "/settings", title: "Settings", icon: Settings, keys: "g s" },
];
