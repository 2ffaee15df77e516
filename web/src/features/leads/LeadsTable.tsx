import { useCallback, useMemo } from "react";

import { Grid } from "@/ui/Grid";
import { Tick } from "@/ui/Tick";

import { allColumns, layoutOf, moved, shownColumns, type Around, type Column } from "./columns";
import { LeadsRow } from "./LeadsRow";
import styles from "./LeadsTable.module.css";
import type { Lead } from "./model";
import { isSelected, NONE, toggle, type Selection } from "./selection";
import { useInlineEdit } from "./useInlineEdit";

interface LeadsTableProps {
  rows: readonly Lead[];
  total: number | null;
  custom: readonly string[];
  /** The columns that the address names. */
  chosen: string | null;
  oneList: boolean;
  around: Around;
  sort: string;
  onSort: (sort: string) => void;
  /** The columns in another order. */
  onColumns: (keys: readonly string[]) => void;
  openId: string | null;
  onOpen: (lead: Lead | null) => void;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onEnd: () => void;
  loadingMore: boolean;
  isWaiting: boolean;
}

/** Any number of leads: Enter on a row writes in it, O opens it, the space bar or X selects it. */
export function LeadsTable({ rows, total, custom, chosen, oneList, around, sort, onSort, onColumns, openId, onOpen, selection, onSelect, onEnd, loadingMore, isWaiting }: LeadsTableProps) {
  const all = useMemo(() => allColumns(custom), [custom]);
  const columnsFor = useCallback((widthPx: number) => shownColumns(all, chosen, oneList, widthPx), [all, chosen, oneList]);
  const { editing, pending, open: edit, commit, cancel, note, recall } = useInlineEdit();
  const loaded = () => rows.map((row) => row.id);
  const write = (lead: Lead, columns: readonly Column[]) => edit(lead, columns);
  const tick = (lead: Lead) => onSelect(toggle(selection, lead.id, loaded()));
  const ticked = selection.kind === "all" ? rows.length : rows.filter((row) => selection.ids.has(row.id)).length;
  return (
    <Grid
      label="Leads"
      className={styles.leads}
      rows={rows}
      total={total}
      columnsFor={columnsFor}
      layoutOf={layoutOf}
      sort={sort}
      onSort={onSort}
      onMoveColumn={(key, to, shown) => onColumns(moved(shown.map((column) => column.key), key, to))}
      sortsFirst="ascending"
      sortsMost={3}
      scrolls="itself"
      heights={HEIGHTS}
      openId={openId}
      onBrowse={onOpen}
      rowKeys={{ Enter: write, F2: write, " ": tick }}
      pageKeys={{ x: tick, o: onOpen }}
      pageRows={15}
      isMulti
      before={
        <Tick
          label="Select all rows that are loaded"
          checked={rows.length > 0 && ticked === rows.length}
          mixed={ticked > 0 && ticked < rows.length}
          onChange={(on) => onSelect(on ? { kind: "some", ids: new Set(loaded()) } : NONE)}
        />
      }
      actionTitle="Action"
      row={(lead, place) => (
        <LeadsRow
          key={lead.id}
          lead={lead}
          around={around}
          isOpen={lead.id === openId}
          isTicked={isSelected(selection, lead.id)}
          editing={editing?.id === lead.id ? editing : null}
          pending={pending}
          onOpen={() => {
            place.onVisit(lead.id);
            onOpen(lead.id === openId ? null : lead);
          }}
          onTick={tick}
          onEdit={edit}
          onCommit={commit}
          onCancel={cancel}
          onDraft={note}
          recall={recall}
          {...place}
        />
      )}
      onEnd={onEnd}
      loadingMore={loadingMore}
      isWaiting={isWaiting}
    />
  );
}

const HEIGHTS = { wide: 36, coarse: 44, narrow: 64 };
