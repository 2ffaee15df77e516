import { FileSpreadsheet, FileUp, X } from "lucide-react";
import { useId, useRef, useState, type RefObject } from "react";

import { sentenceFor } from "@/api/problem";
import { count, counted } from "@/format/amounts";
import { Button, IconButton } from "@/ui/Button";
import { Notice } from "@/ui/Card";

import { CheckSummary } from "./CheckSummary";
import styles from "./ListBox.module.css";
import { goToLine, ListEditor } from "./ListEditor";
import { problems } from "./lines";
import { ProblemList } from "./ProblemList";
import { StartDialog } from "./StartDialog";
import { useCheck } from "./useCheck";

interface ListBoxProps {
  inputRef: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
  file: File | null;
  onFile: (file: File | null) => void;
}

/** Numbers to call as pasted text or a file, judged line by line while they are typed. */
export function ListBox({ inputRef, text, onText, file, onFile }: ListBoxProps) {
  const { check, checked, upToDate, error, retry } = useCheck(text, file);
  const [starting, setStarting] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const summaryId = useId();
  const counts = check?.counts;
  const callable = counts ? counts.allowed + counts.postponed : 0;
  const isEmpty = !file && text.trim() === "";
  const troubles = check ? problems(check.lines) : [];
  const liftable = check?.lines.filter((line) => line.overridable && line.verdict !== "allow").length ?? 0;

  return (
    <div className={styles.box}>
      <div className={styles.head}>
        <h2 className={styles.label}>Or call a list</h2>
        <input
          ref={picker}
          type="file"
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          className="visually-hidden"
          aria-label="List file"
          tabIndex={-1}
          onChange={(event) => {
            onFile(event.target.files?.[0] ?? null);
            event.target.value = "";
          }}
        />
        <Button look="bare" icon={<FileUp />} onClick={() => picker.current?.click()}>
          Open a file
        </Button>
      </div>
      {file ? (
        <div className={styles.file}>
          <FileSpreadsheet aria-hidden="true" />
          <div className={styles.grow}>
            <strong>{file.name}</strong>
            <p>{check ? `${count(check.counts.lines)} lines, sent as it is` : "Reading"}</p>
          </div>
          <IconButton label="Remove the file" icon={<X />} onClick={() => onFile(null)} />
        </div>
      ) : (
        <ListEditor text={text} onChange={onText} checked={checked} upToDate={upToDate} describedBy={summaryId} inputRef={inputRef} />
      )}
      {error && !isEmpty && (
        <div role="alert">
          <Notice tone="bad">
            {sentenceFor(error)}{" "}
            <Button look="bare" onClick={retry}>
              Check again
            </Button>
          </Notice>
        </div>
      )}
      <div className={styles.foot}>
        <div id={summaryId} className={styles.grow}>
          <CheckSummary counts={isEmpty ? null : (counts ?? null)} checking={!isEmpty && !upToDate && !error} />
        </div>
        {!isEmpty && !file && (
          <Button look="bare" onClick={() => onText("")}>
            Clear
          </Button>
        )}
        <Button look="primary" disabled={isEmpty || !upToDate || callable === 0} onClick={() => setStarting(true)}>
          {counts && !isEmpty && callable > 0 ? `Review ${counted(callable, "call")}` : "Review calls"}
        </Button>
      </div>
      {!isEmpty && troubles.length > 0 && <ProblemList problems={troubles} onGoTo={file ? undefined : (line) => goToLine(inputRef.current, text, line)} />}
      {starting && check && (
        <StartDialog
          text={text}
          file={file}
          counts={check.counts}
          liftable={liftable}
          onClose={(started) => {
            setStarting(false);
            if (!started) return;
            onText("");
            onFile(null);
          }}
        />
      )}
    </div>
  );
}
