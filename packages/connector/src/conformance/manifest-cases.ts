import { documentTypes } from '@navette/model';
import { expect } from 'vitest';
import { type Limits, limitsFor, type Manifest, type Words } from '../manifest.ts';
import type { ConformanceCase } from './conformance-case.ts';

/** Every sentence and label of a manifest. */
function wordsOf({ summary, fields, clientKey, notes = [] }: Manifest): Words[] {
  const help = [...fields, clientKey].map((each) => each.help);
  const choices = fields.flatMap((field) => field.choices ?? []);
  const labels = [...fields, clientKey, ...choices].map(({ label }) => label);
  return [summary, ...labels, ...help, ...notes].filter((words) => words !== undefined);
}

function expectLimits({ maxBytes, maxImageBytes = maxBytes, minBytes = 1, mediaTypes }: Limits): void {
  expect(minBytes).toBeGreaterThan(0);
  expect(maxBytes).toBeGreaterThan(minBytes);
  expect(maxImageBytes).toBeGreaterThan(minBytes);
  expect(mediaTypes).not.toEqual([]);
  if (mediaTypes.join() === '*') return;
  for (const mediaType of mediaTypes) expect(mediaType).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
}

export const manifestCases: readonly ConformanceCase[] = [
  {
    name: 'the manifest is complete: names, types, limits and rate',
    async run({ manifest }) {
      expect(manifest.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      for (const text of [manifest.name, manifest.partner]) expect(text.trim()).not.toBe('');
      const names = manifest.fields.map(({ name }) => name);
      expect(new Set(names).size, 'two fields have the same name').toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
      const types = manifest.types.map(({ type }) => type);
      expect(types).not.toEqual([]);
      expect(new Set(types).size, 'a type is mapped twice').toBe(types.length);
      expect(documentTypes).toEqual(expect.arrayContaining(types));
      for (const { partnerValue } of manifest.types) expect(partnerValue).not.toBe('');
      for (const type of types) expectLimits(limitsFor(manifest, type));
      const { requests, windowMs, concurrency } = manifest.rate;
      for (const figure of [requests, windowMs, concurrency, manifest.requestTimeoutMs])
        expect(figure).toBeGreaterThan(0);
    },
  },
  {
    name: 'silence counts as delivered after a time, if and only if the manifest says that silence is all there is',
    async run({ manifest: { confirmation, silenceMs } }) {
      if (confirmation === 'silence') expect(silenceMs).toBeGreaterThan(0);
      else expect(silenceMs).toBeUndefined();
    },
  },
  {
    name: 'every word is there in French, with its typography, and in English',
    async run({ manifest }) {
      for (const { fr, en } of wordsOf(manifest)) {
        expect(en.trim(), `in English: « ${fr} »`).not.toBe('');
        expect(fr.trim(), `in French: “${en}”`).not.toBe('');
        expect(fr, 'a plain space where a no-break space belongs').not.toMatch(/ [:;?!»]|« /);
        expect(fr, 'a straight apostrophe').not.toMatch(/'/);
      }
    },
  },
  {
    name: 'fields that hold a secret are marked so, and have no default',
    async run({ manifest }) {
      for (const { name, secret, defaultValue } of manifest.fields) {
        if (/secret|password|passphrase|token|apikey|privatekey/i.test(name))
          expect(secret, `« ${name} » is not marked as a secret`).toBe(true);
        if (secret) expect(defaultValue, `the secret « ${name} » has a default`).toBeUndefined();
      }
    },
  },
  {
    name: 'default addresses are complete, encrypted, and as they would be cleaned',
    async run({ manifest }) {
      for (const { name, normalise, defaultValue } of manifest.fields) {
        if (normalise !== 'address' || defaultValue === undefined) continue;
        expect(URL.canParse(defaultValue), `« ${name} » is not an address`).toBe(true);
        expect(defaultValue).toMatch(/^https:\/\/.*[^/]$/);
      }
    },
  },
  {
    name: 'fields that are learned can be left empty, and choices hold their default',
    async run({ manifest }) {
      for (const { name, learned, required, ofOperator, defaultValue, choices } of manifest.fields) {
        if (learned)
          expect({ name, required, ofOperator: ofOperator ?? false, defaultValue }).toEqual({
            name,
            required: false,
            ofOperator: false,
            defaultValue: undefined,
          });
        if (choices === undefined) continue;
        const values = choices.map(({ value }) => value);
        expect(new Set(values).size, `« ${name} » offers a choice twice`).toBe(values.length);
        if (defaultValue !== undefined) expect(values).toContain(defaultValue);
      }
    },
  },
  {
    name: 'the example of a client key matches its pattern, and so do the keys in use',
    async run({ manifest: { clientKey }, partner }) {
      expect(clientKey.example.trim()).not.toBe('');
      const pattern = new RegExp(`^(?:${clientKey.pattern ?? '.+'})$`, 'iu');
      const { generated } = clientKey;
      if (generated !== undefined) expect(generated.pattern).toContain('{client}');
      const made =
        generated === undefined ? [] : [generated.pattern.replace('{client}', 'boulangerie.dupont.2')];
      for (const key of [clientKey.example, partner.clientKey, ...made]) expect(key).toMatch(pattern);
    },
  },
  {
    name: 'the session has the methods that the manifest says, and no others',
    async run(subject) {
      const { manifest } = subject;
      const session = subject.open();
      expect({
        listDossiers: typeof session.listDossiers === 'function',
        checkClientKey: typeof session.checkClientKey === 'function',
        find: typeof session.find === 'function',
        track: typeof session.track === 'function',
      }).toEqual({
        listDossiers: manifest.listsDossiers,
        checkClientKey: manifest.clientKey.checked === 'when_connecting',
        find: manifest.types.some(({ afterUnknown }) => afterUnknown === 'lookup'),
        track: manifest.confirmation === 'poll',
      });
    },
  },
];
