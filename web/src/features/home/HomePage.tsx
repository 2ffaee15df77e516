import { useRef, useState, type DragEvent } from "react";

import { CallLog } from "@/features/calls/CallLog";
import { ListBox } from "@/features/paste/ListBox";
import { readAsText } from "@/features/paste/readAsText";
import { PromptBox } from "@/features/prompt/PromptBox";
import { RunsStrip } from "@/features/runs/RunsStrip";
import { useMay } from "@/features/session/session";
import { useShortcuts } from "@/ui/shortcuts";
import { StatCards } from "@/features/stats/StatCards";
import { useDraft } from "@/ui/browser";

import styles from "./HomePage.module.css";

export function HomePage() {
  const prompt = useRef<HTMLTextAreaElement>(null);
  const list = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useDraft("outdial.list");
  const [file, setFile] = useState<File | null>(null);
  const [dragging, setDragging] = useState(false);
  const mayCall = useMay("calls.write");
  useShortcuts([{ keys: "n", run: () => prompt.current?.focus() }]);

  const takeFile = (next: File | null) => {
    setFile(null);
    if (!next) return;
    void readAsText(next).then((content) => (content === null ? setFile(next) : setText(content)));
  };
  const onDrag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setDragging(event.type === "dragover");
    if (event.type === "drop") takeFile(event.dataTransfer.files[0] ?? null);
  };
  return (
    // Files may be dropped anywhere on the page; the button "Open a file" does the same without a mouse.
    <div className={styles.page} data-dragging={dragging || undefined} onDragOver={onDrag} onDragLeave={onDrag} onDrop={onDrag}>
      <h1 className="visually-hidden">Home</h1>
      <div className={styles.top}>
        {mayCall && (
          <div className={styles.compose}>
            <PromptBox
              inputRef={prompt}
              onList={(pasted) => {
                setText(pasted);
                list.current?.focus();
              }}
            />
            <ListBox inputRef={list} text={text} onText={setText} file={file} onFile={takeFile} />
          </div>
        )}
        <StatCards />
      </div>
      <div className={styles.runs}>
        <RunsStrip />
      </div>
      <CallLog onFirstCall={() => prompt.current?.focus()} />
    </div>
  );
}
