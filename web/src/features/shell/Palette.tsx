import { Dialog as Base } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { CornerDownLeft, Headset, Phone, User } from "lucide-react";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { useNavigate } from "react-router";

import { NO_FILTER } from "@/features/calls/filter";
import { StatusMark } from "@/features/calls/StatusMark";
import { statusOf } from "@/features/calls/status";
import { OrderDialog } from "@/features/campaigns/OrderDialog";
import { mayDial } from "@/features/dial/model";
import { leadStatus } from "@/features/dial/status";
import { nameOfLead } from "@/features/dial/whom";
import { PromptCard } from "@/features/prompt/PromptCard";
import { usePrompt } from "@/features/prompt/usePrompt";
import { may } from "@/features/session/permissions";
import { useSession } from "@/features/session/session";
import { sectionsFor } from "@/features/settings/sections";
import { api, body } from "@/api/client";
import { useSettled } from "@/ui/browser";
import { Kbd } from "@/ui/Card";

import { PAGES } from "./pages";
import styles from "./Palette.module.css";
import { useCampaignEntries, type Asking } from "./useCampaignEntries";

/** Something that the palette offers. */
export interface Entry {
  id: string;
  group: string;
  icon: ReactNode;
  title: ReactNode;
  hint?: ReactNode;
  run: () => void;
}

/** The prompt box anywhere: a command, a page, a name or a number. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const listId = useId();
  const prompt = usePrompt(onClose);
  const [asking, setAsking] = useState<Asking | null>(null);
  const entries = useEntries(text, onClose, () => prompt.read(text), setAsking);
  const current = Math.min(active, entries.length - 1);
  const showsCard = prompt.reply !== null && prompt.readText === text.trim();

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const by = moves[event.key];
    if (by !== undefined && entries.length > 0) {
      event.preventDefault();
      setActive((current + by + entries.length) % entries.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      entries[current]?.run();
    }
  };
  if (asking) return <OrderDialog campaign={asking.campaign} order={asking.order} open onClose={onClose} />;
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.popup} aria-label="Command or search">
          <Base.Title className="visually-hidden">Command or search</Base.Title>
          <input
            className={styles.input}
            role="combobox"
            aria-expanded={!showsCard && entries.length > 0}
            aria-controls={listId}
            aria-activedescendant={!showsCard && entries[current] ? `${listId}-${current}` : undefined}
            aria-label="Command, page, name or number"
            placeholder="Type a command, a page, a name or a number"
            spellCheck={false}
            autoComplete="off"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setActive(0);
            }}
            onKeyDown={onKeyDown}
          />
          {showsCard && prompt.reply ? (
            <div className={styles.card}>
              <PromptCard prompt={prompt} reply={prompt.reply} />
            </div>
          ) : (
            <ul id={listId} role="listbox" aria-label="Suggestions" className={styles.list}>
              {entries.map((entry, index) => (
                // The keyboard stays in the input; the pointer is the other way in.
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events
                <li
                  key={entry.id}
                  id={`${listId}-${index}`}
                  role="option"
                  aria-selected={index === current}
                  className={styles.entry}
                  data-first={entries[index - 1]?.group !== entry.group ? entry.group : undefined}
                  onClick={entry.run}
                  onMouseMove={() => setActive(index)}
                >
                  <span className={styles.icon}>{entry.icon}</span>
                  <span className={styles.title}>{entry.title}</span>
                  {entry.hint && <span className={styles.hint}>{entry.hint}</span>}
                </li>
              ))}
            </ul>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function useEntries(text: string, onClose: () => void, review: () => void, ask: (asking: Asking) => void): Entry[] {
  const navigate = useNavigate();
  const session = useSession();
  const { user } = session;
  const q = useSettled(text.trim(), 150);
  const found = useQuery({
    queryKey: ["palette-calls", q],
    enabled: q.length >= 3,
    queryFn: ({ signal }) => body(api.GET("/api/v1/calls", { signal, params: { query: { q, limit: 6, sort: NO_FILTER.sort } } })),
  });
  const leadsFound = useQuery({
    queryKey: ["palette-leads", q],
    enabled: q.length >= 3,
    queryFn: ({ signal }) => body(api.GET("/api/v1/leads", { signal, params: { query: { q, limit: 6 } } })),
  });
  const go = (path: string) => () => {
    onClose();
    void navigate(path);
  };
  const wanted = text.trim().toLowerCase();
  const pages: Entry[] = [
    ...PAGES.filter((page) => !page.needs || may(user.role, page.needs)).map(({ path, title, icon: Icon, keys }) => ({
      id: path,
      group: "Pages",
      icon: <Icon />,
      title,
      hint: keys.split(" ").map((key) => <Kbd key={key}>{key}</Kbd>),
      run: go(path),
    })),
    ...sectionsFor(session).map(({ path, title, icon: Icon }) => ({
      id: path,
      group: "Settings",
      icon: <Icon />,
      title,
      run: go(`/settings/${path}`),
    })),
  ].filter((entry) => wanted === "" || entry.title.toLowerCase().includes(wanted));
  const command: Entry[] =
    wanted.length < 3
      ? []
      : [{ id: "command", group: "Command", icon: <CornerDownLeft />, title: text.trim(), hint: "Review this command", run: review }];
  const calls: Entry[] = (wanted.length >= 3 ? (found.data?.items ?? []) : []).map((call) => ({
    id: call.id,
    group: "Calls",
    icon: <Phone />,
    title: [call.phone_display, call.name].filter(Boolean).join("  ·  "),
    hint: <StatusMark status={statusOf(call)} />,
    run: go(`/calls?call=${encodeURIComponent(call.id)}`),
  }));
  const leads: Entry[] = (wanted.length >= 3 ? (leadsFound.data?.items ?? []) : []).map((lead) => ({
    id: lead.id,
    group: "Leads",
    icon: <User />,
    title: [nameOfLead(lead), lead.contact_name ? lead.company_name : null, lead.phone_display].filter(Boolean).join("  ·  "),
    hint: <StatusMark status={leadStatus(lead)} />,
    run: go(`/leads/${encodeURIComponent(lead.id)}`),
  }));
  const campaigns = useCampaignEntries(text, onClose, ask);
  const ready: Entry[] = mayDial(session) && wanted.length >= 2 && READY.some((words) => words.startsWith(wanted)) ? [{ id: "ready", group: "Desk", icon: <Headset />, title: "Go ready", hint: "On the desk", run: go("/desk") }] : [];
  if (campaigns.isOrder) return [...campaigns.entries, ...ready, ...command, ...pages, ...leads, ...calls];
  // Several words or a whole number are most likely a command; a few digits or letters look for something.
  const looksLikeCommand = wanted.replace(/\D/g, "").length >= 7 || /[a-z]\s+\S/.test(wanted);
  return looksLikeCommand ? [...ready, ...command, ...campaigns.entries, ...leads, ...calls, ...pages] : [...ready, ...pages, ...campaigns.entries, ...leads, ...calls, ...command];
}

/** What somebody types who wants to take calls. */
const READY = ["ready", "go ready", "take calls", "sign in to a campaign"];
