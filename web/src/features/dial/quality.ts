import type { Quality } from "./model";

/** How the audio fares, for people: never by bars alone. */
export interface Grade {
  bars: 0 | 1 | 2 | 3 | 4;
  word: string;
  detail: string;
}

/** The grade of a measurement; what was not measured is not called good. */
export function gradeOf(quality: Quality | null): Grade {
  if (!quality) return { bars: 0, word: "Measuring", detail: "No measurement yet." };
  const mos = quality.mos ?? estimated(quality);
  const bars = mos >= 4 ? 4 : mos >= 3.6 ? 3 : mos >= 3.1 ? 2 : 1;
  return { bars, word: WORDS[bars], detail: detailOf(quality) };
}

/** A mean opinion score from what the network does, after the E-model; enough to choose a word. */
export function estimated({ loss_permille, jitter_ms, rtt_ms }: Quality): number {
  const delay = (rtt_ms ?? 0) / 2 + jitter_ms * 2 + 10;
  const r = 93.2 - (delay < 160 ? delay / 40 : (delay - 120) / 10) - (loss_permille / 10) * 2.5;
  const bounded = Math.max(0, Math.min(100, r));
  return 1 + 0.035 * bounded + bounded * (bounded - 60) * (100 - bounded) * 7e-6;
}

function detailOf({ mos, loss_permille, jitter_ms, rtt_ms }: Quality): string {
  const parts = [
    mos === null ? null : `MOS ${mos.toFixed(1)}`,
    `${(loss_permille / 10).toFixed(1)} % lost`,
    `jitter ${Math.round(jitter_ms)} ms`,
    rtt_ms === null ? null : `round trip ${Math.round(rtt_ms)} ms`,
  ];
  return parts.filter(Boolean).join(" · ");
}

const WORDS = { 1: "Bad", 2: "Poor", 3: "Fair", 4: "Good" } as const;
