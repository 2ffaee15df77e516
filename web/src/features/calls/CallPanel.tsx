import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Ban, PhoneOff, RotateCcw, X } from "lucide-react";
import { useEffect } from "react";

import type { Call } from "@/api/model";
import { ConversationCard } from "@/features/conversation/ConversationCard";
import { useAddToDnc } from "@/features/dnc/queries";
import { useMay } from "@/features/session/session";
import { useLiveCall } from "@/live/hooks";
import { Broken, Skeleton } from "@/ui/Blank";
import { Button, IconButton } from "@/ui/Button";
import { Copy } from "@/ui/Copy";
import { Panel } from "@/ui/Panel";
import { Tabs } from "@/ui/Tabs";

import { CallFacts } from "./CallFacts";
import styles from "./CallPanel.module.css";
import { callQuery, useCallOrder } from "./queries";
import { ReceiptList } from "./ReceiptList";
import { Recordings } from "./Recordings";
import { canCancel, canHangUp, canRedial, statusOf } from "./status";
import { CallStatus } from "./StatusMark";
import { Timeline } from "./Timeline";

/** Everything about one call, beside the log. */
export function CallPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const liveCall = useLiveCall(id);
  const client = useQueryClient();
  const detail = useQuery(callQuery(id));
  const revision = liveCall?.revision;

  useEffect(() => {
    if (revision !== undefined) void client.invalidateQueries({ queryKey: ["call", id] });
  }, [client, id, revision]);

  const fetched = detail.data?.call;
  const call = liveCall && (!fetched || liveCall.revision >= fetched.revision) ? liveCall : fetched;
  return (
    <Panel
      label={call ? `Call to ${call.phone_display}` : "Call"}
      onClose={onClose}
      head={
        call ? (
          <Head call={call} onClose={onClose} />
        ) : (
          <div className={styles.top}>
            <span className={styles.grow} />
            <IconButton label="Close" icon={<X />} onClick={onClose} />
          </div>
        )
      }
    >
        {call && <ConversationCard key={call.id} call={call} />}
        {call && <CallFacts call={call} />}
        {detail.isError ? (
          <Broken error={detail.error} onRetry={() => void detail.refetch()} />
        ) : detail.data && call ? (
          <Tabs
            label="About this call"
            tabs={[
              { key: "timeline", title: "Timeline", content: <Timeline entries={detail.data.timeline} /> },
              {
                key: "receipt",
                title: receiptTitle(call, detail.data.receipt),
                content: <ReceiptList receipt={detail.data.receipt} />,
              },
              ...(detail.data.recordings.length > 0 ? [{ key: "recordings", title: detail.data.recordings.length > 1 ? "Recordings" : "Recording", content: <Recordings recordings={detail.data.recordings} /> }] : []),
            ]}
          />
        ) : (
          <Skeleton rows={6} />
        )}
    </Panel>
  );
}

function Head({ call, onClose }: { call: Call; onClose: () => void }) {
  const order = useCallOrder();
  const addToDnc = useAddToDnc();
  const mayCall = useMay("calls.write");
  const mayBlock = useMay("dnc.add");
  return (
    <>
      <div className={styles.top}>
        <div className={styles.grow}>
          <h2 className={styles.phone}>
            {call.phone_display}
            <Copy text={call.phone} label={`Copy ${call.phone}`} />
          </h2>
          {call.name && <p className={styles.name}>{call.name}</p>}
        </div>
        <IconButton label="Close" icon={<X />} onClick={onClose} />
      </div>
      <div className={styles.orders}>
        <CallStatus call={call} />
        {/* Announced when it changes, not every second. */}
        <span role="status" className="visually-hidden">
          {statusOf(call).word}
        </span>
        <span className={styles.grow} />
        {mayCall && canHangUp(call) && (
          <Button look="danger" icon={<PhoneOff />} busy={order.isPending} onClick={() => order.mutate({ order: "hang-up", calls: [call] })}>
            Hang up
          </Button>
        )}
        {mayCall && canCancel(call) && (
          <Button look="danger" icon={<X />} busy={order.isPending} onClick={() => order.mutate({ order: "cancel", calls: [call] })}>
            Cancel call
          </Button>
        )}
        {mayCall && canRedial(call) && (
          <Button icon={<RotateCcw />} busy={order.isPending} onClick={() => order.mutate({ order: "redial", calls: [call] })}>
            Redial
          </Button>
        )}
        {mayBlock && (
          <IconButton look="plain" label="Add to do-not-call" icon={<Ban />} busy={addToDnc.isPending} onClick={() => addToDnc.mutate({ numbers: [call.phone] })} />
        )}
      </div>
    </>
  );
}

function receiptTitle(call: Call, receipt: unknown): string {
  if (call.outcome === "blocked") return "Why it was refused";
  if (call.state === "planned") return call.rule ? "Why it waits" : "Calling rules";
  return receipt ? "Why it was allowed" : "Calling rules";
}
