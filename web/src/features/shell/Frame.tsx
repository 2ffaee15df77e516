import { FlaskConical, PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { NavLink, useLocation, useNavigate } from "react-router";

import { mayDial } from "@/features/dial/model";
import { useSession } from "@/features/session/session";
import { may } from "@/features/session/permissions";
import { useLiveStats } from "@/live/hooks";
import { Button, IconButton } from "@/ui/Button";
import { usePreference } from "@/ui/browser";
import { Kbd } from "@/ui/Card";
import { Mark } from "@/ui/Mark";

import { Crash } from "./Crash";
import styles from "./Frame.module.css";
import { LinkState, StaleBanner } from "./LinkState";
import { PAGES } from "./pages";
import { ShortcutList } from "./ShortcutList";
import { useShortcuts } from "@/ui/shortcuts";
import { showLiveTab } from "./tab";
import { UserMenu } from "./UserMenu";

const Palette = lazy(() => import("./Palette"));
const CallHost = lazy(() => import("@/features/dial/CallHost"));
const DeskHost = lazy(() => import("@/features/desk/DeskHost"));

/** Navigation, banner and status around every page. */
export function Frame({ children }: { children: ReactNode }) {
  const session = useSession();
  const location = useLocation();
  const navigate = useNavigate();
  const [side, setSide] = usePreference<"wide" | "narrow">("outdial.sidebar", "wide");
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const pages = PAGES.filter((page) => !page.needs || may(session.user.role, page.needs));
  const liveCalls = useLiveStats()?.live ?? 0;

  useEffect(() => {
    const title = PAGES.find((page) => (page.path === "/" ? location.pathname === "/" : location.pathname.startsWith(page.path)))?.title;
    showLiveTab(title ?? (location.pathname === "/dial" ? "Dial" : "Outdial"), liveCalls);
  }, [location.pathname, liveCalls]);

  useEffect(() => {
    // On a narrow screen the navigation may reach beyond the edge.
    document.querySelector('nav [aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [location.pathname]);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setPaletteOpen(true);
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  useShortcuts([
    ...pages.map((page) => ({ keys: page.keys, run: () => void navigate(page.path) })),
    { keys: "?", run: () => setHelpOpen(true) },
    { keys: "[", run: () => setSide(side === "wide" ? "narrow" : "wide") },
  ]);

  return (
    <div className={styles.frame} data-side={side}>
      <a className={styles.skip} href="#content">
        Skip to content
      </a>
      <aside className={styles.side}>
        <div className={styles.brand}>
          <Mark />
          <span className={styles.workspace} title={session.workspace.name}>
            {session.workspace.name}
          </span>
        </div>
        <Button className={styles.search} icon={<Search />} onClick={() => setPaletteOpen(true)}>
          <span className={styles.searchText}>Command</span>
          <Kbd>{isApple() ? "⌘" : "Ctrl"} K</Kbd>
        </Button>
        <nav className={styles.nav} aria-label="Pages">
          {pages.map(({ path, title, icon: Icon }) => (
            <NavLink key={path} to={path} end={path === "/"} className={styles.link} title={side === "narrow" ? title : undefined}>
              <Icon aria-hidden="true" />
              <span className={styles.linkText}>{title}</span>
            </NavLink>
          ))}
        </nav>
        <div className={styles.linkState}>
          <LinkState />
        </div>
        <div className={styles.foot}>
          <UserMenu onHelp={() => setHelpOpen(true)} />
          <IconButton
            className={styles.fold}
            label={side === "wide" ? "Fold the sidebar" : "Unfold the sidebar"}
            icon={side === "wide" ? <PanelLeftClose /> : <PanelLeftOpen />}
            onClick={() => setSide(side === "wide" ? "narrow" : "wide")}
          />
        </div>
      </aside>
      <div className={styles.stage}>
        <header className={styles.top}>
          <Mark />
          <span className={styles.workspace}>{session.workspace.name}</span>
          <LinkState />
          <IconButton label="Command or search" icon={<Search />} onClick={() => setPaletteOpen(true)} />
        </header>
        {session.sandbox && (
          <section className={styles.banner} aria-label="Sandbox">
            <div role="note" className={styles.note}>
            <FlaskConical aria-hidden="true" />
            <span>
              <strong>Sandbox.</strong> Calls go to a simulated phone network; no real phone rings.
              {may(session.user.role, "carriers.read") && (
                <>
                  {" "}
                  <NavLink to="/settings/carriers">Connect a carrier</NavLink> to call people.
                </>
              )}
            </span>
            </div>
          </section>
        )}
        <StaleBanner />
        <Suspense>{mayDial(session) && <CallHost />}</Suspense>
        <Suspense>{mayDial(session) && <DeskHost />}</Suspense>
        <main id="content" className={styles.content} tabIndex={-1}>
          <Crash address={location.pathname}>{children}</Crash>
        </main>
      </div>
      <Suspense>{paletteOpen && <Palette onClose={() => setPaletteOpen(false)} />}</Suspense>
      <ShortcutList open={helpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
