/** Prints the table of the conformance suite at the end of its run, and fails the run when a connector or a case does. */
import { join, relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { load, loadConnectors } from '../connectors/read-connectors.ts';
import { findSkipReason } from '../testing/summary-reporter.ts';
import { type NotedTest, renderConformance } from './table.ts';

const root = join(import.meta.dirname, '../..');

export default class ConformanceReport implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const noted = tests.flatMap((test): NotedTest[] => {
      const { conformance: note } = test.meta();
      if (note === undefined) return [];
      const { state } = test.result();
      const file = relative(root, test.module.moduleId).replaceAll('\\', '/');
      const why = findSkipReason(file, test.fullName, process.env) ?? 'nobody allowed to skip it';
      return [{ note, hasPassed: state === 'passed', ...(state === 'skipped' && { leftOut: why }) }];
    });
    const folders = await loadConnectors(root);
    const connectors = [...(await load(root, '_template')), ...folders.flatMap((each) => each.connectors)];
    const { text, failures } = renderConformance(
      noted,
      connectors.map(({ manifest }) => manifest.id),
    );
    if (failures > 0) process.exitCode = 1;
    // Once the runner has said which tests failed and why.
    process.once('exit', () => console.log(`\n${text}`));
  }
}
