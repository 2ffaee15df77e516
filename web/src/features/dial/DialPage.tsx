import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { AudioLines, Headphones, ListFilter, PhoneOutgoing } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";

import { useSession } from "@/features/session/session";
import { NotFound } from "@/features/shell/NotFound";
import { useLive, useLiveLeads } from "@/live/hooks";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button, IconButton } from "@/ui/Button";
import { useSettled } from "@/ui/browser";
import { Dialog } from "@/ui/Dialog";
import { DropArea } from "@/ui/DropArea";
import { complain } from "@/ui/toasts";

import { AudioSettings } from "./AudioSettings";
import { CallDock } from "./CallDock";
import { ClipsDialog } from "./clips/ClipsDialog";
import { showShelf } from "./clips/shelf";
import styles from "./DialPage.module.css";
import { isFiltered, mergeLeads, nextOpen, readFilter, writeFilter } from "./filter";
import { FirstList } from "./FirstList";
import { ImportDialog } from "./ImportDialog";
import { LeadPanel } from "./LeadPanel";
import { LeadTable } from "./LeadTable";
import { canDial } from "./machine";
import { mayDial, type Lead, type LeadList } from "./model";
import { dispositionsQuery, leadsQuery, listsQuery, useArchiveList } from "./queries";
import { Toolbar } from "./Toolbar";
import { dialLead, useDesk } from "./useDesk";

/** The cold-call dialler: a list of people, and the call with one of them. */
export function DialPage() {
  return mayDial(useSession()) ? <Dialler /> : <NotFound />;
}

function Dialler() {
  const lists = useQuery(listsQuery);
  const [file, setFile] = useState<File | null>(null);
  const [search, setSearch] = useSearchParams();
  const picker = useRef<HTMLInputElement>(null);
  const state = useDesk();
  const open = useMemo(() => lists.data?.items.filter((list) => !list.archived) ?? [], [lists.data]);
  const list = open.find((one) => one.id === search.get("list")) ?? open[0] ?? null;
  const [replacing, setReplacing] = useState(false);
  const choose = () => picker.current?.click();

  const takeFile = (next: File | null | undefined) => {
    if (!next) return;
    if (next.size > FILE_BYTES_MAX) complain("This file is too large", "A list may have up to 10 MB. Split it and load the parts one after the other.");
    else setFile(next);
  };
  const show = (listId: string) => setSearch(new URLSearchParams({ list: listId }));
  return (
    <>
      <DropArea className={styles.page} data-panel={state.phase !== "idle" || search.has("lead") || undefined} invitation="Drop the list here" onFile={takeFile}>
        <input
          ref={picker}
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          className="visually-hidden"
          aria-label="List file"
          tabIndex={-1}
          onChange={(event) => {
            takeFile(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        {lists.isError ? (
          <Broken error={lists.error} onRetry={() => void lists.refetch()} />
        ) : lists.isPending ? (
          <Skeleton rows={10} height={40} />
        ) : list ? (
          <Leads lists={open} list={list} onNewList={() => setReplacing(true)} onChosen={show} />
        ) : (
          <>
            <FirstList onChoose={choose} />
            {state.phase !== "idle" && <CallDock next={() => null} />}
          </>
        )}
        {replacing && list && (
          <NewListDialog
            list={list}
            onClose={() => setReplacing(false)}
            onChoose={() => {
              setReplacing(false);
              choose();
            }}
          />
        )}
        {file && (
          <ImportDialog
            key={`${file.name} ${file.lastModified}`}
            file={file}
            onClose={() => setFile(null)}
            onImported={(made) => {
              setFile(null);
              show(made.id);
            }}
          />
        )}
      </DropArea>
      {/* Beside the page, because what is dropped on it is a sound and not a list. */}
      <ClipsDialog />
    </>
  );
}

function Leads({ lists, list, onNewList, onChosen }: { lists: readonly LeadList[]; list: LeadList; onNewList: () => void; onChosen: (id: string) => void }) {
  const [search, setSearch] = useSearchParams();
  const filter = useMemo(() => ({ ...readFilter(search), listId: list.id }), [search, list.id]);
  const q = useSettled(filter.q, 200);
  const asked = useMemo(() => ({ ...filter, q }), [filter, q]);
  const pages = useInfiniteQuery(leadsQuery(asked));
  const dispositions = useQuery(dispositionsQuery);
  const heard = useLiveLeads();
  const state = useDesk();
  const archive = useArchiveList();
  const me = useSession().user.id;
  const [archiving, setArchiving] = useState(false);
  const [tuning, setTuning] = useState(false);
  useRefetchAfterSnapshot();
  useRecount(heard);

  const fetched = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const rows = useMemo(() => mergeLeads(fetched, heard), [fetched, heard]);
  const total = pages.data?.pages[0]?.total ?? null;
  const openLead = search.get("lead");
  const ownLead = "room" in state ? (state.room.lead?.id ?? null) : state.phase === "ready" ? state.lead.id : "order" in state ? state.order.lead.id : null;

  const openPanel = useCallback(
    (lead: Lead | null) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (lead && next.get("lead") !== lead.id) next.set("lead", lead.id);
          else next.delete("lead");
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );
  const free = canDial(state);
  const dial = useCallback(
    (lead: Lead) => {
      if (free) dialLead(lead);
      else if (state.phase === "wrap-up") complain("First note the last call", "Save or cancel its outcome, then dial.");
    },
    [free, state.phase],
  );
  const change = (part: Partial<typeof filter>) => setSearch(writeFilter(search, part), { replace: true, preventScrollReset: true });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const next = (after: string | null) => nextOpen(rows, after, me, Date.now());

  return (
    <>
      <div className={styles.tools}>
        <Toolbar
          lists={lists}
          list={list}
          filter={filter}
          dispositions={dispositions.data ?? []}
          onChange={(part) => (part.listId ? onChosen(part.listId) : change(part))}
          onNewList={onNewList}
          onArchive={() => setArchiving(true)}
        />
        <IconButton label="Recorded clips" icon={<AudioLines />} onClick={() => showShelf(true)} />
        <IconButton label="Microphone and speaker" icon={<Headphones />} onClick={() => setTuning(true)} />
      </div>
      {pages.isError && rows.length === 0 ? (
        <Broken error={pages.error} onRetry={() => void pages.refetch()} />
      ) : pages.isPending ? (
        <Skeleton rows={12} height={40} />
      ) : rows.length === 0 && isFiltered(filter) && !pages.isPlaceholderData ? (
        <Blank icon={<ListFilter />} title="No lead matches" action={<Button onClick={() => change({ q: "", status: "", disposition: "" })}>Show all leads</Button>}>
          Change the search, the status or the outcome, or show everything again.
        </Blank>
      ) : rows.length === 0 && !pages.isPlaceholderData ? (
        <Blank icon={<PhoneOutgoing />} title="This list has no leads" action={<Button onClick={onNewList}>Load new list</Button>} />
      ) : (
        <LeadTable
          rows={rows}
          total={total}
          dispositions={dispositions.data ?? []}
          sort={filter.sort}
          onSort={(sort) => change({ sort })}
          openId={ownLead ?? openLead}
          onOpen={openPanel}
          mayDial={free}
          onDial={dial}
          onEnd={more}
          loadingMore={isFetchingNextPage}
          stale={pages.isPlaceholderData}
        />
      )}
      {state.phase !== "idle" ? <CallDock next={next} /> : openLead && <LeadPanel key={openLead} id={openLead} onClose={() => openPanel(null)} onDial={dial} />}
      <Dialog open={tuning} onClose={() => setTuning(false)} title="Microphone and speaker">
        {tuning && <AudioSettings inCall={state.phase === "room"} />}
      </Dialog>
      <Dialog
        open={archiving}
        onClose={() => setArchiving(false)}
        title="Put this list away"
        description={`“${list.name}” leaves this page. Its leads, their calls, outcomes and recordings are kept.`}
        footer={
          <>
            <Button onClick={() => setArchiving(false)}>Keep it</Button>
            <Button look="danger" busy={archive.isPending} onClick={() => archive.mutate(list.id, { onSettled: () => setArchiving(false) })}>
              Put away
            </Button>
          </>
        }
      />
    </>
  );
}

function NewListDialog({ list, onClose, onChoose }: { list: LeadList; onClose: () => void; onChoose: () => void }) {
  const archive = useArchiveList();
  const { open } = list.counts;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Load new list"
      description={open > 0 ? `“${list.name}” still has ${open} open. Keep it beside the new one, or put it away first; nothing of it is deleted.` : `“${list.name}” is done. Keep it beside the new one, or put it away first; nothing of it is deleted.`}
      footer={
        <>
          <Button busy={archive.isPending} onClick={() => archive.mutate(list.id, { onSuccess: onChoose })}>
            Put it away and choose a file
          </Button>
          <Button look="primary" onClick={onChoose}>
            Keep it and choose a file
          </Button>
        </>
      }
    />
  );
}

/** A fresh snapshot means that changes were missed: what was fetched before it may be out of date. */
function useRefetchAfterSnapshot(): void {
  const client = useQueryClient();
  const snapshots = useLive((state) => state.projection.snapshots);
  useEffect(() => {
    if (snapshots > 1) void client.invalidateQueries({ queryKey: ["leads"] });
  }, [client, snapshots]);
}

/** The counts of a list follow its leads, a moment after the last change. */
function useRecount(heard: ReadonlyMap<string, Lead>): void {
  const client = useQueryClient();
  const settled = useSettled(heard, RECOUNT_MS);
  useEffect(() => {
    if (settled.size > 0) void client.invalidateQueries({ queryKey: listsQuery.queryKey });
  }, [client, settled]);
}

const RECOUNT_MS = 2_000;
/** What the server takes at most. */
const FILE_BYTES_MAX = 10_000_000;
