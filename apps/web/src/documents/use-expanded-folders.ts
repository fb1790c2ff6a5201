import { useLocalStorage } from '@mantine/hooks';
import { useCallback, useMemo } from 'react';

/** Which folders of a client are open, remembered on this computer. */
export function useExpandedFolders(client: string) {
  const [ids, setIds] = useLocalStorage<string[]>({
    key: `navette-tree-${client}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const expanded = useMemo(() => new Set(ids), [ids]);
  const toggle = useCallback(
    (...turned: readonly string[]) =>
      setIds((before) => [
        ...before.filter((id) => !turned.includes(id)),
        ...turned.filter((id) => !before.includes(id)),
      ]),
    [setIds],
  );
  const open = useCallback(
    (wanted: readonly string[]) => setIds((before) => [...new Set([...before, ...wanted])]),
    [setIds],
  );
  return { expanded, toggle, open };
}
