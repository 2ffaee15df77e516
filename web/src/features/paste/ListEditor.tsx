import { Ban, Check, Clock, CopyX, Minus, TriangleAlert } from "lucide-react";
import { useLayoutEffect, useState, type ClipboardEvent, type RefObject } from "react";

import styles from "./ListEditor.module.css";
import { alignment, lineMark, splitLines, type CheckedText, type LineMark, type LineState } from "./lines";

interface ListEditorProps {
  text: string;
  onChange: (text: string) => void;
  checked: CheckedText | null;
  /** The whole text is what was checked. */
  upToDate: boolean;
  describedBy: string;
  inputRef: RefObject<HTMLTextAreaElement | null>;
}

/** A text box whose lines carry marks; only the visible marks exist, so ten thousand lines type like ten. */
export function ListEditor({ text, onChange, checked, upToDate, describedBy, inputRef }: ListEditorProps) {
  const [view, setView] = useState({ top: 0, height: 240 });
  const lines = splitLines(text);
  const where = checked ? alignment(checked.lines, lines) : () => null;

  const look = () => {
    const box = inputRef.current;
    if (box) setView({ top: box.scrollTop, height: box.clientHeight });
  };
  useLayoutEffect(() => {
    const box = inputRef.current;
    if (!box) return;
    const observer = new ResizeObserver(() => setView({ top: box.scrollTop, height: box.clientHeight }));
    observer.observe(box);
    return () => observer.disconnect();
  }, [inputRef]);

  const pasteAtOnce = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData("text");
    if (pasted.length < SLOW_TO_TYPE) return;
    // Browsers insert pasted text line by line, which takes many seconds for thousands of lines.
    event.preventDefault();
    const box = event.currentTarget;
    const { selectionStart: start, selectionEnd: end } = box;
    onChange(text.slice(0, start) + pasted + text.slice(end));
    requestAnimationFrame(() => box.setSelectionRange(start + pasted.length, start + pasted.length));
  };

  const first = Math.max(0, Math.floor(view.top / LINE_PX) - 4);
  const last = Math.min(lines.length, Math.ceil((view.top + view.height) / LINE_PX) + 4);
  const shown: { index: number; mark: LineMark }[] = [];
  for (let index = first; index < last; index += 1) {
    const old = where(index);
    shown.push({ index, mark: lineMark(lines[index] ?? "", old === null ? undefined : checked?.verdicts.get(old), old !== null) });
  }
  const rows = Math.min(16, Math.max(5, lines.length + 1));
  return (
    <div className={styles.editor} style={{ height: rows * LINE_PX + 2 * PAD_PX }} data-checking={!upToDate || undefined}>
      <div className={styles.gutter} aria-hidden="true">
        {text !== "" &&
          shown.map(({ index, mark }) => (
            <span key={index} className={styles.number} data-state={mark.state} style={{ top: PAD_PX + index * LINE_PX - view.top }}>
              {index + 1}
              <MarkIcon state={mark.state} />
            </span>
          ))}
      </div>
      <textarea
        ref={inputRef}
        className={styles.input}
        aria-label="Numbers to call, one per line"
        aria-describedby={describedBy}
        placeholder={"Paste numbers, one per line,\nor drop a CSV file\n+1 415 555 2671\n(212) 555-0123; Blue Finch"}
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onScroll={look}
        onPaste={pasteAtOnce}
      />
      <div className={styles.notes} aria-hidden="true">
        {shown.map(({ index, mark }) => (
          <span key={index} className={styles.note} data-state={mark.state} title={mark.note} style={{ top: PAD_PX + index * LINE_PX - view.top }}>
            {mark.note}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Brings a line into view and puts the cursor on it. */
export function goToLine(box: HTMLTextAreaElement | null, text: string, line: number): void {
  if (!box) return;
  let start = 0;
  for (let n = 1; n < line; n += 1) start = text.indexOf("\n", start) + 1;
  const end = text.indexOf("\n", start);
  box.focus();
  box.setSelectionRange(start, end < 0 ? text.length : end);
  box.scrollTop = (line - 3) * LINE_PX;
}

function MarkIcon({ state }: { state: LineState }) {
  switch (state) {
    case "allow":
      return <Check />;
    case "postpone":
      return <Clock />;
    case "refuse":
      return <Ban />;
    case "invalid":
      return <TriangleAlert />;
    case "duplicate":
      return <CopyX />;
    case "checking":
      return <Minus />;
    default:
      return <i />;
  }
}

/** A few hundred lines; shorter pastes keep the browser's own undo. */
const SLOW_TO_TYPE = 8_000;
/** Both are in the style sheet as well: marks and text share one raster. */
const LINE_PX = 22;
const PAD_PX = 8;
