/**
 * `npm run demo`: the platform, a sandbox of partners, a mailbox, a firm with clients and a paired agent, on this computer.
 * `npm run demo -- --check` drops samples, waits until each is where it must be, and ends with 0, or 1 with the reason.
 */
import { checkDemo, dropEverything } from './check.ts';
import { startDemo, writeDemoFile } from './programs.ts';
import { administrator } from './world.ts';

async function main(): Promise<number> {
  const demo = await startDemo();
  const interrupted = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(0));
  });
  try {
    const file = await writeDemoFile(demo);
    console.log('Navette is ready');
    console.log(`  Platform   ${demo.web}   ${administrator.email} / ${administrator.password}`);
    console.log(`  Partners   ${demo.sandbox}   what the sandbox's Inqom received, and faults to order`);
    console.log(`  Mailbox    ${demo.mailbox}`);
    console.log('  Drop files into one of:');
    for (const { depositDir, client, folder } of demo.hotFolders)
      console.log(`    ${depositDir}   → ${client} ${folder}`);
    console.log(`  All of it in ${file}`);
    if (process.argv.includes('--check')) {
      return await Promise.race([checkDemo(demo).then(() => 0), interrupted]);
    }
    await dropEverything(demo);
    console.log(
      'Real invoices were dropped, and an XML that Inqom refuses: look at Atelier Portalis. Ctrl-C stops everything.',
    );
    return await interrupted;
  } finally {
    await demo.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
