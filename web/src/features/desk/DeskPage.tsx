import { Headphones, Headset } from "lucide-react";

import { mayDial } from "@/features/dial/model";
import { useSession } from "@/features/session/session";
import { Blank } from "@/ui/Blank";
import { Button } from "@/ui/Button";

import { DeskView } from "./DeskView";
import { shift } from "./shift";
import { SignIn } from "./SignIn";
import { useShift } from "./useShift";

/** The agent's desk: sign in to a campaign, be put through to people, note what came of it. */
export function DeskPage() {
  const state = useShift();
  if (!mayDial(useSession())) {
    return (
      <Blank icon={<Headphones />} title="Nobody can talk from this browser yet">
        The server was started without its audio. An administrator turns it on under Settings, Talking to people.
      </Blank>
    );
  }
  switch (state.phase) {
    case "seated":
      return <DeskView state={state} />;
    case "elsewhere":
      return (
        <Blank
          icon={<Headset />}
          title="Your shift is in another tab"
          action={
            <Button look="primary" onClick={() => shift.tell({ type: "take-here" })}>
              Continue here
            </Button>
          }
        >
          One tab of this browser has the headset. Whoever is on the line notices nothing when it moves.
        </Blank>
      );
    case "away":
    case "microphone":
    case "no-microphone":
    case "signing-in":
    case "refused":
    case "over":
      return <SignIn state={state} />;
  }
}
