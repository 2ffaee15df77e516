import { CircleCheck, CircleHelp, Ellipsis, PlugZap, Star, Trash2, TriangleAlert, Webhook, Pencil } from "lucide-react";
import { useRef, useState } from "react";

import type { CarrierAccount, CarrierSpec } from "@/api/model";
import { sentenceFor } from "@/api/problem";
import { useMay } from "@/features/session/session";
import { ago } from "@/format/time";
import { Button, IconButton } from "@/ui/Button";
import { Notice, Tag } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";
import { Menu, MenuItem } from "@/ui/Menu";

import styles from "./Carriers.module.css";
import { useCarrierTest, useMakeDefault, useRemoveCarrier, useWebhookCheck } from "./queries";

/** One carrier account: how it stands, and checks that show whether it works both ways. */
export function CarrierCard({ account, kinds, onEdit }: { account: CarrierAccount; kinds: readonly CarrierSpec[]; onEdit: () => void }) {
  const mayWrite = useMay("carriers.write");
  const test = useCarrierTest();
  const webhook = useWebhookCheck();
  const makeDefault = useMakeDefault();
  const remove = useRemoveCarrier();
  const [asking, setAsking] = useState(false);
  const confirm = useRef<HTMLButtonElement>(null);
  const title = kinds.find((kind) => kind.kind === account.kind)?.title ?? account.kind;
  const number = account.config.phone_number;
  const isOurs = account.source === "settings";
  return (
    <li className={styles.card} aria-label={account.name}>
      <div className={styles.head}>
        <h3 className={styles.name}>{account.name}</h3>
        {account.is_default && <Tag tone="accent">Default</Tag>}
        {account.source === "sandbox" && <Tag tone="warn">Simulated</Tag>}
        {account.source === "environment" && <Tag>From the environment</Tag>}
        <span className={styles.grow} />
        {mayWrite && (isOurs || !account.is_default) && (
          <Menu trigger={<IconButton label={`More for ${account.name}`} icon={<Ellipsis />} />}>
            {!account.is_default && (
              <MenuItem icon={<Star />} onClick={() => makeDefault.mutate(account)}>
                Make default
              </MenuItem>
            )}
            {isOurs && (
              <MenuItem icon={<Pencil />} onClick={onEdit}>
                Change
              </MenuItem>
            )}
            {isOurs && (
              <MenuItem icon={<Trash2 />} danger onClick={() => setAsking(true)}>
                Remove
              </MenuItem>
            )}
          </Menu>
        )}
      </div>
      <p className={styles.facts}>
        <span>{title}</span>
        {typeof number === "string" && <span>Caller ID {number}</span>}
        {account.cps !== null && <span>{account.cps} calls a second</span>}
      </p>
      <Health account={account} />
      <div className={styles.checks}>
        <Button icon={<PlugZap />} busy={test.isPending} onClick={() => test.mutate(account.id)}>
          Test connection
        </Button>
        <Button icon={<Webhook />} busy={webhook.isPending} onClick={() => webhook.mutate(account.id)}>
          Check webhooks
        </Button>
      </div>
      <div role="status" className={styles.results}>
        {test.data && <Result ok={test.data.ok}>{test.data.message}</Result>}
        {test.isError && <Result ok={false}>{sentenceFor(test.error)}</Result>}
        {webhook.data && (
          <Result ok={webhook.data.ok}>
            {webhook.data.message}
            {webhook.data.round_trip_ms !== null && ` It took ${webhook.data.round_trip_ms} ms.`}
            <code className={styles.url}>{webhook.data.url}</code>
          </Result>
        )}
        {webhook.isError && <Result ok={false}>{sentenceFor(webhook.error)}</Result>}
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Remove ${account.name}`}
        description="Its credentials are deleted. Calls that wait for it cannot be made; calls in the log stay."
        initialFocus={confirm}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button ref={confirm} look="danger" busy={remove.isPending} onClick={() => remove.mutate(account, { onSettled: () => setAsking(false) })}>
              Remove carrier
            </Button>
          </>
        }
      />
    </li>
  );
}

function Health({ account }: { account: CarrierAccount }) {
  const { health } = account;
  if (!health) {
    return (
      <p className={styles.health}>
        <CircleHelp aria-hidden="true" /> Not tested since the start
      </p>
    );
  }
  return (
    <p className={styles.health} data-ok={health.ok}>
      {health.ok ? <CircleCheck aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
      {health.ok ? "Works" : (health.message || "Does not work")}
      <span className={styles.quiet}>{ago(health.checked_at)}</span>
    </p>
  );
}

function Result({ ok, children }: { ok: boolean; children: React.ReactNode }) {
  return (
    <Notice tone={ok ? "good" : "bad"} icon={ok ? <CircleCheck aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}>
      {children}
    </Notice>
  );
}
