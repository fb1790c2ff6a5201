import type { FileWithPath } from '@mantine/dropzone';
import { notifications } from '@mantine/notifications';
import { routes } from '@navette/api';
import { errorSentence, formatBytes } from '@navette/model';
import { useCallback } from 'react';
import { api } from '../api/api.ts';
import { useFirm } from '../api/firm.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { isLeftBehind, subPathOf } from './sub-path.ts';
import { uploader } from './uploader.ts';

/** @returns what sends files to a folder, the sub-folders of dropped folders kept. Too large ones are said and left out. */
export function useDropFiles(): (folder: string, files: readonly FileWithPath[]) => void {
  const firm = useFirm();
  const fits = useFits();
  return useCallback(
    (folder, files) => {
      const wanted = files.filter((file) => !isLeftBehind(file.name) && fits(file));
      uploader.add(
        wanted.map((file) => ({
          file,
          address: api.address(routes.uploadDocument, {
            params: { firm: firm.id, folder },
            query: { name: file.name, subPath: subPathOf(file.path ?? file.name) },
          }),
        })),
      );
    },
    [firm.id, fits],
  );
}

/** @returns what sends a file as the new version of a document, which keeps its name. */
export function useDropVersion(): (document: string, file: File) => void {
  const firm = useFirm();
  const fits = useFits();
  return useCallback(
    (document, file) => {
      if (!fits(file)) return;
      const params = { firm: firm.id, document };
      uploader.add([
        { file, address: api.address(routes.uploadVersion, { params, query: { name: file.name } }) },
      ]);
    },
    [firm.id, fits],
  );
}

function useFits(): (file: File) => boolean {
  const { maxFileBytes } = useFirm();
  const language = useLanguage();
  return useCallback(
    (file) => {
      if (file.size <= maxFileBytes) return true;
      const limit = formatBytes(maxFileBytes, language);
      notifications.show({
        color: 'rouge',
        title: file.name,
        message: typeset(errorSentence('file_too_large', language, { limit })),
      });
      return false;
    },
    [maxFileBytes, language],
  );
}
