/** Forbidden imports, one for each rule and each arrow, which the check must find; and what it must leave alone. */
export interface Planted {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
}

export const forbidden: readonly Planted[] = [
  { rule: 'no-app', path: 'demo/planted.ts', text: "import '@navette/server';" },
  { rule: 'no-app', path: 'packages/api/src/planted.ts', text: "import type { X } from '@navette/agent';" },
  { rule: 'no-app', path: 'e2e/planted.test.ts', text: "await import('../apps/server/src/main.ts');" },
  {
    rule: 'testkit-for-tests',
    path: 'apps/server/src/planted.ts',
    text: "import { x } from '@navette/testkit';",
  },
  { rule: 'testkit-for-tests', path: 'tools/planted.ts', text: "export * from '@navette/testkit';" },
  { rule: 'no-test-code', path: 'apps/server/src/planted.ts', text: "import './database/test-cluster.ts';" },
  {
    rule: 'one-connector-list',
    path: 'apps/server/src/planted.ts',
    text: "import { connector } from '@navette/connector-inqom';",
  },
  {
    rule: 'no-socket-in-connector',
    path: 'connectors/inqom/planted.ts',
    text: "import { Agent } from 'undici';",
  },
  { rule: 'no-socket-in-connector', path: 'connectors/inqom/planted.ts', text: "import 'node:fs/promises';" },
  { rule: 'no-socket-in-connector', path: 'connectors/inqom/planted.ts', text: "require('net');" },
  {
    rule: 'runs-in-browser',
    path: 'packages/model/src/planted.ts',
    text: "import { join } from 'node:path';",
  },
  { rule: 'runs-in-browser', path: 'apps/web/src/planted.tsx', text: "import type { Stats } from 'fs';" },
  {
    rule: 'through-exports',
    path: 'apps/web/src/planted.ts',
    text: "export { x } from '../../../packages/model/src/siret.ts';",
  },
  {
    rule: 'through-exports',
    path: 'packages/api/src/planted.ts',
    text: "type X = import('@navette/model/src/siret.ts').X;",
  },
  {
    rule: 'through-exports',
    path: 'packages/api/src/planted.ts',
    text: "import '../../../tools/planted.ts';",
  },
  { rule: 'through-exports', path: 'packages/model/src/planted.ts', text: "import '@navette/model';" },
  { rule: 'no-computed-import', path: 'apps/server/src/planted.ts', text: 'await import(process.argv[2]);' },
  { rule: 'bundled-agent', path: 'apps/agent/src/planted.ts', text: 'await 1;' },
  { rule: 'bundled-agent', path: 'packages/api/src/planted.ts', text: 'export const x = import.meta.url;' },
  { rule: 'every-folder-has-a-row', path: 'packages/other/src/planted.ts', text: 'export {};' },
  { rule: 'no-cycle', path: 'tools/planted.ts', text: "import type { x } from './planted.ts';" },
  { rule: 'arrow packages/model', path: 'packages/model/src/planted.ts', text: "import '@navette/api';" },
  { rule: 'arrow packages/api', path: 'packages/api/src/planted.ts', text: "import '@navette/connector';" },
  {
    rule: 'arrow packages/einvoice',
    path: 'packages/einvoice/src/planted.ts',
    text: "import '@navette/api';",
  },
  {
    rule: 'arrow packages/connector',
    path: 'packages/connector/src/planted.ts',
    text: "import '@navette/api';",
  },
  {
    rule: 'arrow packages/testkit',
    path: 'packages/testkit/src/planted.ts',
    text: "import '@navette/connector';",
  },
  {
    rule: 'arrow connectors/*',
    path: 'connectors/sftp/planted.ts',
    text: "import '@navette/connector-inqom';",
  },
  {
    rule: 'arrow connectors/*',
    path: 'connectors/sftp/planted.ts',
    text: "import type {} from '@navette/api';",
  },
  { rule: 'arrow apps/server', path: 'apps/server/src/planted.ts', text: "import '@navette/other';" },
  { rule: 'arrow apps/web', path: 'apps/web/src/planted.ts', text: "import '@navette/connector';" },
  { rule: 'arrow apps/agent', path: 'apps/agent/src/planted.ts', text: "import('@navette/connector');" },
  {
    rule: 'arrow apps/sandbox',
    path: 'apps/sandbox/src/planted.test.ts',
    text: "import '@navette/connector-inqom';",
  },
  { rule: 'arrow apps/sandbox', path: 'apps/sandbox/src/planted.ts', text: "export * from '@navette/api';" },
  { rule: 'arrow demo', path: 'demo/planted.ts', text: "import '@navette/connector-inqom';" },
  { rule: 'arrow e2e', path: 'e2e/planted.ts', text: "import '@navette/connector-inqom';" },
  { rule: 'arrow chaos', path: 'chaos/planted.ts', text: "import '@navette/connector-inqom';" },
  { rule: 'arrow bench', path: 'bench/planted.ts', text: "import '@navette/connector-inqom';" },
  { rule: 'arrow tools', path: 'tools/planted.ts', text: "import '@navette/connector-inqom';" },
];

export const allowed: readonly Omit<Planted, 'rule'>[] = [
  {
    path: 'apps/server/src/planted.ts',
    text: "import '@navette/model'; import 'node:fs'; import './main.ts';",
  },
  { path: 'apps/server/src/planted.test.ts', text: "import '@navette/testkit';" },
  { path: 'apps/server/src/applications/connectors.gen.ts', text: "import '@navette/connector-inqom';" },
  {
    path: 'connectors/inqom/planted.test.ts',
    text: "import '@navette/connector/conformance'; import 'node:net';",
  },
  { path: 'packages/connector/src/conformance/planted.ts', text: "import '@navette/testkit';" },
  { path: 'apps/agent/src/planted.ts', text: 'async function run() { await 1; } void run();' },
  {
    path: 'packages/model/src/planted.ts',
    text: "// import 'node:fs';\nexport const text = \"import 'node:fs'\";",
  },
  { path: 'e2e/planted.test.ts', text: "import '@navette/testkit'; import '@navette/api';" },
];
