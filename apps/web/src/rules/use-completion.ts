import { useDebouncedValue } from '@mantine/hooks';
import { routes } from '@navette/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { matchChoices, splitAtCaret } from './typed-path.ts';
import type { Place } from './use-rules.ts';

const quietMs = 120;

interface CompletionOf {
  readonly place: Place;
  readonly path: string;
  readonly caret: number;
  /** Of an archive: it takes only the variables of this path. */
  readonly sourcePath?: string | undefined;
  readonly isWanted: boolean;
}

/** What may follow a path at the caret: variables, and folders that the connected clients really have. */
export function useCompletion({ place, path, caret, sourcePath, isWanted }: CompletionOf) {
  const { typed, part, braceStart } = splitAtCaret(path, caret);
  const [asked] = useDebouncedValue(typed, quietMs);
  const { data, error, isFetching } = useQuery({
    queryKey: keys.rulePart(place.firm, place.installation, 'paths', { asked, sourcePath }),
    queryFn: ({ signal }) =>
      api.call(routes.completePath, {
        params: place,
        query: sourcePath === undefined ? { typed: asked } : { typed: asked, sourcePath },
        signal,
      }),
    enabled: isWanted,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  // What came for the folder above would offer its folders in this one.
  const isOfHere = data !== undefined && folderOf(asked) === folderOf(typed);
  const variables = useMemo(
    () => (isOfHere ? matchChoices(data.variables, part) : []),
    [data, isOfHere, part],
  );
  const folders = useMemo(
    () => (isOfHere && braceStart === null ? matchChoices(data.folders, part) : []),
    [data, isOfHere, braceStart, part],
  );
  return {
    variables,
    folders,
    meansToday: isOfHere ? data.meansToday : null,
    clientsTotal: data?.clientsTotal ?? 0,
    isLoading: !isOfHere && error === null && (isFetching || asked !== typed),
    isKnown: isOfHere,
    error,
  };
}

export type Completion = ReturnType<typeof useCompletion>;

function folderOf(typed: string): string {
  return typed.slice(0, typed.lastIndexOf('/') + 1);
}
