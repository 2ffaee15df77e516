import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { createBrowserRouter, RouterProvider } from "react-router";

import { ApiProblem } from "@/api/problem";
import { Shell } from "@/features/shell/Shell";
import { NotFound } from "@/features/shell/NotFound";
import { RouteCrash } from "@/features/shell/RouteCrash";
import { ToastProvider } from "@/ui/Toasts";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // What the server refused stays refused; only silence is worth another try.
      retry: (failures, error) => !(error instanceof ApiProblem) && failures < 2,
    },
  },
});

const router = createBrowserRouter([
  {
    path: "/setup",
    ErrorBoundary: RouteCrash,
    HydrateFallback: () => null,
    lazy: async () => ({ Component: (await import("@/features/session/SetupPage")).SetupPage }),
  },
  {
    path: "/sign-in",
    ErrorBoundary: RouteCrash,
    HydrateFallback: () => null,
    lazy: async () => ({ Component: (await import("@/features/session/SignInPage")).SignInPage }),
  },
  {
    Component: Shell,
    ErrorBoundary: RouteCrash,
    HydrateFallback: () => null,
    children: [
      { path: "/", lazy: async () => ({ Component: (await import("@/features/home/HomePage")).HomePage }) },
      { path: "/desk", lazy: async () => ({ Component: (await import("@/features/desk/DeskPage")).DeskPage }) },
      { path: "/campaigns", lazy: async () => ({ Component: (await import("@/features/campaigns/CampaignsPage")).CampaignsPage }) },
      { path: "/campaigns/new", lazy: async () => ({ Component: (await import("@/features/campaigns/editor/CampaignEditorPage")).CampaignEditorPage }) },
      { path: "/campaigns/:id", lazy: async () => ({ Component: (await import("@/features/campaigns/run/CampaignPage")).CampaignPage }) },
      { path: "/campaigns/:id/edit", lazy: async () => ({ Component: (await import("@/features/campaigns/editor/CampaignEditorPage")).CampaignEditorPage }) },
      { path: "/wallboard", lazy: async () => ({ Component: (await import("@/features/wallboard/WallboardPage")).WallboardPage }) },
      { path: "/callbacks", lazy: async () => ({ Component: (await import("@/features/callbacks/CallbacksPage")).CallbacksPage }) },
      { path: "/automation", lazy: async () => ({ Component: (await import("@/features/automation/AutomationPage")).AutomationPage }) },
      // One route with and without an open agent: the list stays where it is when one is opened.
      { path: "/voice-agents/:id?", lazy: async () => ({ Component: (await import("@/features/voice/VoiceAgentsPage")).VoiceAgentsPage }) },
      { path: "/bookings", lazy: async () => ({ Component: (await import("@/features/bookings/BookingsPage")).BookingsPage }) },
      { path: "/mail", lazy: async () => ({ Component: (await import("@/features/mail/MailPage")).MailPage }) },
      { path: "/reports", lazy: async () => ({ Component: (await import("@/features/reports/ReportsPage")).ReportsPage }) },
      { path: "/calls", lazy: async () => ({ Component: (await import("@/features/calls/CallsPage")).CallsPage }) },
      { path: "/runs", lazy: async () => ({ Component: (await import("@/features/runs/RunsPage")).RunsPage }) },
      { path: "/leads/imports", lazy: async () => ({ Component: (await import("@/features/leads/import/ImportsPage")).ImportsPage }) },
      { path: "/leads/import/:id", lazy: async () => ({ Component: (await import("@/features/leads/import/ImportPage")).ImportPage }) },
      // One route with and without an open lead: the table stays where it is when one is opened.
      { path: "/leads/:id?", lazy: async () => ({ Component: (await import("@/features/leads/LeadsPage")).LeadsPage }) },
      { path: "/do-not-call", lazy: async () => ({ Component: (await import("@/features/dnc/DoNotCallPage")).DoNotCallPage }) },
      { path: "/dial", lazy: async () => ({ Component: (await import("@/features/dial/DialPage")).DialPage }) },
      {
        path: "/settings",
        lazy: async () => ({ Component: (await import("@/features/settings/SettingsPage")).SettingsPage }),
        children: [{ path: ":section", element: null }],
      },
      { path: "*", Component: NotFound },
    ],
  },
]);

export function App() {
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <Tooltip.Provider delay={500}>
          <ToastProvider>
            {/* The address holds filters and typed searches: deferred, a quick second change would be made from an old one. */}
            <RouterProvider router={router} useTransitions={false} />
          </ToastProvider>
        </Tooltip.Provider>
      </QueryClientProvider>
    </CSPProvider>
  );
}
