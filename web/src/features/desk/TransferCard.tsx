import { useMutation } from "@tanstack/react-query";
import { ArrowLeftRight, PhoneCall, PhoneForwarded, PhoneOff, Users, UserCheck } from "lucide-react";

import { sentenceFor } from "@/api/problem";
import { Button } from "@/ui/Button";
import { useShortcuts } from "@/ui/shortcuts";
import { complain } from "@/ui/toasts";

import desk from "./Desk.module.css";
import { Key } from "./Key";
import { LookMark } from "./LookMark";
import type { Seat, Transfer } from "./model";
import { orderSeat, type SeatOrder } from "./requests";
import { shift } from "./shift";
import { Since } from "./Since";
import { calleeOf, type Look } from "./standing";
import styles from "./Transfer.module.css";

type Turn = Extract<SeatOrder, `transfer/${string}`>;

/** A transfer under way: who is with whom, and what the agent may do about it. */
export function TransferCard({ seat, transfer, onAgain }: { seat: Seat; transfer: Transfer; onAgain: () => void }) {
  const { kind, phase, problem } = transfer;
  const other = otherOf(transfer);
  const callee = calleeOf(seat);
  const order = useMutation({
    mutationFn: (turn: Turn) => shift.ask(() => orderSeat(seat.id, turn)),
    onError: (error, turn) => complain(FAILED[turn], sentenceFor(error)),
  });
  const consults = phase === "consulting";
  const mayHandOver = consults || phase === "joined";
  const run = (turn: Turn, may: boolean) => {
    if (may && !order.isPending) order.mutate(turn);
  };
  useShortcuts([
    { keys: "w", run: () => run("transfer/swap", consults) },
    { keys: "j", run: () => run("transfer/join", consults) },
    { keys: "o", run: () => run("transfer/complete", mayHandOver) },
  ]);
  const busy = (turn: Turn) => order.isPending && order.variables === turn;
  const isOver = phase === "failed";
  return (
    <section className={styles.card} data-phase={phase} aria-label="Transfer">
      <div className={styles.top}>
        <LookMark look={lookOf(transfer)} />
        {!isOver && <Since at={transfer.since} label="Time in this step" className={styles.since} />}
      </div>
      <p role="status">{wordsFor(transfer, other, callee)}</p>
      {problem && <p className={styles.problem}>{problem}</p>}
      {mayHandOver && (
        <div className={styles.acts}>
          <Button look="primary" icon={<UserCheck />} busy={busy("transfer/complete")} aria-keyshortcuts="o" onClick={() => run("transfer/complete", true)}>
            Hand over <Key>O</Key>
          </Button>
          {consults && (
            <>
              <Button icon={<ArrowLeftRight />} busy={busy("transfer/swap")} aria-keyshortcuts="w" onClick={() => run("transfer/swap", true)}>
                Swap <Key>W</Key>
              </Button>
              <Button icon={<Users />} busy={busy("transfer/join")} aria-keyshortcuts="j" onClick={() => run("transfer/join", true)}>
                All three <Key>J</Key>
              </Button>
            </>
          )}
        </div>
      )}
      <div className={styles.acts}>
        {isOver && (
          <Button look="primary" icon={<PhoneForwarded />} onClick={onAgain}>
            Try somebody else
          </Button>
        )}
        <Button icon={isOver ? undefined : <PhoneOff />} busy={busy("transfer/cancel")} onClick={() => run("transfer/cancel", true)}>
          {isOver ? `Stay with ${callee}` : phase === "joined" ? `Let ${other} go` : kind === "blind" ? "Take it back" : `Back to ${callee}`}
        </Button>
      </div>
      {!isOver && kind === "warm" && <p className={desk.small}>Ending the call ends it for everybody. Hand over to leave the two alone.</p>}
    </section>
  );
}

function otherOf({ to }: Transfer): string {
  return "seat_id" in to ? to.name : to.phone_display;
}

function wordsFor({ kind, phase, talking_to }: Transfer, other: string, callee: string): string {
  switch (phase) {
    case "calling":
    case "ringing":
      return kind === "warm" ? `${callee} waits while ${other} is called.` : `${callee} goes to ${other} as soon as they answer.`;
    case "consulting":
      return talking_to !== "callee" ? `You talk to ${other}; ${callee} waits and hears neither of you.` : `You talk to ${callee}; ${other} waits.`;
    case "joined":
      return `You, ${callee} and ${other} hear each other.`;
    case "failed":
      return `${other} was not reached. ${callee} is with you.`;
  }
}

function lookOf({ phase }: Transfer): Look {
  return LOOKS[phase];
}

const LOOKS: Record<Transfer["phase"], Look> = {
  calling: { word: "Calling", tone: "waiting", icon: PhoneForwarded },
  ringing: { word: "Ringing", tone: "ringing", icon: PhoneCall, moves: "pulse" },
  consulting: { word: "Asking first", tone: "ringing", icon: ArrowLeftRight },
  joined: { word: "All three", tone: "talking", icon: Users },
  failed: { word: "Not transferred", tone: "failed", icon: PhoneOff },
};
const FAILED: Record<Turn, string> = {
  "transfer/complete": "The call was not handed over",
  "transfer/join": "The three were not brought together",
  "transfer/swap": "You are with whom you were",
  "transfer/cancel": "The transfer goes on",
};
