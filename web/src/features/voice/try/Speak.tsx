import { FlaskConical, Mic, PhoneOff, Volume2 } from "lucide-react";
import { useState, useSyncExternalStore } from "react";

import { ApiProblem, sentenceFor } from "@/api/problem";
import { TurnList } from "@/features/conversation/TurnList";
import { LevelMeter } from "@/features/dial/LevelMeter";
import { MicrophoneHelp } from "@/features/dial/MicrophoneHelp";
import { useMay } from "@/features/session/session";
import { words } from "@/format/words";
import { Blank } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Card, Notice } from "@/ui/Card";

import { EvalDialog } from "../evals/EvalDialog";
import { evalFrom } from "../evals/model";
import type { VoiceAgent } from "../model";
import type { RehearsalLine, Talk } from "../wire";
import { Lines, Tools } from "./Lines";
import styles from "./Try.module.css";
import type { TalkInHand } from "./useTalk";

/** A rehearsal by microphone, as a call would sound. */
export function Speak({ agent, talk }: { agent: VoiceAgent; talk: TalkInHand }) {
  const mayWrite = useMay("voice_agents.write");
  const { state, heard, begin } = talk;
  const [keeping, setKeeping] = useState(false);
  const lines = linesOf(heard);
  const isShown = state.phase === "live" || state.phase === "over";
  if (!mayWrite) return <Card><Blank icon={<Mic />} title="Trying an agent is for those who may change it">Ask a manager of this workspace.</Blank></Card>;
  return (
    <Card
      title={`Talk with ${agent.name}`}
      actions={
        state.phase === "over" &&
        lines.some(({ speaker }) => speaker === "callee") && (
          <Button icon={<FlaskConical />} onClick={() => setKeeping(true)}>
            Save as eval
          </Button>
        )
      }
    >
      <div className={styles.chat}>
        {state.phase === "no-microphone" ? (
          <MicrophoneHelp trouble={state.trouble} onRetry={begin} />
        ) : isShown ? (
          <>
            <Standing agentName={agent.name} talk={talk} />
            {lines.length > 0 ? <Lines label="The talk" agentName={agent.name} lines={lines} isLive /> : <p className={styles.soft}>{state.phase === "live" ? "What is said is written here as you speak." : "Nothing was said."}</p>}
            <Tools tools={heard?.tools ?? []} />
            {heard && heard.turns.length > 0 && <TurnList turns={heard.turns} />}
          </>
        ) : state.phase === "failed" ? (
          <Failed error={state.error} onAgain={begin} />
        ) : (
          <Blank
            icon={<Mic />}
            title="You are the callee"
            action={
              <Button look="primary" icon={<Mic />} busy={state.phase === "opening"} onClick={begin}>
                Start talking
              </Button>
            }
          >
            It sounds as it would on the phone, and it can be interrupted. Use a headset, so that it does not hear itself.
          </Blank>
        )}
      </div>
      {keeping && <EvalDialog agent={agent} known={null} start={evalFrom([...lines, { speaker: "agent", text: "", tools: heard?.tools ?? [] }])} onClose={() => setKeeping(false)} />}
    </Card>
  );
}

function Standing({ agentName, talk: { state, heard, begin, end, listen, microphone } }: { agentName: string; talk: TalkInHand }) {
  const stream = useSyncExternalStore(microphone.subscribe, microphone.current);
  if (state.phase === "live") {
    return (
      <div className={styles.over} role="status">
        <Mic aria-hidden="true" className={styles.on} />
        <span>
          <strong>You are talking with {agentName}.</strong>
        </span>
        <div className={styles.level}>
          <LevelMeter stream={stream} />
        </div>
        {state.isBlocked && (
          <Button icon={<Volume2 />} onClick={listen}>
            Let it be heard
          </Button>
        )}
        <Button look="danger" icon={<PhoneOff />} onClick={end}>
          End the talk
        </Button>
      </div>
    );
  }
  const isBroken = state.phase === "over" && state.isCut && heard?.state === "live";
  return (
    <div className={styles.over} role="status">
      <PhoneOff aria-hidden="true" />
      <span>
        <strong>The talk is over.</strong> {isBroken ? "The connection broke." : heard?.ended_reason ? `${words(heard.ended_reason)}.` : ""}
      </span>
      <Button icon={<Mic />} onClick={begin}>
        Talk again
      </Button>
    </div>
  );
}

function Failed({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const hasNoModel = error instanceof ApiProblem && error.code === "voice_agent.no_speech_model";
  return (
    <div role="alert">
      {hasNoModel ? (
        <Blank icon={<Mic />} title="No speech model is set up" action={<Button onClick={onAgain}>Try again</Button>}>
          {sentenceFor(error)} An administrator names one under Settings, Integrations, OpenAI; or whoever runs this server sets <code>OPENAI_REALTIME_MODEL</code> beside <code>OPENAI_API_KEY</code> in its environment. In writing the agent can be tried without it.
        </Blank>
      ) : (
        <Notice tone="bad">
          <span className={styles.unsaved}>
            {sentenceFor(error)}
            <Button onClick={onAgain}>Try again</Button>
          </span>
        </Notice>
      )}
    </div>
  );
}

/** What was said aloud, as it would stand in a rehearsal in writing; what was asked for is told for the whole talk. */
function linesOf(heard: Talk | null): RehearsalLine[] {
  return (heard?.utterances ?? []).map(({ speaker, text }) => ({ speaker: speaker === "agent" ? "agent" : "callee", text, tools: [] }));
}
