import { useMutation, useQuery } from "@tanstack/react-query";
import { Coffee, Ellipsis, Headset, LogOut } from "lucide-react";
import { useState } from "react";

import { sentenceFor } from "@/api/problem";
import { campaignsQuery } from "@/features/campaigns/queries";
import { LookMark } from "@/features/desk/LookMark";
import type { Seat } from "@/features/desk/model";
import { listSeats, setState, signOut } from "@/features/desk/requests";
import { Since } from "@/features/desk/Since";
import { calleeOf, reasonWords, standingLook } from "@/features/desk/standing";
import { useMay } from "@/features/session/session";
import { count } from "@/format/amounts";
import { roughSpan } from "@/format/time";
import { useLive, useLiveSeats } from "@/live/hooks";
import { Blank, Broken, NoPermission, Skeleton } from "@/ui/Blank";
import { usePreference } from "@/ui/browser";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Menu, MenuItem } from "@/ui/Menu";
import { Select } from "@/ui/Select";
import { complain, tell } from "@/ui/toasts";

import { sorted, STATES, tally, thresholdsOf } from "./board";
import styles from "./Wallboard.module.css";

/** Every agent on one page, readable from across the room. */
export function WallboardPage() {
  const mayRead = useMay("seats.read");
  const mayManage = useMay("seats.manage");
  const known = useQuery({ queryKey: ["seats"], queryFn: ({ signal }) => listSeats(signal), enabled: mayRead });
  const campaigns = useQuery({ ...campaignsQuery, enabled: mayRead });
  const heard = useLiveSeats();
  const isHeard = useLive((state) => state.projection.snapshots > 0);
  const [campaignId, setCampaignId] = usePreference<string>("outdial.wallboard.campaign", "");
  const [leaving, setLeaving] = useState<Seat | null>(null);
  if (!mayRead) return <NoPermission what="The wallboard is for managers." />;
  // The live channel knows them all; what was fetched only bridges the time until it is there.
  const all = (isHeard ? [...heard.values()] : (known.data ?? [])).filter((seat) => seat.state !== "offline");
  const names = new Map((campaigns.data ?? []).map((campaign) => [campaign.id, campaign.name]));
  const isKnown = campaignId === "" || names.has(campaignId);
  const seats = sorted(all.filter((seat) => !isKnown || campaignId === "" || seat.campaign_id === campaignId));
  const counts = tally(seats);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Wallboard</h1>
        <ul className={styles.counts} aria-label="Agents by state">
          {STATES.map((state) => (
            <li key={state} data-none={counts[state] === 0 || undefined}>
              <LookMark look={standingLook({ state, call: null, held: false, ...(state === "on_call" ? { call: PRESENT } : {}) })} />
              <strong>{count(counts[state])}</strong>
            </li>
          ))}
        </ul>
        <Select
          className={styles.choice}
          label="Campaign"
          value={isKnown ? campaignId : ""}
          choices={[{ value: "", label: "Every campaign" }, ...[...names].map(([value, label]) => ({ value, label }))]}
          onChange={setCampaignId}
        />
      </header>
      {known.isError && !isHeard ? (
        <Broken error={known.error} onRetry={() => void known.refetch()} />
      ) : known.isPending && !isHeard ? (
        <Skeleton rows={6} height={64} />
      ) : seats.length === 0 ? (
        <Blank icon={<Headset />} title="Nobody is signed in">
          Agents appear here as soon as they sign in on the page Desk.
        </Blank>
      ) : (
        <ul className={styles.board} aria-label="Agents">
          {seats.map((seat) => (
            <Tile key={seat.id} seat={seat} campaign={names.get(seat.campaign_id) ?? ""} mayManage={mayManage} onSignOut={() => setLeaving(seat)} />
          ))}
        </ul>
      )}
      {leaving && <SignOutDialog seat={leaving} onClose={() => setLeaving(null)} />}
    </div>
  );
}

function Tile({ seat, campaign, mayManage, onSignOut }: { seat: Seat; campaign: string; mayManage: boolean; onSignOut: () => void }) {
  const look = standingLook(seat);
  const pause = useMutation({
    mutationFn: () => setState(seat.id, "paused", null),
    onSuccess: () => tell({ title: seat.call ? `${seat.name} pauses after this call` : `${seat.name} is paused` }),
    onError: (error) => complain(`${seat.name} was not paused`, sentenceFor(error)),
  });
  return (
    <li className={styles.tile} data-tone={look.tone}>
      <div className={styles.top}>
        <h2>{seat.name}</h2>
        {mayManage && (
          <Menu trigger={<IconButton label={`More for ${seat.name}`} icon={<Ellipsis />} />}>
            {seat.state !== "paused" && seat.state !== "joining" && seat.pause_after === null && (
              <MenuItem icon={<Coffee />} onClick={() => pause.mutate()}>
                {seat.call ? "Pause after this call" : "Pause"}
              </MenuItem>
            )}
            <MenuItem icon={<LogOut />} danger onClick={onSignOut}>
              Sign out
            </MenuItem>
          </Menu>
        )}
      </div>
      <div className={styles.state}>
        <LookMark look={look} />
        <Since at={seat.since} label={`${seat.name}, time in this state`} className={styles.timer} thresholds={thresholdsOf(seat.state)} />
      </div>
      <p className={styles.line}>{seat.call ? calleeOf(seat) : reasonWords(seat)}</p>
      <p className={styles.foot}>
        <span>{campaign}</span>
        <span>
          {count(seat.today.calls)} talks, {roughSpan(seat.today.talk_ms / 1_000)}
        </span>
      </p>
      {seat.pause_after !== null && <p className={styles.foot}>Pause follows</p>}
    </li>
  );
}

/** Signing somebody out ends their call: that is asked for once more. */
function SignOutDialog({ seat, onClose }: { seat: Seat; onClose: () => void }) {
  const out = useMutation({
    mutationFn: () => signOut(seat.id),
    onSuccess: () => {
      tell({ title: `${seat.name} is signed out` });
      onClose();
    },
    onError: (error) => complain(`${seat.name} was not signed out`, sentenceFor(error)),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Sign ${seat.name} out`}
      description={seat.state === "on_call" ? `The call with ${calleeOf(seat)} is hung up at once. To let it end, pause the agent instead.` : "Nobody is on the line. They can sign in again."}
      footer={
        <>
          <Button onClick={onClose}>Leave them signed in</Button>
          <Button look="danger" busy={out.isPending} onClick={() => out.mutate()}>
            {seat.state === "on_call" ? "Hang up and sign out" : "Sign out"}
          </Button>
        </>
      }
    />
  );
}

/** Stands for a call in the legend, where no one call is meant. */
const PRESENT: Seat["call"] = { id: "", lead: null, phone_display: "", connected_at: "1970-01-01T00:00:00Z", answer_to_audio_ms: null, notes: null, disposition: null };
