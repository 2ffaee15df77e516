import type { components } from "@/api/schema";

/** How long it took an agent to answer in one turn, and where that time went; in milliseconds. */
export type TurnLatency = components["schemas"]["TurnLatency"];

type PartKey = "endpointing_ms" | "model_ms" | "tools_ms" | "first_audio_ms" | "transport_ms";

/** The parts of a turn in the order in which they happen. */
export const TURN_PARTS: readonly { key: PartKey; word: string }[] = [
  { key: "endpointing_ms", word: "noticing the pause" },
  { key: "model_ms", word: "model" },
  { key: "tools_ms", word: "tools" },
  { key: "first_audio_ms", word: "first sound" },
  { key: "transport_ms", word: "our own share" },
];

/** The middle of several times; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : Math.round(((sorted[middle - 1] ?? 0) + upper) / 2);
}

/** "noticing the pause 400 ms, model 310 ms": where the time of a turn went, without what took none. */
export function partsInWords(turn: TurnLatency): string {
  return TURN_PARTS.filter(({ key }) => turn[key] > 0)
    .map(({ key, word }) => `${word} ${turn[key]} ms`)
    .join(", ");
}
