/** Pairs this computer with a firm: the password is exchanged once for a revocable token, and forgotten. */
import { createApiClient, routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import { changeConfiguration, type Server, saveToken } from '../home/configuration.ts';
import { acquireLock } from '../home/lock.ts';
import { agentVersion } from '../version.ts';
import { type ExamineOptions, examineServer } from './examine-server.ts';

export interface PairRequest {
  readonly url: string;
  readonly webServiceId: string;
  readonly email: string;
  readonly password: string;
  /** Of the second factor, where the account has one. */
  readonly code?: string;
  /** The name of this computer, as the platform shows it. */
  readonly name: string;
}

/**
 * @returns the server, and how many hot folders of another firm were taken out of the configuration
 * @throws NavetteError as `examineServer`; `unknown_web_service`, `wrong_credentials`, `second_factor_needed`, `wrong_second_factor` and the server's other refusals;
 * `agent_running` when the agent must be stopped first
 */
export async function pair(
  home: string,
  request: PairRequest,
  options: ExamineOptions,
): Promise<{ server: Server; dropped: number }> {
  const url = await examineServer(request.url, options);
  const lock = await acquireLock(home, 'run');
  if (lock === null) throw new NavetteError('agent_running', { path: home });
  try {
    const answer = await exchange(url, request, options);
    await saveToken(home, answer.token);
    const server: Server = {
      url,
      agentId: answer.agentId,
      firm: answer.firm,
      user: answer.user,
      name: request.name,
    };
    let dropped = 0;
    await changeConfiguration(home, (current) => {
      const isSameFirm = current.server === null || current.server.firm.id === server.firm.id;
      dropped = isSameFirm ? 0 : current.hotFolders.length;
      return { ...current, server, hotFolders: isSameFirm ? current.hotFolders : [] };
    });
    return { server, dropped };
  } finally {
    await lock.release();
  }
}

async function exchange(url: string, request: PairRequest, options: ExamineOptions) {
  const api = createApiClient({ baseUrl: url, ...(options.fetch ? { fetch: options.fetch } : {}) });
  const answer = await api.call(routes.pairAgent, {
    signal: AbortSignal.timeout(options.deadlineMs ?? 15_000),
    body: {
      webServiceId: clean(request.webServiceId),
      email: clean(request.email),
      password: request.password,
      ...(request.code !== undefined && { code: request.code }),
      name: request.name,
      version: agentVersion,
      platform: `${process.platform} ${process.arch}`,
    },
  });
  const parsed = routes.pairAgent.answer.safeParse(answer);
  if (!parsed.success) throw new NavetteError('not_a_navette_server', { url });
  return parsed.data;
}

/** What people paste around an identifier or an address: spaces of every kind. */
function clean(text: string): string {
  return text.replace(/[\s\u00a0\u200b\u202f\ufeff]/g, '');
}
