import { documentTypes } from '@navette/model';
import { expect } from 'vitest';
import type { ConformanceCase } from './conformance-case.ts';

export const manifestCases: readonly ConformanceCase[] = [
  {
    name: 'the manifest is complete: names, labels in both languages, types, limits and rate',
    async run({ manifest }) {
      expect(manifest.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      for (const text of [
        manifest.name,
        manifest.partner,
        manifest.clientKey.label.fr,
        manifest.clientKey.label.en,
      ])
        expect(text.trim()).not.toBe('');
      const names = manifest.fields.map(({ name }) => name);
      expect(new Set(names).size, 'two fields have the same name').toBe(names.length);
      for (const { label } of manifest.fields) expect([label.fr, label.en]).not.toContain('');
      const types = manifest.types.map(({ type }) => type);
      expect(types).not.toEqual([]);
      expect(new Set(types).size, 'a type is mapped twice').toBe(types.length);
      expect(documentTypes).toEqual(expect.arrayContaining(types));
      for (const { partnerValue } of manifest.types) expect(partnerValue).not.toBe('');
      expect(manifest.limits.maxBytes).toBeGreaterThan(0);
      expect(manifest.limits.mediaTypes).not.toEqual([]);
      for (const mediaType of manifest.limits.mediaTypes) expect(mediaType).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
      const { requests, windowMs, concurrency } = manifest.rate;
      for (const figure of [requests, windowMs, concurrency, manifest.requestTimeoutMs])
        expect(figure).toBeGreaterThan(0);
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
    name: 'the session has listDossiers, find and track if and only if the manifest says so',
    async run(subject) {
      const { manifest } = subject;
      const session = subject.open();
      expect(typeof session.listDossiers === 'function').toBe(manifest.listsDossiers);
      expect(typeof session.find === 'function').toBe(
        manifest.types.some(({ afterUnknown }) => afterUnknown === 'lookup'),
      );
      expect(typeof session.track === 'function').toBe(manifest.confirmation === 'poll');
    },
  },
];
