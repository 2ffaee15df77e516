import { Play, TriangleAlert, Zap, ZapOff } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "react-router";

import { sentenceFor } from "@/api/problem";
import { useMay } from "@/features/session/session";
import { PageHeader } from "@/features/shell/PageHeader";
import { Broken, NoPermission, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { complain, tell } from "@/ui/toasts";

import styles from "./Automation.module.css";
import { settingsOf, type Automation } from "./model";
import { Monitoring } from "./Monitoring";
import { useAutomation, useRunNow, useSaveAutomation } from "./queries";
import { RunPanel } from "./RunPanel";
import { RunsCard } from "./RunsCard";
import { SettingsCard } from "./SettingsCard";
import { Standing } from "./Standing";
import { SwitchOnDialog } from "./SwitchOnDialog";

/** Leads that call themselves: whether that is on, when it looks next, what it did, and what came of it. */
export function AutomationPage() {
  const mayRead = useMay("automation.read");
  return mayRead ? <Inside /> : (
    <>
      <PageHeader title="Automation" />
      <NoPermission what="Automation is for managers." />
    </>
  );
}

function Inside() {
  const automation = useAutomation();
  const [search, setSearch] = useSearchParams();
  const openId = search.get("run");
  const open = (id: string | null) => {
    const next = new URLSearchParams(search);
    if (id) next.set("run", id);
    else next.delete("run");
    setSearch(next, { replace: openId !== null, preventScrollReset: true });
  };
  return (
    <>
      <PageHeader title="Automation" actions={automation.data && <Orders automation={automation.data} />}>
        Leads that are due are called by a voice agent, by themselves and within their hours.
      </PageHeader>
      <div className={styles.page}>
        {automation.isError && !automation.data ? (
          <Broken error={automation.error} onRetry={() => void automation.refetch()} />
        ) : !automation.data ? (
          <Skeleton rows={6} height={72} />
        ) : (
          <>
            <Warnings automation={automation.data} />
            <Standing automation={automation.data} />
            {/* What is missing is put right in the settings: on a narrow screen they come first. */}
            <div className={styles.columns} data-unready={automation.data.problems.length > 0 || undefined}>
              <div className={styles.column}>
                <RunsCard openId={openId} onOpen={open} />
                <Monitoring zone={automation.data.schedule?.time_zone ?? "UTC"} />
              </div>
              <SettingsCard automation={automation.data} />
            </div>
          </>
        )}
      </div>
      {openId && <RunPanel key={openId} id={openId} onClose={() => open(null)} />}
    </>
  );
}

/** On, off, and a look for leads now. */
function Orders({ automation }: { automation: Automation }) {
  const mayWrite = useMay("automation.write");
  const run = useRunNow();
  const save = useSaveAutomation();
  const [asking, setAsking] = useState(false);
  if (!mayWrite) return null;
  // What cannot be reached for now comes back by itself.
  const isBlocked = automation.problems.some(({ code }) => !code.endsWith("_away"));
  const off = () =>
    save.mutate(
      { revision: automation.revision, settings: { ...settingsOf(automation), enabled: false } },
      { onSuccess: () => tell({ title: "Automation is off", detail: "Talks go on to their end; nobody new is called." }), onError: (error) => complain("Automation is still on", sentenceFor(error)) },
    );
  return (
    <>
      <Button icon={<Play />} disabled={isBlocked} aria-describedby={isBlocked ? "automation-problems" : undefined} busy={run.isPending} onClick={() => run.mutate()}>
        Run now
      </Button>
      {automation.enabled ? (
        <Button look="danger" icon={<ZapOff />} busy={save.isPending} onClick={off}>
          Switch off
        </Button>
      ) : (
        <Button look="primary" icon={<Zap />} disabled={isBlocked} aria-describedby={isBlocked ? "automation-problems" : undefined} onClick={() => setAsking(true)}>
          Switch on
        </Button>
      )}
      {asking && <SwitchOnDialog automation={automation} onClose={() => setAsking(false)} />}
    </>
  );
}

/** What keeps it from calling, in words. */
function Warnings({ automation: { enabled, problems, breaker } }: { automation: Automation }) {
  return (
    <>
      {problems.length > 0 && (
        <section id="automation-problems" className={styles.problems} aria-label="What is missing">
          {problems.map(({ code, message }) => (
            <Notice key={code + message} tone={enabled ? "bad" : "warn"} icon={<TriangleAlert aria-hidden="true" />}>
              {message}
            </Notice>
          ))}
        </section>
      )}
      {breaker?.open && (
        <div role="alert">
          <Notice tone="bad" icon={<TriangleAlert aria-hidden="true" />}>
            It stopped itself. {breaker.reason || "Too many calls went wrong."} Put right what is wrong, then switch it off and on again to go on at once.
          </Notice>
        </div>
      )}
    </>
  );
}
