import { ChartColumn, Copy, Ellipsis, Hourglass, Megaphone, Pause, Pencil, Play, Plus, Square } from "lucide-react";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { LookMark } from "@/features/desk/LookMark";
import { useMay } from "@/features/session/session";
import { PageHeader } from "@/features/shell/PageHeader";
import { count, percent } from "@/format/amounts";
import { dateTime } from "@/format/time";
import { Blank, Broken, NoPermission, Skeleton } from "@/ui/Blank";
import { Button, IconButton } from "@/ui/Button";
import { Menu, MenuItem, MenuLine } from "@/ui/Menu";
import { Table } from "@/ui/Table";

import styles from "./Campaigns.module.css";
import type { Campaign } from "./model";
import { useCampaigns, useOrderCampaign } from "./queries";
import { OrderDialog } from "./OrderDialog";
import { mayBe } from "./orders";
import { modeSentence, stateLook } from "./words";

/** Every campaign, how it stands and how far it is. */
export function CampaignsPage() {
  const campaigns = useCampaigns(useMay("campaigns.read"));
  const mayWrite = useMay("campaigns.write");
  const navigate = useNavigate();
  if (!useMay("campaigns.read")) return <NoPermission what="Campaigns are for managers." />;
  const add = (
    <Button look="primary" icon={<Plus />} onClick={() => void navigate("/campaigns/new")}>
      New campaign
    </Button>
  );
  const items = campaigns.data ?? [];
  return (
    <>
      <PageHeader title="Campaigns" actions={mayWrite && items.length > 0 && add}>
        Lists of leads, dialled for the agents who are ready.
      </PageHeader>
      <div className={styles.body}>
        {campaigns.isError && !campaigns.data ? (
          <Broken error={campaigns.error} onRetry={() => void campaigns.refetch()} />
        ) : campaigns.isPending ? (
          <Skeleton rows={6} />
        ) : items.length === 0 ? (
          <Blank icon={<Megaphone />} title="No campaigns yet" action={mayWrite && add}>
            A campaign takes leads from your lists, dials them within the hours you set, and puts each person who answers through to an agent.
          </Blank>
        ) : (
          <Table label="Campaigns" head={["Campaign", "State", "Progress", "Dialling", "Started", <span key="actions" className="visually-hidden">Actions</span>]}>
            {items.map((campaign) => (
              <Row key={campaign.id} campaign={campaign} mayWrite={mayWrite} />
            ))}
          </Table>
        )}
      </div>
    </>
  );
}

function Row({ campaign, mayWrite }: { campaign: Campaign; mayWrite: boolean }) {
  const { leads, done } = campaign.counts;
  return (
    <tr>
      <td>
        <Link className={styles.name} to={`/campaigns/${campaign.id}`}>
          {campaign.name}
        </Link>
      </td>
      <td>
        <LookMark look={stateLook(campaign.state)} />
      </td>
      <td>
        <span className={styles.progress}>
          <span className={styles.track} aria-hidden="true">
            <span style={{ width: `${leads > 0 ? Math.min(100, (done / leads) * 100) : 0}%` }} />
          </span>
          <span>
            {count(done)} of {count(leads)} done{leads > 0 && <span className={styles.soft}> ({percent(done / leads)})</span>}
          </span>
        </span>
      </td>
      <td className={styles.soft}>{modeSentence(campaign.settings)}</td>
      <td className={styles.soft}>{campaign.started_at ? dateTime(campaign.started_at) : "Not yet"}</td>
      <td>{mayWrite && <Actions campaign={campaign} />}</td>
    </tr>
  );
}

/** What may be asked of a campaign as it stands; the likely thing is a button, the rest a menu. */
export function Actions({ campaign, wide = false }: { campaign: Campaign; wide?: boolean }) {
  const order = useOrderCampaign();
  const navigate = useNavigate();
  const [stopping, setStopping] = useState(false);
  const run = (what: "start" | "pause" | "drain") => order.mutate({ id: campaign.id, order: what });
  const clone = () => order.mutate({ id: campaign.id, order: "clone" }, { onSuccess: (made) => void navigate(`/campaigns/${made.id}/edit`) });
  const starts = campaign.state === "draft" ? "Start" : "Go on";
  const busy = (what: string) => order.isPending && order.variables.order === what;
  return (
    <span className={styles.actions}>
      {mayBe(campaign.state, "pause") ? (
        <Button icon={<Pause />} busy={busy("pause")} onClick={() => run("pause")} aria-label={wide ? undefined : `Pause: ${campaign.name}`}>
          Pause
        </Button>
      ) : (
        mayBe(campaign.state, "start") && (
          <Button look={wide ? "primary" : "plain"} icon={<Play />} busy={busy("start")} onClick={() => run("start")} aria-label={wide ? undefined : `${starts}: ${campaign.name}`}>
            {starts}
          </Button>
        )
      )}
      <Menu trigger={<IconButton label={`More for ${campaign.name}`} icon={<Ellipsis />} />}>
        <MenuItem icon={<Pencil />} onClick={() => void navigate(campaign.settings.pulse === null ? `/campaigns/${campaign.id}/edit` : "/automation")}>
          Change
        </MenuItem>
        <MenuItem icon={<Copy />} onClick={clone}>
          Copy
        </MenuItem>
        <MenuItem icon={<ChartColumn />} onClick={() => void navigate(`/reports?campaign=${encodeURIComponent(campaign.id)}`)}>
          Report
        </MenuItem>
        {(mayBe(campaign.state, "drain") || mayBe(campaign.state, "stop")) && <MenuLine />}
        {mayBe(campaign.state, "drain") && (
          <MenuItem icon={<Hourglass />} onClick={() => run("drain")}>
            Let it run out
          </MenuItem>
        )}
        {mayBe(campaign.state, "stop") && (
          <MenuItem icon={<Square />} danger onClick={() => setStopping(true)}>
            Stop
          </MenuItem>
        )}
      </Menu>
      <OrderDialog campaign={campaign} order="stop" open={stopping} onClose={() => setStopping(false)} />
    </span>
  );
}
