import type { routes } from '@navette/api';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { createLog } from '../log.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { refreshAllTask } from './refresh-tasks.ts';

const partner = createScriptedPartner({ listsDossiers: true });
const lines: string[] = [];
const log = createLog('warn', (line) => lines.push(line));
const platform = await testPlatform([partner.connector], {}, { log });

it('lists the dossiers of applications in use every night; a partner that does not answer takes nothing away', async () => {
  const { admin, path } = await testFirm(platform);
  const added = await admin.call<{ id: string }>('POST', `${path}/installations`, {
    application: 'scripted',
    credentials: { secret: 'secret-planté' },
  });
  const count = async () => {
    const at = `${path}/installations/${added.body.id}/mapping`;
    return (await admin.call<z.infer<typeof routes.getMapping.answer>>('GET', at)).body.dossiers;
  };
  const night = async () => {
    await platform.jobs.add(null, refreshAllTask, {});
    await platform.runJobs();
  };
  const dossier = { siren: null, nic: null, active: true };
  partner.dossiers = [{ key: '1', name: 'Un', ...dossier }];
  await night();
  expect(await count()).toBe(1);
  partner.dossiers = [];
  partner.refusal = 'partner_unreachable';
  await night();
  expect(lines.join('\n')).toContain('The dossiers of an application could not be listed');
  expect(await count()).toBe(1);
  partner.refusal = null;
  await admin.call('POST', `${path}/installations/${added.body.id}/pause`);
  await night();
  expect(await count()).toBe(0);
});
