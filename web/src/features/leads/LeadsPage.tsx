import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, Ellipsis, FileUp, History, ListFilter, Plus, UserPlus } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";

import { mergeLeads } from "@/features/dial/filter";
import { dispositionsQuery, listsQuery } from "@/features/dial/queries";
import { useMay } from "@/features/session/session";
import { useLive, useLiveLeads } from "@/live/hooks";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button, IconButton } from "@/ui/Button";
import { useSettled } from "@/ui/browser";
import { DropArea } from "@/ui/DropArea";
import { Menu, MenuItem } from "@/ui/Menu";
import { complain } from "@/ui/toasts";

import { AddLead } from "./AddLead";
import { BulkBar } from "./BulkBar";
import { ZoneList } from "./CellEditor";
import { allColumns, meantColumns, writeColumns } from "./columns";
import { FilterBar } from "./FilterBar";
import { customFieldsOf } from "./fields";
import { isFiltered, queryOf, readFilter, selectionOf, withoutFilter, writeFilter, type LeadsFilter } from "./filter";
import { Upload } from "./import/Upload";
import { isAtWork } from "./import/words";
import { LeadPanel } from "./lead/LeadPanel";
import styles from "./LeadsPage.module.css";
import { LeadsTable } from "./LeadsTable";
import type { Lead } from "./model";
import { facetsQuery, leadsQuery } from "./queries";
import { NONE, totalWords, type Selection, type Total } from "./selection";
import { ViewTabs } from "./ViewTabs";

/** All leads of the workspace: found, sorted, written in, and changed many at a time. */
export function LeadsPage() {
  const [search, setSearch] = useSearchParams();
  const { id: openId = null } = useParams();
  const navigate = useNavigate();
  const location = useLocation();
  const filter = useMemo(() => readFilter(search), [search]);
  const typed = useSettled(JSON.stringify([filter.q, filter.tag]), 200);
  const asked = useMemo(() => {
    const [q = "", tag = ""] = JSON.parse(typed) as string[];
    return { ...filter, q, tag };
  }, [filter, typed]);
  const pages = useInfiniteQuery(leadsQuery(asked));
  const lists = useQuery(listsQuery);
  const dispositions = useQuery(dispositionsQuery);
  const heard = useLiveLeads();
  const [selection, setSelection] = useState<Selection>(NONE);
  const [adding, setAdding] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const mayImport = useMay("leads.import");
  const mayBatch = useMay("leads.batch");
  const mayExport = useMay("leads.export");
  useRefetch();

  const fetched = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const rows = useMemo(() => mergeLeads(fetched, heard), [fetched, heard]);
  const first = pages.data?.pages[0];
  const total = useMemo<Total | null>(() => first ? { n: first.total, isAtLeast: first.total_is_at_least } : null, [first]);
  const facets = useQuery(facetsQuery).data;
  const custom = useMemo(() => customFieldsOf(rows, facets?.custom_fields ?? []), [rows, facets]);
  const tags = useMemo(() => [...new Set([...(facets?.tags ?? []), ...rows.flatMap((lead) => lead.tags)])].sort((a, b) => a.localeCompare(b)), [rows, facets]);
  const columns = useMemo(() => allColumns(custom), [custom]);
  const open = useMemo(() => lists.data?.items.filter((list) => !list.archived) ?? [], [lists.data]);
  const listName = useCallback((id: string) => lists.data?.items.find((list) => list.id === id)?.name ?? "", [lists.data]);
  const around = useMemo(() => ({ dispositions: dispositions.data ?? [], listName }), [dispositions.data, listName]);
  const chosen = search.get("cols");

  // Whoever changes the filter looks at other leads: what was ticked before is not what is seen.
  const selected = JSON.stringify(selectionOf(filter));
  const [selectedIn, setSelectedIn] = useState(selected);
  if (selectedIn !== selected) {
    setSelectedIn(selected);
    setSelection(NONE);
  }

  const change = (part: Partial<LeadsFilter>) => setSearch(writeFilter(search, part), { replace: true, preventScrollReset: true });
  const changeColumns = (cols: string | null) => {
    const next = new URLSearchParams(search);
    if (cols === null) next.delete("cols");
    else next.set("cols", cols);
    setSearch(next, { replace: true, preventScrollReset: true });
  };
  const show = (lead: Lead | null) => void navigate({ pathname: lead ? `/leads/${encodeURIComponent(lead.id)}` : "/leads", search: location.search }, { replace: openId !== null, preventScrollReset: true });
  const takeFile = (next: File | undefined) => {
    if (!next) return;
    if (!mayImport) complain("Your role does not include importing", "Ask a manager to import this list.");
    else if (next.size > FILE_BYTES_MAX) complain("This file is too large", "A list may have up to 256 MB. Split it and import the parts one after the other.");
    else setFile(next);
  };
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const exported = () => {
    const names = meantColumns(columns, chosen, filter.list !== "").flatMap((column) => column.exported ?? []);
    window.location.assign(`/api/v1/leads/export.csv?${new URLSearchParams({ ...queryOf(filter), columns: names.join(",") })}`);
  };

  const isWaiting = pages.isPlaceholderData || JSON.stringify([filter.q, filter.tag]) !== typed;
  const importButton = mayImport && (
    <Button look="primary" icon={<FileUp />} onClick={() => picker.current?.click()}>
      Import
    </Button>
  );
  return (
    <DropArea className={styles.page} data-panel={openId ? true : undefined} invitation="Drop the list here to import it" onFile={takeFile}>
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
      <header className={styles.header}>
        <h1 className={styles.title}>
          Leads <span className={styles.count}>{total === null ? "" : totalWords(total)}</span>
        </h1>
        <Button icon={<UserPlus />} className={styles.add} onClick={() => setAdding(true)}>
          Add lead
        </Button>
        {importButton}
        <Menu trigger={<IconButton label="More" icon={<Ellipsis />} />}>
          <MenuItem icon={<Plus />} onClick={() => setAdding(true)}>
            Add one by hand
          </MenuItem>
          {mayImport && (
            <MenuItem icon={<History />} onClick={() => void navigate("/leads/imports")}>
              Recent imports
            </MenuItem>
          )}
          {mayExport && (
            <MenuItem icon={<Download />} onClick={exported}>
              Export as CSV{isFiltered(filter) ? ", as filtered" : ""}
            </MenuItem>
          )}
        </Menu>
      </header>
      <ViewTabs />
      <FilterBar
        filter={filter}
        lists={open}
        dispositions={around.dispositions}
        tags={tags}
        regions={facets?.regions ?? []}
        custom={custom}
        columns={columns}
        chosen={chosen}
        onChange={change}
        onColumns={changeColumns}
      />
      {mayBatch && <BulkBar selection={selection} total={total} loaded={rows.length} filter={selectionOf(asked)} lists={open} tags={tags} onSelect={setSelection} />}
      {pages.isError && rows.length === 0 ? (
        <Broken error={pages.error} onRetry={() => void pages.refetch()} />
      ) : pages.isPending || (isWaiting && rows.length === 0) ? (
        <Skeleton rows={14} />
      ) : rows.length === 0 && isFiltered(filter) ? (
        <Blank icon={<ListFilter />} title="No lead matches" action={<Button onClick={() => setSearch(withoutFilter(search), { replace: true })}>Show all leads</Button>}>
          Change the search or the filters, or show everything again.
        </Blank>
      ) : rows.length === 0 ? (
        <Blank icon={<FileUp />} title="No leads yet" action={importButton || <Button onClick={() => setAdding(true)}>Add lead</Button>}>
          Import a list from any spreadsheet or CRM: drop a CSV file anywhere on this page. You see what becomes of every row before anything is written, and a whole import can be undone.
        </Blank>
      ) : (
        <LeadsTable
          rows={rows}
          total={total?.n ?? null}
          custom={custom}
          chosen={chosen}
          oneList={filter.list !== ""}
          around={around}
          sort={filter.sort}
          onSort={(sort) => change({ sort })}
          onColumns={(keys) => changeColumns(writeColumns(keys))}
          openId={openId}
          onOpen={show}
          selection={selection}
          onSelect={setSelection}
          onEnd={more}
          loadingMore={isFetchingNextPage}
          isWaiting={isWaiting}
        />
      )}
      <ZoneList />
      {openId && <LeadPanel key={openId} id={openId} listName={listName} onClose={() => show(null)} />}
      {adding && <AddLead lists={open} listId={filter.list} onClose={() => setAdding(false)} onAdded={show} />}
      {file && <Upload file={file} onClose={() => setFile(null)} onUploaded={(made) => void navigate(`/leads/import/${encodeURIComponent(made.id)}`)} />}
    </DropArea>
  );
}

/**
 * A fresh snapshot means that changes were missed: what was fetched before it may be out of date. And leads that an
 * import brought or took back are not told one by one.
 */
function useRefetch(): void {
  const client = useQueryClient();
  const snapshots = useLive((state) => state.projection.snapshots);
  const ended = useLive((state) => [...state.projection.imports.values()].filter((made) => made.finished_at !== null && !isAtWork(made.state)).map(({ id, state: how }) => id + how).join());
  useEffect(() => {
    if (snapshots <= 1 && ended === "") return;
    void client.invalidateQueries({ queryKey: ["leads"] });
    void client.invalidateQueries({ queryKey: facetsQuery.queryKey });
    void client.invalidateQueries({ queryKey: listsQuery.queryKey });
  }, [client, snapshots, ended]);
}

/** What the server takes at most. */
const FILE_BYTES_MAX = 256_000_000;
