import { ArrowLeft, Upload } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";

import { ApiProblem, sentenceFor } from "@/api/problem";
import { useMay } from "@/features/session/session";
import { PageHeader } from "@/features/shell/PageHeader";
import { counted } from "@/format/amounts";
import { Button } from "@/ui/Button";
import { LeaveGuard } from "@/ui/LeaveGuard";
import { Tabs } from "@/ui/Tabs";

import { AgentFields } from "./AgentFields";
import { EvalsTab } from "./evals/EvalsTab";
import type { VoiceAgent, VoiceAgentSettings } from "./model";
import { PublishDialog } from "./PublishDialog";
import { useSaveVoiceAgent } from "./queries";
import { Standing } from "./Standing";
import { TryTab } from "./try/TryTab";
import { Versions } from "./Versions";
import styles from "./Voice.module.css";

/** A voice agent to be written: its texts and limits, and beside them what is published and what was before. */
export function AgentEditor({ agent, start }: { agent: VoiceAgent | null; start: VoiceAgentSettings }) {
  const locked = !useMay("voice_agents.write");
  const navigate = useNavigate();
  const [changes, setChanges] = useState<Partial<VoiceAgentSettings>>({});
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((key) => key === search.get("tab")) ?? "write";
  // A tab is made when it is first looked at, and kept from then on with what was said in it.
  const [seen, setSeen] = useState<ReadonlySet<string>>(() => new Set([tab]));
  if (!seen.has(tab)) setSeen(new Set([...seen, tab]));
  const goTo = (key: string) => setSearch(key === "write" ? {} : { tab: key }, { replace: true, preventScrollReset: true });
  const [publishing, setPublishing] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const save = useSaveVoiceAgent(agent);
  const values = { ...start, ...changes };
  const isChanged = JSON.stringify(values) !== JSON.stringify(start);
  const wrong = (field: string) => (save.error instanceof ApiProblem ? save.error.field(field) : undefined);
  const isCurrent = agent !== null && agent.published_version === agent.version;
  const conflict = save.error instanceof ApiProblem && (save.error.status === 409 || save.error.status === 412);
  // What stands at its field need not be said twice.
  const marked = save.error instanceof ApiProblem && save.error.errors.every(({ field }) => typeof field === "string" && field in values) ? save.error.errors.length : 0;
  useEffect(() => {
    // Left only once nothing is unsaved any more, so that nobody is asked about what was just saved.
    if (made) void navigate(`/voice-agents/${encodeURIComponent(made)}`, { replace: true });
  }, [made, navigate]);
  const submit = () =>
    save.mutate(values, {
      onSuccess: (kept) => {
        if (agent) setChanges({});
        else setMade(kept.id);
      },
    });
  const write = (
    <div className={styles.columns}>
      <form
        className={styles.form}
        aria-label="Voice agent"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if ((isChanged || !agent) && !save.isPending) submit();
        }}
      >
        <AgentFields values={values} locked={locked} wrong={wrong} set={(part) => setChanges((before) => ({ ...before, ...part }))} />
        {!locked && (isChanged || !agent || save.isError) && (
          <div className={styles.save}>
            {save.isError && (
              <p role="alert">
                {marked > 0 ? `Nothing was saved: ${counted(marked, "field needs", "fields need")} another look.` : sentenceFor(save.error)}
                {conflict && " Somebody else saved it meanwhile: copy what you need and reload the page."}
              </p>
            )}
            <span>{agent ? "Unsaved changes" : "Not made yet"}</span>
            <Button
              disabled={!isChanged}
              onClick={() => {
                setChanges({});
                save.reset();
              }}
            >
              Discard
            </Button>
            <Button type="submit" look="primary" busy={save.isPending}>
              {agent ? "Save" : "Make it"}
            </Button>
          </div>
        )}
      </form>
      {agent && (
        <aside className={styles.aside} aria-label="Versions">
          <Standing agent={agent} />
          <Versions agent={agent} onUse={locked ? null : (settings) => setChanges(settings)} />
        </aside>
      )}
    </div>
  );
  return (
    <>
      <LeaveGuard isOn={isChanged && made === null} what={values.name || "the new voice agent"} />
      <Link className={styles.back} to="/voice-agents">
        <ArrowLeft aria-hidden="true" />
        Voice agents
      </Link>
      <PageHeader
        title={agent ? agent.name : "New voice agent"}
        actions={
          agent &&
          !locked && (
            <Button look={isCurrent ? "plain" : "primary"} icon={<Upload />} disabled={isChanged} title={isChanged ? "Save first" : undefined} onClick={() => setPublishing(true)}>
              {isCurrent ? "Publish again" : "Publish"}
            </Button>
          )
        }
      >
        {agent ? "Calls use what was published last; saving alone changes no call." : "Every field has a careful default; write what it should achieve."}
      </PageHeader>
      {agent ? (
        <div className={styles.tabs}>
          <Tabs
            keepMounted
            label={`About ${agent.name}`}
            value={tab}
            onChange={goTo}
            tabs={[
              { key: "write", title: isChanged ? "Write, unsaved" : "Write", content: write },
              { key: "try", title: "Try", content: seen.has("try") && <TryTab agent={agent} isChanged={isChanged} onWrite={() => goTo("write")} /> },
              { key: "evals", title: "Evals", content: seen.has("evals") && <EvalsTab agent={agent} isChanged={isChanged} onTry={() => goTo("try")} /> },
            ]}
          />
        </div>
      ) : (
        write
      )}
      {publishing && agent && <PublishDialog agent={agent} onClose={() => setPublishing(false)} onLook={() => goTo("evals")} />}
    </>
  );
}

const TABS = ["write", "try", "evals"];
