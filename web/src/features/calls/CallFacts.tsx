import type { ReactNode } from "react";
import { Link } from "react-router";

import type { Call } from "@/api/model";
import { money } from "@/format/amounts";
import { dateTime, duration } from "@/format/time";
import { regionName, words } from "@/format/words";
import { useLiveRuns } from "@/live/hooks";
import { Copy } from "@/ui/Copy";
import { Notice } from "@/ui/Card";

import styles from "./CallFacts.module.css";
import { TalkTime } from "./TalkTime";

/** What is known of a call, and what went wrong with it. */
export function CallFacts({ call }: { call: Call }) {
  const run = useLiveRuns().get(call.run_id ?? "");
  return (
    <div className={styles.facts}>
      {call.failure && (
        <Notice tone="bad">
          <p>{call.failure.message}</p>
          <p className={styles.small}>
            {BLAME[call.failure.blame] ?? ""} {RETRY[call.failure.retry] ?? ""}
            {call.failure.code && ` Carrier code ${call.failure.code}.`}
          </p>
        </Notice>
      )}
      {call.rule && <Notice tone={call.state === "ended" ? "bad" : "warn"}>{call.rule.message}</Notice>}
      {call.warning && <Notice tone="warn">{call.warning}</Notice>}
      {call.message && (
        <figure className={styles.message}>
          <figcaption>Message</figcaption>
          <blockquote>{call.message}</blockquote>
        </figure>
      )}
      <dl className={styles.list}>
        <Fact name="Talked">
          <TalkTime call={call} />
        </Fact>
        <Fact name="Rang for">{duration(call.ring_ms)}</Fact>
        <Fact name="Cost">{call.cost ? money(call.cost) : call.answered_at ? "Not known yet" : money(null)}</Fact>
        {call.verdict && <Fact name="Answered by">{words(call.verdict)}</Fact>}
        <Fact name="Country">{regionName(call.region)}</Fact>
        {call.due_at && <Fact name="Due">{dateTime(call.due_at)} here</Fact>}
        <Fact name="Created">{dateTime(call.created_at)} here</Fact>
        <Fact name="Asked by">{call.created_by.name}</Fact>
        {call.run_id && (
          <Fact name="Run">
            <Link to={`/calls?run=${encodeURIComponent(call.run_id)}`}>{run?.name ?? call.run_id}</Link>
          </Fact>
        )}
        {call.carrier && <Fact name="Carrier">{call.carrier.name}</Fact>}
        {call.caller_id && <Fact name="Caller ID">{call.caller_id}</Fact>}
        {call.carrier_call_id && (
          <Fact name="Carrier ID">
            <code className={styles.code}>{call.carrier_call_id}</code>
            <Copy text={call.carrier_call_id} label="Copy the carrier's ID" />
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const BLAME: Record<string, string> = {
  callee: "The cause is at the called number.",
  us: "The cause is in this program.",
  carrier: "The cause is at the carrier.",
  config: "The cause is in the settings.",
};
const RETRY: Record<string, string> = {
  never: "Trying again will not help.",
  later: "Trying again later may help.",
  after_repair: "Repair the settings, then try again.",
};
