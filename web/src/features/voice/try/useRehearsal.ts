import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { ApiProblem } from "@/api/problem";

import type { VoiceAgent } from "../model";
import type { RehearsalAnswer, RehearsalLine } from "../wire";
import { rehearse } from "./requests";

interface Said {
  lines: RehearsalLine[];
  /** How long the answer took that ended with a line, by the line's place. */
  took: ReadonlyMap<number, number>;
  /** The version of the agent that is rehearsed. */
  version: number | null;
  model: string | null;
  isOver: boolean;
  endedReason: string | null;
}

const NOTHING: Said = { lines: [], took: new Map(), version: null, model: null, isOver: false, endedReason: null };

/** A rehearsal as text: what was said so far, and the ways on. */
export function useRehearsal(agent: VoiceAgent, leadId: string | null) {
  const [said, setSaid] = useState<Said>(NOTHING);
  const next = useMutation({ mutationFn: (lines: readonly RehearsalLine[]) => rehearse(agent.id, { lead_id: leadId, lines }) });
  const go = (lines: RehearsalLine[], before: Said) => {
    setSaid({ ...before, lines, version: agent.version });
    // Whoever restarts meanwhile is not told of an answer to what was said before: `reset` lets go of it.
    next.mutate(lines, { onSuccess: (answer) => setSaid((now) => after(now, lines, answer)) });
  };
  return {
    ...said,
    isStarted: said.version !== null,
    /** Nothing was said yet, as the very first answer went wrong. */
    isIdle: said.lines.length === 0 && !next.isPending,
    isWaiting: next.isPending,
    error: next.error,
    /** Without a language model there is nothing to rehearse with. */
    hasNoModel: next.error instanceof ApiProblem && next.error.code === "voice_agent.no_text_model",
    start: () => go([], NOTHING),
    say: (text: string) => go([...said.lines, { speaker: "callee", text, tools: [] }], said),
    /** The same once more, after it went wrong. */
    again: () => go(said.lines, said),
    clear: () => {
      next.reset();
      setSaid(NOTHING);
    },
  };
}

export type Rehearsal = ReturnType<typeof useRehearsal>;

function after(now: Said, asked: RehearsalLine[], { lines: fresh, is_over, ended_reason, model, took_ms }: RehearsalAnswer): Said {
  const lines = [...asked, ...fresh];
  return {
    ...now,
    lines,
    // Its first words are written: nobody was asked for them, and they took no time worth telling.
    took: model === null ? now.took : new Map(now.took).set(lines.length - 1, took_ms),
    model: model ?? now.model,
    isOver: is_over,
    endedReason: ended_reason,
  };
}
