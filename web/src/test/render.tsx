import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Tooltip } from "@base-ui/react/tooltip";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { MemoryRouter, Route, Routes, useLocation } from "react-router";

import type { Role } from "@/api/model";
import { SessionContext } from "@/features/session/session";
import { ToastProvider } from "@/ui/Toasts";

import { aSession } from "./samples";

/** Shows a view as somebody who is signed in with a role. */
export function renderAs(role: Role, view: ReactNode, at = "/") {
  const session = aSession();
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const shown = render(
    <QueryClientProvider client={client}>
      <Tooltip.Provider>
        <ToastProvider>
          <MemoryRouter initialEntries={[at]}>
            <SessionContext value={{ ...session, user: { ...session.user, role } }}>
              <Routes>
                <Route path="*" element={<>{view}</>} />
              </Routes>
              <Where />
            </SessionContext>
          </MemoryRouter>
        </ToastProvider>
      </Tooltip.Provider>
    </QueryClientProvider>,
  );
  return { ...shown, user: userEvent.setup(), client };
}

function Where() {
  const { pathname, search } = useLocation();
  return <output aria-label="address">{pathname + search}</output>;
}
