import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { PhoneOutgoing } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useSearchParams } from "react-router";

import type { Call } from "@/api/model";
import { useLive, useLiveCalls } from "@/live/hooks";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { useMedia, useSettled } from "@/ui/browser";

import { BulkBar } from "./BulkBar";
import { CallPanel } from "./CallPanel";
import { CallTable } from "./CallTable";
import styles from "./CallLog.module.css";
import { chosenColumns } from "./columns";
import { isFiltered, NO_FILTER, readFilter, writeFilter } from "./filter";
import { callsQuery } from "./queries";
import { mergeRows } from "./rows";
import { Toolbar } from "./Toolbar";

/** The log of calls, live: filter and open call are in the address, so that going back works. */
export function CallLog({ onFirstCall }: { onFirstCall?: () => void }) {
  const [search, setSearch] = useSearchParams();
  const filter = useMemo(() => readFilter(search), [search]);
  const q = useSettled(filter.q, 200);
  const asked = useMemo(() => ({ ...filter, q }), [filter, q]);
  const pages = useInfiniteQuery(callsQuery(asked));
  const showsInProgressFirst = asked.status === "" && asked.sort === NO_FILTER.sort;
  const inProgress = useInfiniteQuery({ ...callsQuery({ ...asked, status: "live" }), enabled: showsInProgressFirst });
  const liveCalls = useLiveCalls();
  const removed = useLive((state) => state.projection.removed);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  useRefetchAfterSnapshot();

  // A filter that was just changed is answered by the server: until then, nothing is said about what matches it.
  const isWaiting = pages.isPending || pages.isPlaceholderData || q !== filter.q;
  const fetched = useMemo(
    () => ({
      calls: pages.data?.pages.flatMap((page) => page.items) ?? [],
      complete: !isWaiting && !pages.hasNextPage,
      inProgress: inProgress.data?.pages.flatMap((page) => page.items) ?? [],
    }),
    [pages.data, pages.hasNextPage, isWaiting, inProgress.data],
  );
  const rows = useMemo(() => mergeRows(fetched, liveCalls, removed, filter), [fetched, liveCalls, removed, filter]);
  const openId = search.get("call");
  const roomy = useMedia("(min-width: 1280px)");
  const room = openId ? "small" : roomy ? "wide" : "medium";
  const columns = useMemo(() => chosenColumns(search.get("cols"), room), [search, room]);
  const total = pages.data?.pages[0]?.total ?? null;

  const open = (call: Call | null) => {
    const next = new URLSearchParams(search);
    if (call) next.set("call", call.id);
    else next.delete("call");
    setSearch(next, { replace: Boolean(openId), preventScrollReset: true });
  };
  const clearFilter = () => setSearch(writeFilter(search, NO_FILTER), { replace: true });

  return (
    <section className={styles.log} aria-label="Call log" data-panel={openId ? true : undefined}>
      <Toolbar filter={filter} shown={isWaiting || !pages.data ? null : Math.max(rows.length, total ?? 0)} />
      <BulkBar rows={rows} selected={selected} onSelect={setSelected} />
      {pages.isError && !pages.data ? (
        <Broken error={pages.error} onRetry={() => void pages.refetch()} />
      ) : isWaiting && rows.length === 0 ? (
        <Skeleton rows={8} />
      ) : rows.length === 0 ? (
        <EmptyLog filtered={isFiltered(filter)} onClearFilter={clearFilter} onFirstCall={onFirstCall} />
      ) : (
        <CallTable
          rows={rows}
          columns={columns}
          sort={filter.sort}
          onSort={(sort) => setSearch(writeFilter(search, { sort }), { replace: true })}
          openId={openId}
          onOpen={open}
          selected={selected}
          onSelect={setSelected}
          onEnd={() => {
            if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
          }}
          loadingMore={pages.isFetchingNextPage}
          isWaiting={isWaiting}
        />
      )}
      {openId && <CallPanel key={openId} id={openId} onClose={() => open(null)} />}
    </section>
  );
}

function EmptyLog({ filtered, onClearFilter, onFirstCall }: { filtered: boolean; onClearFilter: () => void; onFirstCall?: () => void }) {
  if (filtered) {
    return (
      <Blank icon={<PhoneOutgoing />} title="No call matches" action={<Button onClick={onClearFilter}>Show all calls</Button>}>
        Change the search or the status, or show everything again.
      </Blank>
    );
  }
  return (
    <Blank
      icon={<PhoneOutgoing />}
      title="No calls yet"
      action={
        onFirstCall && (
          <Button look="primary" onClick={onFirstCall}>
            Make the first call
          </Button>
        )
      }
    >
      Type a number with what to say, or paste a list. Each call appears here the moment it is planned.
    </Blank>
  );
}

/** A fresh snapshot means that changes were missed: what was fetched before it may be out of date. */
function useRefetchAfterSnapshot(): void {
  const client = useQueryClient();
  const snapshots = useLive((state) => state.projection.snapshots);
  useEffect(() => {
    if (snapshots > 1) void client.invalidateQueries({ queryKey: ["calls"] });
  }, [client, snapshots]);
}
