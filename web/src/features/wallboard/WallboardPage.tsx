import { useQuery } from "@tanstack/react-query";
import { Headset, Maximize, Timer } from "lucide-react";
import { useRef, useState } from "react";

import { useCampaigns } from "@/features/campaigns/queries";
import { LookMark } from "@/features/desk/LookMark";
import type { Seat } from "@/features/desk/model";
import { listSeats } from "@/features/desk/requests";
import { standingWord } from "@/features/desk/standing";
import { useMay } from "@/features/session/session";
import { count } from "@/format/amounts";
import { useLive, useLiveCampaigns, useLiveSeats } from "@/live/hooks";
import { Blank, Broken, NoPermission, Skeleton } from "@/ui/Blank";
import { usePreference } from "@/ui/browser";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";
import { complain } from "@/ui/toasts";

import { sorted, STATES, tally } from "./board";
import { CampaignStrip } from "./CampaignStrip";
import { PauseDialog, SignOutDialog } from "./ForceDialogs";
import { useThresholds } from "./thresholds";
import { ThresholdsDialog } from "./ThresholdsDialog";
import { Tile, type Force } from "./Tile";
import styles from "./Wallboard.module.css";

/** Every agent and what the campaigns dial on one page, readable from across the room. */
export function WallboardPage() {
  const mayRead = useMay("seats.read");
  const mayManage = useMay("seats.manage");
  const isHeard = useLive((state) => state.projection.snapshots > 0);
  const isLive = useLive((state) => state.link === "live");
  const known = useQuery({ queryKey: ["seats"], queryFn: ({ signal }) => listSeats(signal), enabled: mayRead, refetchInterval: isLive ? false : SLOWLY_MS });
  const campaigns = useCampaigns(mayRead);
  const heard = useLiveSeats();
  const heardAt = useLive((state) => (state.link === "live" ? null : state.heardAt));
  const dialling = useLiveCampaigns();
  const [campaignId, setCampaignId] = usePreference<string>("outdial.wallboard.campaign", "");
  const [thresholds, setThresholds] = useThresholds();
  const [choosing, setChoosing] = useState(false);
  const [forced, setForced] = useState<{ what: Force; seat: Seat } | null>(null);
  const page = useRef<HTMLDivElement>(null);
  if (!mayRead) return <NoPermission what="The wallboard is for managers." />;
  // The live channel knows them all; what is fetched bridges the time until it is there, and the time without it.
  const isFetchedNewer = !isHeard || (!isLive && known.dataUpdatedAt > (heardAt ?? 0));
  const all = (isFetchedNewer ? (known.data ?? []) : [...heard.values()]).filter((seat) => seat.state !== "offline");
  const names = new Map((campaigns.data ?? []).map((campaign) => [campaign.id, campaign.name]));
  const isChosen = campaignId !== "" && names.has(campaignId);
  const seats = sorted(all.filter((seat) => !isChosen || seat.campaign_id === campaignId));
  const counts = tally(seats);
  const enlarge = () => void page.current?.requestFullscreen().catch(() => complain("The whole screen is not available", "Your browser does not allow it here."));
  return (
    <div className={styles.page} ref={page}>
      <header className={styles.head}>
        <h1>Wallboard</h1>
        <ul className={styles.counts} aria-label="Agents by state">
          {STATES.map((state) => (
            <li key={state} data-none={counts[state] === 0 || undefined}>
              <LookMark look={standingWord(state)} />
              <strong>{count(counts[state])}</strong>
            </li>
          ))}
        </ul>
        <div className={styles.tools}>
          <Select
            className={styles.choice}
            label="Campaign"
            value={isChosen ? campaignId : ""}
            choices={[{ value: "", label: "Every campaign" }, ...[...names].map(([value, label]) => ({ value, label }))]}
            onChange={setCampaignId}
          />
          <Button icon={<Timer />} onClick={() => setChoosing(true)}>
            Thresholds
          </Button>
          <Button icon={<Maximize />} onClick={enlarge}>
            Whole screen
          </Button>
        </div>
      </header>
      <CampaignStrip campaigns={[...dialling.values()].filter(({ id }) => !isChosen || id === campaignId)} />
      {known.isError && !isHeard ? (
        <Broken error={known.error} onRetry={() => void known.refetch()} />
      ) : known.isPending && !isHeard ? (
        <Skeleton rows={6} height={64} />
      ) : seats.length === 0 ? (
        <Blank icon={<Headset />} title={isChosen ? "Nobody is signed in to this campaign" : "Nobody is signed in"}>
          Agents appear here as soon as they sign in on the page Desk.
        </Blank>
      ) : (
        <ul className={styles.board} aria-label="Agents">
          {seats.map((seat) => (
            <Tile key={seat.id} seat={seat} campaign={names.get(seat.campaign_id) ?? dialling.get(seat.campaign_id)?.name ?? ""} thresholds={thresholds} mayManage={mayManage} onForce={(what) => setForced({ what, seat })} />
          ))}
        </ul>
      )}
      {choosing && <ThresholdsDialog thresholds={thresholds} onSave={setThresholds} onClose={() => setChoosing(false)} />}
      {forced?.what === "pause" && <PauseDialog seat={forced.seat} onClose={() => setForced(null)} />}
      {forced?.what === "sign-out" && <SignOutDialog seat={forced.seat} onClose={() => setForced(null)} />}
    </div>
  );
}

/** How often to ask while the live channel is down. */
const SLOWLY_MS = 10_000;
