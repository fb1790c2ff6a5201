import type { MappedDossier, MappingGrade, MappingRow } from '@navette/api';
import { createProposer, type Proposer } from './find-proposals.ts';
import type { MappedClient, Mapping } from './load-mapping.ts';

/** What stands in the place of a value that is a secret. */
const masked = '•••';

/** Grades that wait for a person. */
const unsettled: ReadonlySet<MappingGrade> = new Set([
  'siren_only',
  'several',
  'none',
  'closed',
  'attribute_missing',
  'attribute_invalid',
  'already_used',
]);

/** Whether a client of this grade waits for a person. */
export function isUnsettled(grade: MappingGrade): boolean {
  return unsettled.has(grade);
}

/** Gives the rows of a mapping as the contract has them. */
export function createDescriber(mapping: Mapping): (client: MappedClient) => MappingRow {
  const { manifest, graded, seenNames } = mapping;
  let proposer: Proposer | null = null;
  return (client) => {
    const { id, name, code, value, isOverridden } = client;
    const { grade, otherId, connectionId } = graded.get(id) ?? nothing;
    const otherName = otherId === null ? undefined : seenNames.get(otherId);
    const isProposing = mapping.dossiers !== null && isUnsettled(grade);
    if (isProposing) proposer ??= createProposer(mapping);
    return {
      ...{ clientId: id, clientName: name, code, grade, isOverridden, connectionId },
      value: value !== null && manifest.clientKey.secret ? masked : value,
      dossier: dossierOf(mapping, client),
      proposals: isProposing ? (proposer?.propose(client).length ?? 0) : 0,
      other: otherId === null || otherName === undefined ? null : { id: otherId, name: otherName },
    };
  };
}

const nothing = { grade: 'none', dossierId: null, otherId: null, connectionId: null } as const;

/** The dossier of a client, as the partner last listed it, else as it was connected. */
export function dossierOf(mapping: Mapping, { id, value }: MappedClient): MappedDossier | null {
  const { dossiers, graded, labels, manifest } = mapping;
  const { dossierId, connectionId } = graded.get(id) ?? nothing;
  if (dossierId === null) return null;
  const listed = dossiers?.get(dossierId);
  if (listed !== undefined) return listed;
  const isSecret = manifest.clientKey.secret === true;
  const label = connectionId === null ? null : labels.get(connectionId);
  const key = isSecret ? masked : dossiers === null && connectionId === null ? (value ?? '') : dossierId;
  return { key, name: label ?? '', siren: null, nic: null, active: true };
}
