import { routes } from '@navette/api';
import { useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import type { FetchPlan } from './plan-fetch.ts';

export interface VersionBytes {
  readonly bytes: ArrayBuffer;
  /** Whether it is only the start. */
  readonly isCut: boolean;
}

interface Version {
  readonly firm: string;
  readonly document: string;
  readonly version: string;
}

/** The bytes of a version, as far as its plan goes; `null` until they are there. */
export function useVersionBytes({ firm, document, version }: Version, plan: FetchPlan) {
  const [state, setState] = useState<{ loaded: VersionBytes } | { error: unknown } | null>(null);
  const { kind } = plan;
  const start = plan.kind === 'start' ? plan.bytes : null;
  useEffect(() => {
    if (kind === 'nothing') return;
    const leaving = new AbortController();
    setState(null);
    const load = async () => {
      const blob = await api.download(routes.downloadVersion, {
        params: { firm, document },
        query: { version },
        headers: start === null ? {} : { range: `bytes=0-${start - 1}` },
        signal: leaving.signal,
      });
      const bytes = await blob.arrayBuffer();
      // A range that is not served comes back whole.
      if (!leaving.signal.aborted) setState({ loaded: { bytes, isCut: start === bytes.byteLength } });
    };
    load().catch((error: unknown) => {
      if (!leaving.signal.aborted) setState({ error });
    });
    return () => leaving.abort();
  }, [firm, document, version, kind, start]);
  return state;
}
