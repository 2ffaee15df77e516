import { useQuery } from "@tanstack/react-query";
import { CircleCheck, FlaskConical, PhoneOff, TriangleAlert } from "lucide-react";

import { ApiProblem, sentenceFor } from "@/api/problem";
import { counted } from "@/format/amounts";
import { Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { FormDialog } from "@/ui/FormDialog";

import { Diff } from "./Diff";
import { sumOf } from "./evals/EvalsTab";
import { standingOf } from "./evals/model";
import { evalsQuery, useIsRunning, useRunEvals } from "./evals/queries";
import type { VoiceAgent } from "./model";
import { diffQuery, usePublish } from "./queries";
import styles from "./Voice.module.css";

interface PublishDialogProps {
  agent: VoiceAgent;
  onClose: () => void;
  /** Goes where the evals are. */
  onLook: () => void;
}

/** People will hear it from here on: what changes for them is shown once more, and whether it passed its evals. */
export function PublishDialog({ agent, onClose, onLook }: PublishDialogProps) {
  const publish = usePublish();
  const isFirst = agent.published_version === null;
  const isSame = agent.published_version === agent.version;
  const diff = useQuery(diffQuery(agent.id, agent.version));
  const isRefused = publish.error instanceof ApiProblem && publish.error.code === "voice_agent.evals_not_passed";
  const go = (anyway: boolean) => publish.mutate({ id: agent.id, anyway }, { onSuccess: onClose });
  return (
    <FormDialog
      title={`Publish ${agent.name}`}
      description={isSame ? `Calls use version ${agent.version} already. Publishing it again puts it right at its host, should it have been changed or deleted there.` : isFirst ? "Calls can use it from then on." : `Calls that begin from then on use version ${agent.version} in place of ${agent.published_version}. Talks that go on keep theirs.`}
      submit={`Publish version ${agent.version}`}
      busy={publish.isPending}
      error={isRefused ? null : publish.error}
      onClose={onClose}
      onSubmit={() => go(false)}
    >
      {isRefused && (
        <div role="alert">
          <Notice tone="bad" icon={<TriangleAlert aria-hidden="true" />}>
            <div className={styles.warn}>
              <p>{sentenceFor(publish.error)}</p>
              <Button look="danger" onClick={() => go(true)}>
                Publish anyway
              </Button>
            </div>
          </Notice>
        </div>
      )}
      <Passed
        agent={agent}
        onRun={publish.reset}
        onLook={() => {
          onClose();
          onLook();
        }}
      />
      {diff.data?.no_hand_over && (
        <Notice icon={<PhoneOff aria-hidden="true" />}>
          Its host is not told of transfer_to_human; whoever asks for a person is offered a call back. {diff.data.no_hand_over}
        </Notice>
      )}
      {!isFirst && !isSame && (diff.data ? <Diff lines={diff.data.lines} label="What changes" /> : diff.isPending ? <Skeleton rows={3} /> : null)}
    </FormDialog>
  );
}

/** How the evals stand to what would be published, and the order to run them. */
function Passed({ agent, onRun, onLook }: { agent: VoiceAgent; onRun: () => void; onLook: () => void }) {
  const evals = useQuery(evalsQuery(agent.id));
  const run = useRunEvals(agent);
  const isRunning = useIsRunning(agent.id);
  const items = evals.data;
  if (!items) return evals.isPending ? <Skeleton rows={1} /> : <Notice tone="warn">How its evals stand is not known: {sentenceFor(evals.error)}</Notice>;
  if (items.length === 0) return <Notice icon={<FlaskConical aria-hidden="true" />}>It has no evals: nobody has tried whether it does what it should.</Notice>;
  if (isRunning) return <div role="status"><Notice icon={<FlaskConical aria-hidden="true" />}>{counted(items.length, "eval is", "evals are")} being talked through. That takes a few seconds each.</Notice></div>;
  const open = items.filter((one) => standingOf(one, agent.version) !== "passed");
  if (open.length === 0) return <Notice tone="good" icon={<CircleCheck aria-hidden="true" />}>{sumOf(items, agent.version)}.</Notice>;
  return (
    <Notice tone="warn" icon={<FlaskConical aria-hidden="true" />}>
      <div className={styles.warn}>
        <p>{sumOf(items, agent.version)}.</p>
        <ul>
          {open.map((one) => (
            <li key={one.id}>
              {one.name}: {standingOf(one, agent.version) === "failed" ? "failed" : "not run for this version"}
            </li>
          ))}
        </ul>
        {run.isError && <p role="alert">They were not run. {sentenceFor(run.error)}</p>}
        <div className={styles.acts}>
          <Button
            onClick={() => {
              onRun();
              run.mutate();
            }}
          >
            Run them now
          </Button>
          <Button look="bare" onClick={onLook}>
            Look at them
          </Button>
        </div>
      </div>
    </Notice>
  );
}
