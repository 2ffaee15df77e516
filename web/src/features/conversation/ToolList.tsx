import { Check, LoaderCircle, X } from "lucide-react";

import { clock } from "@/format/time";
import { words } from "@/format/words";

import { AskedFor, ToolAnswer } from "./Asked";
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
            <ToolAnswer text={error ?? result ?? "Under way"} />
            <AskedFor asked={asked} />
          </div>
        </li>
      ))}
    </ol>
  );
}
