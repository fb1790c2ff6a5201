import { notifications } from '@mantine/notifications';
import { NavetteError } from '@navette/model';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery, useFirm } from '../api/firm.ts';
import { uploader } from './page-uploader.ts';
import { pickFiles } from './pick-files.ts';
import { type DroppedFiles, readChosen } from './read-drop.ts';
import type { Destination } from './unfinished-uploads.ts';

export interface Uploads {
  /** Sends files to a folder, the sub-folders of dropped folders kept. */
  toFolder(folder: string, dropped: DroppedFiles): void;
  /** Sends a file as the new version of a document, which keeps its name. */
  asVersion(document: string, file: File): void;
  /** The same with files, or a folder, that are chosen with the computer's picker. */
  chooseFor(folder: string, pick: 'files' | 'folder'): void;
  chooseVersion(document: string): void;
}

/** @returns what sends files. Those that cannot be taken are shown in the tray with why, and not sent. */
export function useUploads(): Uploads {
  const { t } = useTranslation();
  const { id: firm, maxFileBytes } = useFirm();
  const user = useQuery(meQuery).data?.user.id ?? '';
  return useMemo(() => {
    const dropOf = (file: File, destination: Destination) => {
      const error = refusalOf(file, maxFileBytes);
      return { firm, user, file, destination, ...(error ? { error } : {}) };
    };
    const uploads: Uploads = {
      toFolder(folderId, { files, ignored, unreadable }) {
        if (files.length === 0 && unreadable.length === 0) {
          notifications.show({ message: t('uploads.nothingToSend', { count: ignored }) });
          return;
        }
        const drops = files.map(({ file, subPath }) =>
          dropOf(file, { folderId, ...(subPath ? { subPath } : {}) }),
        );
        const refused = unreadable.map((name) => ({
          firm,
          user,
          file: new File([], name),
          destination: { folderId },
          error: new NavetteError('file_unreadable', { path: name }),
        }));
        uploader.add([...drops, ...refused], ignored);
      },
      asVersion: (documentId, file) => uploader.add([dropOf(file, { documentId })]),
      chooseFor: (folder, pick) =>
        void pickFiles(pick).then((files) => files.length > 0 && uploads.toFolder(folder, readChosen(files))),
      chooseVersion: (document) =>
        void pickFiles('file').then(([file]) => file && uploads.asVersion(document, file)),
    };
    return uploads;
  }, [firm, user, maxFileBytes, t]);
}

/** Why a file would be refused, as far as the page can tell before sending it. */
function refusalOf({ size }: File, maxFileBytes: number): NavetteError | null {
  if (size === 0) return new NavetteError('empty_file');
  return size > maxFileBytes ? new NavetteError('file_too_large', { limit: maxFileBytes }) : null;
}
