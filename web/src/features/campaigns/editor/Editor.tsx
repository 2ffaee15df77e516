import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useRef, useState } from "react";
import { Link, useNavigate } from "react-router";

import { freshKey } from "@/api/client";
import { ApiProblem, sentenceFor } from "@/api/problem";
import { PageHeader } from "@/features/shell/PageHeader";
import { Notice } from "@/ui/Card";
import { tell } from "@/ui/toasts";

import type { Campaign, CampaignInput, CampaignSettings } from "../model";
import { keepCampaign } from "../queries";
import { changeCampaign, createCampaign, orderCampaign } from "../requests";
import { AgainCard } from "./AgainCard";
import { AgentsCard } from "./AgentsCard";
import { AnswersCard } from "./AnswersCard";
import { BasicsCard } from "./BasicsCard";
import { DiallingCard } from "./DiallingCard";
import styles from "./Editor.module.css";
import { HoursCard } from "./HoursCard";
import { LeadsCard } from "./LeadsCard";
import { Summary } from "./Summary";

/** What each part of the form is given. */
export interface PartProps {
  draft: CampaignInput;
  settings: CampaignSettings;
  change: (part: Partial<CampaignInput>) => void;
  set: (part: Partial<CampaignSettings>) => void;
  /** What the server said about a field. */
  errorOf: (field: string) => string | undefined;
}

/** A campaign as a form: from whom to call, over how, to what follows; beside it what that comes to. */
export function Editor({ start, campaign }: { start: CampaignInput; campaign: Campaign | null }) {
  const [draft, setDraft] = useState(start);
  const key = useRef(freshKey());
  const client = useQueryClient();
  const navigate = useNavigate();
  const save = useMutation({
    mutationFn: async (starts: boolean) => {
      const input = { ...draft, name: draft.name.trim() };
      const kept = campaign ? await changeCampaign(campaign.id, campaign.revision, input) : await createCampaign(input, key.current);
      keepCampaign(client, kept);
      return starts ? orderCampaign(kept.id, "start") : kept;
    },
    onSuccess: (kept, starts) => {
      keepCampaign(client, kept);
      tell({ title: starts ? "The campaign dials" : campaign ? "The campaign was changed" : "The campaign was made", detail: kept.name });
      void navigate(`/campaigns/${kept.id}`);
    },
    onError: () => {
      // The next try is another wish.
      key.current = freshKey();
    },
  });
  const problem = save.error instanceof ApiProblem ? save.error : null;
  const part: PartProps = {
    draft,
    settings: draft.settings,
    change: (more) => setDraft((before) => ({ ...before, ...more })),
    set: (more) => setDraft((before) => ({ ...before, settings: { ...before.settings, ...more } })),
    errorOf: (field) => problem?.field(field) ?? problem?.field(`settings.${field}`),
  };
  return (
    <>
      <Link className={styles.back} to={campaign ? `/campaigns/${campaign.id}` : "/campaigns"}>
        <ArrowLeft aria-hidden="true" />
        {campaign ? campaign.name : "Campaigns"}
      </Link>
      <PageHeader title={campaign ? "Change the campaign" : "New campaign"}>
        {campaign?.state === "running" ? "It goes on while you change it: calls that are planned from the saving on follow the new settings." : "Every field has a careful default; change what matters to you."}
      </PageHeader>
      <form
        className={styles.columns}
        aria-label="Campaign"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate(false);
        }}
      >
        <div className={styles.form}>
          {save.isError && (
            <div role="alert">
              <Notice tone="bad">
                {sentenceFor(save.error)}
                {problem && problem.errors.length > 0 && (
                  <ul className={styles.errors}>
                    {problem.errors.map((error) => (
                      <li key={error.field + error.code}>{error.message}</li>
                    ))}
                  </ul>
                )}
              </Notice>
            </div>
          )}
          <BasicsCard {...part} />
          <LeadsCard {...part} />
          <DiallingCard {...part} />
          <AnswersCard {...part} />
          <HoursCard {...part} />
          <AgentsCard {...part} />
          <AgainCard {...part} />
        </div>
        <Summary draft={draft} campaign={campaign} saving={save.isPending ? (save.variables ? "start" : "save") : null} onStart={() => save.mutate(true)} />
      </form>
    </>
  );
}
