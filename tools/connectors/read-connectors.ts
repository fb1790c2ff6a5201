/** The folders under connectors/, and what their packages export. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connector, Manifest } from '@navette/connector';

export interface ConnectorFolder {
  /** The folder's name: `cegid-loop`. */
  readonly folder: string;
  /** The package's: `@navette/connector-cegid-loop`. */
  readonly packageName: string;
}

export interface LoadedFolder extends ConnectorFolder {
  /** One for each of its manifests. */
  readonly connectors: readonly Connector[];
}

interface Package {
  readonly name: string;
  readonly exports: { readonly '.': string };
}

/** The folders that the platform reads, by name: those that begin with `_` are to be copied. */
export async function findConnectors(root: string): Promise<ConnectorFolder[]> {
  const entries = await readdir(join(root, 'connectors'), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'));
  return await Promise.all(
    folders
      .map(({ name }) => name)
      .sort()
      .map(async (folder) => ({ folder, packageName: (await readPackage(root, folder)).name })),
  );
}

/** Runs the code of the connectors' packages. */
export async function loadConnectors(root: string): Promise<LoadedFolder[]> {
  const found = await findConnectors(root);
  return await Promise.all(
    found.map(async (each) => ({ ...each, connectors: await load(root, each.folder) })),
  );
}

/** Of every application, by name. */
export async function readManifests(root: string): Promise<Manifest[]> {
  const folders = await loadConnectors(root);
  const manifests = folders.flatMap(({ connectors }) => connectors.map(({ manifest }) => manifest));
  return manifests.sort((one, other) => one.name.localeCompare(other.name, 'fr'));
}

/** What the package of one folder exports. */
export async function load(root: string, folder: string): Promise<readonly Connector[]> {
  const { exports } = await readPackage(root, folder);
  const file = pathToFileURL(join(root, 'connectors', folder, exports['.'])).href;
  const loaded = (await import(/* @vite-ignore */ file)) as { connectors: readonly Connector[] };
  return loaded.connectors;
}

async function readPackage(root: string, folder: string): Promise<Package> {
  return JSON.parse(await readFile(join(root, 'connectors', folder, 'package.json'), 'utf8')) as Package;
}
