import { useSyncExternalStore } from "react";

import { freshKey } from "@/api/client";

import { desk } from "./desk";
import type { DeskState } from "./machine";
import type { Lead } from "./model";

/** The state of this page's call. */
export function useDesk(): DeskState {
  return useSyncExternalStore(desk.subscribe, desk.current);
}

/** Calls a lead: one key for one wish, so that pressing twice is one call. */
export function dialLead(lead: Lead, override = false): void {
  desk.tell({ type: "dial", order: { lead, key: freshKey(), override } });
}
