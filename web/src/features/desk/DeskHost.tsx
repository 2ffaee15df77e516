import { Headset } from "lucide-react";
import { useEffect } from "react";
import { Link, useLocation } from "react-router";

import strip from "@/features/dial/CallHost.module.css";
import { nameOfLead } from "@/features/dial/whom";
import { showOwnCall } from "@/features/shell/tab";

import { LookMark } from "./LookMark";
import { isCalling, isTalking, type ShiftState } from "./machine";
import type { Seat } from "./model";
import { shift } from "./shift";
import { Since } from "./Since";
import { announcement, calleeOf, shiftLook } from "./standing";
import { useDueSound } from "./useDueSound";
import { useShift } from "./useShift";

/** Keeps a shift going on every page: finds it again after a reload, tells the tab, and leads back to it. */
export default function DeskHost() {
  const state = useShift();
  const { pathname } = useLocation();
  const tab = tabWords(state);
  useEffect(() => {
    shift.start();
    return () => shift.stop();
  }, []);
  useEffect(() => {
    if (tab === null) return;
    showOwnCall(tab);
    return () => showOwnCall(null);
  }, [tab]);
  const isHere = pathname === "/desk";
  useDueSound(state.phase === "seated", isHere);
  return (
    <>
      <div role="status" aria-label="Shift state" className="visually-hidden">
        {announcement(state)}
      </div>
      {state.phase === "seated" && !isHere && (
        <section className={strip.strip} data-stage={isTalking(state.seat) ? "connected" : isCalling(state.seat) || state.seat.consult ? "ringing" : undefined} aria-label="Your shift">
          <LookMark look={shiftLook(state)} />
          <span className={strip.name}>{stripName(state.seat)}</span>
          <Since at={state.seat.since} label="Time in this state" />
          <Link to="/desk">
            <Headset aria-hidden="true" />
            {state.seat.state === "wrap_up" ? "Note the outcome" : "Go to the desk"}
          </Link>
        </section>
      )}
    </>
  );
}

function stripName({ call, consult, offer }: Seat): string {
  if (consult) return `${consult.from_name} asks you`;
  if (call) return calleeOf({ call });
  return offer ? `Offered: ${nameOfLead(offer.lead)}` : "";
}

function tabWords(state: ShiftState): string | null {
  if (state.phase !== "seated") return null;
  const { seat } = state;
  if (seat.consult) return `${seat.consult.from_name} asks you`;
  if (seat.state === "dialing") return `Calling: ${calleeOf(seat)}`;
  if (seat.state !== "on_call") return null;
  return isTalking(seat) ? `In a call: ${calleeOf(seat)}` : `Coming: ${calleeOf(seat)}`;
}
