import { useMutation } from "@tanstack/react-query";
import { Keyboard, KeyRound, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useNavigate } from "react-router";

import { api } from "@/api/client";
import { useLeave, useSession } from "@/features/session/session";
import { words } from "@/format/words";
import { Menu, MenuChoice, MenuGroup, MenuItem, MenuLine, MenuOption } from "@/ui/Menu";

import { useTheme, type Theme } from "./theme";
import styles from "./UserMenu.module.css";

export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { user } = useSession();
  const [theme, setTheme] = useTheme();
  const navigate = useNavigate();
  const leave = useLeave();
  const signOut = useMutation({ mutationFn: () => api.DELETE("/api/v1/session"), onSettled: leave });
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className={styles.me}>
          <span className={styles.face} aria-hidden="true">
            {initials(user.name)}
          </span>
          <span className={styles.name}>
            {user.name}
            <small>{words(user.role)}</small>
            <span className="visually-hidden">, account menu</span>
          </span>
        </button>
      }
    >
      <MenuGroup label="Theme">
        <MenuChoice value={theme} onChange={(value) => setTheme(value as Theme)}>
          <MenuOption value="system" icon={<Monitor />}>
            As the system
          </MenuOption>
          <MenuOption value="light" icon={<Sun />}>
            Light
          </MenuOption>
          <MenuOption value="dark" icon={<Moon />}>
            Dark
          </MenuOption>
        </MenuChoice>
      </MenuGroup>
      <MenuLine />
      <MenuItem icon={<KeyRound />} onClick={() => void navigate("/settings/password")}>
        My password
      </MenuItem>
      <MenuItem icon={<Keyboard />} onClick={onHelp}>
        Keyboard shortcuts
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<LogOut />} onClick={() => signOut.mutate()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  return ((parts[0]?.[0] ?? "?") + (parts.length > 1 ? (parts.at(-1)?.[0] ?? "") : "")).toUpperCase();
}
