/** `npm run chaos -- NAME [--short]`: exits 0 when nothing is lost, nothing is twice and the ledger balances. */
import { drops } from './drops.ts';
import { kills } from './kills.ts';
import { partnerFaults } from './partner-faults.ts';
import type { Scenario } from './scenario.ts';
import { closingLine } from './verdict.ts';

const scenarios: readonly Scenario[] = [drops, kills, partnerFaults];

async function main(): Promise<number> {
  const [name] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
  const scenario = scenarios.find((each) => each.name === name);
  if (!scenario) {
    console.error('npm run chaos -- NAME [--short]');
    for (const each of scenarios) console.error(`  ${each.name.padEnd(16)} ${each.summary}`);
    return 2;
  }
  const startedAt = performance.now();
  const log = (line: string) =>
    console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)} s  ${line}`);
  const verdict = await scenario.run({ short: process.argv.includes('--short'), log });
  for (const line of verdict.lines) log(line);
  console.log(closingLine(verdict));
  return verdict.lost + verdict.twice + verdict.unexplained === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
