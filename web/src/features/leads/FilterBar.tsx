import { ListFilter, X } from "lucide-react";

import type { Disposition, LeadList } from "@/features/dial/model";
import { dispositionLabel, STATUS_CHOICES } from "@/features/dial/status";
import { regionName, words } from "@/format/words";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { SearchBox } from "@/ui/SearchBox";
import { Select } from "@/ui/Select";

import { ColumnChooser } from "./ColumnChooser";
import { meantColumns, writeColumns, type Column } from "./columns";
import { consentWords } from "./consent/model";
import styles from "./FilterBar.module.css";
import { FilterForm } from "./FilterForm";
import type { LeadsFilter } from "./filter";
import { resultLook } from "./result";

interface FilterBarProps {
  filter: LeadsFilter;
  lists: readonly LeadList[];
  dispositions: readonly Disposition[];
  tags: readonly string[];
  regions: readonly string[];
  custom: readonly string[];
  columns: readonly Column[];
  chosen: string | null;
  onChange: (part: Partial<LeadsFilter>) => void;
  onColumns: (chosen: string | null) => void;
}

/** Which leads are shown, and which columns of them. */
export function FilterBar({ filter, lists, dispositions, tags, regions, custom, columns, chosen, onChange, onColumns }: FilterBarProps) {
  const shown = meantColumns(columns, chosen, filter.list !== "");
  const chips = chipsOf(filter, dispositions);
  return (
    <div className={styles.bars}>
      <div className={styles.bar} role="search" aria-label="Filter leads">
        <SearchBox className={styles.search} label="Search leads by name, company or number" placeholder="Name, company or number" value={filter.q} onChange={(q) => onChange({ q })} />
        <Select
          className={styles.choice}
          label="List"
          value={filter.list}
          choices={[{ value: "", label: "All lists" }, ...lists.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(list) => onChange({ list })}
        />
        <Select className={styles.choice} label="Status" value={filter.status} choices={STATUS_CHOICES} onChange={(status) => onChange({ status })} />
        <Popover
          title="Filter"
          trigger={
            <Button icon={<ListFilter />}>
              Filter
              {chips.length > 0 && (
                <>
                  {" "}
                  <span className={styles.inForce}>{chips.length}</span>
                  <span className="visually-hidden"> in force</span>
                </>
              )}
            </Button>
          }
        >
          <FilterForm filter={filter} dispositions={dispositions} tags={tags} regions={regions} custom={custom} onChange={onChange} />
        </Popover>
        <ColumnChooser all={columns} shown={shown} isChosen={chosen !== null} onChoose={(keys) => onColumns(keys && writeColumns(keys))} />
      </div>
      {chips.length > 0 && (
        <ul className={styles.chips} aria-label="Filters in force">
          {chips.map(({ key, text, without }) => (
            <li key={key}>
              <button type="button" className={styles.chip} aria-label={`Remove the filter: ${text}`} onClick={() => onChange(without)}>
                {text}
                <X aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The filters that have no control of their own in the bar, each with what takes it away. */
function chipsOf(filter: LeadsFilter, dispositions: readonly Disposition[]): { key: string; text: string; without: Partial<LeadsFilter> }[] {
  const chips: { key: string; text: string; without: Partial<LeadsFilter> }[] = [];
  const add = (key: keyof LeadsFilter, text: string) => chips.push({ key, text, without: { [key]: "" } });
  if (filter.tag) add("tag", `Tag: ${filter.tag}`);
  if (filter.disposition) add("disposition", `Outcome: ${dispositionLabel(filter.disposition, dispositions)}`);
  if (filter.result) add("result", `Result: ${resultLook(filter.result).word}`);
  if (filter.consent) add("consent", consentWords(filter.consent));
  if (filter.region) add("region", `Country: ${regionName(filter.region)}`);
  if (filter.attempts_max) add("attempts_max", `Called at most ${filter.attempts_max} times`);
  if (filter.never_called) add("never_called", "Never called");
  if (filter.called_after) add("called_after", `Called since ${filter.called_after}`);
  if (filter.called_before) add("called_before", `Called before ${filter.called_before}`);
  for (const [field, value] of Object.entries(filter.custom)) {
    const others = Object.fromEntries(Object.entries(filter.custom).filter(([name]) => name !== field));
    chips.push({ key: `custom.${field}`, text: `${words(field)}: ${value}`, without: { custom: others } });
  }
  return chips;
}
