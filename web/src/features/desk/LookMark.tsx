import stage from "@/features/dial/StageMark.module.css";

import type { Look } from "./standing";

/** A colour, an icon and a word. */
export function LookMark({ look: { icon: Icon, moves, tone, word } }: { look: Look }) {
  return (
    <span className={stage.mark} data-tone={tone}>
      <Icon aria-hidden="true" data-moves={moves} />
      {word}
    </span>
  );
}
