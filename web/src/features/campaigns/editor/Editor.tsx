import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, ArrowRight, History } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";

import { freshKey } from "@/api/client";
import { ApiProblem, sentenceFor } from "@/api/problem";
import { withoutConsent } from "@/features/leads/consent/model";
import { useSession } from "@/features/session/session";
import { PageHeader } from "@/features/shell/PageHeader";
import { dateTime } from "@/format/time";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { tell } from "@/ui/toasts";

import type { Campaign, CampaignInput, CampaignSettings } from "../model";
import { keepCampaign } from "../queries";
import { changeCampaign, createCampaign, orderCampaign } from "../requests";
import { AgainCard } from "./AgainCard";
import { AgentsCard } from "./AgentsCard";
import { AnswersCard } from "./AnswersCard";
import { BasicsCard } from "./BasicsCard";
import { CheckCard } from "./CheckCard";
import { scopeOf } from "./consent";
import { DiallingCard } from "./DiallingCard";
import { gapsOf } from "./draft";
import styles from "./Editor.module.css";
import { HoursCard } from "./HoursCard";
import { useKeptDraft } from "./keptDraft";
import { LeadsCard } from "./LeadsCard";
import { StepList } from "./StepList";
import { stepOf, stepOfField, STEPS } from "./steps";
import { Summary } from "./Summary";
import { useLeadCount, type LeadCount } from "./useLeadCount";

/** What each step of the form is given. */
export interface PartProps {
  draft: CampaignInput;
  settings: CampaignSettings;
  found: LeadCount;
  change: (part: Partial<CampaignInput>) => void;
  set: (part: Partial<CampaignSettings>) => void;
  /** What the server said about a field. */
  errorOf: (field: string) => string | undefined;
}

/** A campaign step by step: from whom to call, over how, to what follows; beside it what that comes to. */
export function Editor(props: { start: CampaignInput; campaign: Campaign | null }) {
  // What somebody else changes meanwhile must be refused when this is saved, not silently become its base.
  const [{ start, campaign }] = useState(props);
  const { user } = useSession();
  /** A campaign that was made, though its start was refused. */
  const [made, setMade] = useState<Campaign | null>(null);
  const known = made ?? campaign;
  const { draft, change, set, isChanged, broughtBack, drop, forget, discard } = useKeptDraft(`outdial.campaign-draft.${user.id}.${known?.id ?? "new"}`, start, known?.revision ?? null);
  const [search, setSearch] = useSearchParams();
  const step = stepOf(search.get("step"));
  const goTo = (key: string) => setSearch({ step: key }, { replace: true, preventScrollReset: true });
  const form = useRef<HTMLFormElement>(null);
  const key = useRef(freshKey());
  const client = useQueryClient();
  const navigate = useNavigate();
  const found = useLeadCount(draft);
  const save = useMutation({
    mutationFn: async (starts: boolean) => {
      const input = { ...draft, name: draft.name.trim() };
      const kept = known ? await changeCampaign(known.id, known.revision, input) : await createCampaign(input, key.current);
      keepCampaign(client, kept);
      if (!starts) return kept;
      if (!campaign) {
        // From here on it is a campaign that is changed: leaving and coming back must not make a second one.
        drop();
        setMade(kept);
      }
      return orderCampaign(kept.id, "start");
    },
    onSuccess: (kept, starts) => {
      forget();
      keepCampaign(client, kept);
      tell({ title: starts ? "The campaign dials" : campaign ? "The campaign was changed" : "The campaign was made", detail: kept.name });
      void navigate(`/campaigns/${kept.id}`);
    },
    onError: (error) => {
      // The next try is another wish.
      key.current = freshKey();
      const [first] = error instanceof ApiProblem ? error.errors : [];
      if (first?.field) goTo(stepOfField(first.field));
    },
  });
  const problem = save.error instanceof ApiProblem ? save.error : null;
  useEffect(() => {
    if (!problem) return;
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.focus();
    field?.scrollIntoView({ block: "center" });
  }, [problem, step]);
  const gaps = gapsOf(draft);
  const refusals = (problem?.errors ?? []).map(({ field, code, message }) => ({ field: field ?? "", code, message }));
  const refused = new Set(refusals.map(({ field }) => stepOfField(field)));
  const place = STEPS.findIndex((one) => one.key === step);
  const before = STEPS[place - 1];
  const after = STEPS[place + 1];
  const part: PartProps = {
    draft,
    settings: draft.settings,
    found,
    change,
    set,
    errorOf: (field) => problem?.field(field) ?? problem?.field(`settings.${field}`),
  };
  const giveUp = () => {
    const written = draft;
    discard();
    tell({ title: "Your changes were discarded", undo: () => change(written) });
  };
  const move = (to: string) => {
    goTo(to);
    document.getElementById("content")?.scrollTo(0, 0);
  };
  return (
    <div className={styles.wizard}>
      <Link className={styles.back} to={campaign ? `/campaigns/${campaign.id}` : "/campaigns"}>
        <ArrowLeft aria-hidden="true" />
        {campaign ? campaign.name : "Campaigns"}
      </Link>
      <PageHeader title={campaign ? "Change the campaign" : "New campaign"}>
        {campaign?.state === "running" ? "It goes on while you change it: calls that are planned from the saving on follow the new settings." : "Every field has a careful default; change what matters to you."}
      </PageHeader>
      <form
        ref={form}
        className={styles.columns}
        aria-label="Campaign"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate(false);
        }}
      >
        <StepList draft={draft} now={step} gaps={gaps} refused={refused} />
        <div className={styles.form}>
          {broughtBack && isChanged && (
            <Notice icon={<History aria-hidden="true" />} tone={broughtBack.isOlder ? "warn" : "plain"}>
              <span className={styles.brought}>
                <span>
                  What you wrote on {dateTime(broughtBack.at)} was not saved and is here again.
                  {broughtBack.isOlder && " Somebody changed the campaign since: saving puts yours in its place."}
                </span>
                <Button look="bare" onClick={giveUp}>
                  Discard it
                </Button>
              </span>
            </Notice>
          )}
          {save.isError && (
            <div role="alert">
              <Notice tone="bad">
                {made ? "The campaign was made and is a draft; it does not dial yet. " : ""}
                {sentenceFor(save.error)}
                {problem?.code === "campaign.no_consent" && (
                  <>
                    {" "}
                    <Link to={withoutConsent(scopeOf(draft.settings), draft.list_ids)}>Look at the leads without consent</Link>
                  </>
                )}
                {refusals.length > 1 && (
                  <ul className={styles.errors}>
                    {refusals.map(({ field, code, message }) => (
                      <li key={field + code}>
                        <Link to={`?step=${stepOfField(field)}`} replace preventScrollReset>
                          {message}
                        </Link>
                      </li>
                    ))}
                  </ul>
                )}
              </Notice>
            </div>
          )}
          {step === "basics" && <BasicsCard {...part} />}
          {step === "leads" && <LeadsCard {...part} />}
          {step === "dialling" && <DiallingCard {...part} />}
          {step === "answers" && <AnswersCard {...part} />}
          {step === "hours" && <HoursCard {...part} />}
          {step === "agents" && <AgentsCard {...part} />}
          {step === "again" && <AgainCard {...part} />}
          {step === "check" && <CheckCard draft={draft} gaps={gaps} />}
          <div className={styles.walk}>
            {before && (
              <Button icon={<ArrowLeft />} onClick={() => move(before.key)}>
                {before.title}
              </Button>
            )}
            {after && (
              <Button look="primary" className={styles.onward} onClick={() => move(after.key)}>
                {after.title}
                <ArrowRight aria-hidden="true" />
              </Button>
            )}
          </div>
        </div>
        <Summary draft={draft} start={start} campaign={campaign} found={found} gaps={gaps} isChanged={isChanged} saving={save.isPending ? (save.variables ? "start" : "save") : null} onStart={() => save.mutate(true)} onDiscard={giveUp} />
      </form>
    </div>
  );
}
