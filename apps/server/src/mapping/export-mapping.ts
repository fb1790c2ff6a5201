import type { MappingGrade } from '@navette/api';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import type { Cell } from '../sheets/sheet.ts';
import { createDescriber } from './describe-row.ts';
import { filterMapping, type MappingFilter } from './list-mapping.ts';
import { loadMapping, type MappingScope } from './load-mapping.ts';

/** What each grade is called in a file, and what there is to do. */
const wordsOf: Readonly<Record<MappingGrade, readonly [result: string, cure: string]>> = {
  exact: ['Exact', 'Rien\u00a0: se relie en validant'],
  chosen: ['Choisi', 'Rien\u00a0: se relie en validant'],
  siren_only: ['SIREN seul', 'Choisir l’établissement, ou corriger le SIRET'],
  several: ['Plusieurs', 'Choisir le dossier'],
  none: ['Aucun', 'Créer le dossier chez le partenaire, ou vérifier que le compte y est affecté'],
  closed: ['Dossier fermé', 'Rouvrir le dossier chez le partenaire, ou en choisir un autre'],
  attribute_missing: ['Attribut manquant', 'Renseigner l’attribut'],
  attribute_invalid: ['Attribut invalide', 'Corriger l’attribut'],
  already_used: ['Déjà pris', 'Choisir un autre dossier, ou déconnecter l’autre client'],
  left_out: ['Laissé de côté', 'Rien'],
  connected: ['Connecté', 'Rien'],
};

/**
 * The rows of a mapping as a file, its header first, those to settle first.
 * @throws NavetteError as `loadMapping`
 */
export async function exportMapping(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  { grade, search, ...scope }: MappingScope & MappingFilter,
): Promise<Cell[][]> {
  const mapping = await loadMapping(platform, trx, caller, installationId, scope);
  const { attribute, manifest } = mapping;
  const { partner } = manifest;
  const header = ['Dossier client', 'Code', attribute?.label ?? 'Valeur', 'Dérogation', 'Résultat'];
  const rows: Cell[][] = [
    [
      ...header,
      `Numéro chez ${partner}`,
      `Dossier chez ${partner}`,
      'SIRET du dossier',
      'État du dossier',
    ].concat(['Propositions', 'Autre client', 'À faire']),
  ];
  const describe = createDescriber(mapping);
  for (const client of filterMapping(mapping, { grade, search })) {
    const row = describe(client);
    const { dossier } = row;
    const [result, cure] = wordsOf[row.grade];
    rows.push([
      ...[row.clientName, row.code, row.value, row.isOverridden ? 'Oui' : null, result],
      ...[dossier?.key ?? null, dossier?.name || null],
      dossier?.siren ? `${dossier.siren}${dossier.nic ?? ''}` : null,
      dossier === null || mapping.dossiers === null ? null : dossier.active ? 'Actif' : 'Archivé',
      ...[row.proposals, row.other?.name ?? null, cure],
    ]);
  }
  await recordAudit(platform, trx, caller, {
    ...{ action: 'mapping.exported', subjectKind: 'installation', subjectId: installationId },
    subjectName: mapping.installationName,
    details: { clients: rows.length - 1 },
  });
  return rows;
}
