import { useQuery } from "@tanstack/react-query";
import { FlaskConical, Play, Plus } from "lucide-react";
import { useState } from "react";

import { ApiProblem, sentenceFor } from "@/api/problem";
import { useMay } from "@/features/session/session";
import { counted } from "@/format/amounts";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Card, Notice } from "@/ui/Card";

import type { VoiceAgent } from "../model";
import type { VoiceAgentEval } from "../wire";
import { EvalDialog } from "./EvalDialog";
import { EvalRow } from "./EvalRow";
import styles from "./Evals.module.css";
import { BLANK_EVAL, EVALS_MAX, standingOf } from "./model";
import { evalsQuery, useIsRunning, useRemoveEval, useRunEvals } from "./queries";

/** The tests of an agent: how each stands to what was saved last, and the order to run them. */
export function EvalsTab({ agent, isChanged, onTry }: { agent: VoiceAgent; isChanged: boolean; onTry: () => void }) {
  const evals = useQuery(evalsQuery(agent.id));
  const mayWrite = useMay("voice_agents.write");
  const [writing, setWriting] = useState<VoiceAgentEval | "new" | null>(null);
  const run = useRunEvals(agent);
  const remove = useRemoveEval(agent.id);
  const isRunning = useIsRunning(agent.id);
  const items = evals.data ?? [];
  const isFull = items.length >= EVALS_MAX;
  const add = mayWrite && (
    <Button icon={<Plus />} disabled={isFull} title={isFull ? `An agent has at most ${EVALS_MAX} evals.` : undefined} onClick={() => setWriting("new")}>
      New eval
    </Button>
  );
  return (
    <div className={styles.tab}>
      {isChanged && items.length > 0 && <Notice tone="warn">What you wrote since is not saved: evals run against version {agent.version}, as it was saved last.</Notice>}
      <Card
        flush
        title={items.length > 0 ? sumOf(items, agent.version) : "Evals"}
        actions={
          items.length > 0 && (
            <>
              {add}
              {mayWrite && (
                <Button look="primary" icon={<Play />} busy={isRunning} onClick={() => run.mutate()}>
                  Run all
                </Button>
              )}
            </>
          )
        }
      >
        {isRunning && (
          <div className={styles.running} role="status">
            <p>
              {counted(items.length, "eval is", "evals are")} being talked through against version {agent.version}. That takes a few seconds each; you may go on meanwhile.
            </p>
            <span className={styles.sweep} aria-hidden="true">
              <span />
            </span>
          </div>
        )}
        {run.isError && !isRunning && (
          <div role="alert" className={styles.alert}>
            <Notice tone="bad">
              The evals were not run. {sentenceFor(run.error)}
              {run.error instanceof ApiProblem && run.error.code === "voice_agent.no_text_model" && (
                <>
                  {" "}
                  An administrator enters a key under Settings, Integrations, OpenAI; or whoever runs this server sets <code>OPENAI_API_KEY</code> in its environment.
                </>
              )}
            </Notice>
          </div>
        )}
        {evals.isError && !evals.data ? (
          <Broken error={evals.error} onRetry={() => void evals.refetch()} />
        ) : !evals.data ? (
          <div className={styles.alert}>
            <Skeleton rows={3} height={48} />
          </div>
        ) : items.length === 0 ? (
          <Blank
            icon={<FlaskConical />}
            title="No evals yet"
            action={
              mayWrite && (
                <div className={styles.acts}>
                  <Button look="primary" onClick={onTry}>
                    Try the agent
                  </Button>
                  {add}
                </div>
              )
            }
          >
            An eval is a short talk with a known end: what the callee says, and what must come of it. Try the agent and save the talk, then a later change that breaks it is found before anybody is called.
          </Blank>
        ) : (
          <ul className={styles.list} aria-label="Evals">
            {items.map((one) => (
              <EvalRow key={one.id} agent={agent} item={one} isRunning={isRunning} onEdit={mayWrite ? () => setWriting(one) : null} onRemove={() => remove.mutate(one)} />
            ))}
          </ul>
        )}
      </Card>
      {writing && <EvalDialog agent={agent} known={writing === "new" ? null : writing} start={writing === "new" ? BLANK_EVAL : writing} onClose={() => setWriting(null)} />}
    </div>
  );
}

/** "2 of 3 evals passed for version 4". */
export function sumOf(items: readonly VoiceAgentEval[], version: number): string {
  const passed = items.filter((one) => standingOf(one, version) === "passed").length;
  return passed === items.length ? `${items.length === 1 ? "The eval" : `All ${items.length} evals`} passed for version ${version}` : `${passed} of ${counted(items.length, "eval")} passed for version ${version}`;
}
