import { useQuery } from "@tanstack/react-query";
import { Ellipsis, Pencil, Plus, Send, Trash2, Webhook } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "react-router";

import { ago } from "@/format/time";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button, IconButton } from "@/ui/Button";
import { Tag } from "@/ui/Card";
import { FormDialog } from "@/ui/FormDialog";
import { Menu, MenuItem, MenuLine } from "@/ui/Menu";
import { Table } from "@/ui/Table";

import { SectionHead } from "../Section";
import styles from "../Users.module.css";
import { DeliveryPanel } from "./DeliveryPanel";
import { HookDialog } from "./HookDialog";
import { deliveryLook, told, type Hook } from "./model";
import { hooksQuery, useRemoveHook, useTestHook } from "./queries";

/** Addresses that are told what happens, each with the log of what it was told. */
export default function HooksSection() {
  const hooks = useQuery(hooksQuery);
  const [search, setSearch] = useSearchParams();
  const [editing, setEditing] = useState<Hook | "new" | null>(null);
  const [removing, setRemoving] = useState<Hook | null>(null);
  const open = (hooks.data?.items ?? []).find(({ id }) => id === search.get("hook"));
  const add = (
    <Button look="primary" icon={<Plus />} onClick={() => setEditing("new")}>
      Add a webhook
    </Button>
  );
  return (
    <>
      <SectionHead title="Outgoing webhooks" action={hooks.data && hooks.data.items.length > 0 && add}>
        Your other programs are told what happens here. Messages are signed by the Standard Webhooks rules and tried again when they fail.
      </SectionHead>
      {hooks.isError && !hooks.data ? (
        <Broken error={hooks.error} onRetry={() => void hooks.refetch()} />
      ) : !hooks.data ? (
        <Skeleton rows={3} />
      ) : hooks.data.items.length === 0 ? (
        <Blank icon={<Webhook />} title="No webhooks yet" action={add}>
          Give the address of a program, and it hears of calls, leads and appointments as they change.
        </Blank>
      ) : (
        <Table label="Webhooks" head={["Address", "Told of", "Last message", <span key="more" className="visually-hidden">Actions</span>]}>
          {hooks.data.items.map((hook) => (
            <Row key={hook.id} hook={hook} onOpen={() => setSearch({ hook: hook.id })} onEdit={() => setEditing(hook)} onRemove={() => setRemoving(hook)} />
          ))}
        </Table>
      )}
      {editing && hooks.data && <HookDialog events={hooks.data.events} hook={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
      {removing && <RemoveDialog hook={removing} onClose={() => setRemoving(null)} />}
      {open && <DeliveryPanel key={open.id} hook={open} onClose={() => setSearch({}, { replace: true })} />}
    </>
  );
}

function Row({ hook, onOpen, onEdit, onRemove }: { hook: Hook; onOpen: () => void; onEdit: () => void; onRemove: () => void }) {
  const test = useTestHook();
  const { url, events, on, last_delivery } = hook;
  return (
    <tr>
      <td>
        <span className={styles.name}>
          <code>{url}</code>
          {!on && <Tag>Off</Tag>}
        </span>
      </td>
      <td className={styles.quiet}>{told(events)}</td>
      <td>
        {last_delivery ? (
          <>
            <Tag tone={deliveryLook(last_delivery).tone}>{deliveryLook(last_delivery).word}</Tag> <span className={styles.quiet}>{ago(last_delivery.created_at)}</span>
          </>
        ) : (
          <span className={styles.quiet}>None yet</span>
        )}
      </td>
      <td>
        <Button look="bare" onClick={onOpen} aria-label={`Log of ${url}`}>
          Log
        </Button>
        <Menu trigger={<IconButton label={`More for ${url}`} icon={<Ellipsis />} />}>
          <MenuItem icon={<Send />} onClick={() => test.mutate(hook.id)}>
            Send a test
          </MenuItem>
          <MenuItem icon={<Pencil />} onClick={onEdit}>
            Change
          </MenuItem>
          <MenuLine />
          <MenuItem icon={<Trash2 />} danger onClick={onRemove}>
            Remove
          </MenuItem>
        </Menu>
      </td>
    </tr>
  );
}

function RemoveDialog({ hook, onClose }: { hook: Hook; onClose: () => void }) {
  const remove = useRemoveHook();
  return <FormDialog danger title="Remove the webhook" description={`${hook.url} hears nothing any more. Messages that wait for it are dropped, and its log goes with it.`} submit="Remove webhook" busy={remove.isPending} error={remove.error} onClose={onClose} onSubmit={() => remove.mutate(hook.id, { onSuccess: onClose })} />;
}
