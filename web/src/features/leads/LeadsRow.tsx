import { Pencil } from "lucide-react";

import { StatusMark } from "@/features/calls/StatusMark";
import { LocalTime } from "@/features/dial/LocalTime";
import { leadStatus } from "@/features/dial/status";
import { aboutLead, nameOfLead } from "@/features/dial/whom";
import { IconButton } from "@/ui/Button";
import { GridRow, type RowPlace } from "@/ui/GridRow";
import { Tick } from "@/ui/Tick";

import { CellEditor } from "./CellEditor";
import type { Around, Column } from "./columns";
import styles from "./LeadsTable.module.css";
import type { Lead } from "./model";
import { Tags } from "./Tags";
import type { Editing, Move } from "./useInlineEdit";

interface LeadsRowProps extends RowPlace<Column> {
  lead: Lead;
  around: Around;
  isOpen: boolean;
  isTicked: boolean;
  editing: Editing | null;
  pending: ReadonlyMap<string, string>;
  onOpen: () => void;
  onTick: (lead: Lead) => void;
  onEdit: (lead: Lead, columns: readonly Column[], key?: string) => void;
  onCommit: (lead: Lead, columns: readonly Column[], key: string, text: string, move: Move) => boolean;
  onCancel: () => void;
  onDraft: (text: string) => void;
  recall: () => string;
}

/** One lead of the table. */
export function LeadsRow({ lead, around, isOpen, isTicked, editing, pending, onOpen, onTick, onEdit, onCommit, onCancel, onDraft, recall, ...place }: LeadsRowProps) {
  const name = nameOfLead(lead);
  return (
    <GridRow
      id={lead.id}
      place={place}
      data-closed={lead.status === "closed" || undefined}
      isOpen={isOpen}
      isSelected={isTicked}
      onOpen={onOpen}
      onDoubleClick={(event) => {
        const key = (event.target as Element).closest<HTMLElement>("[data-key]")?.dataset.key;
        if (key && place.columns.some((column) => column.key === key && column.field)) onEdit(lead, place.columns, key);
      }}
      before={<Tick label={`Select ${name}`} checked={isTicked} onChange={() => onTick(lead)} tabIndex={-1} />}
      cell={(column) => {
        const { field } = column;
        if (field && editing?.key === column.key) {
          return {
            content: (
              <CellEditor
                key={`${column.key} ${editing.error ?? ""}`}
                field={field}
                of={name}
                initial={editing.error ? editing.text : recall()}
                error={editing.error}
                onDraft={onDraft}
                onCommit={(text, move) => onCommit(lead, place.columns, column.key, text, move)}
                onCancel={onCancel}
              />
            ),
          };
        }
        const onItsWay = pending.get(`${lead.id} ${column.key}`);
        if (onItsWay !== undefined) return { content: <span className={styles.pending}>{onItsWay}</span>, title: "Being saved" };
        return { content: column.cell(lead, around), title: column.text?.(lead) || undefined };
      }}
      narrow={
        <>
          <span className={styles.first}>
            <strong className={styles.clip}>{name}</strong>
            <span className={styles.clip}>{aboutLead({ ...lead, title: null })}</span>
          </span>
          <span className={styles.second}>
            <StatusMark status={leadStatus(lead)} />
            <span className={styles.clip}>{lead.phone_display}</span>
            <LocalTime lead={lead} />
            {lead.tags.length > 0 && <Tags tags={lead.tags.slice(0, 1)} />}
          </span>
        </>
      }
      action={!place.narrow && <IconButton tabIndex={-1} label={`Edit ${name}`} icon={<Pencil />} onClick={() => onEdit(lead, place.columns)} />}
    />
  );
}
