/** The libraries' own files that a frame may ask for. The page fetches them, since a frame without an origin has no cache and no network. */
import heifLibrary from 'libheif-js/libheif-wasm/libheif.wasm?url';
import pdfWorker from './frame/workers/pdf-worker.ts?worker&url';
import pictureWorker from './frame/workers/picture-worker.ts?worker&url';
import xmlWorker from './frame/workers/xml-worker.ts?worker&url';

const own: Readonly<Record<string, string>> = {
  'pdf-worker.js': pdfWorker,
  'picture-worker.js': pictureWorker,
  'xml-worker.js': xmlWorker,
  'libheif.wasm': heifLibrary,
};

/** @returns the bytes of a file of this list, `null` for any other name or when it cannot be had. */
export async function fetchAsset(name: string, signal: AbortSignal): Promise<ArrayBuffer | null> {
  const addresses = Object.hasOwn(own, name) ? own : (await import('./pdf-data.ts')).pdfData;
  const address = Object.hasOwn(addresses, name) ? addresses[name] : undefined;
  if (address === undefined) return null;
  try {
    const response = await fetch(address, { signal });
    return response.ok ? await response.arrayBuffer() : null;
  } catch {
    return null;
  }
}
