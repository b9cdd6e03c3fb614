/**
 * Every address of the app. A page's code is loaded when it is first opened; what a page shows
 * stands in its address, so that it can be sent to a colleague.
 */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { companiesSearch } from "@/features/companies/search";
import { contactsSearch } from "@/features/contacts/search";
import { flowSearch } from "@/features/flow/search";
import { newSegmentSearch } from "@/features/segments/search";
import { loadPages } from "./languages/languages";
import { Gate } from "./session/Gate";
import { Broken } from "./shell/Broken";
import { NotFound } from "./shell/NotFound";
import { Shell } from "./shell/Shell";

/** A page, with the styles and texts that every page may use. */
function page<T extends Record<string, unknown>>(load: () => Promise<T>) {
  return lazyRouteComponent(
    async () => (await Promise.all([load(), import("./all-styles"), loadPages()]))[0],
  );
}

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: ({ to }: Record<string, unknown>): { to?: string } => ({ to: ours(to) }),
  component: page(() => import("./session/SignIn")),
});

const join = createRoute({
  getParentRoute: () => root,
  path: "/join",
  component: page(() => import("./session/Join")),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  component: () => (
    <Gate>
      <Shell />
    </Gate>
  ),
});

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/flows", replace: true });
  },
});

const flows = createRoute({
  getParentRoute: () => inside,
  path: "/flows",
  component: page(() => import("@/features/flow/screens/FlowsPage")),
});

const flow = createRoute({
  getParentRoute: () => inside,
  path: "/flows/$flow",
  validateSearch: flowSearch,
  component: page(() => import("@/features/flow/screens/FlowPage")),
});

const contacts = createRoute({
  getParentRoute: () => inside,
  path: "/contacts",
  validateSearch: contactsSearch,
  component: page(() => import("@/features/contacts/ContactsPage")),
});

const contact = createRoute({
  getParentRoute: () => inside,
  path: "/contacts/$contact",
  validateSearch: ({ tab }: Record<string, unknown>): { tab?: "timeline" } =>
    tab === "timeline" ? { tab } : {},
  component: page(() => import("@/features/contacts/ContactPage")),
});

const companies = createRoute({
  getParentRoute: () => inside,
  path: "/companies",
  validateSearch: companiesSearch,
  component: page(() => import("@/features/companies/CompaniesPage")),
});

const company = createRoute({
  getParentRoute: () => inside,
  path: "/companies/$company",
  component: page(() => import("@/features/companies/CompanyPage")),
});

const segments = createRoute({
  getParentRoute: () => inside,
  path: "/segments",
  component: page(() => import("@/features/segments/SegmentsPage")),
});

const newSegment = createRoute({
  getParentRoute: () => inside,
  path: "/segments/new",
  validateSearch: newSegmentSearch,
  component: page(() => import("@/features/segments/NewSegmentPage")),
});

const segment = createRoute({
  getParentRoute: () => inside,
  path: "/segments/$segment",
  component: page(() => import("@/features/segments/SegmentPage")),
});

const scoring = createRoute({
  getParentRoute: () => inside,
  path: "/scoring",
  component: page(() => import("@/features/scoring/ScoringPage")),
});

const newModel = createRoute({
  getParentRoute: () => inside,
  path: "/scoring/new",
  validateSearch: ({ from }: Record<string, unknown>): { from?: "table" } =>
    from === "table" ? { from } : {},
  component: page(() => import("@/features/scoring/NewModelPage")),
});

const model = createRoute({
  getParentRoute: () => inside,
  path: "/scoring/$model",
  component: page(() => import("@/features/scoring/ModelPage")),
});

const prediction = createRoute({
  getParentRoute: () => inside,
  path: "/prediction",
  component: page(() => import("@/features/prediction/PredictionPage")),
});

const deals = createRoute({
  getParentRoute: () => inside,
  path: "/deals",
  validateSearch: ({ pipeline }: Record<string, unknown>): { pipeline?: string } => ({
    pipeline: typeof pipeline === "string" ? pipeline : undefined,
  }),
  component: page(() => import("@/features/deals/DealsPage")),
});

const tasks = createRoute({
  getParentRoute: () => inside,
  path: "/tasks",
  validateSearch: ({ status }: Record<string, unknown>): { status?: "done" } =>
    status === "done" ? { status } : {},
  component: page(() => import("@/features/tasks/TasksPage")),
});

const sources = createRoute({
  getParentRoute: () => inside,
  path: "/sources",
  component: page(() => import("@/features/sources/SourcesPage")),
});

const source = createRoute({
  getParentRoute: () => inside,
  path: "/sources/$source",
  component: page(() => import("@/features/sources/SourcePage")),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: page(() => import("@/features/settings/SettingsPage")),
});

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/settings/profile", replace: true });
  },
});

const profile = createRoute({
  getParentRoute: () => settings,
  path: "profile",
  component: page(() => import("@/features/settings/Profile")),
});

const team = createRoute({
  getParentRoute: () => settings,
  path: "team",
  component: page(() => import("@/features/settings/Team")),
});

const workspace = createRoute({
  getParentRoute: () => settings,
  path: "workspace",
  component: page(() => import("@/features/settings/Workspace")),
});

const keys = createRoute({
  getParentRoute: () => settings,
  path: "keys",
  component: page(() => import("@/features/settings/Keys")),
});

const audit = createRoute({
  getParentRoute: () => settings,
  path: "audit",
  component: page(() => import("@/features/settings/Audit")),
});

const deadLetters = createRoute({
  getParentRoute: () => settings,
  path: "dead-letters",
  component: page(() => import("@/features/settings/DeadLetters")),
});

const health = createRoute({
  getParentRoute: () => settings,
  path: "health",
  component: page(() => import("@/features/settings/Health")),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    join,
    inside.addChildren([
      home,
      flows,
      flow,
      contacts,
      contact,
      companies,
      company,
      segments,
      newSegment,
      segment,
      scoring,
      newModel,
      model,
      prediction,
      deals,
      tasks,
      sources,
      source,
      settings.addChildren([
        settingsHome,
        profile,
        team,
        workspace,
        keys,
        audit,
        deadLetters,
        health,
      ]),
    ]),
  ]),
  defaultErrorComponent: Broken,
  defaultPreload: "intent",
  scrollRestoration: true,
});

/** Where to go after signing in: only to a page of ours. */
function ours(to: unknown): string | undefined {
  return typeof to === "string" && /^\/(?![/\\])/.test(to) ? to : undefined;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
