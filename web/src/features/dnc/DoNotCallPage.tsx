import { useInfiniteQuery } from "@tanstack/react-query";
import { Ban, Plus, Search } from "lucide-react";
import { useState } from "react";

import { useMay } from "@/features/session/session";
import { PageHeader } from "@/features/shell/PageHeader";
import { count } from "@/format/amounts";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { useSettled } from "@/ui/browser";
import { Input } from "@/ui/Field";

import { AddDialog } from "./AddDialog";
import { DncTable } from "./DncTable";
import styles from "./DoNotCall.module.css";
import { dncQuery } from "./queries";

export function DoNotCallPage() {
  const [q, setQ] = useState("");
  const settled = useSettled(q, 200);
  const pages = useInfiniteQuery(dncQuery(settled));
  const [adding, setAdding] = useState(false);
  const mayAdd = useMay("dnc.add");
  const entries = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const total = pages.data?.pages[0]?.total;
  const add = mayAdd && (
    <Button look="primary" icon={<Plus />} onClick={() => setAdding(true)}>
      Add numbers
    </Button>
  );
  return (
    <div>
      <PageHeader title="Do not call" actions={add}>
        These numbers are never called from this workspace, whoever asks and whatever list they are on.
      </PageHeader>
      <div className={styles.frame}>
        <div className={styles.bar}>
          <div className={styles.search}>
            <Search aria-hidden="true" />
            <Input type="search" aria-label="Search the list" placeholder="Number or reason" value={q} onChange={(event) => setQ(event.target.value)} />
          </div>
          {total !== null && total !== undefined && <span className={styles.quiet}>{count(total)} on the list</span>}
        </div>
        {pages.isError && entries.length === 0 ? (
          <Broken error={pages.error} onRetry={() => void pages.refetch()} />
        ) : pages.isPending ? (
          <Skeleton rows={6} />
        ) : entries.length === 0 ? (
          q.trim() === "" ? (
            <Blank icon={<Ban />} title="Nobody is on the list" action={add}>
              When somebody asks not to be called again, add the number here, or type “do not call” and the number into the prompt.
            </Blank>
          ) : (
            <Blank icon={<Ban />} title="No entry matches" action={<Button onClick={() => setQ("")}>Show the whole list</Button>} />
          )
        ) : (
          <DncTable
            entries={entries}
            onEnd={() => {
              if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
            }}
          />
        )}
      </div>
      {adding && <AddDialog onClose={() => setAdding(false)} />}
    </div>
  );
}
