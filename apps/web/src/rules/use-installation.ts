import type { Installation } from '@navette/api';
import { useInstallations } from '../applications/use-applications.ts';

/** One application of the firm. `installation` is `null` once it is known that there is none of that id. */
export function useInstallation(firm: string, id: string) {
  const { data, error, refetch } = useInstallations(firm);
  const installation: Installation | null | undefined =
    data && (data.items.find((each) => each.id === id) ?? null);
  return { installation, error: data ? null : error, refetch };
}
