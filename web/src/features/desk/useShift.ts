import { useSyncExternalStore } from "react";

import type { ShiftState } from "./machine";
import { shift } from "./shift";

/** The state of this page's shift. */
export function useShift(): ShiftState {
  return useSyncExternalStore(shift.subscribe, shift.current);
}
