/** Manifests as forms and pages take them. */
import type { Application, Installation } from '@navette/api';
import { type CredentialField, type Limits, limitsFor, type Manifest } from '@navette/connector';
import type { Platform } from '../platform.ts';

type Field = Application['fields'][number];

/** Every application that there is, by name. What the operator has set is not asked for. */
export function listApplications({ connectors, sessions }: Platform): Application[] {
  const items = [...connectors.values()].map(({ manifest }) =>
    describeApplication(manifest, sessions.fieldsOfOperator(manifest.id)),
  );
  return items.sort((one, other) => one.name.localeCompare(other.name, 'fr'));
}

function describeApplication(manifest: Manifest, ofOperator: readonly string[]): Application {
  const { id, name, partner, kind, summary, listsDossiers } = manifest;
  const { rate, confirmation, duplicates, confidence } = manifest;
  const { requests, windowMs, concurrency } = rate;
  return {
    ...{ id, name, partner, kind, summary, listsDossiers, confirmation, duplicates, confidence },
    fields: manifest.fields.filter((field) => !ofOperator.includes(field.name)).map(describeField),
    clientKey: describeClientKey(manifest),
    types: describeTypes(manifest),
    limits: describeLimits(manifest.limits),
    rate: { requests, windowMs, concurrency },
    notes: [...(manifest.notes ?? [])],
  };
}

function describeField(field: CredentialField): Field {
  const { name, label, help, secret, required, normalise, defaultValue, choices, multiline, learned } = field;
  return {
    ...{ name, label },
    help: help ?? null,
    isSecret: secret,
    isRequired: required,
    defaultValue: defaultValue ?? null,
    choices: choices ? [...choices] : null,
    isMultiline: multiline ?? false,
    expects: normalise === 'trim' || normalise === 'none' ? 'text' : normalise,
    isLearned: learned ?? false,
  };
}

/** What names a client at a partner, as the form that connects one needs it. */
export function describeClientKey({ clientKey }: Manifest): Installation['clientKey'] {
  const { kind, label, help, example, pattern, secret, checked } = clientKey;
  return {
    ...{ kind, label, example, checked },
    help: help ?? null,
    pattern: pattern ?? null,
    isSecret: secret ?? false,
  };
}

/** The types of documents that an application takes, each with what limits it. */
export function describeTypes(manifest: Manifest): Application['types'] {
  return manifest.types.map(({ type, partnerValue, confirmed }) => ({
    ...{ type, partnerValue, isConfirmed: confirmed },
    limits: describeLimits(limitsFor(manifest, type)),
  }));
}

function describeLimits({ maxBytes, maxImageBytes, minBytes, mediaTypes }: Limits): Application['limits'] {
  return {
    maxBytes,
    maxImageBytes: maxImageBytes ?? null,
    minBytes: minBytes ?? null,
    mediaTypes: [...mediaTypes],
  };
}
