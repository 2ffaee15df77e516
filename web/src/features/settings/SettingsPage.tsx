import { lazy, Suspense, useEffect, useRef, type ComponentType } from "react";
import { Navigate, NavLink, useParams } from "react-router";

import { may } from "@/features/session/permissions";
import { useSession } from "@/features/session/session";
import { NotFound } from "@/features/shell/NotFound";
import { NoPermission, Skeleton } from "@/ui/Blank";

import { SECTIONS, sectionsFor } from "./sections";
import styles from "./SettingsPage.module.css";

const PARTS: Record<string, ComponentType> = {
  workspace: lazy(() => import("./WorkspaceSection")),
  carriers: lazy(() => import("./carriers/CarriersSection")),
  integrations: lazy(() => import("./integrations/IntegrationsSection")),
  calendar: lazy(() => import("./calendar/CalendarSection")),
  webhooks: lazy(() => import("./hooks/HooksSection")),
  message: lazy(() => import("./MessageSection")),
  rules: lazy(() => import("./RulesSection")),
  machines: lazy(() => import("./MachinesSection")),
  outcomes: lazy(() => import("./OutcomesSection")),
  talking: lazy(() => import("./TalkingSection")),
  users: lazy(() => import("./UsersSection")),
  "api-keys": lazy(() => import("./ApiKeysSection")),
  audit: lazy(() => import("./AuditSection")),
  password: lazy(() => import("./PasswordSection")),
};

export function SettingsPage() {
  const { section: path } = useParams();
  const session = useSession();
  const { user } = session;
  const sections = sectionsFor(session);
  const section = SECTIONS.find((one) => one.path === path && (!one.applies || one.applies(session)));
  const Part = path ? PARTS[path] : undefined;
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a narrow screen the sections reach beyond the edge.
    nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path]);
  if (!path) return <Navigate to={`/settings/${sections[0]?.path ?? "password"}`} replace />;
  return (
    <div className={styles.page}>
      <div className={styles.side}>
        <h1 className={styles.title}>Settings</h1>
        <nav ref={nav} aria-label="Settings" className={styles.nav}>
          {sections.map(({ path: to, title, icon: Icon }) => (
            <NavLink key={to} to={`/settings/${to}`} className={styles.link}>
              <Icon aria-hidden="true" />
              {title}
            </NavLink>
          ))}
        </nav>
      </div>
      <div className={styles.body}>
        {!section || !Part ? (
          <NotFound />
        ) : section.needs && !may(user.role, section.needs) ? (
          <NoPermission what={`“${section.title}” is for other roles.`} />
        ) : (
          <Suspense fallback={<Skeleton rows={6} />}>
            <Part />
          </Suspense>
        )}
      </div>
    </div>
  );
}
