import { PhoneCall } from "lucide-react";
import { useEffect } from "react";
import { Link, useLocation } from "react-router";

import { showOwnCall } from "@/features/shell/tab";
import { live } from "@/live/browser";

import styles from "./CallHost.module.css";
import { desk } from "./desk";
import type { DeskState } from "./machine";
import { StageMark, TalkTimer } from "./StageMark";
import { announcement, nameOf, stageOf } from "./stage";
import { useDesk } from "./useDesk";

/** Keeps a call going on every page: finds it again after a reload, tells the tab, and leads back to it. */
export default function CallHost() {
  const state = useDesk();
  const { pathname } = useLocation();
  const tab = tabWords(state);
  const inCall = state.phase === "room";

  useEffect(() => {
    desk.start();
    return () => desk.stop();
  }, []);
  useEffect(() => {
    showOwnCall(tab);
    return () => showOwnCall(null);
  }, [tab]);
  useEffect(() => {
    if (!inCall) return;
    const warn = (event: BeforeUnloadEvent) => {
      if (wouldLoseCall()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [inCall]);

  return (
    <>
      <div role="status" aria-label="Call state" className="visually-hidden">
        {announcement(state)}
      </div>
      {pathname !== "/dial" && state.phase !== "idle" && state.phase !== "ready" && (
        <section className={styles.strip} data-stage={stageOf(state)} aria-label="Your call">
          <StageMark state={state} />
          <span className={styles.name}>{nameOf(state)}</span>
          {"room" in state && <TalkTimer room={state.room} />}
          <Link to="/dial">
            <PhoneCall aria-hidden="true" />
            {state.phase === "wrap-up" ? "Note the outcome" : "Go to the call"}
          </Link>
        </section>
      )}
    </>
  );
}

/** A reload keeps the customer in the room; only a page that could not come back would lose them. */
function wouldLoseCall(): boolean {
  return !navigator.onLine || live.current().link === "stale";
}

function tabWords(state: DeskState): string | null {
  const name = nameOf(state);
  switch (stageOf(state)) {
    case "microphone":
    case "joining":
    case "dialling":
      return `Dialling: ${name}`;
    case "ringing":
      return `Ringing: ${name}`;
    case "connected":
    case "ending":
      return `In a call: ${name}`;
    case "reconnecting":
      return `Reconnecting: ${name}`;
    default:
      return null;
  }
}
