import { useInfiniteQuery } from "@tanstack/react-query";
import { RotateCcw, Send, X } from "lucide-react";

import { counted } from "@/format/amounts";
import { moment } from "@/format/time";
import { Broken, Skeleton } from "@/ui/Blank";
import { Button, IconButton } from "@/ui/Button";
import { Tag } from "@/ui/Card";
import { Panel } from "@/ui/Panel";

import automation from "@/features/automation/Automation.module.css";

import styles from "../Users.module.css";
import { deliveryLook, type Delivery, type Hook } from "./model";
import { deliveriesQuery, useReplay, useTestHook } from "./queries";

/** What a hook was told and what it said to it; a message can be sent once more. */
export function DeliveryPanel({ hook, onClose }: { hook: Hook; onClose: () => void }) {
  const pages = useInfiniteQuery(deliveriesQuery(hook.id));
  const test = useTestHook();
  const deliveries = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel
      label={`Log of ${hook.url}`}
      onClose={onClose}
      head={
        <div className={automation.panelTop}>
          <div className={automation.grow}>
            <h2>Messages sent</h2>
            <p className={automation.soft}>
              <code className={styles.address}>{hook.url}</code>
            </p>
            {hook.secret_hint && <p className={automation.soft}>Signed with the secret that ends in {hook.secret_hint}</p>}
          </div>
          <IconButton label="Close" icon={<X />} onClick={onClose} />
        </div>
      }
    >
      <p className={styles.test}>
        <Button icon={<Send />} busy={test.isPending} onClick={() => test.mutate(hook.id)}>
          Send a test
        </Button>
      </p>
      {pages.isError && deliveries.length === 0 ? (
        <Broken error={pages.error} onRetry={() => void pages.refetch()} />
      ) : pages.isPending ? (
        <Skeleton rows={6} />
      ) : deliveries.length === 0 ? (
        <p className={automation.soft}>Nothing was sent yet. Send a test to see whether it arrives.</p>
      ) : (
        <>
          <ul className={automation.leads} aria-label="Messages sent">
            {deliveries.map((delivery) => (
              <Row key={delivery.id} delivery={delivery} />
            ))}
          </ul>
          {pages.hasNextPage && (
            <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              Show earlier ones
            </Button>
          )}
        </>
      )}
    </Panel>
  );
}

function Row({ delivery: { id, event, state, tries, status, last_error, created_at } }: { delivery: Delivery }) {
  const replay = useReplay();
  const { word, tone } = deliveryLook({ state });
  return (
    <li>
      <code className={automation.grow}>{event}</code>
      <Tag tone={tone}>{word}</Tag>
      <Button look="bare" icon={<RotateCcw />} busy={replay.isPending} disabled={state === "waiting"} aria-label={`Send again: ${event}`} onClick={() => replay.mutate(id)}>
        Again
      </Button>
      <p className={automation.soft}>
        {[moment(created_at), status === null ? null : `answered ${status}`, tries > 1 ? counted(tries, "try", "tries") : null].filter(Boolean).join(" · ")}
        {last_error && <span className={automation.bad}> {last_error}</span>}
      </p>
    </li>
  );
}
