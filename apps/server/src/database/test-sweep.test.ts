import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { dataFolder, processesIn, startUser } from './test-server.ts';
import { sweepAbandonedClusters } from './test-sweep.ts';

const log = createLog('error');

test('the cluster of a killed run is stopped and removed, one in use or young is left', async () => {
  const parent = path.dirname(await dataFolder());
  const [abandoned, used] = [path.join(parent, 'run-abandoned'), path.join(parent, 'run-used')];
  const killed = await startUser({ dataDir: abandoned });
  const user = await startUser({ dataDir: used });
  await killed.kill();

  await sweepAbandonedClusters(parent, 'run-', log);
  expect(await processesIn(abandoned)).not.toEqual([]);

  await sweepAbandonedClusters(parent, 'run-', log, 0);
  await expect(stat(abandoned)).rejects.toThrow('ENOENT');
  await expect(stat(killed.facts.host)).rejects.toThrow('ENOENT');
  expect(await user.query('select 1 as one')).toEqual([{ one: 1 }]);
});
