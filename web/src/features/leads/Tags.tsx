import { DASH } from "@/format/words";
import { Tag } from "@/ui/Card";

import styles from "./Tags.module.css";

/** The tags of a lead, in one line. */
export function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return <span aria-label="none">{DASH}</span>;
  return (
    <span className={styles.tags}>
      {tags.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </span>
  );
}
