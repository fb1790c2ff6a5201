/**
 * Resumable uploads: the tus protocol 1.0.0 (https://tus.io/protocols/resumable-upload), with creation, creation-with-upload,
 * termination and expiration. `Upload-Metadata` says where the bytes go; the names of its keys are those of `uploadMetadata`.
 *
 * The answer to what completes an upload carries `Navette-Document`, `Navette-Version` (ids) and `Navette-Replayed` (`true` or
 * `false`); so does HEAD afterwards, for a day, for who did not get it.
 */
import { z } from 'zod';
import { everyone, route } from './route.ts';
import { documentType, firmParams, id } from './shapes.ts';

/** What `Upload-Metadata` may say. One of `folderId` (a new document) and `documentId` (a new version). */
export const uploadMetadata = z.strictObject({
  /** Random, 8 to 200 characters, bound to this drop. */
  idempotencyKey: z.string().min(8).max(200),
  folderId: id.optional(),
  documentId: id.optional(),
  /** Needed with `folderId`. */
  name: z.string().min(1).max(1000).optional(),
  /** Folders to create below: `2026/11`. */
  subPath: z.string().max(2000).optional(),
  documentType: documentType.optional(),
  /** The hot folder's description. */
  hotFolder: z.string().max(200).optional(),
  /** 64 hex digits, checked at the end. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

export type UploadMetadata = z.infer<typeof uploadMetadata>;

const path = '/api/v1/firms/:firm/uploads';
const uploadParams = firmParams.extend({ upload: id });

export const uploadRoutes = {
  describeUploads: route('describeUploads', {
    method: 'OPTIONS',
    path,
    summary: 'tus: what the server can do, and the firm’s limit in `Tus-Max-Size`.',
    who: [...everyone, 'api_key'],
    scope: 'documents:write',
    params: firmParams,
  }),
  createUpload: route('createUpload', {
    method: 'POST',
    path,
    summary:
      'tus: begins a resumable upload of `Upload-Length` bytes; `Location` is its address. Its first bytes may come along.',
    who: [...everyone, 'api_key'],
    scope: 'documents:write',
    params: firmParams,
    bodyKind: 'part',
    status: 201,
  }),
  getUpload: route('getUpload', {
    method: 'HEAD',
    path: `${path}/:upload`,
    summary:
      'tus: where an upload stands, in `Upload-Offset`. Completes one whose last answer was a failure.',
    who: [...everyone, 'api_key'],
    scope: 'documents:write',
    params: uploadParams,
    status: 200,
  }),
  sendUploadPart: route('sendUploadPart', {
    method: 'PATCH',
    path: `${path}/:upload`,
    summary: 'tus: sends bytes from `Upload-Offset` on. The last ones make the document.',
    who: [...everyone, 'api_key'],
    scope: 'documents:write',
    params: uploadParams,
    bodyKind: 'part',
  }),
  cancelUpload: route('cancelUpload', {
    method: 'DELETE',
    path: `${path}/:upload`,
    summary: 'tus: gives an upload up; its bytes are removed. A document that was made stays.',
    who: [...everyone, 'api_key'],
    scope: 'documents:write',
    params: uploadParams,
  }),
};
