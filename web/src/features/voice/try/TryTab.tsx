import { useState } from "react";

import type { Lead } from "@/features/leads/model";
import { LeadChoice } from "@/features/leads/LeadChoice";
import { Button } from "@/ui/Button";
import { Card, Notice } from "@/ui/Card";
import { Segments } from "@/ui/Segments";

import type { VoiceAgent } from "../model";
import { Chat } from "./Chat";
import { Speak } from "./Speak";
import styles from "./Try.module.css";
import { useRehearsal } from "./useRehearsal";
import { useTalk } from "./useTalk";

interface TryTabProps {
  agent: VoiceAgent;
  /** What is written beside is not saved yet: the rehearsal is of what was saved last. */
  isChanged: boolean;
  onWrite: () => void;
}

type Way = "text" | "voice";

/** Talking with the draft before anybody is called: as text, or by microphone. */
export function TryTab({ agent, isChanged, onWrite }: TryTabProps) {
  const [way, setWay] = useState<Way>("text");
  const [lead, setLead] = useState<Lead | null>(null);
  const rehearsal = useRehearsal(agent, lead?.id ?? null);
  const talk = useTalk(agent.id, lead?.id ?? null);
  const isBusy = talk.state.phase === "live" || talk.state.phase === "opening";
  const goesOn = isBusy || (rehearsal.isStarted && !rehearsal.isOver && !rehearsal.isIdle);
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        {isChanged && (
          <Notice tone="warn">
            <span className={styles.unsaved}>
              What you wrote since is not saved: this is version {agent.version}, as it was saved last.
              <Button look="bare" onClick={onWrite}>
                Go and save it
              </Button>
            </span>
          </Notice>
        )}
        {way === "text" ? <Chat agent={agent} rehearsal={rehearsal} /> : <Speak agent={agent} talk={talk} />}
      </div>
      <aside className={styles.aside} data-first={!goesOn || undefined} aria-label="About the rehearsal">
        <Card>
          <div className={styles.stack}>
            <Segments<Way> label="How you talk with it" value={way} choices={WAYS} onChange={(next) => !isBusy && setWay(next)} />
            <LeadChoice
              label="Whom it believes to call"
              placeholder="A made-up lead"
              hint={isBusy ? "End the talk to choose somebody else." : goesOn ? "Restart to choose somebody else." : "Their name, company and fields fill its texts. They are not called."}
              disabled={goesOn}
              lead={lead}
              onChange={setLead}
            />
            <dl className={styles.facts}>
              <div>
                <dt>Version</dt>
                <dd>{rehearsal.version ?? agent.version}, as saved</dd>
              </div>
              {way === "text" && rehearsal.model && (
                <div>
                  <dt>Model</dt>
                  <dd>{rehearsal.model}</dd>
                </div>
              )}
            </dl>
            <p className={styles.soft}>Nobody is called. It really looks for free times in the calendar; everything else is checked and answered as if it were done, and nothing is booked, mailed or noted.</p>
          </div>
        </Card>
      </aside>
    </div>
  );
}

const WAYS = [
  { value: "text", label: "In writing" },
  { value: "voice", label: "By microphone" },
] as const;
