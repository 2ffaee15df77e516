import { Archive, Download, FileUp, Ellipsis } from "lucide-react";

import { count } from "@/format/amounts";
import { IconButton } from "@/ui/Button";
import { Menu, MenuItem } from "@/ui/Menu";
import { SearchBox } from "@/ui/SearchBox";
import { Select } from "@/ui/Select";

import type { LeadFilter } from "./filter";
import type { Disposition, LeadList } from "./model";
import { STATUS_CHOICES } from "./status";
import styles from "./DialPage.module.css";

interface ToolbarProps {
  lists: readonly LeadList[];
  list: LeadList;
  filter: LeadFilter;
  dispositions: readonly Disposition[];
  onChange: (part: Partial<LeadFilter>) => void;
  onNewList: () => void;
  onArchive: () => void;
}

/** Which list, and what of it. */
export function Toolbar({ lists, list, filter, dispositions, onChange, onNewList, onArchive }: ToolbarProps) {
  const { leads, called, open } = list.counts;
  return (
    <div className={styles.bar}>
      <div className={styles.lead}>
        <h1 className="visually-hidden">Dial</h1>
        <Select
          className={styles.lists}
          label="List"
          value={list.id}
          choices={lists.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(listId) => onChange({ listId, q: "", status: "", disposition: "" })}
        />
        <p className={styles.counts}>
          <strong>{count(open)}</strong> open of {count(leads)}
          <span className={styles.progress} aria-hidden="true">
            <span style={{ width: `${leads === 0 ? 0 : Math.min(100, (called / leads) * 100)}%` }} />
          </span>
        </p>
      </div>
      <SearchBox className={styles.search} label="Search leads by name, company or number" placeholder="Search leads" value={filter.q} onChange={(q) => onChange({ q })} />
      <Select className={styles.choice} label="Status" value={filter.status} choices={STATUS_CHOICES} onChange={(status) => onChange({ status })} />
      <Select
        className={styles.choice}
        label="Outcome"
        value={filter.disposition}
        choices={[{ value: "", label: "Every outcome" }, ...dispositions.map(({ code, label }) => ({ value: code, label }))]}
        onChange={(disposition) => onChange({ disposition })}
      />
      <Menu trigger={<IconButton label="List actions" icon={<Ellipsis />} />}>
        <MenuItem icon={<FileUp />} onClick={onNewList}>
          Load new list
        </MenuItem>
        <MenuItem icon={<Download />} onClick={() => window.location.assign(`/api/v1/lists/${encodeURIComponent(list.id)}/errors.csv`)}>
          Rows left out, as CSV
        </MenuItem>
        <MenuItem icon={<Archive />} danger onClick={onArchive}>
          Put this list away
        </MenuItem>
      </Menu>
    </div>
  );
}
