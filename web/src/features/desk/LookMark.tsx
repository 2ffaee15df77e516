import stage from "@/features/dial/StageMark.module.css";

import type { Look } from "./standing";

/** A colour, an icon and a word; small within a line of text or a row. */
export function LookMark({ look: { icon: Icon, moves, tone, word }, small }: { look: Look; small?: boolean }) {
  return (
    <span className={stage.mark} data-tone={tone} data-small={small || undefined}>
      <Icon aria-hidden="true" data-moves={moves} />
      {word}
    </span>
  );
}
