import { useMutation, useQuery } from "@tanstack/react-query";
import { ArrowRight, PhoneForwarded } from "lucide-react";
import { useRef, useState } from "react";

import { ApiProblem, sentenceFor } from "@/api/problem";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { usePreference } from "@/ui/browser";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";
import { Input } from "@/ui/Field";
import { Segments } from "@/ui/Segments";

import desk from "./Desk.module.css";
import { LookMark } from "./LookMark";
import type { Colleague, Transfer, TransferOrder } from "./model";
import { readColleagues, transfer } from "./requests";
import { shift } from "./shift";
import { standingWord } from "./standing";
import styles from "./Transfer.module.css";

/** To whom the callee goes: a colleague who is signed in, or any number; asked first, or handed over at once. */
export function TransferDialog({ seatId, callee, onClose }: { seatId: string; callee: string; onClose: () => void }) {
  const [kind, setKind] = usePreference<Transfer["kind"]>("outdial.transfer.kind", "warm");
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const colleagues = useQuery({ queryKey: ["colleagues", seatId], queryFn: ({ signal }) => readColleagues(seatId, signal), refetchInterval: 3_000, staleTime: 0 });
  const order = useMutation({ mutationFn: (asked: TransferOrder) => shift.ask(() => transfer(seatId, asked)), onSuccess: onClose });
  const doubt = order.error instanceof ApiProblem && LIFTABLE.test(order.error.code) ? order.variables : null;
  const number = numberIn(text);
  const found = (colleagues.data ?? []).filter(({ name, campaign_name }) => number !== null || `${name} ${campaign_name ?? ""}`.toLowerCase().includes(text.trim().toLowerCase()));
  const send = (to: TransferOrder["to"]) => !order.isPending && order.mutate({ kind, to });
  const [only] = found;
  return (
    <Dialog open onClose={onClose} title={`Transfer ${callee}`} description={ABOUT[kind]} initialFocus={field}>
      <Segments label="How" value={kind} choices={KINDS} onChange={setKind} />
      <form
        className={styles.to}
        onSubmit={(event) => {
          event.preventDefault();
          if (number) send({ number });
          else if (found.length === 1 && only && text.trim()) send({ seat_id: only.seat_id });
        }}
      >
        <Input ref={field} aria-label="Colleague or number" placeholder="Name of a colleague, or a number" value={text} maxLength={40} onChange={(event) => setText(event.target.value)} />
        {number && (
          <Button type="submit" look="primary" icon={<PhoneForwarded />} busy={order.isPending}>
            {kind === "warm" ? "Call it" : "Hand over"}
          </Button>
        )}
      </form>
      {order.isError && (
        <div role="alert">
          <Notice tone="bad">
            {sentenceFor(order.error)}
            {doubt && (
              <div>
                <Button className={desk.again} busy={order.isPending} onClick={() => order.mutate({ ...doubt, override_window: true })}>
                  Call all the same
                </Button>
              </div>
            )}
          </Notice>
        </div>
      )}
      {colleagues.isError && !colleagues.data ? (
        <Broken error={colleagues.error} onRetry={() => void colleagues.refetch()} />
      ) : colleagues.isPending ? (
        <Skeleton rows={3} height={44} />
      ) : found.length === 0 ? (
        <Blank title={text.trim() && (colleagues.data?.length ?? 0) > 0 ? "Nobody of that name is signed in" : "No colleague is signed in"}>Type a number with its country’s code to transfer outside.</Blank>
      ) : (
        <ul className={styles.colleagues} aria-label="Colleagues">
          {found.map((one) => (
            <li key={one.seat_id}>
              <button type="button" className={styles.colleague} disabled={!isFree(one, kind) || order.isPending} onClick={() => send({ seat_id: one.seat_id })}>
                <span className={styles.name}>{one.name}</span>
                <LookMark look={standingWord(one.state)} />
                <span className={desk.soft}>{one.campaign_name}</span>
                <ArrowRight aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

/** Nobody is handed a callee without being asked unless they wait for one; a pause may be asked into. */
function isFree({ state }: Colleague, kind: Transfer["kind"]): boolean {
  return state === "ready" || (state === "paused" && kind === "warm");
}

/** A text that can only be meant as a number; the server has the last word on it. */
function numberIn(text: string): string | null {
  const wanted = text.trim();
  return /^\+?[\d ()./-]+$/.test(wanted) && wanted.replace(/\D/g, "").length >= 5 ? wanted : null;
}

/** The rules that a person may overrule, with their name on it. */
const LIFTABLE = /outside_window$/;
const KINDS = [
  { value: "warm", label: "Ask first" },
  { value: "blind", label: "Hand over at once" },
] as const;
const ABOUT: Record<Transfer["kind"], string> = {
  warm: "The caller waits while you talk to the other side. Then you hand over, talk all three, or come back.",
  blind: "The call leaves you as soon as the other side answers. If nobody does, it comes back to you.",
};
