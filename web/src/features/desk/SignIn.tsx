import { Megaphone } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";

import { freshKey } from "@/api/client";
import type { Campaign } from "@/features/campaigns/model";
import { useCampaigns } from "@/features/campaigns/queries";
import { modeSentence, stateLook, takesAgents } from "@/features/campaigns/words";
import { AudioSettings } from "@/features/dial/AudioSettings";
import { MicrophoneHelp } from "@/features/dial/MicrophoneHelp";
import { useMay } from "@/features/session/session";
import { PageHeader } from "@/features/shell/PageHeader";
import { usePreference } from "@/ui/browser";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Card, Notice } from "@/ui/Card";

import { AudioChoice } from "./AudioChoice";
import { DeviceCheck } from "./DeviceCheck";
import { LookMark } from "./LookMark";
import type { ShiftState } from "./machine";
import { shift } from "./shift";
import styles from "./SignIn.module.css";
import { reasonWords } from "./standing";

/** Before a shift: which campaign, and whether one is heard. */
export function SignIn({ state }: { state: Exclude<ShiftState, { phase: "seated" | "elsewhere" }> }) {
  const campaigns = useCampaigns();
  const [last, setLast] = usePreference<string>("outdial.campaign", "");
  const [chosen, setChosen] = useState<string | null>(null);
  const [audio, setAudio] = usePreference<"browser" | "phone">("outdial.audio", "browser");
  const [phone, setPhone] = usePreference<string>("outdial.own-phone", "");
  const open = (campaigns.data ?? []).filter(takesAgents).sort((a, b) => Number(b.state === "running") - Number(a.state === "running"));
  const wanted = chosen ?? last;
  const campaign = open.find((one) => one.id === wanted) ?? open[0] ?? null;
  const busy = state.phase === "signing-in" || state.phase === "microphone";
  const enter = () => {
    if (!campaign) return;
    setLast(campaign.id);
    shift.tell({ type: "sign-in", entry: { campaignId: campaign.id, key: freshKey(), audio, phone: phone.trim() || null } });
  };
  return (
    <>
      <PageHeader title="Desk">Choose a campaign and check your audio. Calls come once you press Ready.</PageHeader>
      <div className={styles.columns}>
        {state.phase === "over" && (
          <div className={styles.wide} role="status">
            <Notice tone={state.seat.reason === "signed_out" ? "plain" : "warn"}>
              Your shift has ended{reasonWords(state.seat) && `: ${reasonWords(state.seat).toLowerCase()}`}.
            </Notice>
          </div>
        )}
        <Card title="Campaign">
          {campaigns.isError && !campaigns.data ? (
            <Broken error={campaigns.error} onRetry={() => void campaigns.refetch()} />
          ) : campaigns.isPending ? (
            <Skeleton rows={3} height={56} />
          ) : open.length === 0 ? (
            <NoCampaign />
          ) : (
            <Choice campaigns={open} value={campaign?.id ?? ""} onChange={setChosen} />
          )}
        </Card>
        <Card title="Audio">
          <AudioChoice
            audio={audio}
            phone={phone}
            onChange={(choice) => {
              setAudio(choice.audio);
              setPhone(choice.phone ?? "");
            }}
          />
          {audio === "browser" && state.phase === "no-microphone" && <MicrophoneHelp trouble={state.trouble} onRetry={() => shift.tell({ type: "sign-in", entry: state.entry })} />}
          {audio === "browser" && state.phase !== "no-microphone" && (
            <>
              <AudioSettings audio={shift.headset} />
              <DeviceCheck />
            </>
          )}
        </Card>
        <div className={styles.enter}>
          {state.phase === "refused" && (
            <div role="alert">
              <Notice tone="bad">{state.refusal.sentence}</Notice>
            </div>
          )}
          {state.phase === "microphone" && <Notice>Answer the browser’s question: nobody is put through to you before your microphone is there.</Notice>}
          <Button look="primary" className={styles.go} busy={busy} disabled={!campaign} onClick={enter}>
            {campaign ? `Sign in to ${campaign.name}` : "Sign in"}
          </Button>
          {busy && (
            <Button look="bare" onClick={() => shift.tell({ type: "cancel" })}>
              Cancel
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

function Choice({ campaigns, value, onChange }: { campaigns: readonly Campaign[]; value: string; onChange: (id: string) => void }) {
  return (
    <fieldset className={styles.choices}>
      <legend className="visually-hidden">Campaign</legend>
      {campaigns.map((campaign) => (
        <label key={campaign.id} className={styles.choice} data-on={campaign.id === value || undefined}>
          <input type="radio" name="campaign" className="visually-hidden" checked={campaign.id === value} onChange={() => onChange(campaign.id)} />
          <span className={styles.name}>{campaign.name}</span>
          <LookMark look={stateLook(campaign.state)} />
          <span className={styles.about}>{modeSentence(campaign.settings)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function NoCampaign() {
  const mayMake = useMay("campaigns.write");
  return (
    <Blank icon={<Megaphone />} title="No campaign takes agents now" action={mayMake && <Link to="/campaigns">Go to campaigns</Link>}>
      {mayMake ? "Make one and start it; then come back." : "A manager starts one. It appears here by itself."}
    </Blank>
  );
}
