import { useInfiniteQuery } from "@tanstack/react-query";
import { Inbox, RotateCcw, X } from "lucide-react";
import { Link, useSearchParams } from "react-router";

import { LookMark } from "@/features/desk/LookMark";
import { useMay } from "@/features/session/session";
import { counted } from "@/format/amounts";
import { dateTime, moment } from "@/format/time";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";
import { Table } from "@/ui/Table";

import styles from "./Mail.module.css";
import type { Mail } from "./model";
import { mailsQuery, useMailOrder } from "./queries";
import { kindWords, MAIL_STATES, mailLook } from "./words";

/** Mails that go out or went out; those that were given up can be sent once more. */
export function Outbox() {
  const [search, setSearch] = useSearchParams();
  const state = MAIL_STATES.find(({ value }) => value === search.get("state"))?.value ?? "";
  const pages = useInfiniteQuery(mailsQuery(state));
  const mails = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Select className={styles.choice} label="Which mails" value={state} choices={MAIL_STATES} onChange={(next) => setSearch({ view: "outbox", ...(next ? { state: next } : {}) }, { replace: true })} />
      {pages.isError && mails.length === 0 ? (
        <Broken error={pages.error} onRetry={() => void pages.refetch()} />
      ) : pages.isPending ? (
        <Skeleton rows={6} />
      ) : mails.length === 0 ? (
        <Blank icon={<Inbox />} title={state === "" ? "No mail yet" : state === "failed" ? "No dead letters" : "No mail matches"}>
          {state === "failed" ? "A mail that could not be sent after several tries is listed here." : "Mails are written when calls and appointments call for them."}
        </Blank>
      ) : (
        <div className={styles.list} data-waiting={pages.isPlaceholderData || undefined}>
          <Table label="Mails" head={["To", "Mail", "State", "Written", <span key="acts" className="visually-hidden">Actions</span>]}>
            {mails.map((mail) => (
              <Row key={mail.id} mail={mail} />
            ))}
          </Table>
          {pages.hasNextPage && (
            <div>
              <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                Show more
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  );
}

function Row({ mail }: { mail: Mail }) {
  const mayWrite = useMay("mail.write");
  const order = useMailOrder();
  const { to, kind, subject, lead_id, state, tries, next_at, last_error, created_at, sent_at } = mail;
  return (
    <tr>
      <td>{lead_id ? <Link to={`/leads/${encodeURIComponent(lead_id)}`}>{to}</Link> : to}</td>
      <td>
        {subject} <span className={styles.small}>{kindWords(kind).title}</span>
      </td>
      <td>
        <span className={styles.state}>
          <LookMark look={mailLook(state)} />
        </span>
        {(tries > 1 || last_error || (state === "waiting" && next_at)) && (
          <span className={styles.small} data-bad={last_error ? true : undefined}>
            {[tries > 1 ? counted(tries, "try", "tries") : null, last_error, state === "waiting" && next_at ? `${tries > 0 ? "tried again" : "goes out"} ${moment(next_at)}` : null].filter(Boolean).join("; ")}
          </span>
        )}
      </td>
      <td className={styles.soft} title={sent_at ? `Sent ${dateTime(sent_at)}` : undefined}>
        {moment(created_at)}
      </td>
      <td>
        {mayWrite && (state === "failed" || state === "bounced") && (
          <Button look="bare" icon={<RotateCcw />} busy={order.isPending} aria-label={`Send again: ${to}`} onClick={() => order.mutate({ mail, order: "retry" })}>
            Send again
          </Button>
        )}
        {mayWrite && state === "waiting" && (
          <Button look="bare" icon={<X />} busy={order.isPending} aria-label={`Do not send: ${to}`} onClick={() => order.mutate({ mail, order: "cancel" })}>
            Do not send
          </Button>
        )}
      </td>
    </tr>
  );
}
