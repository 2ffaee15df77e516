import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FileSpreadsheet } from "lucide-react";
import { useMemo, useRef, useState } from "react";

import { freshKey } from "@/api/client";
import { ApiProblem, sentenceFor } from "@/api/problem";
import { REGIONS } from "@/features/settings/regions";
import { counted } from "@/format/amounts";
import { Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";
import { Field, TextField } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { tell } from "@/ui/toasts";
import { VirtualList } from "@/ui/VirtualList";

import styles from "./Import.module.css";
import { choicesFor, choose, FIELDS, mappingQuery, missingSentence, nameOfFile, verdict, type Choices } from "./mapping";
import type { LeadList, LineError, ListPreview } from "./model";
import { PreviewTable } from "./PreviewTable";
import { listsQuery } from "./queries";
import { createList, previewList } from "./requests";

interface ImportDialogProps {
  file: File;
  onClose: () => void;
  onImported: (list: LeadList) => void;
}

/** A file before it becomes a list: which column is what, what is wrong with which row, and how many leads come of it. */
export function ImportDialog({ file, onClose, onImported }: ImportDialogProps) {
  const [choices, setChoices] = useState<Choices>({});
  const [region, setRegion] = useState("");
  const [name, setName] = useState(() => nameOfFile(file.name));
  const [key] = useState(freshKey);
  const first = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const query = useMemo(() => mappingQuery(choices, region), [choices, region]);
  const preview = useQuery({
    queryKey: ["list-preview", file.name, file.size, file.lastModified, query],
    gcTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => previewList(file, query, signal),
  });
  const create = useMutation({
    mutationFn: () => createList(file, { ...query, name: name.trim() || nameOfFile(file.name) }, key),
    onSuccess: ({ list, counts }) => {
      void client.invalidateQueries({ queryKey: listsQuery.queryKey });
      tell({ title: `${counted(counts.valid, "lead")} loaded`, detail: counts.invalid > 0 ? `${counted(counts.invalid, "row")} could not be read.` : undefined });
      onImported(list);
    },
  });
  const read = preview.data;
  const missing = read ? missingSentence(read) : null;
  const sentence = read && read.missing.length === 0 ? verdict(read.counts) : null;
  const ready = sentence !== null && !preview.isPlaceholderData && !preview.isError;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Load a list"
      initialFocus={first}
      footer={
        <>
          <p className={styles.verdict}>{sentence}</p>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!ready} busy={create.isPending} onClick={() => create.mutate()}>
            {read && ready ? `Import ${counted(read.counts.valid, "lead")}` : "Import"}
          </Button>
        </>
      }
    >
      <div className={styles.file}>
        <FileSpreadsheet aria-hidden="true" />
        <span className={styles.fileName}>{file.name}</span>
        {read && <span className={styles.rows}>{counted(read.counts.rows, "row")}</span>}
      </div>
      <div className={styles.settings}>
        <TextField ref={first} label="Name of the list" value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        <Field label="Numbers without a country code are in">
          {(control) => <Select id={control.id} value={region} choices={REGION_CHOICES} onChange={setRegion} />}
        </Field>
      </div>
      {create.isError && (
        <div role="alert">
          <Notice tone="bad">{sentenceFor(create.error)}</Notice>
        </div>
      )}
      {preview.isError ? (
        <div role="alert">
          <Notice tone="bad">
            {sentenceFor(preview.error)} {preview.error instanceof ApiProblem ? "Save the file as CSV with a name, a company and a phone column, then choose it again." : ""}
          </Notice>
        </div>
      ) : !read ? (
        <Skeleton rows={5} />
      ) : (
        <>
          <Mapping preview={read} onChoose={(field, column) => setChoices(choose(choices, read.mapping, field, column))} />
          {missing && (
            <div role="alert">
              <Notice tone="warn">
                {missing}
              </Notice>
            </div>
          )}
          <PreviewTable preview={read} />
          {read.errors.length > 0 && <ErrorList errors={read.errors} />}
        </>
      )}
    </Dialog>
  );
}

function Mapping({ preview, onChoose }: { preview: ListPreview; onChoose: (field: (typeof FIELDS)[number]["field"], column: number | null) => void }) {
  return (
    <div className={styles.mapping} role="group" aria-label="Columns">
      {FIELDS.map(({ field, title, required }) => {
        const column = preview.mapping[field];
        const { value, choices } = choicesFor(field, required, preview);
        const sample = preview.columns.find((one) => one.index === column)?.sample.filter(Boolean).slice(0, 2);
        return (
          <Field key={field} label={title} optional={!required} hint={sample && sample.length > 0 ? sample.join(", ") : undefined} error={preview.missing.includes(field) ? "Choose a column." : undefined}>
            {(control) => (
              <Select
                id={control.id}
                className={styles.column}
                value={value}
                choices={choices}
                onChange={(next) => onChoose(field, next === "" ? null : Number(next))}
              />
            )}
          </Field>
        );
      })}
    </div>
  );
}

function ErrorList({ errors }: { errors: readonly LineError[] }) {
  return (
    <details className={styles.errors}>
      <summary>{counted(errors.length, "row")} will be left out</summary>
      <VirtualList
        label="Rows that will be left out"
        items={errors}
        rowHeight={44}
        height={220}
        row={(error) => (
          <div className={styles.error}>
            <span className={styles.line}>Line {error.line}</span>
            <span className={styles.reason}>
              {error.message}
              <span className={styles.raw}>{error.raw}</span>
            </span>
          </div>
        )}
      />
    </details>
  );
}

const REGION_CHOICES = [{ value: "", label: "The workspace’s country" }, ...REGIONS];
