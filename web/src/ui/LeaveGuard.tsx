import { use, useEffect } from "react";
import { UNSAFE_DataRouterContext as RouterContext, useBlocker } from "react-router";

import { Button } from "./Button";
import { Dialog } from "./Dialog";

/** Asks before a page with something unsaved is left, by a link, by going back or by closing the tab. */
export function LeaveGuard({ isOn, what }: { isOn: boolean; what: string }) {
  useEffect(() => {
    if (!isOn) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isOn]);
  // Only routers that load data can hold a step back.
  return use(RouterContext) ? <Blocker isOn={isOn} what={what} /> : null;
}

function Blocker({ isOn, what }: { isOn: boolean; what: string }) {
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isOn && currentLocation.pathname !== nextLocation.pathname);
  return (
    <Dialog
      open={blocker.state === "blocked"}
      onClose={() => blocker.reset?.()}
      title="Leave without saving?"
      description={`What you changed in ${what} is not saved and would be lost.`}
      footer={
        <>
          <Button onClick={() => blocker.reset?.()}>Stay here</Button>
          <Button look="danger" onClick={() => blocker.proceed?.()}>
            Discard and leave
          </Button>
        </>
      }
    />
  );
}
