import { Coffee, Headset, LogOut, SlidersHorizontal } from "lucide-react";
import { useState } from "react";

import type { Campaign } from "@/features/campaigns/model";
import { AudioSettings } from "@/features/dial/AudioSettings";
import { QualityMark } from "@/features/dial/QualityMark";
import { counted } from "@/format/amounts";
import { roughSpan } from "@/format/time";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Menu, MenuGroup, MenuItem } from "@/ui/Menu";
import { useShortcuts } from "@/ui/shortcuts";

import styles from "./Desk.module.css";
import { Key } from "./Key";
import { LookMark } from "./LookMark";
import { isAudible, isCalling, type Seated } from "./machine";
import { shift } from "./shift";
import { Since } from "./Since";
import { reasonWords, shiftLook } from "./standing";

/** How the agent stands, and the way to stand otherwise. */
export function DeskBar({ state, campaign }: { state: Seated; campaign: Campaign | null }) {
  const { seat } = state;
  const [tuning, setTuning] = useState(false);
  const isBusy = isCalling(seat) || seat.state === "wrap_up";
  const pausing = isBusy && seat.pause_after !== null;
  const why = seat.state === "paused" ? reasonWords(seat) : "";
  const ready = () => shift.tell({ type: "ask", asked: { state: "ready", reason: null } });
  const pause = (reason: string | null) => shift.tell({ type: "ask", asked: { state: "paused", reason } });
  const canReady = seat.state === "paused" && isAudible(state);
  const turn = () => {
    if (canReady || pausing) ready();
    else if (seat.state === "ready" || isBusy) pause(null);
  };
  useShortcuts([{ keys: "p", run: turn }]);
  return (
    <header className={styles.bar} data-state={seat.state}>
      <div className={styles.standing}>
        <LookMark look={shiftLook(state)} />
        <Since at={seat.since} label="Time in this state" className={styles.since} />
        {why && <span className={styles.why}>{why}</span>}
        {pausing && <span className={styles.why}>Pause follows{seat.pause_after && seat.pause_after !== "chosen" ? `: ${reasonWords({ reason: seat.pause_after })}` : ""}</span>}
      </div>
      <div className={styles.switch}>
        {seat.state === "paused" || seat.state === "joining" ? (
          <Button look="primary" icon={<Headset />} className={styles.big} busy={state.wish.state === "ready"} disabled={!canReady} aria-keyshortcuts="p" onClick={ready}>
            Ready <Key>P</Key>
          </Button>
        ) : pausing ? (
          <Button icon={<Headset />} className={styles.big} busy={state.wish.state === "ready"} aria-keyshortcuts="p" onClick={ready}>
            Go on after this <Key>P</Key>
          </Button>
        ) : (
          <Menu
            trigger={
              <Button icon={<Coffee />} className={styles.big} busy={state.wish.state === "paused"} aria-keyshortcuts="p">
                {isBusy ? "Pause after this" : "Pause"} <Key>P</Key>
              </Button>
            }
          >
            <MenuGroup label="Reason">
              {REASONS.map((reason) => (
                <MenuItem key={reason} onClick={() => pause(reason)}>
                  {reason}
                </MenuItem>
              ))}
              <MenuItem onClick={() => pause(null)}>No reason</MenuItem>
            </MenuGroup>
          </Menu>
        )}
      </div>
      <p className={styles.today} aria-label="Today">
        <strong>{counted(seat.today.calls, "talk")}</strong> today
        {seat.today.talk_ms > 0 && <>, {roughSpan(seat.today.talk_ms / 1_000)} talked</>}
      </p>
      <div className={styles.tail}>
        <span className={styles.campaign} title={campaign?.name}>
          {campaign?.name}
        </span>
        {state.link !== "phone" && (
          <>
            <QualityMark quality={seat.quality} on={state.link === "up"} measure={shift.headset.measure} />
            <IconButton label="Microphone and speaker" icon={<SlidersHorizontal />} onClick={() => setTuning(true)} />
          </>
        )}
        <Button look="bare" icon={<LogOut />} busy={state.leaving} disabled={isCalling(seat)} title={isCalling(seat) ? "End the call first" : undefined} onClick={() => shift.tell({ type: "sign-out" })}>
          Sign out
        </Button>
      </div>
      <Dialog open={tuning} onClose={() => setTuning(false)} title="Microphone and speaker">
        {tuning && <AudioSettings inCall audio={shift.headset} />}
      </Dialog>
    </header>
  );
}

const REASONS = ["Short break", "Lunch", "Meeting", "Training", "Paperwork", "Technical problem"];
