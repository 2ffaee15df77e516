import { useInfiniteQuery } from "@tanstack/react-query";
import { MailX, Plus } from "lucide-react";
import { useState } from "react";

import { useMay } from "@/features/session/session";
import { dateTime } from "@/format/time";
import { words } from "@/format/words";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { FormDialog } from "@/ui/FormDialog";
import { Table } from "@/ui/Table";

import styles from "./Mail.module.css";
import { suppressionsQuery, useSuppress, useUnsuppress } from "./queries";

/** Addresses that get no mail: they asked for it, complained, or mail to them came back. */
export function Suppressions() {
  const pages = useInfiniteQuery(suppressionsQuery);
  const mayWrite = useMay("mail.write");
  const unsuppress = useUnsuppress();
  const [adding, setAdding] = useState(false);
  const [freeing, setFreeing] = useState<string | null>(null);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const add = mayWrite && (
    <Button icon={<Plus />} onClick={() => setAdding(true)}>
      Add an address
    </Button>
  );
  return (
    <>
      {items.length > 0 && add && <div>{add}</div>}
      {pages.isError && items.length === 0 ? (
        <Broken error={pages.error} onRetry={() => void pages.refetch()} />
      ) : pages.isPending ? (
        <Skeleton rows={4} />
      ) : items.length === 0 ? (
        <Blank icon={<MailX />} title="Everybody may get mail" action={add}>
          Whoever uses the link to get no more mail, complains or has no such address is listed here and left alone.
        </Blank>
      ) : (
        <div className={styles.list}>
          <Table label="Addresses that get no mail" head={["Address", "Why", "Since", <span key="acts" className="visually-hidden">Actions</span>]}>
            {items.map(({ address, reason, created_at }) => (
              <tr key={address}>
                <td>{address}</td>
                <td className={styles.soft}>{REASONS[reason] ?? words(reason)}</td>
                <td className={styles.soft}>{dateTime(created_at)}</td>
                <td>
                  {mayWrite && (
                    <Button look="bare" aria-label={`Allow mail to ${address}`} onClick={() => setFreeing(address)}>
                      Allow
                    </Button>
                  )}
                </td>
              </tr>
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
      {adding && <AddDialog onClose={() => setAdding(false)} />}
      {freeing && (
        <FormDialog
          danger
          title={`Allow mail to ${freeing}`}
          description="Only if they asked for it: mail that is not wanted harms every mail you send."
          submit="Allow mail"
          busy={unsuppress.isPending}
          error={unsuppress.error}
          onClose={() => setFreeing(null)}
          onSubmit={() => unsuppress.mutate(freeing, { onSuccess: () => setFreeing(null) })}
        />
      )}
    </>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState("");
  const suppress = useSuppress();
  return (
    <FormDialog title="Add an address" description="It gets no mail of any kind any more." submit="Add" busy={suppress.isPending} error={suppress.error} onClose={onClose} onSubmit={() => suppress.mutate(email.trim(), { onSuccess: onClose })}>
      <TextField label="E-mail address" type="email" required value={email} onChange={(event) => setEmail(event.target.value)} />
    </FormDialog>
  );
}

const REASONS: Record<string, string> = { unsubscribed: "They asked for it", bounced: "Mail to it came back", complained: "They called a mail spam", manual: "Somebody here put it on the list" };
