/**
 * Starts a command of Navette on any Node ≥ 20: installs what the lock file names, builds the web page when its sources
 * changed, then runs the program with the pinned Node. Plain JavaScript without dependencies, since nothing may be there yet.
 */
import { join } from 'node:path';
import { prepareBrowser } from './launch/browser.mjs';
import { arePackagesInstalled, installPackages } from './launch/install.mjs';
import { withLock } from './launch/lock.mjs';
import { prepareObjectStore } from './launch/object-store.mjs';
import { buildPage, isPageBuilt } from './launch/page.mjs';
import { pinnedNode, root } from './launch/places.mjs';
import { runProgram } from './launch/program.mjs';
import { prepareTestServers } from './launch/test-servers.mjs';

/**
 * `program` with its first arguments; `page`: it serves the web page; `browser`: it opens it in a browser; `servers`: it talks to
 * real servers of other makers; `here`: it reads paths as the person who typed them means them.
 */
const commands = {
  start: { program: ['apps/server/src/main.ts'], page: true },
  demo: { program: ['demo/demo.ts'], page: true },
  test: { program: ['node_modules/vitest/vitest.mjs', 'run'], page: true, browser: true, servers: true },
  // Two folders: `security` and `secrets`.
  security: { program: ['node_modules/vitest/vitest.mjs', 'run', 'apps/server/src/testing/sec'] },
  check: { program: ['tools/check.mjs'] },
  firm: { program: ['apps/server/src/firms/firm-command.ts'] },
  agent: { program: ['apps/agent/src/main.ts'], here: true },
  sandbox: { program: ['apps/sandbox/src/main.ts'] },
  bench: { program: ['bench/main.ts'], page: true, browser: true },
  chaos: { program: ['chaos/main.ts'], page: true },
  mutations: { program: ['chaos/mutations.ts'], page: true },
  screenshots: { program: ['e2e/screenshots.ts'], page: true, browser: true },
  docs: { program: ['tools/write-docs.ts'] },
  conformance: {
    program: ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tools/conformance.config.ts'],
    servers: true,
  },
  'new-connector': { program: ['tools/new-connector.ts'] },
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  console.error(`Usage: node tools/launch.mjs <${Object.keys(commands).join('|')}> [arguments]`);
  process.exit(2);
}

// A run of some test files alone, none of them in a browser, needs neither page nor browser.
const files = args.filter((arg) => !arg.startsWith('-'));
const isPartial = name === 'test' && files.length > 0 && !files.some((file) => file.startsWith('e2e'));
const needsPage = command.page === true && !isPartial;
const needsBrowser = command.browser === true && !isPartial;
const needsServers =
  command.servers === true && (!isPartial || files.some((file) => file.startsWith('connectors')));

try {
  if (!(await isPrepared())) await withLock(prepare);
  const environment = {
    ...(needsBrowser && (await prepareBrowser())),
    ...(needsServers && (await prepareTestServers())),
    ...(needsServers && (await prepareObjectStore())),
  };
  const [program = '', ...first] = command.program;
  const exitCode = await runProgram(pinnedNode, [join(root, program), ...first, ...args], {
    cwd: command.here ? (process.env.INIT_CWD ?? process.cwd()) : root,
    environment,
  });
  process.exitCode = exitCode;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function isPrepared() {
  return (await arePackagesInstalled()) && (!needsPage || (await isPageBuilt()));
}

/** One launch at a time; the next one finds it done. */
async function prepare() {
  if (!(await arePackagesInstalled())) await installPackages();
  if (needsPage && !(await isPageBuilt())) await buildPage();
}
