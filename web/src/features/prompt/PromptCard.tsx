import { CircleHelp } from "lucide-react";
import { useEffect, useRef } from "react";

import type { PromptReply } from "@/api/model";
import { count, money } from "@/format/amounts";
import { dateTime } from "@/format/time";
import { useLiveStats } from "@/live/hooks";
import { Button } from "@/ui/Button";
import { Kbd } from "@/ui/Card";
import { Tick } from "@/ui/Tick";

import { cardAction, cardTitle, intentOf, interpreterNote, isLiftable } from "./card";
import { NumberLine } from "./NumberLine";
import styles from "./PromptCard.module.css";
import type { Prompt } from "./usePrompt";

/** What a command means and would do, before it is done: one key confirms, Escape lets it be. */
export function PromptCard({ prompt, reply }: { prompt: Prompt; reply: PromptReply }) {
  const { label, danger, liftable } = cardAction(reply, prompt.override);
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => confirm.current?.focus(), [reply]);
  const card = reply.card;

  if (!reply.understood) {
    return (
      <div className={styles.card} role="alert">
        <h2 className={styles.title}>
          <CircleHelp aria-hidden="true" /> Not understood; nothing was done
        </h2>
        <p>{reply.refusal}</p>
        <footer className={styles.footer}>
          <span className={styles.note}>{interpreterNote(reply)}</span>
          <Button onClick={prompt.dismiss}>Back to the text</Button>
        </footer>
      </div>
    );
  }
  return (
    // Escape belongs to the card as a whole; its controls are ordinary.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={styles.card}
      aria-label={`Confirm: ${cardTitle(reply)}`}
      onKeyDown={(event) => {
        if (event.key === "Escape") prompt.dismiss();
      }}
    >
      <h2 className={styles.title}>{cardTitle(reply)}</h2>
      {card?.text && intentOf(reply) !== "call" && <p className={styles.text}>{card.text}</p>}
      {intentOf(reply) === "hang_up_all" && <LiveCount />}
      {card && card.numbers.length > 0 && (
        <ul className={styles.numbers}>
          {card.numbers.slice(0, SHOWN_MAX).map((number, index) => (
            <NumberLine key={index} number={number} toCall={intentOf(reply) === "call"} lifted={prompt.override && isLiftable(number)} />
          ))}
          {card.numbers.length > SHOWN_MAX && <li className={styles.more}>and {count(card.numbers.length - SHOWN_MAX)} more</li>}
        </ul>
      )}
      {card && (card.message || card.at || card.cost_estimate) && (
        <dl className={styles.facts}>
          {card.message && (
            <div>
              <dt>Will say</dt>
              <dd>“{card.message}”</dd>
            </div>
          )}
          {card.at && (
            <div>
              <dt>When</dt>
              <dd>{dateTime(card.at)} here</dd>
            </div>
          )}
          {card.cost_estimate && (
            <div>
              <dt>May cost</dt>
              <dd>about {money(card.cost_estimate)}</dd>
            </div>
          )}
        </dl>
      )}
      {liftable > 0 && (
        <Tick checked={prompt.override} onChange={prompt.setOverride} hint="This is recorded with your name.">
          Call outside the calling window, now
        </Tick>
      )}
      <footer className={styles.footer}>
        <span className={styles.note}>{interpreterNote(reply)}</span>
        <Button onClick={prompt.dismiss}>{label ? "Cancel" : "Close"}</Button>
        {label && (
          <Button ref={confirm} look={danger ? "danger" : "primary"} busy={prompt.executing} onClick={prompt.confirm}>
            {prompt.executing && intentOf(reply) === "call" ? "Placing" : label} <Kbd>↵</Kbd>
          </Button>
        )}
      </footer>
    </section>
  );
}

function LiveCount() {
  const live = useLiveStats()?.live;
  return <p>{live === undefined ? "Every call in progress ends." : `${count(live)} in progress now; all of them end.`}</p>;
}

/** A person reads a card; a longer list belongs into the list box. */
const SHOWN_MAX = 50;
