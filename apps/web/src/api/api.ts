import { type ApiClient, createApiClient } from '@navette/api';

/** The platform, on the page's own origin; the session travels in its cookie. */
export const api: ApiClient = createApiClient({ baseUrl: '' });
