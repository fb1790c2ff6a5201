/**
 * The way of one drop, as the journal keeps it. States, and what moves one to the next:
 *
 *   (nothing)    –planned→       planned        the key is on disk, before the first byte leaves
 *   planned      –sent→          sent           the whole body has left; whether it arrived is not known
 *   planned|sent –acknowledged→  acknowledged   the platform has these bytes, by their SHA-256
 *   planned|sent –refused→       refused        it can never be received; it stays, or goes to Refusés
 *   acknowledged|refused –archiving→ archiving  the name it will have is on disk, before the file moves
 *   any          –done→          (nothing)      nothing is left to do; the record is forgotten
 *
 * `renamed` changes the path of a drop whose file got another name meanwhile.
 */
import { documentTypes } from '@navette/model';
import { z } from 'zod';
import { identitySchema } from '../files/identity.ts';

/** Where a drop goes: kept with it, since a key is bound to its name and destination. */
const destinationSchema = z.object({
  firmId: z.string(),
  folderId: z.string(),
  name: z.string(),
  subPath: z.string().nullable(),
  documentType: z.enum(documentTypes).nullable(),
  hotFolder: z.string(),
});

const refusalSchema = z.object({ code: z.string(), fr: z.string(), en: z.string() });

const outcomes = ['archived', 'removed', 'refused', 'changed', 'vanished'] as const;

const drop = z.string();

export const stepSchema = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('planned'),
    drop,
    at: z.string(),
    /** The absolute path of the file. */
    path: z.string(),
    identity: identitySchema,
    /** `null` when the file could not be read. */
    sha256: z.string().nullable(),
    key: z.string(),
    destination: destinationSchema,
  }),
  z.object({ step: z.literal('renamed'), drop, path: z.string() }),
  z.object({ step: z.literal('sent'), drop }),
  z.object({
    step: z.literal('acknowledged'),
    drop,
    at: z.string(),
    documentId: z.string(),
    sha256: z.string(),
  }),
  z.object({ step: z.literal('refused'), drop, at: z.string(), refusal: refusalSchema }),
  z.object({
    step: z.literal('archiving'),
    drop,
    /** The absolute path it will have; `null` when it is removed. */
    target: z.string().nullable(),
  }),
  z.object({ step: z.literal('done'), drop, outcome: z.enum(outcomes) }),
]);

export type Step = z.infer<typeof stepSchema>;
export type Destination = z.infer<typeof destinationSchema>;
export type Refusal = z.infer<typeof refusalSchema>;
export type DropState = 'planned' | 'sent' | 'acknowledged' | 'refused' | 'archiving';

type Planned = Extract<Step, { step: 'planned' }>;

/** A drop that is not done. */
export interface Drop extends Omit<Planned, 'step' | 'drop'> {
  readonly id: string;
  readonly state: DropState;
  readonly acknowledged: { readonly at: string; readonly documentId: string; readonly sha256: string } | null;
  readonly refused: { readonly at: string; readonly refusal: Refusal } | null;
  /** Once `archiving`. */
  readonly target: string | null;
}
