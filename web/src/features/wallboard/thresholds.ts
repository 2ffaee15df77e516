import { useState } from "react";

import type { Standing } from "@/features/desk/model";

/** From when on a state is long, and from when on too long, in milliseconds. */
export interface Threshold {
  warn: number;
  bad: number;
}

/** The states whose length says something. */
export type Timed = Exclude<Standing, "offline">;

export type Thresholds = Record<Timed, Threshold>;

/** The thresholds that the person at this browser chose, and how to choose others. */
export function useThresholds(): [Thresholds, (next: Thresholds) => void] {
  const [thresholds, setThresholds] = useState(() => readThresholds(localStorage.getItem(KEY)));
  return [
    thresholds,
    (next) => {
      localStorage.setItem(KEY, JSON.stringify(next));
      setThresholds(next);
    },
  ];
}

/** What was kept, as far as it can be used; the usual ones for the rest. */
export function readThresholds(kept: string | null): Thresholds {
  const read = { ...USUAL };
  try {
    const value = JSON.parse(kept ?? "{}") as Partial<Record<Timed, Partial<Threshold>>>;
    for (const state of TIMED) {
      const { warn, bad } = value[state] ?? {};
      if (typeof warn === "number" && typeof bad === "number" && warn > 0 && bad > warn) read[state] = { warn, bad };
    }
  } catch {
    // Somebody else's words under this key: the usual ones do.
  }
  return read;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** What is long when nobody chose. */
export const USUAL: Thresholds = {
  // A talk that goes well is long too: only one that outlasts any talk is worth a look.
  on_call: { warn: 20 * MINUTE_MS, bad: 45 * MINUTE_MS },
  dialing: { warn: 30 * SECOND_MS, bad: MINUTE_MS },
  ready: { warn: 2 * MINUTE_MS, bad: 5 * MINUTE_MS },
  wrap_up: { warn: MINUTE_MS, bad: 3 * MINUTE_MS },
  paused: { warn: 10 * MINUTE_MS, bad: 30 * MINUTE_MS },
  joining: { warn: 15 * SECOND_MS, bad: 45 * SECOND_MS },
};

export const TIMED = ["on_call", "dialing", "ready", "wrap_up", "paused", "joining"] as const satisfies readonly Timed[];
const KEY = "outdial.wallboard.thresholds";
