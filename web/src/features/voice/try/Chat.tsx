import { Bot, FlaskConical, PhoneOff, RotateCcw, SendHorizontal } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { sentenceFor } from "@/api/problem";
import { useMay } from "@/features/session/session";
import { words } from "@/format/words";
import { Blank } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Card, Notice } from "@/ui/Card";
import { Input } from "@/ui/Field";

import { EvalDialog } from "../evals/EvalDialog";
import { evalFrom } from "../evals/model";
import type { VoiceAgent } from "../model";
import { Lines } from "./Lines";
import styles from "./Try.module.css";
import type { Rehearsal } from "./useRehearsal";

/** A rehearsal in writing: whoever types is the callee. */
export function Chat({ agent, rehearsal }: { agent: VoiceAgent; rehearsal: Rehearsal }) {
  const mayWrite = useMay("voice_agents.write");
  const { lines, took, isStarted, isWaiting, isOver, endedReason, error, hasNoModel } = rehearsal;
  const [keeping, setKeeping] = useState(false);
  const hasSpoken = lines.some(({ speaker }) => speaker === "callee");
  if (!mayWrite) return <Card><Blank icon={<Bot />} title="Trying an agent is for those who may change it">Ask a manager of this workspace.</Blank></Card>;
  return (
    <Card
      title={`Talk with ${agent.name}`}
      actions={
        isStarted && !hasNoModel && (
          <>
            {hasSpoken && !isWaiting && (
              <Button icon={<FlaskConical />} onClick={() => setKeeping(true)}>
                Save as eval
              </Button>
            )}
            <Button icon={<RotateCcw />} onClick={rehearsal.clear}>
              Restart
            </Button>
          </>
        )
      }
    >
      {hasNoModel ? (
        <NoModel sentence={sentenceFor(error)} onAgain={rehearsal.clear} />
      ) : !isStarted ? (
        <Blank
          icon={<Bot />}
          title="You are the callee"
          action={
            <Button look="primary" onClick={rehearsal.start}>
              Start the talk
            </Button>
          }
        >
          {agent.name} says the first words, you answer in writing. Try what people really say: yes, no, later, “are you a robot?”, “take me off your list”.
        </Blank>
      ) : (
        <div className={styles.chat}>
          <Lines label="The talk" agentName={agent.name} lines={lines} took={took} isLive>
            {isWaiting && (
              <li data-speaker="agent" className={styles.waiting}>
                <span className="visually-hidden">{agent.name} is thinking</span>
                <span aria-hidden="true" />
                <span aria-hidden="true" />
                <span aria-hidden="true" />
              </li>
            )}
          </Lines>
          {error && (
            <div role="alert">
              <Notice tone="bad">
                <span className={styles.unsaved}>
                  {sentenceFor(error)}
                  <Button onClick={rehearsal.again}>Try again</Button>
                </span>
              </Notice>
            </div>
          )}
          {isOver ? <Over reason={endedReason} onAgain={rehearsal.start} /> : <Composer isWaiting={isWaiting} isBroken={error !== null} onSay={rehearsal.say} />}
        </div>
      )}
      {keeping && <EvalDialog agent={agent} known={null} start={evalFrom(lines)} onClose={() => setKeeping(false)} />}
    </Card>
  );
}

function NoModel({ sentence, onAgain }: { sentence: string; onAgain: () => void }) {
  return (
    <div role="alert">
      <Blank icon={<Bot />} title="No language model is set up" action={<Button onClick={onAgain}>Back</Button>}>
        {sentence} An administrator enters a key under Settings, Integrations, OpenAI; or whoever runs this server sets <code>OPENAI_API_KEY</code> in its environment. Any compatible server can stand in.
      </Blank>
    </div>
  );
}

function Over({ reason, onAgain }: { reason: string | null; onAgain: () => void }) {
  const again = useRef<HTMLButtonElement>(null);
  useEffect(() => again.current?.focus({ preventScroll: true }), []);
  return (
    <div className={styles.over} role="status">
      <PhoneOff aria-hidden="true" />
      <span>
        <strong>The talk is over.</strong> {reason && `${words(reason)}.`}
      </span>
      <Button ref={again} onClick={onAgain}>
        Talk again
      </Button>
    </div>
  );
}

function Composer({ isWaiting, isBroken, onSay }: { isWaiting: boolean; isBroken: boolean; onSay: (text: string) => void }) {
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
  }, []);
  const isHeld = isWaiting || isBroken;
  return (
    <form
      className={styles.composer}
      aria-label="Answer"
      onSubmit={(event) => {
        event.preventDefault();
        if (isHeld || text.trim() === "") return;
        onSay(text.trim());
        setText("");
      }}
    >
      <Input ref={field} aria-label="What the callee says" placeholder="What the callee says" maxLength={1_000} autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
      <Button type="submit" look="primary" icon={<SendHorizontal />} busy={isWaiting} disabled={isBroken}>
        Say it
      </Button>
    </form>
  );
}
