import { CircleCheck, CircleDashed, CircleX, Ellipsis, LoaderCircle, Pencil, Trash2 } from "lucide-react";

import { LookMark } from "@/features/desk/LookMark";
import type { Look } from "@/features/desk/standing";
import { dateTime } from "@/format/time";
import { words } from "@/format/words";
import { IconButton } from "@/ui/Button";
import { Menu, MenuItem, MenuLine } from "@/ui/Menu";

import type { VoiceAgent } from "../model";
import { Lines } from "../try/Lines";
import type { VoiceAgentEval } from "../wire";
import styles from "./Evals.module.css";
import { expectedInWords, standingOf, type EvalStanding } from "./model";

interface EvalRowProps {
  agent: VoiceAgent;
  item: VoiceAgentEval;
  isRunning: boolean;
  onEdit: (() => void) | null;
  onRemove: () => void;
}

/** One eval: how it ended, why it failed, and what was said the last time. */
export function EvalRow({ agent, item, isRunning, onEdit, onRemove }: EvalRowProps) {
  const { name, callee, last } = item;
  const standing = standingOf(item, agent.version);
  const expected = expectedInWords(item, words);
  return (
    <li className={styles.row}>
      <div className={styles.head}>
        <strong className={styles.name}>{name}</strong>
        <LookMark small look={isRunning ? RUNNING : LOOKS[standing]} />
        {onEdit && (
          <Menu trigger={<IconButton label={`More for ${name}`} icon={<Ellipsis />} />}>
            <MenuItem icon={<Pencil />} onClick={onEdit}>
              Change
            </MenuItem>
            <MenuLine />
            <MenuItem icon={<Trash2 />} danger onClick={onRemove}>
              Remove
            </MenuItem>
          </Menu>
        )}
      </div>
      {standing === "failed" && !isRunning && (
        <ul className={styles.failures} aria-label={`Why ${name} failed`}>
          {last?.failures.map((sentence) => <li key={sentence}>{sentence}</li>)}
        </ul>
      )}
      {standing === "not_run" && last && !isRunning && (
        <p className={styles.soft}>
          {last.passed ? "Passed" : "Failed"} for version {last.version}, {dateTime(last.ran_at)}.
        </p>
      )}
      <details className={styles.detail}>
        <summary>{last ? "What is said, expected, and came of it" : "What is said and expected"}</summary>
        <div className={styles.inside}>
          <section>
            <h3>The callee says</h3>
            <ol className={styles.turns}>
              {callee.map((text, place) => (
                <li key={place}>{text}</li>
              ))}
            </ol>
          </section>
          <section>
            <h3>Expected</h3>
            {expected.length === 0 ? (
              <p className={styles.soft}>Nothing but that the talk goes through.</p>
            ) : (
              <ul className={styles.turns}>
                {expected.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
          </section>
          {last && (
            <section className={styles.whole}>
              <h3>
                The last time, {dateTime(last.ran_at)}, version {last.version}
                {last.model && `, by ${last.model}`}
              </h3>
              <Lines label={`What was said in ${name}`} agentName={agent.name} lines={last.lines} />
            </section>
          )}
        </div>
      </details>
    </li>
  );
}

const LOOKS: Record<EvalStanding, Look> = {
  passed: { word: "Passed", tone: "talking", icon: CircleCheck },
  failed: { word: "Failed", tone: "failed", icon: CircleX },
  not_run: { word: "Not run for this version", tone: "plain", icon: CircleDashed },
};
const RUNNING: Look = { word: "Running", tone: "ringing", icon: LoaderCircle };
