import { useDebouncedValue } from '@mantine/hooks';
import { routes } from '@navette/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { cleanPath } from './typed-path.ts';
import type { Place, RuleDraft } from './use-rules.ts';

const quietMs = 250;

/** What is asked of a draft: paths as they would be sent, nothing that is empty. */
function requestOf(draft: RuleDraft) {
  const archivePath = cleanPath(draft.archivePath);
  return {
    sourcePath: cleanPath(draft.sourcePath),
    withSubfolders: draft.withSubfolders,
    ...(draft.documentType === null ? {} : { documentType: draft.documentType }),
    ...(archivePath === '' ? {} : { archivePath }),
  };
}

/** @returns whether a brace at the end waits for its other half. */
function isUnfinished(path: string): boolean {
  return /\{[^{}/]*$/.test(path);
}

/** What a rule would do, while it is typed. Nothing is asked until it names a folder. */
export function useRulePreview(place: Place, draft: RuleDraft) {
  const complete = useRef(draft);
  // A variable that is being typed is not a mistake yet.
  if (!isUnfinished(draft.sourcePath) && !isUnfinished(draft.archivePath)) complete.current = draft;
  const now = JSON.stringify(requestOf(complete.current));
  const [asked] = useDebouncedValue(now, quietMs);
  const body = JSON.parse(asked) as ReturnType<typeof requestOf>;
  const isWanted = cleanPath(draft.sourcePath) !== '';
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: keys.rulePart(place.firm, place.installation, 'preview', body),
    queryFn: ({ signal }) => api.call(routes.previewRule, { params: place, body, signal }),
    enabled: isWanted && body.sourcePath !== '',
    placeholderData: keepPreviousData,
  });
  return {
    isWanted,
    preview: isWanted ? data : undefined,
    /** It answers for what stands in the row now. */
    isCurrent: asked === now && !isFetching && !isPlaceholderData,
    error: isWanted ? error : null,
    refetch,
  };
}

export type RulePreview = NonNullable<ReturnType<typeof useRulePreview>['preview']>;
