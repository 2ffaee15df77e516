import { useQuery } from "@tanstack/react-query";
import { Zap } from "lucide-react";
import { useNavigate, useParams } from "react-router";

import { useMay, useSession } from "@/features/session/session";
import { PageHeader } from "@/features/shell/PageHeader";
import { Blank, Broken, NoPermission, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";

import { campaignQuery } from "../queries";
import { draftOf, freshDraft } from "./draft";
import { Editor } from "./Editor";

/** Makes a campaign, or changes one. */
export function CampaignEditorPage() {
  const { id = "" } = useParams();
  const session = useSession();
  const campaign = useQuery({ ...campaignQuery(id), enabled: id !== "" });
  if (!useMay("campaigns.write")) return <NoPermission what="Making campaigns is for managers." />;
  if (id === "") return <Editor start={freshDraft(session.workspace.name, Intl.DateTimeFormat().resolvedOptions().timeZone)} campaign={null} />;
  if (campaign.isError && !campaign.data) return <Broken error={campaign.error} onRetry={() => void campaign.refetch()} />;
  if (!campaign.data) return <Skeleton rows={8} height={48} />;
  if (campaign.data.settings.pulse !== null) return <OfAutomation />;
  return <Editor key={id} start={draftOf(campaign.data)} campaign={campaign.data} />;
}

/** The automation keeps its choices as a campaign; this form knows nothing of batches and when they stop. */
function OfAutomation() {
  const navigate = useNavigate();
  return (
    <>
      <PageHeader title="Change the campaign" />
      <Blank
        icon={<Zap />}
        title="The automation has its own settings"
        action={
          <Button look="primary" onClick={() => void navigate("/automation")}>
            Open the automation
          </Button>
        }
      >
        Who calls, how often and from which lists is chosen there.
      </Blank>
    </>
  );
}
