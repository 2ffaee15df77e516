import styles from "./Conversation.module.css";

/** What an agent was told when it asked for something; of a long answer its beginning, as it is written for a machine. */
export function ToolAnswer({ text }: { text: string }) {
  if (text.length <= SHORT) return <p>{text}</p>;
  return (
    <>
      <p>{text.slice(0, SHORT).trimEnd()}…</p>
      <details>
        <summary>All that it was told</summary>
        <p>{text}</p>
      </details>
    </>
  );
}

/** What an agent asked for, word for word; nothing where that is nothing. */
export function AskedFor({ asked }: { asked: string }) {
  if (asked.trim() === "" || asked.trim() === "{}") return null;
  return (
    <details>
      <summary>What it asked for</summary>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable */}
      <pre className={styles.asked} tabIndex={0}>
        {readable(asked)}
      </pre>
    </details>
  );
}

/** Arguments come as the model wrote them: mostly a text that holds JSON. */
function readable(asked: string): string {
  try {
    return JSON.stringify(JSON.parse(asked), null, 2);
  } catch {
    return asked;
  }
}

const SHORT = 140;
