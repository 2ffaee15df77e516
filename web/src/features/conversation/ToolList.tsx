import { Check, LoaderCircle, X } from "lucide-react";

import { clock } from "@/format/time";
import { words } from "@/format/words";

import styles from "./Conversation.module.css";
import type { ToolUse } from "./model";

/** What the agent did while it talked: what it asked for, what it got, and how long that took. */
export function ToolList({ tools }: { tools: readonly ToolUse[] }) {
  if (tools.length === 0) return <p className={styles.soft}>It did nothing but talk.</p>;
  return (
    <ol className={styles.tools} aria-label="What the agent did">
      {tools.map(({ id, name, arguments: asked, result, error, asked_at, took_ms }) => (
        <li key={id} data-bad={error !== null || undefined}>
          {error !== null ? <X aria-hidden="true" /> : result === null ? <LoaderCircle aria-hidden="true" /> : <Check aria-hidden="true" />}
          <div>
            <p>
              <strong>{words(name)}</strong>{" "}
              <span className={styles.soft}>
                {clock(asked_at, undefined, true)}
                {took_ms !== null && `, took ${took_ms} ms`}
              </span>
            </p>
            <Answer text={error ?? result ?? "Under way"} />
            {asked !== "" && (
              <details>
                <summary>What it asked for</summary>
                {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable */}
                <pre tabIndex={0}>{readable(asked)}</pre>
              </details>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** What the agent was told; of a long answer its beginning, as it is written for a machine. */
function Answer({ text }: { text: string }) {
  if (text.length <= SHORT) return <p>{text}</p>;
  return (
    <>
      <p>{text.slice(0, SHORT).trimEnd()}…</p>
      <details>
        <summary>All that it was told</summary>
        <p>{text}</p>
      </details>
    </>
  );
}

/** Arguments come as the model wrote them: mostly a text that holds JSON. */
function readable(asked: string): string {
  try {
    return JSON.stringify(JSON.parse(asked), null, 2);
  } catch {
    return asked;
  }
}

const SHORT = 140;
