import { type Rule, routes } from '@navette/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { cleanPath } from '../rules/typed-path.ts';
import { rulesQuery } from '../rules/use-rules.ts';
import type { FolderDraft } from './folder-draft.ts';

/** The folders that feed an application. */
export function useFolders(installation: string) {
  return useQuery(rulesQuery({ firm: useFirmId(), installation }));
}

/** Saves the folder to connect. @param onSaved told its rule, and how many clients connected before were extended to it */
export function useSaveFolder(installation: string, onSaved: (rule: Rule, extended: number | null) => void) {
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const { queryKey } = rulesQuery({ firm, installation });
  return useMutation({
    mutationFn: ({ sourcePath, withSubfolders, documentType, archivePath, alsoConnected }: FolderDraft) => {
      if (documentType === null) throw new TypeError('A folder is saved with its type');
      return api.call(routes.connectFolder, {
        params: { firm, installation },
        body: {
          sourcePath: cleanPath(sourcePath),
          withSubfolders,
          documentType,
          archivePath: cleanPath(archivePath) || null,
          alsoConnected,
        },
      });
    },
    onSuccess: ({ rule, extended }, { alsoConnected }) => {
      queryClient.setQueryData(queryKey, (known) => {
        const others = known?.items.filter(({ id }) => id !== rule.id) ?? [];
        return { items: [...others, rule] };
      });
      void queryClient.invalidateQueries({ queryKey });
      void queryClient.invalidateQueries({ queryKey: keys.connections(firm, installation) });
      onSaved(rule, alsoConnected ? extended : null);
    },
  });
}
