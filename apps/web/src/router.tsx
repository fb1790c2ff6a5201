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
import { AccountPage } from './account/account-page.tsx';
import { firmQuery, meQuery } from './api/firm.ts';
import { isFactorRequired } from './api/problem-sentence.ts';
import { ApplicationsPage } from './applications/applications-page.tsx';
import { readApplicationsSearch } from './applications/applications-search.ts';
import { AuditPage } from './audit/audit-page.tsx';
import { readAuditSearch } from './audit/audit-search.ts';
import { ImportPage } from './client-import/import-page.tsx';
import { readImportSearch } from './client-import/import-search.ts';
import { ClientAttributesPage } from './clients/client-attributes-page.tsx';
import { ClientConnectionsPage } from './clients/client-connections-page.tsx';
import { ClientsPage } from './clients/clients-page.tsx';
import { readClientsSearch } from './clients/clients-search.ts';
import { ConnectingPage } from './connecting/connecting-page.tsx';
import { readConnectingSearch } from './connecting/connecting-search.ts';
import { DeliveriesPage } from './deliveries/deliveries-page.tsx';
import { readDeliveriesSearch } from './deliveries/deliveries-search.ts';
import { ClientPage } from './documents/client-page.tsx';
import { readClientSearch } from './documents/client-search.ts';
import { asText, parseAddressSearch, writeAddressSearch } from './frame/address-search.ts';
import { FailedPage } from './frame/failed-page.tsx';
import { Frame } from './frame/frame.tsx';
import { NotFoundPage } from './frame/not-found-page.tsx';
import { InstallationPage } from './installation/installation-page.tsx';
import { readInstallationSearch } from './installation/installation-search.ts';
import { InvitationPage } from './people/invitation-page.tsx';
import { PeoplePage } from './people/people-page.tsx';
import { readPeopleSearch } from './people/people-search.ts';
import { ResourcesPage } from './resources/resources-page.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
import { readSettingsSearch } from './settings/settings-search.ts';
import { SetupPage } from './setups/setup-page.tsx';
import { readSetupSearch } from './setups/setup-search.ts';
import { FirstRunPage } from './sign-in/first-run-page.tsx';
import { ForgottenPasswordPage } from './sign-in/forgotten-password-page.tsx';
import { NewPasswordPage } from './sign-in/new-password-page.tsx';
import { NoFirmPage } from './sign-in/no-firm-page.tsx';
import { SecondFactorPage } from './sign-in/second-factor-page.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { readSignInSearch } from './sign-in/sign-in-search.ts';

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
  validateSearch: readSignInSearch,
  component: SignInPage,
});

const forgottenPassword = createRoute({
  getParentRoute: () => root,
  path: '/mot-de-passe-oublie',
  component: ForgottenPasswordPage,
});

const newPassword = createRoute({
  getParentRoute: () => root,
  path: '/nouveau-mot-de-passe',
  component: NewPasswordPage,
});

/** Where a firm sends those who have no second factor, when it requires one. */
const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/second-facteur',
  validateSearch: (search: Record<string, unknown>): { retour?: string } => {
    const retour = asText(search.retour);
    return retour ? { retour } : {};
  },
  beforeLoad: ({ context, location }) => requireMe(context, location.href),
  component: SecondFactorPage,
});

const firm = createRoute({
  getParentRoute: () => root,
  path: '/cabinets/$firm',
  component: Frame,
  notFoundComponent: NotFoundPage,
  beforeLoad: async ({ context, location, params }) => {
    // Both at once: the page waits for one answer, not for two.
    const firm = context.queryClient.ensureQueryData(firmQuery(params.firm));
    firm.catch(() => {});
    const me = await requireMe(context, location.href);
    if (!me.firms.some(({ id }) => id === params.firm)) throw notFound();
    await firm.catch((error: unknown) => {
      if (!isFactorRequired(error)) throw error;
      throw redirect({ to: '/second-facteur', search: { retour: location.href } });
    });
  },
});

const clients = createRoute({
  getParentRoute: () => firm,
  path: '/dossiers',
  validateSearch: readClientsSearch,
  component: ClientsPage,
});

const clientImport = createRoute({
  getParentRoute: () => firm,
  path: '/dossiers/importer',
  validateSearch: readImportSearch,
  component: ImportPage,
});

const client = createRoute({
  getParentRoute: () => firm,
  path: '/dossiers/$client',
  validateSearch: readClientSearch,
  component: ClientPage,
});

const clientConnections = createRoute({
  getParentRoute: () => firm,
  path: '/dossiers/$client/connexions',
  component: ClientConnectionsPage,
});

const clientAttributes = createRoute({
  getParentRoute: () => firm,
  path: '/dossiers/$client/attributs',
  component: ClientAttributesPage,
});

const setup = createRoute({
  getParentRoute: () => firm,
  path: '/applications/assistant/$setup',
  validateSearch: readSetupSearch,
  component: SetupPage,
});

const connecting = createRoute({
  getParentRoute: () => firm,
  path: '/applications/$installation/connecter',
  validateSearch: readConnectingSearch,
  component: ConnectingPage,
});

const applications = createRoute({
  getParentRoute: () => firm,
  path: '/applications',
  validateSearch: readApplicationsSearch,
  component: ApplicationsPage,
});

const installation = createRoute({
  getParentRoute: () => firm,
  path: '/applications/$installation',
  validateSearch: readInstallationSearch,
  component: InstallationPage,
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

const account = createRoute({
  getParentRoute: () => firm,
  path: '/mon-compte',
  component: AccountPage,
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: InvitationPage,
});

const people = createRoute({
  getParentRoute: () => firm,
  path: '/utilisateurs',
  validateSearch: readPeopleSearch,
  component: PeoplePage,
});

const settings = createRoute({
  getParentRoute: () => firm,
  path: '/parametres',
  validateSearch: readSettingsSearch,
  component: SettingsPage,
});

const audit = createRoute({
  getParentRoute: () => firm,
  path: '/journal',
  validateSearch: readAuditSearch,
  component: AuditPage,
});

const tree = root.addChildren([
  home,
  firstRun,
  signIn,
  forgottenPassword,
  newPassword,
  secondFactor,
  invitation,
  firm.addChildren([
    clients,
    clientImport,
    client,
    clientConnections,
    clientAttributes,
    setup,
    connecting,
    installation,
    deliveries,
    applications,
    resources,
    people,
    settings,
    audit,
    account,
  ]),
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
