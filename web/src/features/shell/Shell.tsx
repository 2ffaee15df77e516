import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Navigate, Outlet, useLocation } from "react-router";

import { onSignedOut } from "@/api/client";
import { SessionContext, sessionQuery, useLeave } from "@/features/session/session";
import { healOnWake, live } from "@/live/browser";
import { Broken } from "@/ui/Blank";

import { sayFlash } from "./flash";
import { Frame } from "./Frame";
import styles from "./Frame.module.css";

/** Lets in who is signed in and keeps the live channel open while they are. */
export function Shell() {
  const session = useQuery(sessionQuery);
  const location = useLocation();
  const leave = useLeave();
  const signedIn = Boolean(session.data);

  useEffect(() => onSignedOut(leave));
  useEffect(() => {
    if (!signedIn) return;
    sayFlash();
    live.start();
    const stopHealing = healOnWake();
    return () => {
      stopHealing();
      live.stop();
    };
  }, [signedIn]);

  if (session.isPending) return <div className={styles.starting} aria-busy="true" />;
  if (session.isError) {
    return (
      <main className={styles.starting}>
        <Broken error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  if (!session.data) {
    const here = location.pathname + location.search;
    return <Navigate to={here === "/" ? "/sign-in" : `/sign-in?then=${encodeURIComponent(here)}`} replace />;
  }
  return (
    <SessionContext value={session.data}>
      <Frame>
        <Outlet />
      </Frame>
    </SessionContext>
  );
}
