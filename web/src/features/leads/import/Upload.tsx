import { FileSpreadsheet } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { freshKey } from "@/api/client";
import { sentenceFor } from "@/api/problem";
import { upload } from "@/api/upload";
import { nameOfFile } from "@/features/dial/mapping";
import { bytes } from "@/format/amounts";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";
import { Progress } from "@/ui/Progress";

import type { Import } from "../model";
import styles from "./Import.module.css";

/** A file on its way to the server. Afterwards it lies there: a reload loses nothing. */
export function Upload({ file, onClose, onUploaded }: { file: File; onClose: () => void; onUploaded: (made: Import) => void }) {
  const [share, setShare] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const done = useRef(onUploaded);
  useEffect(() => {
    done.current = onUploaded;
  });
  useEffect(() => {
    const stop = new AbortController();
    const query = new URLSearchParams({ file_name: file.name, name: nameOfFile(file.name) });
    upload({ path: `/api/v1/imports?${query}`, type: "text/csv", body: file, key: freshKey(), signal: stop.signal, onProgress: setShare }).then(
      (made) => done.current(made as Import),
      (why: unknown) => {
        if (!stop.signal.aborted) setError(why);
      },
    );
    return () => stop.abort();
  }, [file, attempt]);
  const words = share < 1 ? `${bytes(share * file.size)} of ${bytes(file.size)}` : "The server is taking it in";
  return (
    <Dialog
      open
      onClose={onClose}
      title={error === null ? "Uploading the list" : "The list was not uploaded"}
      footer={
        <>
          <Button onClick={onClose}>{error === null ? "Cancel" : "Close"}</Button>
          {error !== null && (
            <Button
              look="primary"
              onClick={() => {
                setError(null);
                setShare(0);
                setAttempt(attempt + 1);
              }}
            >
              Try again
            </Button>
          )}
        </>
      }
    >
      <p className={styles.file}>
        <FileSpreadsheet aria-hidden="true" />
        <span className={styles.fileName}>{file.name}</span>
      </p>
      {error === null ? (
        <>
          <Progress label={`Upload of ${file.name}`} done={Math.round(share * 100)} total={100} words={words} />
          <p className={styles.quiet}>{words}</p>
        </>
      ) : (
        <div role="alert">
          <Notice tone="bad">{sentenceFor(error)}</Notice>
        </div>
      )}
    </Dialog>
  );
}
