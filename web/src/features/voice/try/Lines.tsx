import { Check, Wrench, X } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";

import { AskedFor, ToolAnswer } from "@/features/conversation/Asked";
import { words } from "@/format/words";

import type { RehearsalLine, RehearsalTool } from "../wire";
import styles from "./Try.module.css";

interface LinesProps {
  label: string;
  agentName: string;
  lines: readonly RehearsalLine[];
  /** How long an answer took, by the place of its last line. */
  took?: ReadonlyMap<number, number>;
  /** New lines are read aloud as they come. */
  isLive?: boolean;
  children?: ReactNode;
}

/** What was said in a rehearsal; beneath a line of the agent what it asked for before it said it. */
export function Lines({ label, agentName, lines, took, isLive = false, children }: LinesProps) {
  const end = useRef<HTMLLIElement>(null);
  const shown = lines.length;
  useEffect(() => {
    if (isLive) end.current?.scrollIntoView({ block: "nearest" });
  }, [isLive, shown]);
  return (
    // A scrolled region must be within reach of the keyboard.
    <div className={styles.lines} role={isLive ? "log" : "group"} aria-label={label} tabIndex={0}>
      <ol>
        {lines.map(({ speaker, text, tools }, place) => (
          <li key={place} data-speaker={speaker}>
            <span className={styles.who}>
              {speaker === "agent" ? agentName : "Callee"}
              {took?.has(place) && <span>{inSeconds(took.get(place) ?? 0)}</span>}
            </span>
            {text !== "" && <p className={styles.said}>{text}</p>}
            <Tools tools={tools} />
          </li>
        ))}
        {children}
        <li ref={end} className={styles.end} aria-hidden="true" />
      </ol>
    </div>
  );
}

/** What the agent asked for, folded: that it asked is in sight, what exactly is one press away. */
export function Tools({ tools }: { tools: readonly RehearsalTool[] }) {
  if (tools.length === 0) return null;
  const failed = tools.filter(({ error }) => error !== null).length;
  return (
    <details className={styles.tools} data-bad={failed > 0 || undefined}>
      <summary>
        <Wrench aria-hidden="true" />
        <span>
          {named(tools)}
          {failed > 0 && <span className={styles.bad}> {failed === tools.length ? "refused" : `${failed} refused`}</span>}
        </span>
      </summary>
      <ol>
        {tools.map(({ name, arguments: asked, result, error }, place) => (
          <li key={place} data-bad={error !== null || undefined}>
            {error === null ? <Check aria-hidden="true" /> : <X aria-hidden="true" />}
            <div>
              <strong>{words(name)}</strong>
              <ToolAnswer text={error ?? result ?? "It got no answer."} />
              <AskedFor asked={asked} />
            </div>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** "Check availability, Book appointment (2)": what was asked for, each once. */
function named(tools: readonly RehearsalTool[]): string {
  const times = new Map<string, number>();
  for (const { name } of tools) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times].map(([name, n]) => (n > 1 ? `${words(name)} (${n})` : words(name))).join(", ");
}

/** "1.2 s": how long an answer took. */
export function inSeconds(ms: number): string {
  return ms < 950 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
