import { ArrowUp } from "lucide-react";
import { useRef, type KeyboardEvent, type RefObject } from "react";

import { IconButton } from "@/ui/Button";
import { useDraft } from "@/ui/browser";

import styles from "./PromptBox.module.css";
import { PromptCard } from "./PromptCard";
import { usePrompt } from "./usePrompt";

interface PromptBoxProps {
  inputRef: RefObject<HTMLTextAreaElement | null>;
  /** A pasted list is for the list box. */
  onList: (text: string) => void;
}

/** One line to say what to do, in plain words. */
export function PromptBox({ inputRef, onList }: PromptBoxProps) {
  const [text, setText] = useDraft("outdial.prompt");
  const form = useRef<HTMLFormElement>(null);
  const prompt = usePrompt(() => {
    setText("");
    inputRef.current?.focus();
  });
  const outdated = prompt.readText !== null && prompt.readText !== text.trim();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      prompt.read(text);
    }
  };
  return (
    <form
      ref={form}
      className={styles.box}
      onSubmit={(event) => {
        event.preventDefault();
        prompt.read(text);
      }}
    >
      <label htmlFor="prompt" className={styles.label}>
        What should be done?
      </label>
      <div className={styles.field}>
        <textarea
          id="prompt"
          ref={inputRef}
          rows={1}
          className={styles.input}
          placeholder="Call +1 415 555 2671 and say “Your order is ready”"
          autoComplete="off"
          spellCheck={false}
          maxLength={4_000}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData("text");
            if (text === "" && pasted.trim().split("\n").length >= LIST_LINES_MIN) {
              event.preventDefault();
              onList(pasted);
            }
          }}
        />
        <IconButton type="submit" className={styles.send} label="Review the command" icon={<ArrowUp />} busy={prompt.reading} disabled={text.trim() === ""} />
      </div>
      {prompt.reply && !outdated && <PromptCard prompt={prompt} reply={prompt.reply} />}
    </form>
  );
}

const LIST_LINES_MIN = 3;
