import type { DeliverRequest, FindRequest, Receipt } from '../contract.ts';
import type { Manifest } from '../manifest.ts';
import { findPlaced, placeDocument } from './place-document.ts';
import type { RemoteFiles } from './remote-files.ts';
import { remotePathOf } from './remote-path.ts';
import { createTemporaryPaths } from './temporary-paths.ts';

export interface Place {
  readonly manifest: Manifest;
  readonly files: RemoteFiles;
  /** Of names, as the form has it. */
  readonly template: string;
  /** Who has the files, in sentences. */
  readonly partner: string;
}

/** The methods of a session whose partner is a place of files. The reference of a receipt is the document's path there. */
export function placeSession({ manifest, files, template, partner }: Place) {
  const temporaries = createTemporaryPaths();
  return {
    async deliver(request: DeliverRequest, signal: AbortSignal): Promise<Receipt> {
      const path = remotePathOf(manifest, template, request);
      const placed = await placeDocument(files, path, { ...request, partner }, signal, temporaries);
      return receiptOf(placed.path);
    },
    async find(request: FindRequest, signal: AbortSignal): Promise<Receipt | null> {
      const path = await findPlaced(files, remotePathOf(manifest, template, request), request, signal);
      return path === null ? null : receiptOf(path);
    },
  };
}

/** What was read back before it took its name is there: there is nothing more to wait for. */
function receiptOf(path: string): Receipt {
  return { partnerRef: path, state: 'confirmed' };
}
