import './api/without-eval.ts';
import '@mantine/core/styles.layer.css';
import '@mantine/dropzone/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './theme/fonts.ts';
import './theme/base.css';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.ts';
import { startLanguage } from './language/language.ts';
import { createPages } from './router.tsx';
import { Themed } from './theme/themed.tsx';

await startLanguage();

const queryClient = createQueryClient(showSignIn, showSecondFactor);
const router = createPages(queryClient);

/** The session is over: sign in again, then back to this very page. */
function showSignIn() {
  const { pathname, href } = router.state.location;
  if (pathname === '/connexion' || pathname === '/installation' || pathname === '/') return;
  void router.navigate({ to: '/connexion', search: { retour: href } }).then(() => queryClient.clear());
}

/** The firm requires a second factor since this page was opened. */
function showSecondFactor() {
  const { pathname, href } = router.state.location;
  if (pathname.startsWith('/cabinets/'))
    void router.navigate({ to: '/second-facteur', search: { retour: href } });
}

const place = document.getElementById('root');
if (!place) throw new TypeError('index.html has no #root');
createRoot(place).render(
  <StrictMode>
    <Themed>
      <Notifications position="bottom-left" autoClose={6000} limit={3} />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Themed>
  </StrictMode>,
);
