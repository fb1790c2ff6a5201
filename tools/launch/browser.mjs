import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebianPackages, whyNotInstallable } from './apt.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * Finds a Chromium for the tests in a browser, and as root on Debian installs it when there is none.
 * @returns {Promise<Record<string, string>>} what to add to the environment: NAVETTE_CHROMIUM, its path, when there is one
 */
export async function prepareBrowser() {
  const named = process.env.NAVETTE_CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Error(`NAVETTE_CHROMIUM names a file that does not exist: ${named}`);
    return { NAVETTE_CHROMIUM: named };
  }
  const found = findBrowser() ?? (await installBrowser());
  return found === undefined ? {} : { NAVETTE_CHROMIUM: found };
}

function findBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), mac].find(existsSync);
}

async function installBrowser() {
  const why = whyNotInstallable();
  if (why !== undefined) {
    console.error(
      `No Chromium here, so the tests in a browser are skipped: ${why}. NAVETTE_CHROMIUM may name one.`,
    );
    return undefined;
  }
  console.error('Installing Chromium for the tests in a browser (apt-get)…');
  try {
    await installDebianPackages(['chromium'], 'browser');
  } catch (error) {
    console.error(error.message);
    console.error('Chromium could not be installed, so the tests in a browser are skipped.');
  }
  return findBrowser();
}
