import { ApiError } from '@navette/api';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { firmQuery, meQuery } from './api/firm.ts';
import { ClientsPage } from './clients/clients-page.tsx';
import { DeliveriesPage } from './deliveries/deliveries-page.tsx';
import { readDeliveriesSearch } from './deliveries/deliveries-search.ts';
import { ClientPage } from './documents/client-page.tsx';
import { readClientSearch } from './documents/client-search.ts';
import { asText, isOn, parseAddressSearch, writeAddressSearch } from './frame/address-search.ts';
import { FailedPage } from './frame/failed-page.tsx';
import { Frame } from './frame/frame.tsx';
import { NotFoundPage } from './frame/not-found-page.tsx';
import { ResourcesPage } from './resources/resources-page.tsx';
import { FirstRunPage } from './sign-in/first-run-page.tsx';
import { NoFirmPage } from './sign-in/no-firm-page.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';

interface RouterContext {
  readonly queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: FailedPage,
});

/** Who is signed in, or the sign-in page, which comes back here. */
async function requireMe({ queryClient }: RouterContext, address: string) {
  try {
    return await queryClient.ensureQueryData(meQuery);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    throw redirect({ to: '/connexion', search: address === '/' ? {} : { retour: address } });
  }
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: NoFirmPage,
  beforeLoad: async ({ context, location }) => {
    const { firms } = await requireMe(context, location.href);
    const first = firms[0];
    if (first) throw redirect({ to: '/cabinets/$firm/dossiers', params: { firm: first.id } });
  },
});

const firstRun = createRoute({
  getParentRoute: () => root,
  path: '/installation',
  validateSearch: (search: Record<string, unknown>): { token?: string } => {
    const token = asText(search.token);
    return token ? { token } : {};
  },
  component: FirstRunPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/connexion',
  validateSearch: (search: Record<string, unknown>): { retour?: string; cree?: boolean } => {
    const retour = asText(search.retour);
    return { ...(retour ? { retour } : {}), ...(isOn(search.cree) ? { cree: true } : {}) };
  },
  component: SignInPage,
});

const firm = createRoute({
  getParentRoute: () => root,
  path: '/cabinets/$firm',
  component: Frame,
  notFoundComponent: NotFoundPage,
  beforeLoad: async ({ context, location, params }) => {
    const me = await requireMe(context, location.href);
    if (!me.firms.some(({ id }) => id === params.firm)) throw notFound();
    await context.queryClient.ensureQueryData(firmQuery(params.firm));
  },
});

const clients = createRoute({
  getParentRoute: () => firm,
  path: '/dossiers',
  validateSearch: (search: Record<string, unknown>): { recherche?: string; nonTransmis?: boolean } => {
    const recherche = asText(search.recherche);
    return {
      ...(recherche ? { recherche } : {}),
      ...(isOn(search.nonTransmis) ? { nonTransmis: true } : {}),
    };
  },
  component: ClientsPage,
});

const client = createRoute({
  getParentRoute: () => firm,
  path: '/dossiers/$client',
  validateSearch: readClientSearch,
  component: ClientPage,
});

const deliveries = createRoute({
  getParentRoute: () => firm,
  path: '/envois',
  validateSearch: readDeliveriesSearch,
  component: DeliveriesPage,
});

const resources = createRoute({
  getParentRoute: () => firm,
  path: '/ressources',
  component: ResourcesPage,
});

const tree = root.addChildren([
  home,
  firstRun,
  signIn,
  firm.addChildren([clients, client, deliveries, resources]),
]);

/** The pages and their addresses. What a page shows is in its address, so that a link shows the same to a colleague. */
export function createPages(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    defaultErrorComponent: FailedPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
    parseSearch: parseAddressSearch,
    stringifySearch: writeAddressSearch,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPages>;
  }
}
