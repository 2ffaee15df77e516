import { DESK_KEYS } from "@/features/desk/keys";
import { mayDial } from "@/features/dial/model";
import { useSession } from "@/features/session/session";
import { Kbd } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";

import { PAGES } from "./pages";
import styles from "./ShortcutList.module.css";

const LIST: readonly [string, string][] = [
  ["Ctrl K", "Command or search, anywhere"],
  ["n", "New call: to the prompt"],
  ["/", "Search calls or leads"],
  ["j", "Next row"],
  ["k", "Previous row"],
  ["x", "Select the row"],
  ["Enter", "Open the row; confirm a card; on Leads: write in the row"],
  ["Tab", "While writing in a row: save and go on"],
  ["o", "On Leads: open the row"],
  ["Esc", "Close what is open"],
  ["[", "Fold or unfold the sidebar"],
  ["?", "This list"],
];

const CALL: readonly [string, string][] = [
  ["d", "Dial the row, on Dial"],
  ["m", "In a call: mute or unmute"],
  ["h", "In a call: hold or resume"],
  ["k", "In a call: keypad"],
  ["c", "In a call: clips"],
  ["v", "In a call: leave your clip on a voicemail that beeped"],
  ["Esc", "In a call, held: end it"],
  ["1 … 9", "After a call: choose the outcome"],
  ["Ctrl Enter", "After a call: save and go on"],
];

export function ShortcutList({ open, onClose }: { open: boolean; onClose: () => void }) {
  const own = mayDial(useSession()) ? CALL : [];
  const rows = [...LIST, ...own, ...(own.length > 0 ? DESK_KEYS : []), ...PAGES.map((page): [string, string] => [page.keys, `Go to ${page.title}`])];
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard shortcuts" description="They rest while you type. On a Mac, use ⌘ instead of Ctrl.">
      <dl className={styles.list}>
        {rows.map(([keys, what]) => (
          <div key={keys} className={styles.row}>
            <dt>{what}</dt>
            <dd>
              {keys.split(" ").map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
