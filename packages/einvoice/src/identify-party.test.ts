import { expect, it } from 'vitest';
import { type GivenId, type GivenNumbers, identifyParty } from './identify-party.ts';

const id = (scheme: string, value: string): GivenId => ({ scheme, value });

it.each<[title: string, given: Partial<GivenNumbers>, siren: string | null, siret: string | null]>([
  ['a SIRET in its place', { ids: [id('0009', '787 878 784 00035')] }, '787878784', '78787878400035'],
  ['a SIRET where the SIREN belongs', { ids: [id('0002', '78787878400035')] }, '787878784', '78787878400035'],
  ['a SIREN alone', { ids: [id('0002', '787878784')] }, '787878784', null],
  ['a SIRET without a scheme', { ids: [id('', '78787878400035')] }, '787878784', '78787878400035'],
  ['a SIREN without a scheme, when it is valid', { ids: [id('', '787878784')] }, '787878784', null],
  ['nothing in a customer number', { ids: [id('', '123456789')] }, null, null],
  ['nothing in a GLN', { ids: [id('0088', '40000011234521')] }, null, null],
  ['the SIREN inside a French VAT number', { vatNumber: 'FR 19 787878784' }, '787878784', null],
  ['nothing in a German one', { vatNumber: 'DE123456789' }, null, null],
  ['an address that is a SIREN', { electronicAddress: id('0225', '787878784') }, '787878784', null],
  [
    'an address with its SIRET',
    { electronicAddress: id('0225', '787878784_78787878400035') },
    '787878784',
    '78787878400035',
  ],
  ['an address with a suffix', { electronicAddress: id('0225', '787878784_ACHATS') }, '787878784', null],
  [
    'the SIRET before a SIREN that differs',
    { ids: [id('0002', '999999998'), id('0009', '78787878400035')] },
    '787878784',
    '78787878400035',
  ],
  [
    'the registered SIREN before that of the VAT',
    { ids: [id('0002', '999999998')], vatNumber: 'FR19787878784' },
    '999999998',
    null,
  ],
])('finds %s', (_title, given, siren, siret) => {
  expect(identifyParty({ ids: [], vatNumber: null, electronicAddress: null, ...given })).toEqual({
    siren,
    siret,
  });
});
